import { isPlainObject } from "./canonical-json";
import { DEFERRED } from "./deferred";
import { type Fault, FORMATS, type FormatName } from "./formats";
import type { StructuredField, StructuredFields } from "./structure";

/**
 * Whether there is nothing to find in an object of these fields: the same as an empty list of `findings`, and far
 * cheaper. Nearly every policy and rule is right, so what is wrong is only asked where something is.
 */
export function isRight(fields: StructuredFields, value: unknown): boolean {
  if (!isPlainObject(value)) return false;
  for (const name in value) {
    if (!Object.hasOwn(fields, name) || !isRightMember(fields[name]!, value[name])) return false;
  }
  for (const name in fields) {
    if (fields[name]!.required && !(name in value)) return false;
  }
  return true;
}

function isRightMember(field: StructuredField, value: unknown): boolean {
  if (value === DEFERRED) return true;
  if (value === null || value === undefined) return !field.required;
  const { type, format } = field;
  switch (type) {
    case "string":
      return typeof value === "string" && fits(format, value);
    case "integer":
      return Number.isFinite(value) && fits(format, value);
    case "bool":
      return typeof value === "boolean";
    case "rules":
      return Array.isArray(value);
    case "strings":
      if (field.atLeastOne && Array.isArray(value) && value.length === 0) return false;
      return isListOf(value, (item) => typeof item === "string" && fits(format, item));
    default:
      if ("object" in type) return isRight(type.object, value);
      return isListOf(value, (item) => isRight(type.objects, item));
  }
}

/** With a loop, since `every` passes over what is missing in a list. */
function isListOf(value: unknown, isRightItem: (item: unknown) => boolean): boolean {
  if (!Array.isArray(value)) return false;
  for (const item of value) if (item !== DEFERRED && !isRightItem(item)) return false;
  return true;
}

function fits(format: FormatName | undefined, value: unknown): boolean {
  if (format === undefined) return true;
  return (FORMATS[format].judge as (value: unknown) => Fault | undefined)(value) === undefined;
}
