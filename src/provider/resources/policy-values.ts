import { DEFERRED, LongNumber, type Policy, type PolicyDocument, type PolicyType } from "../../model";
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

/** A map keeps members that are null: their names are judged as well. */
function toRuleSet(value: CtyValue): unknown {
  if (value === null || value === UNKNOWN) return toModel(value);
  const members = Object.entries(value as ObjectValue);
  return Object.fromEntries(members.map(([name, texts]) => [name, toModel(texts)]));
}

/** A value as the model has it: what is unknown is DEFERRED, and what an object leaves out is not there. */
export function toModel(value: CtyValue): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (value === UNKNOWN) return DEFERRED;
  if (Array.isArray(value)) return value.map(toModel);
  if (value instanceof BigNumber) return new LongNumber(value.text);
  const object: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) if (member !== null) object[name] = toModel(member);
  return object;
}

/** A policy of the model as values, every attribute of the schema in place. */
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

/** What was planned, with every unknown filled from what is known by now. */
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
