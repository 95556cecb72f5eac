import fc from "fast-check";
import { expandRules, groupRules, type Rule, SELECTORS, selectorByWireKey } from "../../../src/model";
import { knownRulePairs } from "../../model/support/rules";
import { moved, V4_APPLICATION, V5 } from "./support/official-states";

const IDP = "ca298b82-93b5-41bf-bc2d-10493f09b761";

/** A rule as version 5 keeps it, and the member of a rule set it becomes. */
const V5_RULES: readonly [selector: string, given: object, member: unknown][] = [
  ["group", { id: "g1" }, ["g1"]],
  ["any_valid_service_token", {}, ["*"]],
  ["auth_context", { id: "x", ac_id: "c1", identity_provider_id: IDP }, [`${IDP}/x/c1`]],
  ["auth_method", { auth_method: "mfa" }, ["mfa"]],
  ["azure_ad", { id: "a1", identity_provider_id: IDP }, [`${IDP}/a1`]],
  ["certificate", {}, ["*"]],
  ["cloudflare_account_member", { account_id: null }, ["*"]],
  ["common_name", { common_name: "laptop" }, ["laptop"]],
  ["geo", { country_code: "PT" }, ["PT"]],
  ["device_posture", { integration_uid: "d1" }, ["d1"]],
  ["email_domain", { domain: "example.com" }, ["example.com"]],
  ["email_list", { id: "l1" }, ["l1"]],
  ["email", { email: "Ann@example.com" }, ["Ann@example.com"]],
  ["everyone", {}, ["*"]],
  [
    "external_evaluation",
    { evaluate_url: "https://e.example.com", keys_url: "https://e.example.com/keys" },
    ["https://e.example.com https://e.example.com/keys"],
  ],
  ["github_organization", { name: "acme", identity_provider_id: IDP, team: null }, [`${IDP}/acme`]],
  ["gsuite", { email: "eng@example.com", identity_provider_id: IDP }, [`${IDP}/eng@example.com`]],
  ["ip_list", { id: "l2" }, ["l2"]],
  ["ip", { ip: "203.0.113.7/32" }, ["203.0.113.7/32"]],
  ["linked_app_token", { app_uid: "app" }, ["app"]],
  ["login_method", { id: IDP }, [IDP]],
  ["oidc", { claim_name: "role", claim_value: "eng", identity_provider_id: IDP }, [`${IDP}/role=eng`]],
  ["okta", { name: "eng", identity_provider_id: IDP }, [`${IDP}/eng`]],
  [
    "saml",
    { attribute_name: "dept", attribute_value: "eng", identity_provider_id: IDP },
    [`${IDP}/dept=eng`],
  ],
  ["service_token", { token_id: "t1" }, ["t1"]],
  ["user_risk_score", { user_risk_score: ["low", "medium"] }, ["low,medium"]],
];

/** A member of a rule block as version 4 keeps it, and what it becomes. */
const V4_RULES: readonly [attribute: string, given: unknown, selector: string, member: unknown][] = [
  ["email", ["ann@example.com", "bob@example.com"], "email", ["ann@example.com", "bob@example.com"]],
  ["email_domain", ["example.com"], "email_domain", ["example.com"]],
  ["email_list", ["l1"], "email_list", ["l1"]],
  ["ip", ["203.0.113.0/24"], "ip", ["203.0.113.0/24"]],
  ["ip_list", ["l2"], "ip_list", ["l2"]],
  ["service_token", ["t1", "t2"], "service_token", ["t1", "t2"]],
  ["any_valid_service_token", true, "any_valid_service_token", ["*"]],
  ["group", ["g1"], "group", ["g1"]],
  ["everyone", true, "everyone", ["*"]],
  ["certificate", true, "certificate", ["*"]],
  ["common_name", "laptop", "common_name", ["laptop"]],
  ["common_names", ["laptop", "phone"], "common_name", ["laptop", "phone"]],
  ["auth_method", "mfa", "auth_method", ["mfa"]],
  ["geo", ["PT", "ES"], "geo", ["PT", "ES"]],
  ["login_method", [IDP], "login_method", [IDP]],
  ["device_posture", ["d1"], "device_posture", ["d1"]],
  [
    "gsuite",
    [{ email: ["eng@example.com", "ops@example.com"], identity_provider_id: IDP }],
    "gsuite",
    [`${IDP}/eng@example.com`, `${IDP}/ops@example.com`],
  ],
  [
    "github",
    [{ name: "acme", teams: ["eng", "ops"], identity_provider_id: IDP }],
    "github_organization",
    [`${IDP}/acme/eng`, `${IDP}/acme/ops`],
  ],
  [
    "github",
    [{ name: "acme", teams: [], identity_provider_id: IDP }],
    "github_organization",
    [`${IDP}/acme`],
  ],
  [
    "azure",
    [
      { id: ["a1", "a2"], identity_provider_id: IDP },
      { id: ["a3"], identity_provider_id: "another" },
    ],
    "azure_ad",
    [`${IDP}/a1`, `${IDP}/a2`, "another/a3"],
  ],
  ["okta", [{ name: ["eng", "ops"], identity_provider_id: IDP }], "okta", [`${IDP}/eng`, `${IDP}/ops`]],
  [
    "saml",
    [
      { attribute_name: "dept", attribute_value: "eng", identity_provider_id: IDP },
      { attribute_name: "dept", attribute_value: "ops", identity_provider_id: IDP },
    ],
    "saml",
    [`${IDP}/dept=eng`, `${IDP}/dept=ops`],
  ],
  [
    "external_evaluation",
    [{ evaluate_url: "https://e.example.com", keys_url: "https://e.example.com/keys" }],
    "external_evaluation",
    ["https://e.example.com https://e.example.com/keys"],
  ],
  ["auth_context", [{ id: "x", ac_id: "c1", identity_provider_id: IDP }], "auth_context", [`${IDP}/x/c1`]],
];

