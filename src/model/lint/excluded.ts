import { coverage } from "../ip-ranges";
import { canonicalRule } from "../semantic-equality";
import { type LintedAccessRule, policyLintRule } from "./lint-rule";
import { rangeOf } from "./matching";

export const includeExcluded = policyLintRule({
  code: "include-excluded",
  when: "The same rule under `include` and `exclude`.",
  why: "What is excluded never matches, so the rule does nothing.",
  what: "What is included here is excluded as well, so the rule can not match",
  fix: "Leave it out of include or out of exclude.",
  check: ({ include, exclude }) => {
    const excluded = exclude.filter(({ known }) => known);
    // Only rules of one selector can be equal.
    const selectors = new Set(excluded.map(({ selector }) => selector));
    const likely = include.filter(({ selector, known }) => selectors.has(selector) && known);
    const texts = new Set(likely.length === 0 ? [] : excluded.map(({ rule }) => canonicalRule(rule)));
    const useless = likely.filter(({ rule }) => texts.has(canonicalRule(rule)));
    return useless.map(({ path, rule }) => ({ path, got: rule }));
  },
});

export const excludeEveryone = policyLintRule({
  code: "exclude-everyone",
  when: "`everyone` under `exclude`.",
  why: "The policy matches nobody.",
  what: "Everyone is excluded, so the policy matches nobody",
  fix: "Leave everyone out of exclude, or leave out the policy.",
  check: ({ exclude }) => {
    const excluded = exclude.filter(({ known }) => known);
    const everyone = excluded.filter(({ selector }) => selector?.key === "everyone");
    return (everyone.length === 0 ? byAddress(excluded) : everyone).map(({ path }) => ({ path }));
  },
});

/** Returns the first range, where the ranges cover all addresses of both families. */
function byAddress(excluded: readonly LintedAccessRule[]): readonly LintedAccessRule[] {
  const ranges = excluded.flatMap((rule) => rangeOf(rule) ?? []);
  const all = ranges.length > 1 && coverage(ranges, "IPv4") === 1 && coverage(ranges, "IPv6") === 1;
  return all ? excluded.filter((rule) => rangeOf(rule) !== undefined).slice(0, 1) : [];
}
