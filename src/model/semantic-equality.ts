/**
 * Which representations are semantically equal. Every value has one canonical text; two values are equal when theirs are.
 *
 *  1. Absent: null, a missing member, `[]`, `{}`, `false` and `""` are equal. The one exception is a policy's
 *     `session_duration`: `""` is "as long as the application", unset is "as the server decides", and the two differ.
 *  2. Sets (rules, approval groups, addresses, methods, formats, user names): order and repetition do not count.
 *  3. Rules: by their form on the wire, in whichever member they are: a known rule written as JSON under `other` equals the
 *     same rule under its selector. A rule without a known selector is compared as JSON, without regard to the
 *     order of members.
 *  4. Durations by their length: `24h`, `1440m`, `24h0m0s`, `1.5h` and `90m`.
 *  5. IP addresses and ranges: a bare address is the range of one (`/32`, `/128`); IPv6 in any notation and case; bits
 *     behind the prefix do not count.
 *  6. Email addresses, domains and country codes: without regard to case.
 *  7. `mfa_bypass` and `mfa_disabled`: one switch. Where both are set, `mfa_disabled` is used.
 *  8. Ids, names, claims, user names, addresses of APIs and prompts: as they stand, in Unicode's composed form. The API
 *     returns ids in one form only, and names are compared with case by those who own them.
 *  9. What is not known yet (DEFERRED) equals itself alone.
 * 10. Whole numbers by value. An unset `precedence` differs from a set one: which number the server chose is not known.
 *
 * Sources: what the API is known to normalize (an IP without a prefix comes back with one, unset lists come back
 * empty, unset booleans false, empty clipboard lists vanish), Go's duration syntax, RFC 5952, RFC 4343, ISO 3166.
 */

import { DEFERRED } from "./deferred";
import type { PolicyDocument } from "./document";
import { FORMATS, type Format, type FormatName } from "./formats";
import { canonicalJson, isPlainObject } from "./json";
import type { PolicyField, PolicyFields } from "./policy-fields";
import { expandRules, knownRule, type RuleSet } from "./rule-set";
import type { SelectorDefinition } from "./selector-definition";
import { singleField } from "./selectors";

/** Returns the canonical text of a value; null where it is absent. */
export type Canonical = string | null;

export type SemanticEquality = (a: unknown, b: unknown) => boolean;

/** Returns whether two documents are semantically equal. */
export function semanticEquals(fields: PolicyFields, a: PolicyDocument, b: PolicyDocument): boolean {
  return Object.entries(fields).every(([name, field]) => fieldEquals(field, a[name], b[name]));
}

/** Returns whether two values of a field are semantically equal. */
export function fieldEquals(field: PolicyField, a: unknown, b: unknown): boolean {
  // Most fields do not change at all, and identical values are cheaper to compare.
  return deepEquals(a, b) || canonicalField(field, a) === canonicalField(field, b);
}

/** Returns the semantic equality of a field. */
export function fieldEquality(field: PolicyField): SemanticEquality {
  return (a, b) => fieldEquals(field, a, b);
}

/** Returns the canonical text of a field's value. */
export function canonicalField(field: PolicyField, value: unknown): Canonical {
  if (value === DEFERRED) return NOT_KNOWN;
  if (value === null || value === undefined) return null;
  const { type, format } = field;
  if (type === "rules") return isPlainObject(value) ? canonicalRules(value) : canonicalJson(value);
  if (type === "strings") return canonicalStrings(format, value);
  if (type === "bool") return value === false ? null : canonicalJson(value);
  if (typeof type === "string") {
    return value === "" && !field.emptyIsAValue ? null : canonicalJson(canonicalLeaf(format, value));
  }
  if ("object" in type)
    return isPlainObject(value) ? canonicalObject(type.object, value) : canonicalJson(value);
  if (!Array.isArray(value)) return canonicalJson(value);
  return canonicalSet(value.map((element) => canonicalElement(type.objects, element)));
}

