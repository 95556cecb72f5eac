/**
 * What works as written and is known not to be meant. Warnings only: the API takes all of this. What it refuses is for
 * the validation; whether it refuses a selector under the wrong decision its documentation does not say.
 *
 * - rules.ts: rules that can not match, and those that are too many;
 * - wide-rules.ts: rules that let in more than a reader expects;
 * - characters.ts: characters that cannot be seen, and letters that look like others;
 * - settings.ts: approval, justification and MFA that have no effect, as the dashboard sees it;
 * - infrastructure.ts: what infrastructure applications do not take;
 * - policy-list.ts: what the order of a list does to its policies;
 * - order.ts: what policies beside an ordered list do to it;
 * - account.ts: what the account has beside a policy;
 * - accepted.ts: what a policy is not to be told;
 * - catalogue.ts: what each warning is about, for the documentation.
 *
 * A mistake is told once for all rules of a selector in a list, at the first of them.
 *
 * Sources: the Access policies page (selectors, actions, common misconfigurations); the dashboard's own checks.
 */

import type { WirePolicy } from "../document";
import type { Issue } from "../issue";
import { isPlainObject } from "../json";
import type { PolicyFields } from "../policy-fields";
import { notAccepted } from "./accepted";
import { adviseOnCharacters } from "./characters";
import { adviseOnInfrastructure } from "./infrastructure";
import { placeRules, RULE_LISTS } from "./placed-rules";
import { adviseOnRules } from "./rules";
import { adviseOnSettings } from "./settings";

/** The warnings about a policy, but for those it accepts; what is not known yet is not judged. */
export function lintPolicy(fields: PolicyFields, wire: WirePolicy, accepted?: unknown): readonly Issue[] {
  return notAccepted(lintWarnings(fields, wire), accepted);
}

function lintWarnings(fields: PolicyFields, wire: WirePolicy): readonly Issue[] {
  if (!isPlainObject(wire)) return [];
  const placed = placeRules(wire);
  return oncePerSelector([
    ...adviseOnRules(wire, placed),
    ...adviseOnCharacters(fields, wire, placed),
    ...adviseOnSettings(wire),
    ...adviseOnInfrastructure(wire, placed),
  ]);
}

function oncePerSelector(advice: readonly Issue[]): readonly Issue[] {
  if (advice.length < 2) return advice;
  const told = new Map<string, Issue>();
  for (const issue of advice) {
    const [list, , ...within] = issue.path;
    const place = RULE_LISTS.some((name) => name === list) ? [list, ...within] : issue.path;
    const key = JSON.stringify([issue.code, issue.what, place]);
    const first = told.get(key);
    told.set(key, first === undefined ? issue : bothIn(first, issue));
  }
  return [...told.values()];
}

function bothIn(first: Issue, second: Issue): Issue {
  const given = [...new Set([first.got, second.got])].filter((got) => got !== undefined);
  return given.length < 2 ? first : { ...first, got: given.join(", ") };
}

export { notAccepted, validateAcceptedWarnings } from "./accepted";
export { adviseOnLastAllow, adviseOnSameContent, type Withdrawal } from "./account";
export { ADVICE, ADVICE_CODES, type AdviceEntry } from "./catalogue";
export { adviseOnApplicationType } from "./infrastructure";
export { adviseOnOrder, type OrderAdvice, type StandingPolicy } from "./order";
export { adviseOnPolicyList, type ListAdvice, type ListedPolicy } from "./policy-list";
