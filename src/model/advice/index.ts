/**
 * What works as written and is known not to be meant. Warnings only: the API takes all of this. What it refuses is for
 * the validation; whether it refuses a selector under the wrong decision its documentation does not say.
 *
 * - rules.ts: who is let in, and rules that can not match;
 * - settings.ts: approval, justification and MFA that have no effect, as the dashboard sees it;
 * - infrastructure.ts: what infrastructure applications do not take.
 *
 * Sources: the Access policies page (selectors, actions, common misconfigurations); the dashboard's own checks.
 */
import { isPlainObject } from "../canonical-json";
import type { PolicyKind } from "../decision";
import type { WirePolicy } from "../document";
import type { Issue } from "../issue";
import { adviseOnInfrastructure } from "./infrastructure";
import { adviseOnRules } from "./rules";
import { adviseOnSettings } from "./settings";

/** The warnings about a policy; what is not known yet is not judged. */
export function adviseOn(_kind: PolicyKind, wire: WirePolicy): Issue[] {
  if (!isPlainObject(wire)) return [];
  return [...adviseOnRules(wire), ...adviseOnSettings(wire), ...adviseOnInfrastructure(wire)];
}