/** Returns the canonical text of a rule of the API. */
export function canonicalRule(rule: unknown): string {
  if (rule === DEFERRED) return NOT_KNOWN;
  const known = knownRule(rule);
  if (!known) return withDeferred(rule);
  const { selector, fields } = known;
  if (selector.shape === "strings") {
    const name = singleField(selector);
    const text = fields[name];
    if (typeof text === "string") return ofOneText(selector, name, text);
  }
  const flag = isPlainObject(rule) && rule[selector.wireKey] === DEFERRED;
  const members = Object.entries(fields).map(([name, value]) => {
    const { type, required, format } = selector.fields[name]!;
    return [
      name,
      canonicalField({ type, required, format, description: "", emptyIsAValue: required }, value),
    ];
  });
  const content = flag ? NOT_KNOWN : Object.fromEntries(members.filter(([, text]) => text !== null));
  // No JSON text begins like this, so a known rule never equals an unknown one.
  return `${selector.key}: ${canonicalJson(content)}`;
}

/** Shortens canonicalRule for the rules that have one text: most of them. */
function ofOneText({ key, fields }: SelectorDefinition, name: string, text: string): string {
  const canonical: string = (FORMATS[fields[name]!.format] as Format).canonical(text);
  return `${key}: {"${name}":${JSON.stringify(JSON.stringify(canonical))}}`;
}

/** Returns whether two values are deeply identical. */
function deepEquals(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, index) => deepEquals(item, b[index]));
  }
  if (!isPlainObject(a) || !isPlainObject(b)) return false;
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && deepEquals(a[name], b[name]))
  );
}

const NOT_KNOWN = "(not known yet)";

function canonicalRules(set: RuleSet): Canonical {
  const rules = expandRules(set);
  return rules === DEFERRED ? NOT_KNOWN : canonicalSet(rules.map(canonicalRule));
}

function canonicalObject(fields: PolicyFields, object: Readonly<Record<string, unknown>>): Canonical {
  const members = Object.entries(withOneSwitch(fields, object))
    .map(([name, value]) => [name, fields[name] ? canonicalField(fields[name], value) : null])
    .filter(([, text]) => text !== null);
  return members.length === 0 ? null : canonicalJson(Object.fromEntries(members));
}

/** Returns the canonical text of an element of a set, which counts even when it is empty. */
export function canonicalElement(fields: PolicyFields, element: unknown): string {
  if (element === DEFERRED) return NOT_KNOWN;
  return isPlainObject(element) ? (canonicalObject(fields, element) ?? "{}") : canonicalJson(element);
}

function withOneSwitch(fields: PolicyFields, object: Readonly<Record<string, unknown>>) {
  if (!("mfa_bypass" in fields)) return object;
  const { mfa_bypass, ...rest } = object;
  return { ...rest, mfa_disabled: object.mfa_disabled ?? mfa_bypass };
}

function canonicalStrings(format: FormatName | undefined, value: unknown): Canonical {
  if (!Array.isArray(value)) return canonicalJson(value);
  return canonicalSet(
    value.map((item) => (item === DEFERRED ? NOT_KNOWN : canonicalJson(canonicalLeaf(format, item)))),
  );
}

function canonicalLeaf(format: FormatName = "any", value: unknown): unknown {
  if (typeof value !== "string" && typeof value !== "number") return value;
  const expected = format === "precedence" || format === "approvals" ? "number" : "string";
  return typeof value === expected ? (FORMATS[format].canonical as (leaf: unknown) => string)(value) : value;
}

function canonicalSet(texts: readonly string[]): Canonical {
  return texts.length === 0 ? null : canonicalJson([...new Set(texts)].sort());
}

/** JSON of a rule we do not know, in which something may not be known yet. */
function withDeferred(rule: unknown): string {
  return canonicalJson(
    JSON.parse(JSON.stringify(rule, (_key, value) => (value === DEFERRED ? NOT_KNOWN : value)) ?? "null"),
  );
}
