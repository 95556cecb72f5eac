import { FORMATS } from "../formats";
import { type IpRange, intersection } from "../ip-ranges";
import { named, phrase } from "../phrase";
import { canonicalRule } from "../semantic-equality";
import { nameIn } from "../wording";
import { type Finding, type LintedAccessRule, policyLintRule } from "./lint-rule";
import { rangeOf } from "./matching";

/** All rules under `require` have to be met, and of some a request can meet one only. */
export const requireNobody = policyLintRule({
  code: "require-nobody",
  when: "Two values under `require` when a request has only one, such as two countries; an `email` and an `email_domain` of another domain; `ip` ranges under `require` that have no address in common.",
  why: "All that is required has to be met at once, so the policy matches nobody.",
  what: (f) =>
    phrase`No request meets ${nameIn(f)} rules under require at once, so the policy matches nobody`,
  fix: "Put them into an Access group and require the group, or include them.",
  check: ({ require }) => [
    ...severalOfOne(require),
    ...disjointRanges(require),
    ...emailOfAnotherDomain(require),
  ],
});

function severalOfOne(rules: readonly LintedAccessRule[]): Finding[] {
  const first = new Map<string, unknown>();
  const found = new Map<string, Finding>();
  for (const { rule, selector, known, path } of rules) {
    if (!selector?.single || !known) continue;
    const { key } = selector;
    if (!first.has(key)) first.set(key, rule);
    else if (!found.has(key) && canonicalRule(first.get(key)) !== canonicalRule(rule))
      found.set(key, { path, name: phrase`several ${named(key)}` });
  }
  return [...found.values()];
}

/** Ranges under `require` that have no address in common. */
function disjointRanges(rules: readonly LintedAccessRule[]): Finding[] {
  let common: IpRange | undefined;
  for (const rule of rules) {
    const range = rangeOf(rule);
    if (range === undefined) continue;
    const both = common === undefined ? range : intersection(common, range);
    if (both === undefined) return [{ path: rule.path, name: phrase`several ${named("ip")}` }];
    common = both;
  }
  return [];
}

/** An address under `require` that is not in the domain that is required too. */
function emailOfAnotherDomain(rules: readonly LintedAccessRule[]): Finding[] {
  const required = rules.flatMap((rule) => rule.text("email_domain", "domain") ?? []);
  if (required.length === 0) return [];
  const domains = new Set(required.map(FORMATS.domain.canonical));
  const elsewhere = rules.find((rule) => {
    const email = rule.text("email", "email");
    return (
      email !== undefined && !domains.has(FORMATS.domain.canonical(email.slice(email.lastIndexOf("@") + 1)))
    );
  });
  if (elsewhere === undefined) return [];
  return [{ path: elsewhere.path, name: phrase`the ${named("email")} and ${named("email_domain")}` }];
}
