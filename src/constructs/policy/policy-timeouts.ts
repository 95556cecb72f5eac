import { type Issue, validateTimeouts } from "../../model";
import { isSpoiltToken, spoiltToken } from "../number-tokens";
import { deferTokens } from "../tokens";

/**
 * How long operations on a policy may take, with all their waiting for the API's limits and trying again. Each is a
 * duration of Terraform: numbers with the units s, m and h, such as `90s`, `30m` or `1h30m`. Kept in the state only, so
 * that a change of it sends nothing.
 */
export interface PolicyTimeouts {
  /** Making the policy. @default "20m" */
  readonly create?: string;
  /** Reading it, which each plan does. @default "20m" */
  readonly read?: string;
  /** Changing it. @default "20m" */
  readonly update?: string;
  /** Deleting it. @default "20m" */
  readonly delete?: string;
}

/** The attribute, without what is not set; undefined where nothing is. */
export function timeoutsForTerraform(timeouts: unknown): unknown {
  if (
    typeof timeouts !== "object" ||
    timeouts === null ||
    Object.getPrototypeOf(timeouts) !== Object.prototype
  )
    return timeouts ?? undefined;
  const set = Object.entries(timeouts).filter(([, value]) => value !== undefined && value !== null);
  return set.length === 0 ? undefined : Object.fromEntries(set);
}

/** The errors in `timeouts`, of which tokens may be a part. */
export function timeoutIssues(timeouts: unknown): Issue[] {
  const spoilt = Object.entries(timeouts ?? {}).flatMap(
    ([name, value]) => spoiltToken(["timeouts", name], value) ?? [],
  );
  return [...spoilt, ...validateTimeouts(deferTokens(timeouts, isSpoiltToken))];
}
