import fc from "fast-check";
import { expandRules, groupRules, type PolicyDocument, type Rule } from "../../../src/model";
import { durations, mfaDurations, type Pair, REPRESENTATIONS } from "./representations";
import { knownRulePairs } from "./rules";

/** How absence may be spelled. */
const absences = (...also: unknown[]) =>
  fc.tuple(fc.constantFrom(null, undefined, ...also), fc.constantFrom(null, ...also));

const maybe = (values: fc.Arbitrary<Pair<unknown>>, ...absent: unknown[]) =>
  fc.oneof({ weight: 2, arbitrary: values }, { weight: 1, arbitrary: absences(...absent) });

const flags = fc.oneof(fc.constant([true, true] as const), absences(false));

const shuffledTwice = <T>(values: readonly T[]) => [...values, ...values.slice(0, 2)].reverse();

function sets(values: fc.Arbitrary<Pair>): fc.Arbitrary<Pair<unknown>> {
  return fc
    .array(values, { minLength: 1, maxLength: 4 })
    .map((pairs) => [pairs.map(([a]) => a), shuffledTwice(pairs.map(([, b]) => b))] as const);
}

/** Semantically equal rule sets: other representations, order and repetition; some rules as JSON under `other`; empty members. */
const ruleSets = fc
  .tuple(fc.array(fc.tuple(knownRulePairs, fc.boolean()), { minLength: 1, maxLength: 6 }), fc.boolean())
  .map(([rules, spellOut]): Pair<unknown> => {
    const first = groupRules(rules.map(([[rule]]) => rule));
    const elsewhere = rules.filter(([, other]) => other).map(([[, rule]]) => JSON.stringify(rule));
    const here = rules.filter(([, other]) => !other).map(([[, rule]]) => rule);
    const grouped = groupRules(shuffledTwice(here) as Rule[]);
    const empty = spellOut ? { email_list: [], group: null, everyone: [], other: [] } : {};
    return [
      first,
      { ...empty, ...grouped, ...(elsewhere.length > 0 ? { other: shuffledTwice(elsewhere) } : {}) },
    ];
  });

/** An object of pairs as a pair of objects; a member that is undefined is left out. */
function members(
  pairs: Readonly<Record<string, fc.Arbitrary<Pair<unknown>>>>,
): fc.Arbitrary<Pair<PolicyDocument>> {
  return fc.record(pairs).map((record) => {
    const side = (index: 0 | 1) =>
      Object.fromEntries(
        Object.entries(record)
          .map(([name, pair]) => [name, (pair as Pair<unknown>)[index]])
          .filter(([, value]) => value !== undefined),
      );
    return [side(0), side(1)] as const;
  });
}

const constant = <T>(...values: T[]) => fc.constantFrom(...values).map((value) => [value, value] as const);

const switches = fc.constantFrom<Pair<PolicyDocument>>(
  [{ mfa_disabled: true }, { mfa_bypass: true }],
  [{ mfa_disabled: true }, { mfa_bypass: true, mfa_disabled: true }],
  [{}, { mfa_bypass: false, mfa_disabled: null }],
  [{ mfa_disabled: false }, {}],
);

const mfaConfigs = fc
  .tuple(
    switches,
    members({
      allowed_authenticators: maybe(sets(constant("totp", "biometrics", "security_key")), []),
      session_duration: maybe(mfaDurations),
    }),
  )
  .map(
    ([[a, b], [c, d]]) =>
      [
        { ...a, ...c },
        { ...b, ...d },
      ] as const,
  );

const approvalGroups = members({
  approvals_needed: constant(0, 1, 3),
  email_addresses: maybe(sets(REPRESENTATIONS.email), []),
  email_list_uuid: maybe(REPRESENTATIONS.id),
});

const clipboard = maybe(sets(constant("text", "file")), []);
const connectionRules = members({
  rdp: maybe(
    members({
      allowed_clipboard_local_to_remote_formats: clipboard,
      allowed_clipboard_remote_to_local_formats: clipboard,
    }),
    {},
  ),
});

