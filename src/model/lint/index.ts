/**
 * What works as written and is known not to be meant. Warnings only: the API accepts all of this. What it refuses is for
 * the validation; whether it refuses a selector under the wrong decision its documentation does not say.
 *
 * A file holds one rule, or a family of them: its code, when it applies, why it matters, its message and its check.
 * `rules.ts` lists them. A finding is reported once for all rules of a selector in a list, at the first of them.
 *
 * Sources: the Access policies page (selectors, actions, common misconfigurations); the dashboard's own checks.
 */
import type { WirePolicy } from "../document";
import type { Issue } from "../issue";
import { isPlainObject } from "../json";
import type { PolicyFields } from "../policy-fields";
import { notAccepted } from "./accepted";
import { LintedPolicy, RULE_LISTS, warning } from "./lint-rule";
import { POLICY_LINT_RULES } from "./rules";

/** Finds the warnings about a policy, but for those it accepts; what is not known yet is not judged. */
export function lintPolicy(fields: PolicyFields, wire: WirePolicy, accepted?: unknown): readonly Issue[] {
  if (!isPlainObject(wire)) return [];
  const policy = new LintedPolicy(fields, wire);
  const found = POLICY_LINT_RULES.flatMap((rule) =>
    rule.check(policy).map((finding) => warning(rule, finding)),
  );
  return notAccepted(oncePerSelector(found), accepted);
}

function oncePerSelector(found: readonly Issue[]): readonly Issue[] {
  if (found.length < 2) return found;
  const reported = new Map<string, Issue>();
  for (const issue of found) {
    const [list, , ...within] = issue.path;
    const location = RULE_LISTS.some((name) => name === list) ? [list, ...within] : issue.path;
    const key = JSON.stringify([issue.code, issue.what, location]);
    const first = reported.get(key);
    reported.set(key, first === undefined ? issue : bothIn(first, issue));
  }
  return [...reported.values()];
}

function bothIn(first: Issue, second: Issue): Issue {
  const given = [...new Set([first.got, second.got])].filter((got) => got !== undefined);
  return given.length < 2 ? first : { ...first, got: given.join(", ") };
}

export { notAccepted, validateAcceptedWarnings } from "./accepted";
export { lintLastAllow, lintSameContent, type Withdrawal } from "./account";
export { lintReferenceId } from "./id-form";
export { lintApplicationType } from "./infrastructure";
export { documentedFix } from "./lint-rule";
export { type ListedPolicy, type ListWarning, lintPolicyList } from "./policy-list";
export { LINT_CODES, LINT_RULES, type LintCode } from "./rules";
export { lintUnlisted, type OrderedPolicy, type UnlistedWarning } from "./unlisted";
