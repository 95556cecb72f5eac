import type { CtyType } from "./type";
import { BigNumber, type CtyValue, DynamicValue, type ObjectValue, UNKNOWN } from "./value";
import type { AttributePath } from "./value-error";

/** Whether a value has no unknown in it. */
export function isWhollyKnown(value: CtyValue | undefined): boolean {
  if (value === UNKNOWN) return false;
  if (value === null || typeof value !== "object" || value instanceof BigNumber) return true;
  if (value instanceof DynamicValue) return isWhollyKnown(value.value);
  if (Array.isArray(value)) return value.every(isWhollyKnown);
  return Object.values(value).every(isWhollyKnown);
}

/** Returns the path of the first unknown in a value, no deeper than a set; undefined when the value is wholly known. */
export function firstUnknown(
  value: CtyValue,
  type: CtyType,
  path: AttributePath = [],
): AttributePath | undefined {
  if (value === UNKNOWN) return path;
  if (value === null || isWhollyKnown(value)) return undefined;
  switch (type.kind) {
    case "object": {
      const name = Object.keys(type.attributes).find((name) => !isWhollyKnown((value as ObjectValue)[name]));
      if (name === undefined) return undefined;
      return firstUnknown((value as ObjectValue)[name]!, type.attributes[name]!, [...path, name]);
    }
    case "map": {
      const key = Object.keys(value).find((key) => !isWhollyKnown((value as ObjectValue)[key]))!;
      return firstUnknown((value as ObjectValue)[key]!, type.element, [...path, { key }]);
    }
    case "list": {
      const elements = value as readonly CtyValue[];
      const index = elements.findIndex((element) => !isWhollyKnown(element));
      return firstUnknown(elements[index]!, type.element, [...path, index]);
    }
    default:
      return path;
  }
}

/** Replaces every unknown in a value by null, so that it can be saved in a state. */
export function unknownsAsNull(value: CtyValue): CtyValue {
  if (value === UNKNOWN) return null;
  if (value === null || typeof value !== "object" || isWhollyKnown(value)) return value;
  if (Array.isArray(value)) return value.map(unknownsAsNull);
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [name, unknownsAsNull(field ?? null)]),
  );
}
