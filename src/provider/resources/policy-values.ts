import { DEFERRED, type PolicyDocument, type PolicyKind, policyFields } from "../../model";
import { type Attributes, BigNumber, type CtyValue, type ObjectValue, UNKNOWN } from "../framework";

/** The policy in a resource's values: its fields alone, with what is unknown as DEFERRED. */
export function toDocument(kind: PolicyKind, values: ObjectValue): PolicyDocument {
  return Object.fromEntries(
    Object.keys(policyFields(kind)).map((name) => [name, toModel(values[name] ?? null)]),
  );
}

/** A value as the model has it: what is unknown is DEFERRED. */
export function toModel(value: CtyValue): unknown {
  if (value === UNKNOWN) return DEFERRED;
  if (value instanceof BigNumber) return Number(value.text);
  if (Array.isArray(value)) return value.map(toModel);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, toModel(member)]));
}

/** A policy of the model as values, every attribute of the schema in place. */
export function fromDocument(attributes: Attributes, document: PolicyDocument): ObjectValue {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, { nested }]) => {
      const value = document[name] ?? null;
      if (nested === undefined || value === null || value === DEFERRED) return [name, fromModel(value)];
      const complete = (element: unknown) => fromDocument(nested.attributes, element as PolicyDocument);
      return [name, Array.isArray(value) ? value.map(complete) : complete(value)];
    }),
  );
}

function fromModel(value: unknown): CtyValue {
  if (value === DEFERRED) return UNKNOWN;
  return Array.isArray(value) ? value.map(fromModel) : (value as CtyValue);
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
