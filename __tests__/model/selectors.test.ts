import {
  camelCase,
  groupRules,
  type Rule,
  SELECTORS,
  selectorByKey,
  selectorByWireKey,
  validateRule,
} from "../../src/model";

const ID = "aa0a4aab-672b-4bdb-bc33-a59f1130a11f";
const IDP = "ea85612a-29c8-46c2-bacb-669d65136971";

/** By hand from the API's documentation: the key in Terraform, a rule on the wire, the same grouped. */
const EXAMPLES: readonly [key: string, wire: Rule, member: unknown][] = [
  ["group", { group: { id: ID } }, [ID]],
  ["any_valid_service_token", { any_valid_service_token: {} }, ["*"]],
  [
    "auth_context",
    { auth_context: { id: ID, ac_id: IDP, identity_provider_id: IDP } },
    [`${IDP}/${ID}/${IDP}`],
  ],
  ["auth_method", { auth_method: { auth_method: "mfa" } }, ["mfa"]],
  ["azure_ad", { azureAD: { id: ID, identity_provider_id: IDP } }, [`${IDP}/${ID}`]],
  ["certificate", { certificate: {} }, ["*"]],
  ["cloudflare_account_member", { cloudflare_account_member: {} }, ["*"]],
  ["common_name", { common_name: { common_name: "james@example.com" } }, ["james@example.com"]],
  ["geo", { geo: { country_code: "US" } }, ["US"]],
  [
    "device_posture",
    { device_posture: { integration_uid: ID, account_id: "023e105f4ecef8ad9ca31a8372d0c353" } },
    [`${ID}/023e105f4ecef8ad9ca31a8372d0c353`],
  ],
  ["email_domain", { email_domain: { domain: "example.com" } }, ["example.com"]],
  ["email_list", { email_list: { id: ID } }, [ID]],
  ["email", { email: { email: "test@example.com" } }, ["test@example.com"]],
  ["everyone", { everyone: {} }, ["*"]],
  [
    "external_evaluation",
    {
      external_evaluation: {
        evaluate_url: "https://eval.example.com",
        keys_url: "https://eval.example.com/keys",
      },
    },
    ["https://eval.example.com https://eval.example.com/keys"],
  ],
  [
    "github_organization",
    { "github-organization": { name: "acme", identity_provider_id: IDP, team: "api-team" } },
    [`${IDP}/acme/api-team`],
  ],
  [
    "gsuite",
    { gsuite: { email: "devs@example.com", identity_provider_id: IDP } },
    [`${IDP}/devs@example.com`],
  ],
  ["ip_list", { ip_list: { id: ID } }, [ID]],
  ["ip", { ip: { ip: "2400:cb00:21:10a::/64" } }, ["2400:cb00:21:10a::/64"]],
  ["linked_app_token", { linked_app_token: { app_uid: ID } }, [ID]],
  ["login_method", { login_method: { id: ID } }, [ID]],
  [
    "oidc",
    { oidc: { claim_name: "group", claim_value: "devs", identity_provider_id: IDP } },
    [`${IDP}/group=devs`],
  ],
  ["okta", { okta: { name: "devs", identity_provider_id: IDP } }, [`${IDP}/devs`]],
  [
    "saml",
    { saml: { attribute_name: "group", attribute_value: "devs", identity_provider_id: IDP } },
    [`${IDP}/group=devs`],
  ],
  ["service_token", { service_token: { token_id: ID } }, [ID]],
  ["user_risk_score", { user_risk_score: { user_risk_score: ["low", "medium"] } }, ["low,medium"]],
];

test("there are the 26 selectors of the API, and an example here of each", () => {
  expect(SELECTORS).toHaveLength(26);
  expect(EXAMPLES.map(([key]) => key).sort()).toEqual(SELECTORS.map(({ key }) => key).sort());
});

test.each(EXAMPLES)("%s is valid as the API documents it, and grouped under its key", (key, wire, member) => {
  expect(validateRule(wire)).toEqual([]);
  expect(groupRules([wire])).toEqual({ [key]: member });
});

test.each(EXAMPLES)("%s is found by either of its names", (key, wire) => {
  const selector = selectorByKey(key);
  expect(selector).toBeDefined();
  expect(selectorByWireKey(Object.keys(wire)[0]!)).toBe(selector);
});

test.each(EXAMPLES)("%s needs each of its required fields", (_key, wire) => {
  const [wireKey, fields] = Object.entries(wire)[0] as [string, Record<string, unknown>];
  const required = Object.keys(fields).filter((name) => selectorByWireKey(wireKey)!.fields[name]!.required);
  for (const name of required) {
    const { [name]: _left, ...others } = fields;
    expect(validateRule({ [wireKey]: others })).toMatchObject([{ code: "missing", path: [wireKey, name] }]);
  }
});

test("no two selectors share a name in any of the three shapes", () => {
  for (const name of ["key", "wireKey", "factory"] as const) {
    expect(new Set(SELECTORS.map((selector) => selector[name])).size).toBe(26);
  }
});

test.each(SELECTORS)("the factory of $key is its key in camelCase", ({ key, factory }) => {
  expect(factory).toBe(camelCase(key));
});

test.each(SELECTORS)(
  "$key takes many values in a plural factory exactly when one required text makes the rule",
  ({ plural, fields }) => {
    const required = Object.values(fields).filter((field) => field.required);
    expect(plural !== undefined).toBe(required.length === 1 && required[0]!.type === "string");
  },
);

test.each([
  ["email", ["allow", "deny"]],
  ["okta", ["allow", "deny"]],
  ["external_evaluation", ["allow", "deny"]],
  ["service_token", ["non_identity"]],
  ["any_valid_service_token", ["non_identity"]],
  ["linked_app_token", ["non_identity", "bypass"]],
  ["ip", ["allow", "deny", "non_identity", "bypass"]],
  ["everyone", ["allow", "deny", "non_identity", "bypass"]],
])("%s works with %j", (key, decisions) => {
  expect(selectorByKey(key)!.decisions).toEqual(decisions);
});
