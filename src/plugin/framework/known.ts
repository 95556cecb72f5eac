import {
  type AttributePath,
  BigNumber,
  type CtyType,
  type CtyValue,
  DynamicValue,
  type ObjectValue,
  UNKNOWN,
} from "../cty";

/** Whether nothing in the value is left to be known after apply. */
export function whollyKnown(value: CtyValue | undefined): boolean {
  if (value === UNKNOWN) return false;
  if (value === null || typeof value !== "object" || value instanceof BigNumber) return true;
  if (value instanceof DynamicValue) return whollyKnown(value.value);
  if (Array.isArray(value)) return value.every(whollyKnown);
  return Object.values(value).every(whollyKnown);
}

/** Where the first thing not known within a value stands, no deeper than a set; undefined when all is known. */
export function firstUnknown(
  value: CtyValue,
  type: CtyType,
  path: AttributePath = [],
): AttributePath | undefined {
  if (value === UNKNOWN) return path;
  if (value === null || whollyKnown(value)) return undefined;
  switch (type.kind) {
    case "object": {
      const name = Object.keys(type.attributes).find((name) => !whollyKnown((value as ObjectValue)[name]));
      if (name === undefined) return undefined;
      return firstUnknown((value as ObjectValue)[name]!, type.attributes[name]!, [...path, name]);
    }
    case "map": {
      const key = Object.keys(value).find((key) => !whollyKnown((value as ObjectValue)[key]))!;
      return firstUnknown((value as ObjectValue)[key]!, type.element, [...path, { key }]);
    }
    case "list": {
      const elements = value as readonly CtyValue[];
      const index = elements.findIndex((element) => !whollyKnown(element));
      return firstUnknown(elements[index]!, type.element, [...path, index]);
    }
    default:
      return path;
  }
}

/** The value with null in place of everything unknown: what of it can be saved. */
export function knownPart(value: CtyValue): CtyValue {
  if (value === UNKNOWN) return null;
  if (value === null || typeof value !== "object" || whollyKnown(value)) return value;
  if (Array.isArray(value)) return value.map(knownPart);
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, knownPart(field ?? null)]));
}
