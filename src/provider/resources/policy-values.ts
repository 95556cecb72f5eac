import type { PolicyAnswer } from "../../client";
import {
  DEFERRED,
  LongNumber,
  type Policy,
  type PolicyDocument,
  type PolicyType,
  RESPONSE_FIELDS,
  type WirePolicy,
} from "../../model";
import { type Attributes, BigNumber, type CtyValue, type ObjectValue, UNKNOWN } from "../../plugin";

/** Reads the policy in a resource's values: its fields alone, with what is unknown as DEFERRED. */
export function policyIn(type: PolicyType, values: ObjectValue): Policy {
  const document: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(type.fields)) {
    const value = values[name] ?? null;
    document[name] = field.type === "rules" ? toRuleSet(value) : toModel(value);
  }
  return type.policy(document);
}

/** Returns whether values are of an import that was not read yet: they hold only what the import id has. */
export function isImported(values: ObjectValue): boolean {
  return (values.decision ?? null) === null;
}

/** A map keeps members that are null: their names are validated as well. */
function toRuleSet(value: CtyValue): unknown {
  if (value === null || value === UNKNOWN) return toModel(value);
  const members = Object.entries(value as ObjectValue);
  return Object.fromEntries(members.map(([name, texts]) => [name, toModel(texts)]));
}

/** Converts a value to one of the model: what is unknown becomes DEFERRED, and a null member is left out. */
export function toModel(value: CtyValue): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (value === UNKNOWN) return DEFERRED;
  if (Array.isArray(value)) return value.map(toModel);
  if (value instanceof BigNumber) return new LongNumber(value.text);
  const object: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) if (member !== null) object[name] = toModel(member);
  return object;
}

/** Converts a policy of the model to values: every attribute of the schema is there. */
export function fromDocument(attributes: Attributes, document: PolicyDocument): ObjectValue {
  const values: Record<string, CtyValue> = {};
  for (const [name, { nested }] of Object.entries(attributes)) {
    const value = document[name] ?? null;
    if (nested === undefined || value === null || value === DEFERRED) values[name] = fromModel(value);
    else if (!Array.isArray(value)) values[name] = fromDocument(nested.attributes, value as PolicyDocument);
    else values[name] = value.map((element) => fromDocument(nested.attributes, element));
  }
  return values;
}

function fromModel(value: unknown): CtyValue {
  if (value === DEFERRED) return UNKNOWN;
  if (Array.isArray(value)) return value.map(fromModel);
  if (typeof value !== "object" || value === null) return value as CtyValue;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, fromModel(member)]));
}

/** Returns the planned value with every unknown part taken from what is known. */
export function fillUnknown(planned: CtyValue, known: CtyValue): CtyValue {
  if (planned === UNKNOWN) return known;
  if (
    planned === null ||
    typeof planned !== "object" ||
    Array.isArray(planned) ||
    planned instanceof BigNumber
  ) {
    return planned;
  }
  const source = (known ?? {}) as ObjectValue;
  return Object.fromEntries(
    Object.entries(planned).map(([name, value]) => [name, fillUnknown(value, source[name] ?? null)]),
  );
}

/**
 * Makes the request body of a planned policy. It leaves out what is unknown, which the server decides, and a `false` that is
 * not configured: it means the same, and an infrastructure application refuses switches it does not have. A plan holds the
 * multi-factor switch under both of its names; the body has the name that the configuration uses.
 */
export function wireOf(type: PolicyType, planned: ObjectValue, config: ObjectValue): WirePolicy {
  const written = (name: string) => (config[name] ?? null) !== null;
  const decided = Object.entries(planned).filter(
    ([name, value]) => value !== UNKNOWN && (value !== false || written(name)),
  );
  const sent = { ...Object.fromEntries(decided), mfa_config: namedAsConfigured(planned, config) };
  return policyIn(type, sent).wire;
}

/** Makes the request body that leaves a policy as it was answered. */
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
export interface Redacting {
  /** Summaries, warnings and errors show no value of a rule. @default false */
  readonly redactSummaries?: boolean;
}

/**
 * Returns the summary of a policy that is semantically equal to the prior one: the prior summary, since another version's
 * wording is not a difference, unless `redact_summaries` was turned on or off since.
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

/** Returns whether a value is a known object. */
export function isObject(value: CtyValue | undefined): value is ObjectValue {
  return typeof value === "object" && value !== null && value !== UNKNOWN && !Array.isArray(value);
}
