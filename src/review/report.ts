/** What a review says, version 1 of its JSON: see docs/access-review.md. */
import type { Identity } from "../access";

export type ReviewVerdict = "widens" | "narrows" | "changes" | "same" | "undecided";

export interface ReviewReport {
  readonly version: 1;
  /**
   * - widens: somebody gets in who did not, or gets in under weaker conditions, and nobody loses
   * - narrows: the other way round
   * - changes: both
   * - same: neither, for certain
   * - undecided: nobody gains for certain, but what is not known may let somebody in
   */
  readonly verdict: ReviewVerdict;
  /** Whether everything was decided: nothing is unknown, and no limit of the procedure was reached. */
  readonly complete: boolean;
  /** The applications where anything changes or is undecided. */
  readonly applications: readonly ReviewedApplication[];
  /** What was not read, in sentences. */
  readonly remarks: readonly string[];
  /** How many applications were compared. */
  readonly compared: number;
  /** Acknowledgements that no gain matches any more, or whose time is over. */
  readonly stale: readonly StaleAcknowledgement[];
}

export interface ReviewedApplication {
  readonly id: string;
  readonly name: string;
  readonly domain: string | null;
  readonly gains: readonly ReviewEntry[];
  readonly losses: readonly ReviewEntry[];
  /** The same requests get in, under weaker conditions. */
  readonly weaker: readonly ReviewEntry[];
  readonly stricter: readonly ReviewEntry[];
  readonly undecided: readonly UndecidedEntry[];
  /** Identifies the set of requests that gain; null where none does. An acknowledgement names it. */
  readonly gains_hash: string | null;
  /** The acknowledgement that covers the gains. */
  readonly acknowledged: Acknowledgement | null;
}

export interface ReviewEntry {
  /** The set of requests, in words. */
  readonly who: string;
  /** One of them. */
  readonly witness: Identity;
  readonly before: ReviewedDecision;
  readonly after: ReviewedDecision;
  /** Whether it happens whatever is not known. */
  readonly certain: boolean;
  /** Of weaker and stricter: what changes, in words. */
  readonly how: readonly string[];
  /** Where it is not certain: what is not known. */
  readonly because: readonly string[];
  /** The host and path, where it is not about all of the application. */
  readonly at?: string;
}

export interface ReviewedDecision {
  readonly decision: string;
  /** The name of the policy that decides. */
  readonly policy: string | null;
}

/** Requests for which it is not known whether anything changes; what may happen also stands among the changes. */
export interface UndecidedEntry {
  readonly who: string;
  readonly because: readonly string[];
  readonly may: readonly ChangeKind[];
}

/** An entry of `access-review.json`. */
export interface Acknowledgement {
  /** Name or id. */
  readonly application: string;
  /** The `gains_hash` of the application. */
  readonly gains: string;
  readonly reason: string;
  /** The name of the person who acknowledges. */
  readonly who: string;
  /** The last day it counts, as YYYY-MM-DD. */
  readonly until: string;
}

export interface StaleAcknowledgement {
  readonly acknowledgement: Acknowledgement;
  readonly because: string;
}

/** The kinds of changes, in the order of reports. */
export const CHANGE_KINDS = ["gains", "weaker", "losses", "stricter"] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];
