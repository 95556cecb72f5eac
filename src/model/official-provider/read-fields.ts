import { DEFERRED, type Deferred } from "../deferred";
import type { PolicyField, PolicyFields } from "../policy-fields";
import type { SelectorField } from "../selector-definition";
import { unheardOf, unreadable } from "./unreadable-state";

/*
 * Readers of values as a state or a plan has them. What a plan does not know yet is DEFERRED, which they carry along.
 */

export type Json = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Null, `false`, `0`, `""`, and what holds nothing but those: a state file spells "unset" in all of these ways. */
export function saysNothing(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(saysNothing);
  if (isRecord(value)) return Object.values(value).every(saysNothing);
  return !value;
}

/** A list, where null stands for an empty one. */
export function readList(value: unknown, path: string): readonly unknown[] {
  if (value === null || value === undefined) return [];
  if (!Array.isArray(value)) throw unreadable(path, value, "a list");
  return value;
}

export function readStrings(value: unknown, path: string): readonly (string | Deferred)[] | Deferred {
  if (value === DEFERRED) return DEFERRED;
  return readList(value, path).map((item, index) => readString(item, `${path}[${index}]`));
}

export function readString(value: unknown, path: string): string | Deferred {
  if (value !== DEFERRED && typeof value !== "string") throw unreadable(path, value, "a string");
  return value;
}

/** The fields of a policy as the API has them, from a state that has them so too. Rules are read by `readRules`. */
export function readFields(
  fields: PolicyFields,
  given: unknown,
  path: string,
  readRules: (value: unknown, path: string) => unknown,
): Record<string, unknown> {
  const read: Record<string, unknown> = {};
  for (const [name, value, at] of members(given, path)) {
    if (!Object.hasOwn(fields, name)) {
      if (!saysNothing(value)) throw unheardOf(at);
    } else read[name] = readField(fields[name]!, value, at, readRules);
  }
  return read;
}

/** The members of an object that are not null, each with its path. */
export function members(given: unknown, path: string): [name: string, value: unknown, at: string][] {
  if (!isRecord(given)) throw unreadable(path, given, "an object");
  return Object.entries(given)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => [name, value, path === "" ? name : `${path}.${name}`]);
}

function readField(
  { type }: PolicyField | SelectorField,
  value: unknown,
  path: string,
  readRules: (value: unknown, path: string) => unknown,
): unknown {
  if (value === DEFERRED) return DEFERRED;
  switch (type) {
    case "rules":
      return readRules(value, path);
    case "strings":
      return readStrings(value, path);
    case "string":
      return readString(value, path);
    case "bool":
      if (typeof value !== "boolean") throw unreadable(path, value, "true or false");
      return value;
    case "integer":
      if (typeof value !== "number") throw unreadable(path, value, "a number");
      return value;
  }
  const inner = (object: unknown, at: string, objectFields: PolicyFields) =>
    object === DEFERRED ? DEFERRED : readFields(objectFields, object, at, readRules);
  if ("object" in type) return inner(value, path, type.object);
  return readList(value, path).map((item, index) => inner(item, `${path}[${index}]`, type.objects));
}
