/**
 * What the order of an application's policies does to them. Bypass and Service Auth policies are judged before all others;
 * of the others the first that matches decides, and where none does, access is denied.
 */
import { quoted } from "../../text";
import { DEFERRED } from "../deferred";
import type { WirePolicy } from "../document";
import { AccessDecision } from "../formats";
import { FAMILIES, type IpFamily } from "../ip-ranges";
import type { Issue } from "../issue";
import { phrase } from "../phrase";
import { POLICY_FIELDS } from "../policy-fields";
import { notAccepted } from "./accepted";
import { everyoneFrom } from "./everyone";
import { LintedPolicy, type LintRule, lintRule, warning } from "./lint-rule";
import { includesAll, meetsAll } from "./matching";
import type { LintCode } from "./rules";

export const unreachablePolicies = lintRule({
  code: "unreachable-policies",
  when: "An ordered list with a `deny` policy for everyone, and `allow` policies behind it.",
  why: "The first policy that matches decides, so the ones behind it let in nobody. Bypass and Service Auth policies are judged before.",
  what: (f) =>
    f.family === undefined
      ? phrase`Policy ${f.name} blocks everyone, so no policy behind it is asked: ${f.meant}`
      : phrase`Policy ${f.name} blocks ${everyoneFrom(f)}, so those behind it let in no ${f.family} request: ${f.meant}`,
  fix: "Move it behind them, or exclude from it those who are meant to get in.",
});

export const denyWithoutEffect = lintRule({
  code: "deny-without-effect",
  when: "An ordered list with a `deny` policy behind the last `allow` policy.",
  why: "Where no policy matches access is denied anyway, so the policy changes nothing.",
  what: (f) => `Policy ${f.name} blocks nobody: no allow policy is behind it, and access is denied anyway`,
  fix: "Move it before the allow policy that it makes an exception to, or leave it out.",
});

export const listWithoutAllow = lintRule({
  code: "list-without-allow",
  when: "An ordered list with `deny` policies only.",
  why: "Nobody gets into the application, unless a policy that is not in the list lets them in.",
  what: "All policies of the list block, so nobody gets in",
  fix: "Add an allow policy, or accept the warning where the application is closed on purpose.",
});

/** A policy of an ordered list, by the key it has there. */
export interface ListedPolicy {
  readonly key: string;
  readonly policy: WirePolicy;
}

/** A warning about a list, at the policy that it is about; without a key it is about the list as a whole. */
export type ListWarning = Issue & { readonly key?: string };

/** Finds the warnings about an ordered list of policies. A decision that is not known yet may be any. */
export function lintPolicyList(
  policies: readonly ListedPolicy[],
  accepted?: unknown,
): readonly ListWarning[] {
  const found = [...afterDenyEveryone(policies), ...withoutEffect(policies), ...withoutAllow(policies)];
  return notAccepted(found, accepted);
}

const { ALLOW, DENY } = AccessDecision;

/** A block policy for everyone, or else for all of one family: no policy behind it is ever asked by those. */
function afterDenyEveryone(policies: readonly ListedPolicy[]): ListWarning[] {
  const matched = policies.map(({ policy }) => (policy.decision === DENY ? familiesMatched(policy) : []));
  const whole = matched.findIndex(({ length }) => length === FAMILIES.length);
  const index = whole < 0 ? matched.findIndex(({ length }) => length > 0) : whole;
  if (index < 0) return [];
  const behind = policies.slice(index + 1).filter(({ policy }) => policy.decision === ALLOW);
  if (behind.length === 0) return [];
  const families = whole < 0 ? matched[index] : undefined;
  return [listWarning(unreachablePolicies, policies[index]!, behind, families)];
}

/** Returns the families whose every address matches a policy. */
function familiesMatched(policy: WirePolicy): readonly IpFamily[] {
  if (policy.include === DEFERRED || policy.exclude === DEFERRED || policy.require === DEFERRED) return [];
  const { include, exclude, require } = new LintedPolicy(POLICY_FIELDS.application, policy);
  if (exclude.length > 0) return [];
  return FAMILIES.filter(
    (family) => includesAll(include, family) && require.every((rule) => meetsAll(rule, family)),
  );
}

/** Block policies with no allow policy behind them: what they match gets no access anyway. */
function withoutEffect(policies: readonly ListedPolicy[]): ListWarning[] {
  const last = policies.findLastIndex(
    ({ policy }) => policy.decision === ALLOW || policy.decision === DEFERRED,
  );
  // Without an allow policy the whole list is what is wrong.
  if (last < 0) return [];
  const denies = policies.slice(last + 1).filter(({ policy }) => policy.decision === DENY);
  return denies.map((deny) => listWarning(denyWithoutEffect, deny, []));
}

function withoutAllow(policies: readonly ListedPolicy[]): ListWarning[] {
  if (policies.length === 0 || policies.some(({ policy }) => policy.decision !== DENY)) return [];
  return [warning(listWithoutAllow, { path: ["policies"] })];
}

function listWarning(
  rule: LintRule<LintCode>,
  { key }: ListedPolicy,
  others: readonly ListedPolicy[],
  [family]: readonly IpFamily[] = [],
): ListWarning {
  const keys = others.map((other) => quoted(other.key)).join(", ");
  const facts = { name: quoted(key), meant: keys, ...(family === undefined ? {} : { family }) };
  return { ...warning(rule, { path: ["policies", key], ...facts }), key };
}
