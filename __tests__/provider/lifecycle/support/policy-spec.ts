import fc from "fast-check";
import { type PolicyKind, SELECTORS, type SelectorDefinition } from "../../../../src/model";
import { type Representations, VALUES } from "./representations";

/** A selector the API has and the model has not. */
export const NEWER_SELECTOR = "new_selector";

/** What a rule says, each value in all its representations. */
export interface RuleSpec {
  /** Its name in Terraform; {@link NEWER_SELECTOR} has none there. */
  readonly selector: string;
  readonly fields: Readonly<Record<string, Representations | readonly Representations[]>>;
  /** Written as JSON under `other`. */
  readonly json: boolean;
}

export interface ApprovalGroupSpec {
  readonly needed: number;
  readonly emails: readonly Representations[];
  readonly list: string | null;
}

/** What a policy says, apart from how it is written. */
export interface PolicySpec {
  readonly name: string;
  readonly decision: string;
  readonly include: readonly RuleSpec[];
  readonly exclude: readonly RuleSpec[];
  readonly require: readonly RuleSpec[];
  /** Null: unset. */
  readonly session_duration: Representations | null;
  /** Null: unset. Only written for an application's policy. */
  readonly precedence: number | null;
  readonly approval_required: boolean;
  readonly purpose_justification_required: boolean;
  readonly isolation_required: boolean;
  readonly purpose_justification_prompt: string;
  readonly approval_groups: readonly ApprovalGroupSpec[];
  readonly mfa: {
    readonly off: boolean;
    readonly methods: readonly string[];
    readonly session: Representations | null;
  };
  readonly clipboard: { readonly in: readonly string[]; readonly out: readonly string[] };
  readonly ssh: { readonly users: readonly string[]; readonly alias: boolean } | null;
}

export const RULE_LISTS = ["include", "exclude", "require"] as const;
export const FLAGS = ["approval_required", "purpose_justification_required", "isolation_required"] as const;

export const kinds: fc.Arbitrary<PolicyKind> = fc.constantFrom("reusable", "application");

export function ruleOf(selector: SelectorDefinition): fc.Arbitrary<RuleSpec> {
  const fields = Object.entries(selector.fields).map(([name, { type, required, format }]) => {
    const value = VALUES[format]!;
    const several = fc.uniqueArray(value, { minLength: 1, selector: ([text]) => text });
    const values: fc.Arbitrary<Representations | readonly Representations[]> =
      type === "string" ? value : several;
    return [name, required ? values : fc.option(values)] as const;
  });
  return fc.record(Object.fromEntries(fields)).map((record) => ({
    selector: selector.key,
    fields: Object.fromEntries(
      Object.entries(record).filter(([, value]) => value !== null),
    ) as RuleSpec["fields"],
    json: false,
  }));
}

const newerRules: fc.Arbitrary<RuleSpec> = VALUES.id!.map((id) => ({
  selector: NEWER_SELECTOR,
  fields: { id },
  json: true,
}));

/** Known rules are under `other` now and then, too. */
const knownRules = fc
  .tuple(fc.oneof(...SELECTORS.map(ruleOf)), fc.integer({ min: 0, max: 9 }))
  .map(([rule, index]) => ({ ...rule, json: index === 9 }));

export const rules: fc.Arbitrary<RuleSpec> = fc.oneof(
  { weight: 12, arbitrary: knownRules },
  { weight: 1, arbitrary: newerRules },
);

/** One text for all rules that say the same. */
export function ruleKey({ selector, fields }: RuleSpec): string {
  const plain = Object.entries(fields).map(([name, value]) => [
    name,
    Array.isArray(value[0]) ? (value as readonly Representations[]).map(([text]) => text).sort() : value[0],
  ]);
  return JSON.stringify([selector, ...plain.sort()]);
}

const ruleLists = (minLength: number) =>
  fc.uniqueArray(rules, { minLength, maxLength: 5, selector: ruleKey });

/** Empty in every other policy. */
const sometimes = <T>(values: fc.Arbitrary<readonly T[]>): fc.Arbitrary<readonly T[]> =>
  fc.oneof(fc.constant([]), values);

export const approvalGroups: fc.Arbitrary<ApprovalGroupSpec> = fc.record({
  needed: fc.nat(3),
  emails: fc.uniqueArray(VALUES.email!, { maxLength: 3, selector: ([text]) => text }),
  list: fc.option(VALUES.id!.map(([id]) => id!)),
});

const groupKey = ({ needed, emails, list }: ApprovalGroupSpec) =>
  JSON.stringify([needed, list, ...emails.map(([text]) => text).sort()]);

const words = (pool: readonly string[]) => fc.subarray([...pool]);

export const ORDINARY_METHODS = ["totp", "biometrics", "security_key"];
const INFRASTRUCTURE_METHODS = ["piv_key", "ssh_fido2_key"];
export const FORMATS = ["text", "file"];

const durationOr = (unset: fc.Arbitrary<Representations | null>) =>
  fc.oneof({ weight: 2, arbitrary: VALUES.duration! as fc.Arbitrary<Representations | null> }, unset);

/** Any policy: every selector, every field, present and absent. */
export const policies: fc.Arbitrary<PolicySpec> = fc.record({
  name: VALUES.text!.map(([text]) => text!),
  decision: fc.constantFrom("allow", "deny", "non_identity", "bypass"),
  include: ruleLists(1),
  exclude: sometimes(ruleLists(1)),
  require: sometimes(ruleLists(1)),
  session_duration: durationOr(fc.constantFrom(null, [""])),
  precedence: fc.option(fc.integer({ min: 1, max: 30 })),
  approval_required: fc.boolean(),
  purpose_justification_required: fc.boolean(),
  isolation_required: fc.boolean(),
  purpose_justification_prompt: fc.oneof(
    fc.constant(""),
    VALUES.any!.map(([text]) => text!),
  ),
  approval_groups: sometimes(
    fc.uniqueArray(approvalGroups, { minLength: 1, maxLength: 3, selector: groupKey }),
  ),
  mfa: fc.record({
    off: fc.boolean(),
    methods: fc.oneof(fc.constant([]), words(ORDINARY_METHODS), words(INFRASTRUCTURE_METHODS)),
    session: fc.option(VALUES["mfa-duration"]!),
  }),
  clipboard: fc.record({ in: words(FORMATS), out: words(FORMATS) }),
  ssh: fc.option(
    fc.record({
      users: fc.uniqueArray(fc.constantFrom("root", "ubuntu", "deploy"), { minLength: 1 }),
      alias: fc.boolean(),
    }),
  ),
});
