/**
 * What the order of an application's policies does to them, whoever keeps the order. Bypass and Service Auth policies are
 * judged before all others; of the others the first that matches decides, and where none does, access is denied.
 */

import { quoted } from "../../text";
import { DEFERRED } from "../deferred";
import type { WirePolicy } from "../document";
import { AccessDecision } from "../formats";
import { FAMILIES, type IpFamily } from "../ip-ranges";
import { type AdviceCode, type Issue, issue } from "../issue";
import { notAccepted } from "./accepted";
import { placeRules } from "./placed-rules";
import { includesAll, meetsAll } from "./wide-rules";

/** A policy of an ordered list, by the key it has there. */
export interface ListedPolicy {
  readonly key: string;
  readonly policy: WirePolicy;
}

/** A warning about a list, at the policy that it is about; without a key it is about the list as a whole. */
export type ListAdvice = Issue & { readonly key?: string };

/** The warnings about an ordered list of policies. A decision that is not known yet may be any. */
export function adviseOnPolicyList(
  policies: readonly ListedPolicy[],
  accepted?: unknown,
): readonly ListAdvice[] {
  const found = [...afterDenyEveryone(policies), ...denyWithoutEffect(policies), ...nobodyGetsIn(policies)];
  return notAccepted(found, accepted);
}

const { ALLOW, DENY } = AccessDecision;

/** A block policy for everyone, or else for all of one family: no policy behind it is ever asked by those. */
function afterDenyEveryone(policies: readonly ListedPolicy[]): ListAdvice[] {
  const matched = policies.map(({ policy }) => (policy.decision === DENY ? familiesMatched(policy) : []));
  const whole = matched.findIndex(({ length }) => length === FAMILIES.length);
  const index = whole < 0 ? matched.findIndex(({ length }) => length > 0) : whole;
  if (index < 0) return [];
  const behind = policies.slice(index + 1).filter(({ policy }) => policy.decision === ALLOW);
  if (behind.length === 0) return [];
  return [warning("unreachable-policies", policies[index]!, behind, whole < 0 ? matched[index] : undefined)];
}

/** The families of which every address matches a policy. */
function familiesMatched(policy: WirePolicy): readonly IpFamily[] {
  if (policy.include === DEFERRED || policy.exclude === DEFERRED || policy.require === DEFERRED) return [];
  const { include, exclude, require } = placeRules(policy);
  if (exclude.length > 0) return [];
  return FAMILIES.filter(
    (family) => includesAll(include, family) && require.every((placed) => meetsAll(placed, family)),
  );
}

/** Block policies with no allow policy behind them: whatever they match gets no access anyway. */
function denyWithoutEffect(policies: readonly ListedPolicy[]): ListAdvice[] {
  const last = policies.findLastIndex(
    ({ policy }) => policy.decision === ALLOW || policy.decision === DEFERRED,
  );
  // Without an allow policy the whole list is what is wrong.
  if (last < 0) return [];
  const denies = policies.slice(last + 1).filter(({ policy }) => policy.decision === DENY);
  return denies.map((deny) => warning("deny-without-effect", deny, []));
}

function nobodyGetsIn(policies: readonly ListedPolicy[]): ListAdvice[] {
  if (policies.length === 0 || policies.some(({ policy }) => policy.decision !== DENY)) return [];
  return [issue("warning", "list-without-allow", ["policies"])];
}

function warning(
  code: AdviceCode,
  { key }: ListedPolicy,
  others: readonly ListedPolicy[],
  [family]: readonly IpFamily[] = [],
): ListAdvice {
  const keys = others.map((other) => quoted(other.key)).join(", ");
  const facts = { name: quoted(key), meant: keys, ...(family === undefined ? {} : { family }) };
  return { ...issue("warning", code, ["policies", key], facts), key };
}
