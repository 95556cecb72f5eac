/** Where rules and policies refer to something of the account by its id. */
import { isPlainObject } from "./canonical-json";
import type { WirePolicy } from "./document";
import type { Issue } from "./issue";
import type { PolicyFields } from "./policy-fields";
import type { Reference } from "./references";
import { selectorOf } from "./rule-set";

/** A field that refers to something, and what it holds. */
export interface FieldReference {
  readonly path: Issue["path"];
  readonly value: unknown;
  readonly meant: Reference;
}

/** Returns the fields of a rule that refer to something. Paths begin at the selector. */
export function referencesInRule(rule: unknown): readonly FieldReference[] {
  const selector = selectorOf(rule);
  if (selector === undefined) return [];
  const content = contentOf(rule, selector.wireKey);
  if (content === undefined) return [];
  return Object.entries(selector.fields).flatMap(([name, { refersTo }]) =>
    refersTo ? [{ path: [selector.wireKey, name], value: content[name], meant: refersTo }] : [],
  );
}

/**
 * Returns the fields of a policy that refer to something of its own account. What a rule reads from another account is
 * left out.
 */
export function referencesInPolicy(
  fields: PolicyFields,
  wire: WirePolicy,
  accountId: string,
): readonly FieldReference[] {
  return referencesInFields(fields, wire, accountId);
}

function referencesInFields(
  fields: PolicyFields,
  values: Readonly<Record<string, unknown>>,
  accountId: string,
): FieldReference[] {
  return Object.entries(fields).flatMap(([name, { type, refersTo }]) => {
    const value = values[name];
    if (refersTo) return [{ path: [name], value, meant: refersTo }];
    if (type === "rules") {
      const ofRule = (rule: unknown) => (readsFrom(rule, accountId) ? referencesInRule(rule) : []);
      return eachIn(name, value, ofRule);
    }
    if (typeof type === "string" || value === undefined || value === null) return [];
    const nested = "object" in type ? type.object : type.objects;
    const within = (object: unknown) =>
      isPlainObject(object) ? referencesInFields(nested, object, accountId) : [];
    return "object" in type ? under([name], within(value)) : eachIn(name, value, within);
  });
}

/** Whether a rule is about objects of this account. */
function readsFrom(rule: unknown, accountId: string): boolean {
  const selector = selectorOf(rule);
  const content = selector && contentOf(rule, selector.wireKey);
  if (selector === undefined || content === undefined) return false;
  return Object.entries(selector.fields).every(([name, { absentMeans }]) => {
    const account = content[name] ?? accountId;
    return absentMeans !== "own account" || account === accountId;
  });
}

function contentOf(rule: unknown, wireKey: string): Readonly<Record<string, unknown>> | undefined {
  const content = (rule as Record<string, unknown>)[wireKey];
  return isPlainObject(content) ? content : undefined;
}

function eachIn(
  name: string,
  list: unknown,
  found: (item: unknown) => readonly FieldReference[],
): FieldReference[] {
  return Array.isArray(list) ? list.flatMap((item, index) => under([name, index], found(item))) : [];
}

function under(path: Issue["path"], found: readonly FieldReference[]): FieldReference[] {
  return found.map((reference) => ({ ...reference, path: [...path, ...reference.path] }));
}
