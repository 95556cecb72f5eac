import { invalidRequestEntry, Refusal } from "../refusal";
import type { Body } from "../store";
import type { Check } from "./check";

/** Throws a 400 that names everything wrong with the body. */
export function validate(check: Check, body: unknown): Body {
  const problems = check(body, "");
  if (problems.length === 0) return body as Body;
  throw new Refusal(
    400,
    problems.map(({ message, pointer }) =>
      invalidRequestEntry(pointer === "" ? message : `${pointer}: ${message}`, pointer),
    ),
  );
}
