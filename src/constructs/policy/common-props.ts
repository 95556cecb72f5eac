/** Props that several kinds of policy take beside the policy's own fields. */
import type { TerraformMetaArguments } from "cdktf";
import { type Issue, type LintCode, validateTimeouts } from "../../model";
import { deferTokens, isSpoiltToken, spoiltToken } from "../tokens";

/** Where a policy is kept, and the meta-arguments of any Terraform resource. */
export interface AccountProps extends TerraformMetaArguments {
  /**
   * ID of the Cloudflare account, 32 hexadecimal digits. Another one replaces the policy.
   * @default - the provider's `accountId`
   */
  readonly accountId?: string;
}

/** Props for this package only: the API never sees them. */
export interface WarningProps {
  /**
   * Codes of warnings that are not shown for this policy, since what they are about is meant: `["allow-everyone"]`. Each
   * warning shows its code. An unknown code is an error.
   * @default - every warning is shown
   */
  readonly acceptedWarnings?: readonly LintCode[];
}

/** How long operations may take: the API never sees it. */
export interface TimeoutProps {
  /**
   * How long operations may take, with all their waiting and retries: `{ create: "1h" }`.
   * @default - 20 minutes each
   */
  readonly timeouts?: PolicyTimeouts;
}

/**
 * How long operations on a policy may take, with all their waiting for the API's limits and retries. Each is a duration
 * of Terraform: numbers with the units s, m and h, such as `90s`, `30m` or `1h30m`. Kept in the state only, so that a
 * change of it sends nothing.
 */
export interface PolicyTimeouts {
  /** Creating the policy. @default "20m" */
  readonly create?: string;
  /** Reading it, which each plan does. @default "20m" */
  readonly read?: string;
  /** Changing it. @default "20m" */
  readonly update?: string;
  /** Deleting it. @default "20m" */
  readonly delete?: string;
}

/**
 * Returns the attribute without what is not set; undefined where nothing is.
 * @internal
 */
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

/**
 * Finds the errors in `timeouts`, which may hold tokens.
 * @internal
 */
export function timeoutIssues(timeouts: unknown): Issue[] {
  const spoilt = Object.entries(timeouts ?? {}).flatMap(
    ([name, value]) => spoiltToken(["timeouts", name], value) ?? [],
  );
  return [...spoilt, ...validateTimeouts(deferTokens(timeouts, isSpoiltToken))];
}
