import { quoted } from "../../text";
import { firstToLast, ipRange, withoutHostBits } from "../ip-ranges";
import { phrase } from "../phrase";
import { type Finding, type LintedAccessRule, policyLintRule } from "./lint-rule";
import { addressOf } from "./matching";

/** A range that is written with the address of one host in it. */
export const hostBits = policyLintRule({
  code: "host-bits",
  when: "An `ip` range with bits set behind its prefix, such as `203.0.113.7/8`.",
  why: "The bits do not count: this is `203.0.0.0/8`, 16 million addresses and not one.",
  what: "A range with the address of a host in it",
  fix: (f) =>
    phrase`It covers ${f.name}. Write ${quoted(f.meant)} for the range, or the address without a prefix for the one host.`,
  check: ({ rules }) => rules.flatMap(rangeOfHost),
});

function rangeOfHost({ rule, path }: LintedAccessRule): Finding[] {
  const address = addressOf(rule);
  const meant = address === undefined ? undefined : withoutHostBits(address);
  return meant === undefined ? [] : [{ path, got: address, name: firstToLast(ipRange(meant)!), meant }];
}
