import { DEFERRED } from "./deferred";
import { isPlainObject } from "./json";
import type { PolicyField, PolicyFields } from "./policy-fields";
import { expandRules, groupRules, type Rule, type RuleSet } from "./rule-set";

/** A policy as Terraform has it: snake_case, null for absent, rules grouped by selector. */
export type PolicyDocument = Readonly<Record<string, unknown>>;

/** A policy as the API has it: the body of a request, or a result. */
export type WirePolicy = Readonly<Record<string, unknown>>;

/**
 * Converts a document to the request body that says the same. What is absent in the document is left out, what is not
 * known yet is carried along. Of the two names of the MFA switch the one that is set is sent, `mfa_disabled` when both
 * are.
 */
export function documentToWire(fields: PolicyFields, document: PolicyDocument): WirePolicy {
  const wire: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(fields)) {
    const value = document[name];
    if (value === null || value === undefined) continue;
    wire[name] = value === DEFERRED ? DEFERRED : toWire(field, value);
  }
  if (isSet(wire.mfa_bypass) && isSet(wire.mfa_disabled)) delete wire.mfa_bypass;
  return wire;
}

function isSet(value: unknown): boolean {
  return value !== undefined;
}

function toWire({ type }: PolicyField, value: unknown): unknown {
  if (type === "rules") return expandRules(value as RuleSet);
  if (typeof type === "string") return value;
  if ("object" in type) return isPlainObject(value) ? documentToWire(type.object, value) : value;
  if (!Array.isArray(value)) return value;
  return value.map((element) => (isPlainObject(element) ? documentToWire(type.objects, element) : element));
}

/**
 * Converts an answer of the API to one canonical form: every field is there, null for absent; an unset boolean is
 * false; an empty list, object or text is null (an empty `session_duration` stays, it means something; so does what is
 * required); the MFA switch stands under both of its names.
 */
export function wireToDocument(fields: PolicyFields, wire: WirePolicy): PolicyDocument {
  const document: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(fields)) document[name] = toDocument(field, wire[name]);
  if ("mfa_bypass" in fields) {
    const disabled = wire.mfa_disabled ?? wire.mfa_bypass ?? false;
    document.mfa_bypass = disabled;
    document.mfa_disabled = disabled;
  }
  return document;
}

function toDocument(field: PolicyField, value: unknown): unknown {
  if (value === DEFERRED) return DEFERRED;
  const document = presentToDocument(field, value);
  return field.required || !saysNothing(document) || (document === "" && field.emptyIsAValue)
    ? document
    : field.type === "bool"
      ? false
      : null;
}

function presentToDocument({ type }: PolicyField, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (type === "rules") return Array.isArray(value) ? groupRules(value as Rule[]) : value;
  if (typeof type === "string") return value;
  if ("object" in type) return isPlainObject(value) ? wireToDocument(type.object, value) : value;
  if (!Array.isArray(value)) return value;
  return value.map((element) => (isPlainObject(element) ? wireToDocument(type.objects, element) : element));
}

/** Returns whether a value of a document represents absence: null, `false`, `""`, `[]`, `{}`. */
function saysNothing(value: unknown): boolean {
  if (value === null || value === undefined || value === false || value === "") return true;
  if (Array.isArray(value)) return value.length === 0;
  return isPlainObject(value) && Object.values(value).every(saysNothing);
}
