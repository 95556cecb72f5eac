import { invalidRequestEntry, Refusal } from "../refusal";
import type { Body } from "../store";
import type { Check } from "./check";

/**
 * Throws a 400 that names everything wrong with the body.
 * @param newerFields the fields that are taken although the reference does not have them
 */
export function validate(check: Check, body: unknown, newerFields: ReadonlySet<string>): Body {
  const problems = check(body, "").filter(
    ({ unknownField }) => unknownField === undefined || !newerFields.has(unknownField),
  );
  if (problems.length === 0) return body as Body;
  throw new Refusal(
    400,
    problems.map(({ message, pointer }) =>
      invalidRequestEntry(pointer === "" ? message : `${pointer}: ${message}`, pointer),
    ),
  );
}
