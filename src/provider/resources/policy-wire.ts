import type { PolicyAnswer } from "../../client";
import { DEFERRED, type Policy, type PolicyType, RESPONSE_FIELDS, type WirePolicy } from "../../model";
import { type CtyValue, type ObjectValue, UNKNOWN } from "../../plugin";
import type { AccessMeta } from "./access-meta";
import { policyIn } from "./policy-values";

/**
 * The body that makes the planned policy so. What is still unknown is for the server to decide, and left out. So is a
 * `false` that nobody wrote: it means the same, and an infrastructure application refuses switches it does not have. A
 * plan holds the multi-factor switch under both of its names; what is sent is the name the configuration uses, and none
 * where it uses none.
 */
export function wireOf(type: PolicyType, planned: ObjectValue, config: ObjectValue): WirePolicy {
  const written = (name: string) => (config[name] ?? null) !== null;
  const decided = Object.entries(planned).filter(
    ([name, value]) => value !== UNKNOWN && (value !== false || written(name)),
  );
  const sent = { ...Object.fromEntries(decided), mfa_config: namedAsConfigured(planned, config) };
  return policyIn(type, sent).wire;
}

/** The body that leaves a policy as it was answered. */
export function asAnswered(answer: PolicyAnswer): WirePolicy {
  return Object.fromEntries(
    Object.entries(answer).filter(([name, value]) => !RESPONSE_FIELDS.has(name) && value !== null),
  );
}

function namedAsConfigured(planned: ObjectValue, config: ObjectValue): CtyValue {
  const mfa = planned.mfa_config;
  if (!isObject(mfa)) return mfa ?? null;
  const configured = isObject(config.mfa_config) ? config.mfa_config : {};
  const kept = (name: "mfa_bypass" | "mfa_disabled") =>
    (configured[name] ?? null) === null ? null : mfa[name]!;
  return { ...mfa, mfa_bypass: kept("mfa_bypass"), mfa_disabled: kept("mfa_disabled") };
}

/** Whether values of rules may be shown. */
export type Redacting = Pick<AccessMeta, "redactSummaries">;

/**
 * The summary of a policy whose rules mean what they meant before. It stays as it was written, since another version's
 * wording is no difference, unless `redact_summaries` was turned on or off since.
 */
export function keptSummary(before: CtyValue, policy: Policy, meta: Redacting | undefined): CtyValue {
  const redacted = summaryOf(policy, { redactSummaries: true });
  const isRedacted = before === redacted;
  return isRedacted === (meta?.redactSummaries === true) ? before : summaryOf(policy, meta);
}

/** Describes in one line what a policy does; unknown while its values are. */
export function summaryOf(policy: Policy, meta: Redacting | undefined): CtyValue {
  const summary = policy.summary({ redact: meta?.redactSummaries === true });
  return summary === DEFERRED ? UNKNOWN : summary;
}

export function isObject(value: CtyValue | undefined): value is ObjectValue {
  return typeof value === "object" && value !== null && value !== UNKNOWN && !Array.isArray(value);
}
