import fc from "fast-check";
import type { PolicyKind } from "../../../../src/model";
import {
  type ApprovalGroupSpec,
  approvalGroups,
  FLAGS,
  FORMATS,
  ORDINARY_METHODS,
  type PolicySpec,
  RULE_LISTS,
  type RuleSpec,
  ruleKey,
  rules,
} from "./policy-spec";
import { type Representations, VALUES } from "./representations";

/** One change of what a policy says. */
export interface Edit {
  readonly what: string;
  /** The one attribute it is in. */
  readonly attribute: string;
  readonly after: PolicySpec;
}

/** What an edit needs that the policy has not. */
export interface Material {
  readonly rule: RuleSpec;
  readonly other: RuleSpec;
  readonly group: ApprovalGroupSpec;
  readonly id: Representations;
  readonly email: Representations;
  readonly duration: Representations;
  readonly mfaDuration: Representations;
  readonly index: number;
}

export const material: fc.Arbitrary<Material> = fc.record({
  rule: rules,
  other: rules,
  group: approvalGroups,
  id: VALUES.id!,
  email: VALUES.email!,
  duration: VALUES.duration!,
  mfaDuration: VALUES["mfa-duration"]!,
  index: fc.nat(),
});

/** A policy and one real change to it. */
export function edited(
  kind: PolicyKind,
  policies: fc.Arbitrary<PolicySpec>,
): fc.Arbitrary<{ readonly before: PolicySpec; readonly edit: Edit }> {
  return fc
    .tuple(policies, material, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }))
    .map(([before, given, which]) => {
      const possible = [...editsOf(kind, before, given)];
      return { before, edit: possible[Math.floor(which * possible.length)]! };
    });
}

/** Every edit of a kind of policy; of its rules and approval groups those at one index. */
export function* editsOf(kind: PolicyKind, policy: PolicySpec, given: Material): Generator<Edit> {
  const to = (attribute: string, what: string, change: Partial<PolicySpec>): Edit => ({
    attribute,
    what: `${attribute}: ${what}`,
    after: { ...policy, ...change },
  });
  for (const list of RULE_LISTS) {
    for (const [what, changed] of ruleListsAfter(policy[list], given))
      if (list !== "include" || changed.length > 0) yield to(list, what, { [list]: changed });
  }
  yield to("name", "another", { name: `${policy.name} again` });
  yield to("decision", "another", { decision: policy.decision === "deny" ? "allow" : "deny" });
  for (const flag of FLAGS) yield to(flag, "switched", { [flag]: !policy[flag] });
  for (const [what, changed] of groupsAfter(policy.approval_groups, given))
    yield to("approval_groups", what, { approval_groups: changed });
  if (kind === "application")
    yield to("precedence", "another", { precedence: (policy.precedence ?? 0) + 40 });

  const { session_duration: session, purpose_justification_prompt: prompt, mfa, clipboard, ssh } = policy;
  if (!same(session, given.duration))
    yield to("session_duration", "another", { session_duration: given.duration });
  if (session !== null && session[0] !== "")
    yield to("session_duration", "the application's", { session_duration: [""] });
  yield to("purpose_justification_prompt", "more", {
    purpose_justification_prompt: `${prompt} And why now?`,
  });
  if (prompt !== "") yield to("purpose_justification_prompt", "none", { purpose_justification_prompt: "" });

  yield to("mfa_config", "switched", { mfa: { ...mfa, off: !mfa.off } });
  if (!same(mfa.session, given.mfaDuration))
    yield to("mfa_config", "another session", { mfa: { ...mfa, session: given.mfaDuration } });
  if (mfa.session) yield to("mfa_config", "no session", { mfa: { ...mfa, session: null } });
  if (mfa.methods.every((method) => ORDINARY_METHODS.includes(method)))
    yield to("mfa_config", "method", {
      mfa: { ...mfa, methods: toggled(mfa.methods, ORDINARY_METHODS, given) },
    });

  yield to("connection_rules", "in", {
    clipboard: { ...clipboard, in: toggled(clipboard.in, FORMATS, given) },
  });
  yield to("connection_rules", "out", {
    clipboard: { ...clipboard, out: toggled(clipboard.out, FORMATS, given) },
  });
  const users = [...(ssh?.users ?? []), "admin"];
  yield to("connection_rules", "ssh user", { ssh: { alias: ssh?.alias ?? false, users } });
  if (ssh) yield to("connection_rules", "ssh alias", { ssh: { ...ssh, alias: !ssh.alias } });
  if (ssh) yield to("connection_rules", "no ssh", { ssh: null });
}

/** A rule more, a rule less, a rule instead of another, and each field of a rule otherwise. */
function* ruleListsAfter(
  before: readonly RuleSpec[],
  { rule, other, id, email, index }: Material,
): Generator<[string, readonly RuleSpec[]]> {
  const keys = new Set(before.map(ruleKey));
  const fresh = [rule, other].filter((one) => !keys.has(ruleKey(one)));
  if (fresh[0]) yield [`${fresh[0].selector} more`, [...before, fresh[0]]];
  const chosen = before[index % before.length];
  if (!chosen) return;
  const rest = before.filter((one) => one !== chosen);
  yield [`${chosen.selector} less`, rest];
  if (fresh[0]) yield [`${fresh[0].selector} for ${chosen.selector}`, [...rest, fresh[0]]];
  for (const [name, value] of Object.entries(chosen.fields)) {
    if (typeof value[0] !== "string" || name === "country_code") continue;
    const replacement = otherValue(name, value as Representations, id, email);
    yield [
      `${chosen.selector}.${name}`,
      [...rest, { ...chosen, fields: { ...chosen.fields, [name]: replacement } }],
    ];
  }
}

function otherValue(
  name: string,
  value: Representations,
  id: Representations,
  email: Representations,
): Representations {
  const [text] = value as readonly [string];
  if (name === "email") return email;
  if (name === "domain") return email.map((one) => one.split("@")[1]!);
  if (name === "ip") return text === "192.0.2.7" ? ["192.0.2.8"] : ["192.0.2.7", "192.0.2.7/32"];
  if (name.endsWith("_url")) return [`${text}/${id[0]}`];
  return name === "account_id" ? [id[0]!.replaceAll("-", "")] : id;
}

function* groupsAfter(
  before: readonly ApprovalGroupSpec[],
  { group, email, index }: Material,
): Generator<[string, readonly ApprovalGroupSpec[]]> {
  yield ["group more", [...before, { ...group, needed: 7 }]];
  const chosen = before[index % before.length];
  if (!chosen) return;
  const rest = before.filter((one) => one !== chosen);
  yield ["group less", rest];
  yield ["address more", [...rest, { ...chosen, emails: [...chosen.emails, email] }]];
  yield ["needed", [...rest, { ...chosen, needed: chosen.needed + 10 }]];
}

function toggled(words: readonly string[], pool: readonly string[], { index }: Material): readonly string[] {
  const word = pool[index % pool.length]!;
  return words.includes(word) ? words.filter((one) => one !== word) : [...words, word];
}

function same(a: Representations | null, b: Representations): boolean {
  return (a ?? []).some((text) => b.includes(text));
}
