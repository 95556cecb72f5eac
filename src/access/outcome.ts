/** What may happen to a request, and in which order that is asked. */
import { DEFERRED } from "../model";
import type { Known } from "./account";
import { ALWAYS, type Condition, NEVER } from "./condition";
import { knownAfterApply } from "./rule-condition";
import type { AccessTerms } from "./terms";

export interface PolicyReference {
  readonly id: string | null;
  readonly name: string;
}

export type LetIn = "allow" | "bypass" | "service_auth";

export interface Outcome {
  readonly decision: LetIn | "deny";
  /** Null where no policy decides: a public path, no login, nothing matches. */
  readonly policy: PolicyReference | null;
  readonly terms: AccessTerms | null;
  /** Why, where no policy decides. */
  readonly reason: string;
  /** Policy or application set the duration of the session. */
  readonly ownSession: boolean;
}

/** What happens to a request that satisfies `when` and none of the steps before. */
export interface JudgmentStep {
  readonly when: Condition;
  readonly outcome: Outcome;
  /** The position of the policy in the application's list. */
  readonly index?: number;
}

export interface Judgment {
  readonly steps: readonly JudgmentStep[];
  /** What a request needs besides to count as a login. */
  readonly login: Condition;
  /** The portal that has to let the request in, too. */
  readonly portal?: Judgment;
}

export interface JudgmentOptions {
  /** Names one of two accounts that are compared. @default "" */
  readonly side?: string;
  /** Milliseconds since 1970: tokens that expired before do not count. */
  readonly at: number;
  /** Takes an organization that was not read for one without strict service token authentication. @default false */
  readonly withoutStrict?: boolean;
}

export const NOTHING_MATCHES: Outcome = denied("no policy matches");

export function denied(reason: string): Outcome {
  return { decision: "deny", policy: null, terms: null, reason, ownSession: false };
}

export function open(reason: string): Outcome {
  return { decision: "bypass", policy: null, terms: null, reason, ownSession: false };
}

/** A setting that is on or off; off where it is absent. */
export function whether(value: Known<boolean> | undefined, side: string, where: string): Condition {
  if (value === DEFERRED) return knownAfterApply({ side, where });
  return value === true ? ALWAYS : NEVER;
}
