import type { WirePolicy } from "../document";
import { type Issue, type IssueFacts, makeIssue, type Path } from "../issue";
import { spelled } from "../phrase";
import type { PolicyFields } from "../policy-fields";
import { holdsDeferred, knownRule } from "../rule-set";
import type { SelectorDefinition } from "../selector-definition";
import { type Template, written } from "../wording";
import type { LintCode } from "./rules";

/** A known pattern that works as written and is hardly meant. It is a warning only: what the API refuses is for the validation. */
export interface LintRule<Code extends string = string> {
  readonly code: Code;
  /** What in a policy it is about, for the documentation. */
  readonly when: string;
  /** What follows from it, for the documentation. */
  readonly why: string;
  readonly what: Template;
  readonly fix: Template;
}

/** A rule that is judged on one policy alone. */
export interface PolicyLintRule<Code extends string = string> extends LintRule<Code> {
  readonly check: (policy: LintedPolicy) => readonly Finding[];
}

/** What a rule finds: where, and what its message is made from. */
export interface Finding extends IssueFacts {
  readonly path: Path;
  /** What was given, already as text. @default `got`, as JSON */
  readonly shown?: string;
  /** Replaces the fix of the rule. */
  readonly ownFix?: string;
}

export function lintRule<const Code extends string>(rule: LintRule<Code>): LintRule<Code> {
  return rule;
}

export function policyLintRule<const Code extends string>(rule: PolicyLintRule<Code>): PolicyLintRule<Code> {
  return rule;
}

/** Makes the warning of a rule. */
export function warning(rule: LintRule<LintCode>, { path, shown, ownFix, ...facts }: Finding): Issue {
  const made = makeIssue("warning", rule.code, rule, path, facts);
  return {
    ...made,
    ...(shown === undefined ? {} : { got: shown }),
    ...(ownFix === undefined ? {} : { fix: ownFix }),
  };
}

/** Writes the fix of a rule for the documentation, with "…" for what differs. */
export function documentedFix({ fix }: LintRule): string {
  return spelled(written(fix, { name: "…", meant: "…" }) ?? "");
}

export const RULE_LISTS = ["include", "exclude", "require"] as const;

export type RuleList = (typeof RULE_LISTS)[number];

/** A policy as lint rules see it: each of its access rules with its path and selector. */
export class LintedPolicy {
  readonly include: readonly LintedAccessRule[];
  readonly exclude: readonly LintedAccessRule[];
  readonly require: readonly LintedAccessRule[];
  private readonly derived = new Map<unknown, unknown>();

  constructor(
    readonly fields: PolicyFields,
    readonly wire: WirePolicy,
  ) {
    this.include = rulesIn(wire, "include");
    this.exclude = rulesIn(wire, "exclude");
    this.require = rulesIn(wire, "require");
  }

  get decision(): unknown {
    return this.wire.decision;
  }

  /** All access rules, list by list. */
  get rules(): readonly LintedAccessRule[] {
    return this.derive(everyRule);
  }

  /** Returns what a function derives from the policy, computed once for all lint rules that need it. */
  derive<Value>(compute: (policy: LintedPolicy) => Value): Value {
    if (!this.derived.has(compute)) this.derived.set(compute, compute(this));
    return this.derived.get(compute) as Value;
  }
}

function everyRule({ include, exclude, require }: LintedPolicy): readonly LintedAccessRule[] {
  return [...include, ...exclude, ...require];
}

/** An access rule and its path in the policy. */
export class LintedAccessRule {
  constructor(
    readonly rule: unknown,
    private readonly list: RuleList,
    private readonly index: number,
    /** Undefined where the model does not know everything about the rule. */
    readonly selector: SelectorDefinition | undefined,
  ) {}

  /** Down to the selector. */
  get path(): Path {
    const { list, index, selector } = this;
    return selector ? [list, index, selector.wireKey] : [list, index];
  }

  /** Whether nothing in it is DEFERRED. */
  get known(): boolean {
    return !holdsDeferred(this.rule);
  }

  /** Returns a text of the rule, where it has this selector and field. */
  text(key: string, field: string): string | undefined {
    if (this.selector?.key !== key) return undefined;
    const content = (this.rule as Readonly<Record<string, Readonly<Record<string, unknown>> | null>>)[
      this.selector.wireKey
    ];
    const value = content?.[field];
    return typeof value === "string" ? value : undefined;
  }
}

function rulesIn(wire: WirePolicy, list: RuleList): LintedAccessRule[] {
  const rules = wire[list];
  if (!Array.isArray(rules)) return [];
  return rules.map((rule, index) => new LintedAccessRule(rule, list, index, knownRule(rule)?.selector));
}
