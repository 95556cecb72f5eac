/** What an account has besides a policy that is planned, as far as it was read. */
import { AccessDecision } from "../formats";
import type { Issue } from "../issue";
import { notAccepted } from "./accepted";
import { lintRule, warning } from "./lint-rule";

export const applicationWithoutAllow = lintRule({
  code: "application-without-allow",
  when: "A policy of an application that becomes a block policy, or moves to another application, where no other policy of the application lets anyone in. It is judged in the plan, where the run has read a list that shows the application's policies; a policy that is deleted is not.",
  why: "Where no policy matches access is denied, so nobody gets into the application.",
  what: (f) =>
    `It is the last policy that lets anyone in, and ${f.name}: nobody gets in, unless this plan creates another`,
  fix: "Keep an allow policy, or accept the warning where the application is closed on purpose.",
});

export const sameContent = lintRule({
  code: "same-content",
  when: "A policy is to be created with the name and content of one that this run has read, so it is in a state. It is judged in the plan.",
  why: "As a rule a resource, or the key of a list, was renamed: Terraform then deletes the policy and creates it again under another id. Where two policies of the same content are meant, accept the warning.",
  what: (f) => `It has the content of a policy of this state: ${f.name}`,
  fix: "If the resource or key was renamed, a moved block (moveFromId) keeps the policy instead of deleting and creating it.",
});

/**
 * Finds that a policy is to be created with the name and content of policies that are managed. Whether one of them is
 * deleted by the same plan is not known: two policies of the same content may be meant.
 *
 * @param ids of the policies that are managed
 */
export function lintSameContent(ids: readonly string[], accepted?: unknown): readonly Issue[] {
  if (ids.length === 0) return [];
  return notAccepted([warning(sameContent, { path: ["name"], name: ids.join(", ") })], accepted);
}

/** How a policy stops letting anyone into its application. */
export type Withdrawal = "becomes a block policy" | "moves to another application";

/**
 * Finds that a policy stops letting anyone into its application, where no other policy does.
 *
 * @param others the decisions of the application's other policies; one that is not known may be any
 */
export function lintLastAllow(
  withdrawal: Withdrawal,
  others: readonly unknown[],
  accepted?: unknown,
): readonly Issue[] {
  if (others.some((decision) => decision !== AccessDecision.DENY)) return [];
  return notAccepted([warning(applicationWithoutAllow, { path: ["decision"], name: withdrawal })], accepted);
}
