import { isPlainObject } from "../json";
import { phrase } from "../phrase";
import { isRawRule } from "../rule-set";
import { closestSelector } from "../validate";
import { meantIn } from "../wording";
import { type Finding, type LintedAccessRule, policyLintRule } from "./lint-rule";

/** A deliberately unknown selector that is spelled nearly like a known one. */
export const rawNearKnown = policyLintRule({
  code: "raw-near-known",
  when: "A rule of an unknown selector (`other`, `AccessRule.raw`) that is spelled nearly like a known one.",
  why: "Probably a slip: the API would refuse it, or take it for something else.",
  what: (f) => `The selector ${f.name} is unknown, and nearly one that is known`,
  fix: (f) => phrase`Did you mean ${meantIn(f)}? If not, nothing is wrong.`,
  check: ({ rules }) => rules.flatMap(nearlyKnown),
});

function nearlyKnown({ rule, path }: LintedAccessRule): Finding[] {
  if (!isPlainObject(rule) || !isRawRule(rule)) return [];
  const [key] = Object.keys(rule);
  const meant = key === undefined ? undefined : closestSelector(key);
  return meant === undefined ? [] : [{ path, name: key!, meant }];
}
