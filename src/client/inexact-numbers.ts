import { hasPlainNumbersOnly, inexactParts } from "../model";
import { oneLine } from "../text";
import { ApiError } from "./api-error";
import type { ApiRequest } from "./request";

/** The one member of the object that replaces a number which parsing would change; its value is the number's text. */
const MARK = "inexact_number";

type Container = Record<string | number, unknown>;

/** Replaces every number of an answer's result that parsing has changed, so that no update can send it back changed. */
export function markInexactNumbers(result: unknown, json: string): unknown {
  if (hasPlainNumbersOnly(json)) return result;
  const root: Container = { result };
  for (const { kind, path, text } of inexactParts(json)) {
    if (kind !== "number" || path[0] !== "result") continue;
    const inside = path
      .slice(0, -1)
      .reduce<unknown>((value, step) => (value as Container | null)?.[step], root);
    const last = path.at(-1)!;
    // Of members that have the same name only the last is there.
    if (typeof (inside as Container | null | undefined)?.[last] === "number")
      (inside as Container)[last] = { [MARK]: text };
  }
  return root.result;
}

/** Refuses a body that would send back a number which parsing would change. */
export function checkInexactNumbers({ operation }: ApiRequest, body: unknown): void {
  const found = markIn(body, []);
  if (found === undefined) return;
  throw new ApiError({
    operation,
    kind: "misconfigured",
    reason: `the policy has a number in ${oneLine(found.path, 80)} that would lose digits when it is sent back: ${oneLine(found.text, 80)}`,
    fix: "Change the field in the dashboard, or manage the policy there: this version cannot update it without changing the number.",
  });
}

function markIn(value: unknown, path: readonly string[]): { path: string; text: string } | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const members = Object.entries(value);
  const [first] = members;
  if (members.length === 1 && first?.[0] === MARK && typeof first[1] === "string")
    return { path: path.join("."), text: first[1] };
  for (const [name, member] of members) {
    const found = markIn(member, [...path, name]);
    if (found !== undefined) return found;
  }
  return undefined;
}
