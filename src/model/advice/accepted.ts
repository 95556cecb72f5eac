import { DEFERRED } from "../deferred";
import { type Issue, issue } from "../issue";
import { closestMatch } from "../names";
import { ADVICE_CODES } from "./catalogue";

/** Errors for what a policy accepts as a warning and is none, at `["accepted_warnings"]`. */
export function validateAcceptedWarnings(accepted: unknown): Issue[] {
  if (accepted === undefined || accepted === null || accepted === DEFERRED) return [];
  const path = ["accepted_warnings"];
  if (!Array.isArray(accepted)) {
    const facts = { name: "accepted_warnings", got: accepted, allowed: "a list of codes" };
    return [issue("error", "type", path, facts)];
  }
  const codes: readonly unknown[] = ADVICE_CODES;
  const strangers = accepted.filter((code) => code !== DEFERRED && !codes.includes(code));
  return strangers.map((code) => {
    const meant = closestMatch(String(code), ADVICE_CODES);
    const facts = { name: String(code), allowed: ADVICE_CODES.join(", ") };
    return issue("error", "unknown-warning", path, meant === undefined ? facts : { ...facts, meant });
  });
}

/** What is left to say to a policy that accepts some of it: nothing while it is not known what it accepts. */
export function notAccepted(advice: readonly Issue[], accepted: unknown): readonly Issue[] {
  if (accepted === DEFERRED) return [];
  if (!Array.isArray(accepted)) return advice;
  return accepted.includes(DEFERRED) ? [] : advice.filter(({ code }) => !accepted.includes(code));
}
