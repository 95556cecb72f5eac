/** Which requests an access rule matches, by their IP address. */
import { coverage, type IpFamily, type IpRange, ipRange } from "../ip-ranges";
import { selectorOf } from "../rule-set";
import type { LintedAccessRule } from "./lint-rule";

/** Returns whether a rule is `everyone` in any form, also with fields that the model does not know. */
export function isEveryone({ rule }: LintedAccessRule): boolean {
  return selectorOf(rule)?.key === "everyone";
}

/** Returns whether every address of a family meets a rule. It judges one rule, since all under `require` have to be met. */
export function meetsAll(rule: LintedAccessRule, family: IpFamily): boolean {
  const range = rangeOf(rule);
  return isEveryone(rule) || (range !== undefined && coverage([range], family) === 1);
}

/** Returns whether every address of a family meets one of the rules. */
export function includesAll(rules: readonly LintedAccessRule[], family: IpFamily): boolean {
  return (
    rules.some(isEveryone) ||
    coverage(
      rules.flatMap((rule) => rangeOf(rule) ?? []),
      family,
    ) === 1
  );
}

export function rangeOf({ rule }: LintedAccessRule): IpRange | undefined {
  const address = addressOf(rule);
  return address === undefined ? undefined : ipRange(address);
}

/** Returns the text of an `ip` rule. */
export function addressOf(rule: unknown): string | undefined {
  if (selectorOf(rule)?.key !== "ip") return undefined;
  const { ip } = rule as { ip?: { ip?: unknown } | null };
  return typeof ip?.ip === "string" ? ip.ip : undefined;
}
