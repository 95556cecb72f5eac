import fc from "fast-check";
import {
  groupRules,
  POLICY_TYPES,
  type PolicyKind,
  type PolicyType,
  type Rule,
  sameRulesInAccount,
  type UnmanagedFields,
  unmanagedNames,
  type WirePolicy,
} from "../../src/model";
import { knownRules } from "./support/rules";

const ACCOUNT = "699d98642c564d2e855e9661899b7252";
const OTHER_ACCOUNT = "023e105f4ecef8ad9ca31a8372d0c353";
const EMAIL = { email: { email: "ann@example.com" } };
const CHECK = { device_posture: { integration_uid: "d1" } };

const answer = (policy: object): WirePolicy => ({
  name: "Staff",
  decision: "allow",
  include: [EMAIL],
  ...policy,
});

/** What is left to the known part, and the names of what is not. */
function split(
  policy: object,
  options: Parameters<PolicyType["splitUnmanaged"]>[1] = { accountId: ACCOUNT },
) {
  const { wire, unmanaged } = POLICY_TYPES.reusable.splitUnmanaged(answer(policy), options);
  return { wire, names: unmanaged ? unmanagedNames(unmanaged) : [] };
}

describe("an answer", () => {
  test.each<[string, object, string[]]>([
    ["of the policy", { new_field: 1 }, ["new_field"]],
    ["of mfa_config", { mfa_config: { mfa_disabled: true, new_field: "x" } }, ["mfa_config.new_field"]],
    [
      "of connection_rules",
      { connection_rules: { rdp: { new_field: [] } } },
      ["connection_rules.rdp.new_field"],
    ],
    ["beside connection_rules", { connection_rules: { vnc: {} } }, ["connection_rules.vnc"]],
    [
      "of an approval group",
      { approval_groups: [{ approvals_needed: 1, new_field: 1 }, { approvals_needed: 2 }] },
      ["approval_groups.new_field"],
    ],
    ["of a rule", { require: [{ geo: { country_code: "PT", new_field: 1 } }] }, ["require.geo.new_field"]],
    ["of a flag", { exclude: [{ everyone: { new_field: true } }] }, ["exclude.everyone.new_field"]],
  ])("is split at an unknown field %s, and whole again in a request", (_where, policy, names) => {
    const { wire, unmanaged } = POLICY_TYPES.reusable.splitUnmanaged(answer(policy));
    expect(unmanagedNames(unmanaged!)).toEqual(names);
    expect(JSON.stringify(wire)).not.toMatch(/new_field|vnc/);
    expect(POLICY_TYPES.reusable.mergeUnmanaged(wire, unmanaged!)).toEqual(answer(policy));
  });

  test.each<[string, PolicyKind, object]>([
    [
      "a reusable policy",
      "reusable",
      {
        id: "p",
        created_at: "x",
        updated_at: "x",
        app_count: 1,
        reusable: true,
        precedence: 2,
        account_id: ACCOUNT,
      },
    ],
    [
      "a policy of an application",
      "application",
      { id: "p", uid: "p", app_id: "a", reusable: false, precedence: 2 },
    ],
  ])("has nothing unmanaged for what only answers of %s have", (_kind, kind, policy) => {
    expect(POLICY_TYPES[kind].splitUnmanaged(answer(policy)).unmanaged).toBeUndefined();
  });

  test("has nothing unmanaged where an unknown field is null", () => {
    expect(
      split({ new_field: null, include: [{ email: { ...EMAIL.email, new_field: null } }] }).names,
    ).toEqual([]);
  });

  test.each<[string, Rule]>([
    ["of an unknown selector", { new_selector: { a: 1 } }],
    ["without a required field", { okta: { name: "eng", new_field: 1 } }],
    ["of a wrong type", { email: { email: ["a"], new_field: 1 } }],
    ["of two selectors", { ...EMAIL, geo: { country_code: "PT" } }],
  ])("keeps a rule %s as it is", (_what, rule) => {
    const { wire, names } = split({ include: [rule] });
    expect([wire.include, names]).toEqual([[rule], []]);
    expect(groupRules(wire.include as Rule[])).toHaveProperty("other");
  });
});

describe("a rule that the user writes with a field we do not know", () => {
  const written = { email: { ...EMAIL.email, verified: true } };
  const prior = () => answer({ include: [written] });
  const include = (rule: Rule) => split({ include: [rule] }, { prior }).wire.include;

  test("stays the user's, without what the server adds", () => {
    expect(include({ email: { ...written.email, added: 1 } })).toEqual([written]);
  });

  test("stays beside the plain rule", () => {
    const both = () => answer({ include: [EMAIL, written] });
    expect(split({ include: [EMAIL, written] }, { prior: both }).wire.include).toEqual([EMAIL, written]);
  });

  test("shows when the server changes or drops the field", () => {
    expect(include({ email: { ...EMAIL.email, verified: false } })).toEqual([
      { email: { ...EMAIL.email, verified: false } },
    ]);
    expect(include(EMAIL)).toEqual([EMAIL]);
  });

  test("is sent with the user's value", () => {
    const { unmanaged } = POLICY_TYPES.reusable.splitUnmanaged(
      answer({ include: [{ email: { ...EMAIL.email, verified: false } }] }),
    );
    expect(POLICY_TYPES.reusable.mergeUnmanaged(answer({ include: [written] }), unmanaged!).include).toEqual([
      written,
    ]);
  });
});

