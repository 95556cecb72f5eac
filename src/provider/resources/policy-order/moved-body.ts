import type { PolicyAnswer } from "../../../client";
import type { WirePolicy } from "../../../model";

/** What the API says of a policy and does not take. */
const SAID_ONLY: readonly string[] = [
  "id",
  "uid",
  "account_id",
  "app_id",
  "created_at",
  "updated_at",
  "reusable",
  "app_count",
];

/**
 * The body that gives a policy another place and leaves the rest as the server has it, also what this version does not
 * know of. A PUT replaces all of it.
 */
export function movedBody(present: PolicyAnswer, precedence: number): WirePolicy {
  const content = Object.entries(present).filter(
    ([name, value]) => !SAID_ONLY.includes(name) && value !== null,
  );
  return { ...Object.fromEntries(content), precedence };
}
