import { getMember } from "./record";
import type { CtyType } from "./type";
import { encodeType } from "./type-json";
import { BigNumber, type CtyValue, DynamicValue, Unknown } from "./value";

type Fields = Readonly<Record<string, CtyValue>>;

/**
 * Whether Terraform takes two values of one type for the same:
 * - strings and map keys compare in NFC, numbers by value, nulls only with nulls;
 * - a set is its elements, whatever their order and however often each is written;
 * - an absent attribute is null;
 * - two unknowns count as the same placeholder (what they turn out to be may still differ).
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
      // Nearly always nothing changed at all.
      return sameInOrder(a, b) || canonical(a, type) === canonical(b, type);
    case "dynamic":
    case "map":
      return canonical(a, type) === canonical(b, type);
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

// One text for all spellings of a value. Texts sort, so that sets and maps compare without trying every pair.
function canonical(value: CtyValue | undefined, type: CtyType): string {
  if (value === null || value === undefined) return "null";
  if (value instanceof Unknown) return "unknown";
  if (value instanceof BigNumber) return value.text;
  if (value instanceof DynamicValue) {
    return `${Buffer.from(encodeType(value.type))}=${canonical(value.value, value.type)}`;
  }
  if (Array.isArray(value)) return canonicalArray(value, type);
  if (typeof value === "string") return JSON.stringify(value.normalize("NFC"));
  return typeof value === "object" ? canonicalRecord(value as Fields, type) : String(value);
}

function canonicalArray(value: readonly CtyValue[], type: CtyType): string {
  if (type.kind === "tuple") {
    return `[${value.map((element, index) => canonical(element, type.elements[index]!))}]`;
  }
  const element = type.kind === "list" || type.kind === "set" ? type.element : type;
  const texts = value.map((one) => canonical(one, element));
  return type.kind === "set" ? `[${[...new Set(texts)].sort()}]` : `[${texts}]`;
}

function canonicalRecord(value: Fields, type: CtyType): string {
  const names = type.kind === "object" ? Object.keys(type.attributes) : Object.keys(value);
  const typeOf = (name: string) =>
    type.kind === "object" ? type.attributes[name]! : type.kind === "map" ? type.element : type;
  const texts = names.map((name) => {
    const member = canonical(getMember(value, name), typeOf(name));
    return `${JSON.stringify(name.normalize("NFC"))}:${member}`;
  });
  return `{${texts.sort()}}`;
}
