import { DEFERRED } from "../deferred";
import { type Issue, issue } from "../issue";
import { closestMatch } from "../names";
import { LINT_CODES } from "./rules";

/** Finds the errors in the codes that a policy accepts, at `["accepted_warnings"]`: those that no rule has. */
export function validateAcceptedWarnings(accepted: unknown): Issue[] {
  if (accepted === undefined || accepted === null || accepted === DEFERRED) return [];
  const path = ["accepted_warnings"];
  if (!Array.isArray(accepted)) {
    const facts = { name: "accepted_warnings", got: accepted, allowed: "a list of codes" };
    return [issue("type", path, facts)];
  }
  const codes: readonly unknown[] = LINT_CODES;
  const unknown = accepted.filter((code) => code !== DEFERRED && !codes.includes(code));
  return unknown.map((code) => {
    const meant = closestMatch(String(code), LINT_CODES);
    const facts = { name: String(code), allowed: LINT_CODES.join(", ") };
    return issue("unknown-warning", path, meant === undefined ? facts : { ...facts, meant });
  });
}

/** Leaves out the warnings that a policy accepts; all of them while it is not known what it accepts. */
export function notAccepted(warnings: readonly Issue[], accepted: unknown): readonly Issue[] {
  if (accepted === DEFERRED) return [];
  if (!Array.isArray(accepted)) return warnings;
  return accepted.includes(DEFERRED) ? [] : warnings.filter(({ code }) => !accepted.includes(code));
}