/** A policy of an application, in two semantically equal representations. */
export const documentPairs: fc.Arbitrary<Pair<PolicyDocument>> = members({
  name: REPRESENTATIONS.text,
  decision: constant("allow", "deny", "non_identity", "bypass"),
  precedence: maybe(constant(1, 2, 30)),
  include: ruleSets,
  exclude: maybe(ruleSets, {}),
  require: maybe(ruleSets, {}, { email: [] }),
  session_duration: maybe(fc.oneof(durations, constant(""))),
  approval_required: flags,
  approval_groups: maybe(
    fc
      .array(approvalGroups, { minLength: 1, maxLength: 3 })
      .map((pairs) => [pairs.map(([a]) => a), shuffledTwice(pairs.map(([, b]) => b))] as const),
    [],
  ),
  purpose_justification_required: flags,
  purpose_justification_prompt: maybe(constant("Why?", "Who sent you?"), ""),
  isolation_required: flags,
  mfa_config: maybe(mfaConfigs, {}, { mfa_disabled: false }, { allowed_authenticators: [] }),
  connection_rules: maybe(connectionRules, {}, { rdp: {} }),
});

export const documents: fc.Arbitrary<PolicyDocument> = documentPairs.map(([document]) => document);

/** A real edit: a document, and one that differs in one field. */
export const edits: fc.Arbitrary<Pair<PolicyDocument>> = fc
  .tuple(documentPairs, fc.constantFrom(...Object.keys(editors())), fc.uuid())
  .map(
    ([[before, preserved], name, unique]) =>
      [before, { ...preserved, ...editors(unique)[name]!(preserved) }] as const,
  );

type Edit = (document: PolicyDocument) => PolicyDocument;

/** Each changes what the policy says; `unique` is in no other value. */
function editors(unique = ""): Readonly<Record<string, Edit>> {
  const rules = (document: PolicyDocument, list: string) =>
    expandRules(document[list] as PolicyDocument) as Rule[];
  const otherThan = (value: unknown, ...choices: unknown[]) => choices.find((choice) => choice !== value);
  return {
    name: ({ name }) => ({ name: `${name} ${unique}` }),
    decision: ({ decision }) => ({ decision: otherThan(decision, "allow", "deny") }),
    precedence: ({ precedence }) => ({ precedence: (precedence as number | null | undefined) ? null : 1 }),
    "one more rule": (d) => ({ include: groupRules([...rules(d, "include"), { group: { id: unique } }]) }),
    "one selector less": (d) => {
      const [first, ...rest] = rules(d, "include");
      return { include: groupRules(rest.filter((rule) => Object.keys(rule)[0] !== Object.keys(first!)[0])) };
    },
    "one rule changed": (d) => ({
      exclude: groupRules([...rules(d, "exclude").slice(1), { email: { email: `${unique}@example.com` } }]),
    }),
    "an unknown rule": (d) => ({
      require: { ...(d.require as object | null), other: [`{"new_selector":{"id":"${unique}"}}`] },
    }),
    session_duration: ({ session_duration: duration }) => ({
      session_duration: duration === "" ? null : "1001h",
    }),
    approval_required: (d) => ({ approval_required: d.approval_required !== true }),
    approval_groups: (d) => ({
      approval_groups: [
        ...((d.approval_groups as unknown[] | null) ?? []),
        { approvals_needed: 1, email_list_uuid: unique },
      ],
    }),
    isolation_required: (d) => ({ isolation_required: d.isolation_required !== true }),
    prompt: () => ({ purpose_justification_prompt: unique }),
    "mfa switch": ({ mfa_config: mfa }) => {
      const { mfa_bypass, mfa_disabled, ...rest } = (mfa ?? {}) as PolicyDocument;
      return { mfa_config: { ...rest, mfa_disabled: (mfa_disabled ?? mfa_bypass) !== true } };
    },
    "mfa session": ({ mfa_config: mfa }) => ({
      mfa_config: { ...(mfa as object | null), session_duration: "719h" },
    }),
    ssh: () => ({ connection_rules: { ssh: { usernames: [unique] } } }),
  };
}
