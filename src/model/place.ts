import { DEFERRED } from "./deferred";
import { FORMATS, type Format } from "./formats";
import { type Issue, issue } from "./issue";

/**
 * The errors in an id that says where something is kept (`account_id`, `app_id`), at its name. It becomes a part of the
 * address that is asked, so that a slash in it would lead elsewhere. Absent and not known yet is right.
 */
export function validatePlaceId(name: string, value: unknown): Issue[] {
  return errorsIn(name, value, FORMATS["path-id"]);
}

/** The errors in the id of an account, at its name: the form that Cloudflare gives all of them. */
export function validateAccountId(name: string, value: unknown): Issue[] {
  return errorsIn(name, value, FORMATS["account-path-id"]);
}

function errorsIn(name: string, value: unknown, format: Format): Issue[] {
  if (value === undefined || value === null || value === DEFERRED) return [];
  const facts = { name, got: value, allowed: format.allowed };
  if (typeof value !== "string") return [issue("error", "type", [name], facts)];
  const fault = format.judge(value);
  return fault ? [issue("error", fault.code, [name], { ...facts, ...fault })] : [];
}

/** The errors in a text that something is looked up by, at its name: an empty one finds nothing. */
export function validateLookupKey(name: string, value: unknown): Issue[] {
  if (typeof value !== "string") return [];
  const fault = FORMATS.text.judge(value);
  return fault ? [issue("error", fault.code, [name], { name, got: value })] : [];
}
