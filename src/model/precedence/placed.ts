import type { AccessDecision } from "../decision";

/** A policy in the order of an application: its own, or a reusable one linked to it. */
export interface Placed {
  readonly id: string;
  /** 1 or more; no two policies of an application have the same. */
  readonly precedence: number;
  readonly decision: AccessDecision;
}

/** One write: the policy gets this precedence. */
export interface Move {
  readonly id: string;
  readonly precedence: number;
}