/** What version 4 writes for everything in a rule block that is not set. */
const V4_UNSET = Object.fromEntries(
  V4_RULES.map(([name, given]) => [name, Array.isArray(given) ? [] : given === true ? false : ""]),
);
/** What version 5 writes. */
const V5_UNSET = Object.fromEntries(SELECTORS.map(({ key }) => [key, null]));

describe("a rule of version 5", () => {
  it.each(V5_RULES)("keeps its meaning: %s", (selector, given, member) => {
    const { include, exclude, require } = moved({
      ...V5,
      state: {
        ...V5.state,
        include: [{ ...V5_UNSET, [selector]: given }],
        exclude: [{ [selector]: given }],
        require: [],
      },
    });
    expect(include).toEqual({ [selector]: member });
    expect(exclude).toEqual(include);
    expect(require).toBeNull();
  });

  it("is looked at for every selector there is", () => {
    expect(V5_RULES.map(([selector]) => selector)).toEqual(SELECTORS.map(({ key }) => key));
  });

  it("is taken over together with any others", () => {
    fc.assert(
      fc.property(fc.array(knownRulePairs, { minLength: 1, maxLength: 8 }), (pairs) => {
        const rules = pairs.map(([rule]) => rule);
        const include = rules.map(asV5);
        const state = moved({ ...V5, state: { ...V5.state, include } });
        expect(groupRules(expandRules(state.include as Rule) as Rule[])).toEqual(groupRules(rules));
      }),
    );
  });
});

describe("a rule of version 4", () => {
  it.each(V4_RULES)("keeps its meaning: %s = %j", (attribute, given, selector, member) => {
    const { include, exclude, require } = moved({
      ...V4_APPLICATION,
      state: {
        ...V4_APPLICATION.state,
        include: [{ ...V4_UNSET, [attribute]: given }],
        exclude: [{ [attribute]: given }],
        require: [],
      },
    });
    expect(include).toEqual({ [selector]: member });
    expect(exclude).toEqual(include);
    expect(require).toBeNull();
  });

  it("is taken over from every block, and none from an empty one", () => {
    const { include } = moved({
      ...V4_APPLICATION,
      state: {
        ...V4_APPLICATION.state,
        include: [{ email: ["ann@example.com"], everyone: null }, null, { email: ["bob@example.com"] }],
      },
    });
    expect(include).toEqual({ email: ["ann@example.com", "bob@example.com"] });
  });

  it("that names no group of its identity provider is none, as it was before", () => {
    const { exclude } = moved({
      ...V4_APPLICATION,
      state: {
        ...V4_APPLICATION.state,
        exclude: [{ okta: [{ name: [], identity_provider_id: IDP }] }],
      },
    });
    expect(exclude).toBeNull();
  });

  it("that lacks a field the API asks for stays as it is, under other", () => {
    const { include } = moved({
      ...V4_APPLICATION,
      state: {
        ...V4_APPLICATION.state,
        include: [{ saml: [{ attribute_name: "dept", attribute_value: "eng", identity_provider_id: "" }] }],
      },
    });
    expect(include).toEqual({ other: ['{"saml":{"attribute_name":"dept","attribute_value":"eng"}}'] });
  });
});

/** A rule of the API as version 5 has it: under Terraform's name, beside the nulls of all others. */
function asV5(rule: Rule): object {
  const [[wireKey, fields]] = Object.entries(rule) as [[string, unknown]];
  return { ...V5_UNSET, [selectorByWireKey(wireKey)!.key]: fields };
}
