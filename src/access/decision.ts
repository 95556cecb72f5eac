/** What {@link decide} returns. */
import type { Need } from "./answers";
import type { Truth } from "./condition";
import type { PolicyReference } from "./outcome";
import type { RuleListName } from "./policy-condition";
import type { AccessTerms, ConditionKind } from "./terms";

export type DecisionName = "allow" | "deny" | "bypass" | "service_auth" | "undecided";

export interface Decision {
  readonly decision: DecisionName;
  /** The application that answers; null where none does, or which one is not known. */
  readonly application: { readonly id: string; readonly name: string } | null;
  /** The policy that decides; null where none does, or which one of several is not known. */
  readonly policy: PolicyReference | null;
  /** Why, in one sentence. */
  readonly reason: string;
  /** What is asked of somebody who is let in. */
  readonly conditions: readonly ConditionKind[];
  /** The conditions with their details; null where nobody logs in. */
  readonly terms: AccessTerms | null;
  /** Every policy in the order of judgment, and what else decides. */
  readonly trace: readonly TraceStep[];
  /** What would have to be known. Empty where the decision is certain. */
  readonly needs: readonly Need[];
  /** Decisions that are possible, by what is not known. One where the decision is certain. */
  readonly possible: readonly {
    readonly decision: Exclude<DecisionName, "undecided">;
    readonly policy: PolicyReference | null;
  }[];
  /** What a reader should know besides. */
  readonly notes: readonly string[];
}

/** One policy, or one rule of the application, and whether the request meets it. */
export interface TraceStep {
  readonly policy: PolicyReference | null;
  /** Of the policy, as the API has it; of what is no policy: what it does. */
  readonly decision: string;
  readonly matches: Truth;
  /** Whether nothing before decided. */
  readonly reached: boolean;
  /** In one line. */
  readonly words: string;
  readonly rules: readonly TraceRule[];
}

export interface TraceRule {
  readonly list: RuleListName;
  readonly words: string;
  readonly holds: Truth;
}
