import fc from "fast-check";
import { DEFERRED, expandRules, groupRules, type Rule, UnreadableRule } from "../../src/model";
import { foreignRules, knownRules } from "./support/rules";

describe("grouping", () => {
  test("puts every rule as a text under its selector, and the rest as JSON under other", () => {
    const rules = [
      { email: { email: "ann@example.com" } },
      { everyone: {} },
      { okta: { name: "eng", identity_provider_id: "i" } },
      { email: { email: "bob@example.com" } },
      { new_selector: { b: 1, a: [2] } },
    ];
    expect(groupRules(rules)).toEqual({
      email: ["ann@example.com", "bob@example.com"],
      everyone: ["*"],
      okta: ["i/eng"],
      other: ['{"new_selector":{"a":[2],"b":1}}'],
    });
  });

  test("keeps several risk scores apart, and a member without an account, and an organization without a team", () => {
    const rules = [
      { user_risk_score: { user_risk_score: ["low", "medium"] } },
      { user_risk_score: { user_risk_score: ["unscored"] } },
      { cloudflare_account_member: {} },
      { cloudflare_account_member: { account_id: "a" } },
      { "github-organization": { name: "acme", identity_provider_id: "i" } },
    ];
    const groups = groupRules(rules);
    expect(groups).toEqual({
      user_risk_score: ["low,medium", "unscored"],
      cloudflare_account_member: ["*", "a"],
      github_organization: ["i/acme"],
    });
    expect(byText(expandRules(groups) as Rule[])).toEqual(byText(rules));
  });

  test.each([
    ["a field we do not know", { email: { email: "a@x.org", verified: true } }],
    ["a missing field", { okta: { name: "eng" } }],
    ["a wrong type", { email: { email: ["a@x.org"] } }],
    ["a flag that says something", { everyone: { except: "ann" } }],
    ["several selectors", { email: { email: "a@x.org" }, geo: { country_code: "PT" } }],
    ["no selector", {}],
    ["Terraform's name of a selector", { azure_ad: { id: "a", identity_provider_id: "i" } }],
    ["a value that no text can have", { user_risk_score: { user_risk_score: ["low,medium"] } }],
    ["a name every object has", { constructor: { email: "a@x.org" } }],
  ])("keeps a rule with %s under other", (_what, rule) => {
    const groups = groupRules([rule as Rule]);
    expect(Object.keys(groups)).toEqual(["other"]);
    expect(expandRules(groups)).toEqual([rule]);
  });

  test("takes null for a field that is left out", () => {
    const rule = { "github-organization": { name: "acme", identity_provider_id: "i", team: null } };
    expect(groupRules([rule])).toEqual({ github_organization: ["i/acme"] });
  });

  test("says a repeated rule once", () => {
    expect(groupRules([{ geo: { country_code: "PT" } }, { geo: { country_code: "PT" } }])).toEqual({
      geo: ["PT"],
    });
  });

  test("carries along what is not known yet", () => {
    expect(groupRules([{ email: { email: DEFERRED } }, { new_selector: { id: DEFERRED } }])).toEqual({
      email: [DEFERRED],
      other: [DEFERRED],
    });
  });
});

describe("expanding", () => {
  test.each([
    ["null", null],
    ["nothing", undefined],
    ["an empty set", {}],
    ["members that say nothing", { email: [], geo: null, everyone: null, other: [] }],
  ])("gives no rule for %s", (_what, set) => {
    expect(expandRules(set)).toEqual([]);
  });

  test("leaves a set that is not known yet", () => {
    expect(expandRules(DEFERRED)).toBe(DEFERRED);
  });

  test("gives a rule with unknown fields for a member that is not known yet", () => {
    expect(expandRules({ email: DEFERRED, okta: DEFERRED, everyone: DEFERRED })).toEqual([
      { email: { email: DEFERRED } },
      { okta: { name: DEFERRED, identity_provider_id: DEFERRED } },
      { everyone: DEFERRED },
    ]);
  });

  test.each([
    ["a text that is not its selector's", { okta: ["eng"] }, "okta"],
    ["a text under a name that is not a selector", { emial: ["ann@example.com"] }, "emial"],
    ["a text under other that is not JSON", { other: ["email = ann"] }, "other"],
  ])("keeps %s apart from every rule", (_what, set, member) => {
    expect(expandRules(set)).toEqual([new UnreadableRule(member, Object.values(set)[0]![0])]);
  });
});

test("every list of rules survives grouping, up to order and repetition", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(knownRules, foreignRules), { maxLength: 12 }), (rules) => {
      const back = expandRules(groupRules(rules)) as Rule[];
      expect(byText(back)).toEqual(byText(rules));
    }),
    { numRuns: 400 },
  );
});

test("what is grouped is grouped the same again", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(knownRules, foreignRules), { maxLength: 8 }), (rules) => {
      const groups = groupRules(rules);
      expect(groupRules(expandRules(groups) as Rule[])).toEqual(groups);
    }),
  );
});

/** The different rules of a list, in one order. */
function byText(rules: readonly unknown[]): string[] {
  return [...new Set(rules.map((rule) => text(rule)))].sort();
}

function text(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => text(item)).join()}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([name, member]) => `${JSON.stringify(name)}:${text(member)}`);
  return `{${members.sort().join()}}`;
}