describe("what was kept apart", () => {
  const kept = (policy: object) =>
    POLICY_TYPES.reusable.splitUnmanaged(answer(policy)).unmanaged as UnmanagedFields;

  test("is found by the canonical form of a rule, not by its text", () => {
    const unmanaged = kept({ include: [{ email: { email: "Ann@Example.com", added: 1 } }] });
    expect(POLICY_TYPES.reusable.mergeUnmanaged(answer({}), unmanaged).include).toEqual([
      { email: { ...EMAIL.email, added: 1 } },
    ]);
  });

  test("goes with its rule", () => {
    const unmanaged = kept({ include: [{ email: { ...EMAIL.email, added: 1 } }] });
    const body = answer({ include: [{ email: { email: "bob@example.com" } }] });
    expect(POLICY_TYPES.reusable.mergeUnmanaged(body, unmanaged)).toEqual(body);
  });

  test("keeps rules apart that differ only in it", () => {
    const include = [{ email: { ...EMAIL.email, added: 1 } }, { email: { ...EMAIL.email, added: 2 } }, EMAIL];
    const { wire, unmanaged } = POLICY_TYPES.reusable.splitUnmanaged(answer({ include }));
    const { include: sent } = POLICY_TYPES.reusable.mergeUnmanaged(wire, unmanaged!);
    expect(sent).toHaveLength(3);
    expect(sent).toEqual(expect.arrayContaining(include));
  });

  test("is kept in an object that is not configured, unless that needs other fields", () => {
    const unmanaged = kept({
      mfa_config: { added: 1 },
      connection_rules: { ssh: { usernames: ["root"], added: 1 } },
    });
    const sent = POLICY_TYPES.reusable.mergeUnmanaged(answer({}), unmanaged);
    expect(sent.mfa_config).toEqual({ added: 1 });
    expect(sent.connection_rules).toEqual({});
  });
});

describe("the policy's own account in a rule", () => {
  const own = { device_posture: { integration_uid: "d1", account_id: ACCOUNT } };
  const other = { device_posture: { integration_uid: "d1", account_id: OTHER_ACCOUNT } };
  const member = { cloudflare_account_member: { account_id: ACCOUNT } };

  test.each<[string, Rule, Rule, Rule]>([
    ["added by the server, is left out again", CHECK, own, CHECK],
    ["left out by the server, is there again", own, CHECK, own],
    ["written, stays", own, own, own],
    [
      "added to a member, is left out again",
      { cloudflare_account_member: {} },
      member,
      { cloudflare_account_member: {} },
    ],
    ["is not another account", CHECK, other, other],
  ])("%s", (_what, written, answered, expected) => {
    const prior = () => answer({ include: [written] });
    expect(split({ include: [answered] }, { accountId: ACCOUNT, prior }).wire.include).toEqual([expected]);
  });

  test("stays in every way in which the user writes it, also where the server answers one", () => {
    const prior = () => answer({ include: [CHECK, own] });
    for (const include of [[CHECK, own], [own], [CHECK]]) {
      const split = POLICY_TYPES.reusable.splitUnmanaged(answer({ include }), {
        accountId: ACCOUNT,
        prior,
      }).wire;
      expect(groupRules(split.include as Rule[])).toEqual(groupRules([CHECK, own]));
    }
  });

  test("stays as the server answers it where nobody has written the rule yet, as in an import", () => {
    const include = [CHECK, own];
    expect(split({ include }).wire.include).toEqual(include);
  });

  test("is the same as none, another account is not", () => {
    expect(sameRulesInAccount([own, EMAIL], [EMAIL, CHECK], ACCOUNT)).toBe(true);
    expect(sameRulesInAccount([other], [CHECK], ACCOUNT)).toBe(false);
    expect(sameRulesInAccount([own], [CHECK], OTHER_ACCOUNT)).toBe(false);
  });
});

test("any rule with a field more is that rule, and sent with the field", () => {
  const rules = fc.array(knownRules, { minLength: 1, maxLength: 6 });
  const widened = (rule: Rule, value: unknown): Rule => {
    const [[selector, fields]] = Object.entries(rule) as [[string, object]];
    return { [selector]: { ...fields, new_field: value } };
  };
  fc.assert(
    fc.property(rules, fc.jsonValue(), (include, value) => {
      fc.pre(value !== null);
      const more = include.map((rule) => widened(rule, value));
      const { wire, unmanaged } = POLICY_TYPES.reusable.splitUnmanaged(answer({ include: more }));
      const [split, plain] = [wire, answer({ include })].map((policy) =>
        POLICY_TYPES.reusable.fromWire(policy),
      );
      expect(POLICY_TYPES.reusable.semanticEquals(split!, plain!)).toBe(true);
      const sent = POLICY_TYPES.reusable.mergeUnmanaged(answer({ include }), unmanaged!).include as Rule[];
      for (const rule of sent) expect(more).toContainEqual(rule);
      for (const rule of more) expect(sent).toContainEqual(rule);
    }),
  );
});
