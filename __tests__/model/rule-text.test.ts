import fc from "fast-check";
import {
  expandRules,
  groupRules,
  POLICY_TYPES,
  type Rule,
  ruleExample,
  ruleForm,
  ruleTextParts,
  SELECTORS,
  UnreadableRule,
  validateRule,
} from "../../src/model";

const STRUCTURED = SELECTORS.filter(({ shape }) => shape === "objects");

/** Rules as they are written in Terraform, and what each says to the API. */
const TEXTS: readonly [selector: string, text: string, fields: object][] = [
  ["auth_context", "idp/a/b", { identity_provider_id: "idp", id: "a", ac_id: "b" }],
  ["azure_ad", "idp/a", { identity_provider_id: "idp", id: "a" }],
  ["cloudflare_account_member", "*", {}],
  ["cloudflare_account_member", "a", { account_id: "a" }],
  [
    "external_evaluation",
    "https://e.org/a https://e.org/k",
    { evaluate_url: "https://e.org/a", keys_url: "https://e.org/k" },
  ],
  ["github_organization", "idp/acme", { identity_provider_id: "idp", name: "acme" }],
  ["github_organization", "idp/acme/web", { identity_provider_id: "idp", name: "acme", team: "web" }],
  ["github_organization", "idp/acme/", { identity_provider_id: "idp", name: "acme", team: "" }],
  ["github_organization", "idp/acme/a/b\\", { identity_provider_id: "idp", name: "acme", team: "a/b\\" }],
  ["github_organization", "idp/ac\\/me", { identity_provider_id: "idp", name: "ac/me" }],
  ["gsuite", "idp/devs@example.com", { identity_provider_id: "idp", email: "devs@example.com" }],
  ["oidc", "idp/role=a=b", { identity_provider_id: "idp", claim_name: "role", claim_value: "a=b" }],
  ["oidc", "idp/a\\=b=c", { identity_provider_id: "idp", claim_name: "a=b", claim_value: "c" }],
  [
    "oidc",
    "idp/https://e.org/role=dev",
    { identity_provider_id: "idp", claim_name: "https://e.org/role", claim_value: "dev" },
  ],
  ["okta", "idp/CORP\\Web/Ops", { identity_provider_id: "idp", name: "CORP\\Web/Ops" }],
  ["okta", "a\\/b\\\\/eng", { identity_provider_id: "a/b\\", name: "eng" }],
  ["okta", "/", { identity_provider_id: "", name: "" }],
  ["saml", "idp/a\\\\=", { identity_provider_id: "idp", attribute_name: "a\\", attribute_value: "" }],
  ["user_risk_score", "low", { user_risk_score: ["low"] }],
  ["user_risk_score", "low,medium", { user_risk_score: ["low", "medium"] }],
  ["user_risk_score", "", { user_risk_score: [] }],
];

test.each(TEXTS)("%s %j", (key, text, fields) => {
  const { wireKey } = SELECTORS.find((selector) => selector.key === key)!;
  expect(expandRules({ [key]: [text] })).toEqual([{ [wireKey]: fields }]);
  expect(groupRules([{ [wireKey]: fields }])).toEqual({ [key]: [text] });
});

test.each([
  ["okta", "eng"],
  ["okta", "a\\/eng"],
  ["saml", "idp/department"],
  ["auth_context", "idp/a"],
  ["external_evaluation", "https://e.org/a"],
  ["everyone", "true"],
  ["certificate", ""],
])("%s does not have the text %j", (key, text) => {
  const policy = { name: "p", decision: "allow", include: { [key]: [text] } };
  expect(POLICY_TYPES.reusable.validate(policy)).toMatchObject([{ code: "rule-text" }]);
});

test.each(STRUCTURED)(
  "the form of $key names each of its fields once, the optional ones at the end",
  (selector) => {
    const parts = ruleTextParts(selector);
    expect(parts.map(({ name }) => name).sort()).toEqual(Object.keys(selector.fields).sort());
    const required = parts.map(({ field }) => field.required);
    expect(required).toEqual([...required].sort().reverse());
    for (const { separator } of parts.slice(0, -1)) expect(separator).toHaveLength(1);
  },
);

test.each(STRUCTURED)("the example of $key is a valid rule with every field", (selector) => {
  const [rule] = expandRules({ [selector.key]: [ruleExample(selector)] }) as Rule[];
  expect(Object.keys(rule![selector.wireKey] as object).sort()).toEqual(Object.keys(selector.fields).sort());
  expect(validateRule(rule)).toEqual([]);
});

test.each([
  ["email", "<email>"],
  ["everyone", "*"],
  ["okta", "<identity_provider_id>/<name>"],
  ["github_organization", "<identity_provider_id>/<name>[/<team>]"],
  ["saml", "<identity_provider_id>/<attribute_name>=<attribute_value>"],
  ["external_evaluation", "<evaluate_url> <keys_url>"],
  ["cloudflare_account_member", "<account_id> or *"],
  ["user_risk_score", "<user_risk_score>,…"],
])("the form of %s is shown as %s", (key, form) => {
  expect(ruleForm(SELECTORS.find((selector) => selector.key === key)!)).toBe(form);
});

const awkward = fc.oneof(
  fc.constantFrom(
    "",
    "*",
    "\\",
    "/",
    "=",
    "a/b",
    "a=b",
    "a\\",
    "\\/",
    "\\\\=",
    " ",
    "é",
    "e\u0301",
    "🙂",
    "a,b",
    "null",
  ),
  fc.string({ unit: fc.constantFrom("/", "=", "\\", ",", "*", " ", "a", "é") }),
  fc.string({ unit: "grapheme" }),
);

const awkwardRules = fc.constantFrom(...SELECTORS).chain(({ wireKey, fields }) => {
  const members = Object.entries(fields).map(([name, { type, required }]) =>
    fc.tuple(
      fc.constant(name),
      required ? fc.constant(true) : fc.boolean(),
      type === "strings" ? fc.array(awkward, { maxLength: 3 }) : awkward,
    ),
  );
  return fc.tuple(...members).map((all): Rule => {
    const given = all.filter(([, isGiven]) => isGiven).map(([name, , value]) => [name, value]);
    return { [wireKey]: Object.fromEntries(given) };
  });
});

test("every rule is read back as it was written, whatever its values", () => {
  fc.assert(
    fc.property(awkwardRules, (rule) => {
      expect(expandRules(groupRules([rule]))).toEqual([rule]);
    }),
    { numRuns: 2000 },
  );
});

test("a text that is read is printed as a text of the same rule", () => {
  fc.assert(
    fc.property(fc.constantFrom(...STRUCTURED), awkward, awkward, awkward, (selector, a, b, c) => {
      const [rule] = expandRules({ [selector.key]: [`${a}/${b}=${c}`] }) as Rule[];
      fc.pre(!(rule instanceof UnreadableRule));
      expect(expandRules(groupRules([rule!]))).toEqual([rule]);
    }),
    { numRuns: 500 },
  );
});
