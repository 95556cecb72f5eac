import type { AccessDecision } from "../decision";

/** A policy in the order of an application: its own, or a reusable one linked to it. */
export interface Placed {
  readonly id: string;
  /** 1 or more; no two policies of an application have the same. */
  readonly precedence: number;
  readonly decision: AccessDecision;
}

/**
 * Policies whose content changes with their place, by id: the decision afterwards. The write that brings such a policy to
 * its place brings its content too.
 */
export type Changing = ReadonlyMap<string, AccessDecision>;

/** One write: the policy gets this precedence. */
export interface Move {
  readonly id: string;
  readonly precedence: number;
}
