/** What an account shows of a policy that is planned, as far as it was read. */
import { AccessDecision } from "../formats";
import { type Issue, issue } from "../issue";
import { notAccepted } from "./accepted";

/**
 * The warning about a policy that is to be created with the name and content of policies that are managed. Whether one of
 * them is deleted by the same plan is not known: two policies of the same content may be meant.
 *
 * @param ids of the policies that are managed
 */
export function adviseOnSameContent(ids: readonly string[], accepted?: unknown): readonly Issue[] {
  if (ids.length === 0) return [];
  return notAccepted([issue("warning", "same-content", ["name"], { name: ids.join(", ") })], accepted);
}

/** How a policy stops letting anyone into its application. */
export type Withdrawal = "becomes a block policy" | "moves to another application";

/**
 * The warning about a policy that stops letting anyone into its application, where no other policy does.
 *
 * @param others the decisions of the application's other policies; one that is not known may be any
 */
export function adviseOnLastAllow(
  withdrawal: Withdrawal,
  others: readonly unknown[],
  accepted?: unknown,
): readonly Issue[] {
  if (others.some((decision) => decision !== AccessDecision.DENY)) return [];
  const found = issue("warning", "application-without-allow", ["decision"], { name: withdrawal });
  return notAccepted([found], accepted);
}
