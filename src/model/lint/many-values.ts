import { named, type Phrase, phrase } from "../phrase";
import { nameIn } from "../wording";
import { type LintedAccessRule, policyLintRule } from "./lint-rule";

/** Above so many values of a selector, the time that Terraform takes to apply a set is worth a warning. */
const MANY = 1_000;

/** The lists of the account that hold many values of a selector. */
const LISTS: Readonly<Record<string, Phrase>> = {
  email: phrase`an email list (${named("email_list")})`,
  ip: phrase`an IP list (${named("ip_list")})`,
};

export const manyValues = policyLintRule({
  code: "many-values",
  when: "More than 1,000 values of one selector in a policy.",
  why: "The time that Terraform takes to apply a set grows with the square of its size: most of a minute for 4,000 values ([performance](performance.md#large-sets)).",
  what: (f) => phrase`${nameIn(f)} in one policy: the time to apply a set grows with the square of its size`,
  fix: (f) =>
    f.meant === undefined ? "Use an Access group." : phrase`Put them into ${f.meant} of the account.`,
  check: ({ rules }) => {
    if (rules.length <= MANY) return [];
    return [...bySelector(rules)]
      .filter(([, { length }]) => length > MANY)
      .map(([name, [first, ...others]]) => ({
        path: first!.path,
        name: phrase`${1 + others.length} values of ${named(name)}`,
        ...(LISTS[name] ? { meant: LISTS[name] } : {}),
      }));
  },
});

function bySelector(rules: readonly LintedAccessRule[]): ReadonlyMap<string, readonly LintedAccessRule[]> {
  const groups = new Map<string, LintedAccessRule[]>();
  for (const rule of rules) {
    const name = rule.selector?.key ?? "other";
    const group = groups.get(name);
    if (group) group.push(rule);
    else groups.set(name, [rule]);
  }
  return groups;
}
