import { DEFERRED } from "./deferred";
import { FORMATS, type Format } from "./formats";
import { type Issue, issue } from "./issue";

/** Returns the form of an import id, such as `<account_id>/<policy_id>`. */
export function importIdForm(names: readonly string[]): string {
  return names.map(placeholder).join("/");
}

/** Splits an import id into its parts by name; undefined where it does not have the form. */
export function splitImportId(
  names: readonly string[],
  id: string,
): Readonly<Record<string, string>> | undefined {
  if (importIdProblem(names, id) !== undefined) return undefined;
  const given = partsOf(id);
  return Object.fromEntries(names.map((name, index) => [name, given[index]!]));
}

/** Returns a sentence on the part of an import id that does not have the form; undefined where all of it has. */
export function importIdProblem(names: readonly string[], id: string): string | undefined {
  const given = partsOf(id);
  const scope = given[0]!.toLowerCase();
  // Import ids of other providers begin with the kind of what owns the policy.
  if (/^zones?$/.test(scope))
    return `It begins with a zone, but Access policies are imported by account: write the account's id in place of ${JSON.stringify(given.slice(0, 2).join("/"))}.`;
  if (/^accounts?$/.test(scope))
    return `It begins with the word "${scope}": leave it out, the account's id comes first.`;
  if (given.length !== names.length) return `It has ${partCount(given.length)}, not ${names.length}.`;
  const empty = names.find((_, index) => given[index] === "");
  return empty === undefined ? undefined : `${placeholder(empty)} is empty.`;
}

function partsOf(id: string): readonly string[] {
  return id.split("/").map((part) => part.trim());
}

function placeholder(name: string): string {
  return `<${name === "id" ? "policy_id" : name}>`;
}

function partCount(count: number): string {
  return count === 1 ? "1 part" : `${count} parts`;
}

/**
 * Finds the errors in an id of a location (`account_id`, `app_id`), at its name. It becomes a part of the request's path,
 * so that a slash in it would lead elsewhere. An id that is absent or not known yet is valid.
 */
export function validateLocationId(name: string, value: unknown): Issue[] {
  return errorsIn(name, value, FORMATS["path-id"]);
}

/** Finds the errors in the id of an account, at its name: all of them have one form. */
export function validateAccountId(name: string, value: unknown): Issue[] {
  return errorsIn(name, value, FORMATS["account-path-id"]);
}

function errorsIn(name: string, value: unknown, format: Format): Issue[] {
  if (value === undefined || value === null || value === DEFERRED) return [];
  const facts = { name, got: value, allowed: format.allowed };
  if (typeof value !== "string") return [issue("type", [name], facts)];
  const fault = format.judge(value);
  return fault ? [issue(fault.code, [name], { ...facts, ...fault })] : [];
}

/** Finds the errors in a lookup key, at its name: an empty one finds nothing. */
export function validateLookupKey(name: string, value: unknown): Issue[] {
  if (typeof value !== "string") return [];
  const fault = FORMATS.text.judge(value);
  return fault ? [issue(fault.code, [name], { name, got: value })] : [];
}
