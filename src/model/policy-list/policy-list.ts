import type { AccessDecision } from "../formats";

/**
 * What a policy decides and which requests it matches. Policies of the same `rules` match the same requests; of different
 * ones nothing is assumed.
 */
export interface PolicyContent {
  readonly decision: AccessDecision;
  readonly rules: string;
}

/** One policy of an application at one moment. */
export interface ListEntry {
  readonly precedence: number;
  readonly content: PolicyContent;
}

/** All policies of an application at one moment, in any order; no two have the same precedence. */
export type PolicyList = readonly ListEntry[];

/** An allow policy that can let in requests which both the old list and the new list deny. */
export interface UnsafeAllow {
  readonly entry: ListEntry;
  /** What the old list has before that policy and this list does not; undefined where the old list lacks the policy. */
  readonly missingOld?: readonly PolicyContent[];
  readonly missingNew?: readonly PolicyContent[];
}

/** Judges the lists between an old list and a new one. */
export interface TransitionJudge {
  /** Finds a policy by which a request is let in that both the old and the new list deny. */
  findUnsafe(list: PolicyList): UnsafeAllow | undefined;
  /** Returns whether a request may be denied that both the old and the new list let in. */
  mayDeny(list: PolicyList): boolean;
}

/** Makes the judge of one change; a judge that knows contents may replace the one that knows none. */
export type JudgeTransition = (old: PolicyList, next: PolicyList) => TransitionJudge;

export function inPrecedence(list: PolicyList): readonly ListEntry[] {
  return [...list].sort((a, b) => a.precedence - b.precedence);
}
