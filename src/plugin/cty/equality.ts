import { type CtyType, encodeType } from "./type";
import { BigNumber, type CtyValue, DynamicValue, getMember, Unknown } from "./value";

type Fields = Readonly<Record<string, CtyValue>>;

/**
 * Whether Terraform considers two values of one type equal:
 * - strings and map keys compare in NFC, numbers by value, nulls only with nulls;
 * - sets compare by their elements, regardless of order and repetition;
 * - an absent attribute is null;
 * - two unknowns are equal placeholders (their later values may still differ).
 */
export function valuesEqual(a: CtyValue | undefined, b: CtyValue | undefined, type: CtyType): boolean {
  if (a === b) return true;
  if (a === null || a === undefined) return b === null || b === undefined;
  if (b === null || b === undefined) return false;
  if (a instanceof Unknown || b instanceof Unknown) return a instanceof Unknown && b instanceof Unknown;
  switch (type.kind) {
    case "string":
      return typeof a === "string" && typeof b === "string" && a.normalize("NFC") === b.normalize("NFC");
    case "bool":
      return false;
    case "number":
      return a instanceof BigNumber && b instanceof BigNumber && a.text === b.text;
    case "list":
      return arraysEqual(a, b, () => type.element);
    case "tuple":
      return arraysEqual(a, b, (index) => type.elements[index]!);
    case "object":
      return Object.entries(type.attributes).every(([name, attribute]) =>
        valuesEqual(getMember(a as Fields, name), getMember(b as Fields, name), attribute),
      );
    case "set":
      // Mostly nothing changed at all.
      return sameInOrder(a, b) || valueKey(a, type) === valueKey(b, type);
    case "dynamic":
    case "map":
      return valueKey(a, type) === valueKey(b, type);
  }
}

function sameInOrder(a: CtyValue, b: CtyValue): boolean {
  return (
    Array.isArray(a) &&
    Array.isArray(b) &&
    a.length === b.length &&
    a.every((element, index) => element === b[index])
  );
}

function arraysEqual(a: CtyValue, b: CtyValue, typeOf: (index: number) => CtyType): boolean {
  if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
  return a.every((element, index) => valuesEqual(element, b[index], typeOf(index)));
}

/**
 * Returns a text that two values of one type share exactly when they are equal. Texts sort and hash, so that sets and
 * maps compare without trying every pair.
 */
export function valueKey(value: CtyValue | undefined, type: CtyType): string {
  if (value === null || value === undefined) return "null";
  if (value instanceof Unknown) return "unknown";
  if (value instanceof BigNumber) return value.text;
  if (value instanceof DynamicValue) {
    return `${Buffer.from(encodeType(value.type))}=${valueKey(value.value, value.type)}`;
  }
  if (Array.isArray(value)) return arrayKey(value, type);
  if (typeof value === "string") return JSON.stringify(value.normalize("NFC"));
  return typeof value === "object" ? recordKey(value as Fields, type) : String(value);
}

function arrayKey(value: readonly CtyValue[], type: CtyType): string {
  if (type.kind === "tuple") {
    return `[${value.map((element, index) => valueKey(element, type.elements[index]!))}]`;
  }
  const element = type.kind === "list" || type.kind === "set" ? type.element : type;
  const keys = value.map((one) => valueKey(one, element));
  return type.kind === "set" ? `[${[...new Set(keys)].sort()}]` : `[${keys}]`;
}

function recordKey(value: Fields, type: CtyType): string {
  if (type.kind === "object") {
    const names = Object.keys(type.attributes).sort();
    return `{${names.map((name) => valueKey(getMember(value, name), type.attributes[name]!))}}`;
  }
  const element = type.kind === "map" ? type.element : type;
  const members = Object.keys(value).map(
    (key) => `${JSON.stringify(key.normalize("NFC"))}:${valueKey(value[key], element)}`,
  );
  return `{${members.sort()}}`;
}
