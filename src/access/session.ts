/**
 * What lets a running session in. Source of the rules: the vendor's documentation of session management.
 *
 * Provider facts, email and login method are judged at login; address, country, certificate, posture and risk at each
 * request. So who lost a group keeps what the session has until it ends. That the session exists says that some Allow
 * policy matched at its login. Where only one can have, and what it asks of each request still holds, it decides.
 */
import { type Answers, evaluate, type Truth, visit } from "./condition";
import type { Fact } from "./fact";
import type { Judgment, Outcome } from "./outcome";

/** The outcome of a running session; undefined where it does not follow from what is known. */
export function sessionOutcome(
  { steps, login }: Judgment,
  answers: Answers,
  possible: readonly Outcome[],
): Outcome | undefined {
  if (possible.length === 1 || evaluate(login, answers) !== "yes") return undefined;
  // Policies that may have let the session in: what is judged at each request may have been otherwise then.
  const atLogin: Answers = {
    leaf: (dimension, values) =>
      AT_EACH_REQUEST.has(dimension) ? "unknown" : answers.leaf(dimension, values),
    fact: (known) => (known.kind === "posture" || known.kind === "ip_list" ? "unknown" : answers.fact(known)),
  };
  const candidates = steps.filter(
    ({ when, outcome }) => outcome.decision === "allow" && evaluate(when, atLogin) !== "no",
  );
  const isBlocked = steps.some(
    ({ when, outcome }) => outcome.decision === "deny" && outcome.policy && evaluate(when, answers) !== "no",
  );
  if (candidates.length !== 1 || isBlocked) return undefined;
  const [candidate] = candidates;
  // Only where it needs one fact of the login is it certain that the fact held.
  const facts = new Set<string>();
  visit(candidate!.when, (found) => {
    if (found.kind === "fact" && isLoginFact(found.fact)) facts.add(found.fact.key);
  });
  const needed = evaluate(candidate!.when, withLoginFacts(atLogin, "no")) === "no";
  const holds = evaluate(candidate!.when, withLoginFacts(answers, "yes")) === "yes";
  return facts.size === 1 && needed && holds ? candidate!.outcome : undefined;
}

function withLoginFacts({ leaf, fact }: Answers, truth: Truth): Answers {
  return { leaf, fact: (known) => (isLoginFact(known) ? truth : fact(known)) };
}

const AT_EACH_REQUEST: ReadonlySet<string> = new Set([
  "ip",
  "country",
  "certificate",
  "token",
  "linked",
  "risk",
]);

function isLoginFact({ kind }: Fact): boolean {
  return kind === "group" || kind === "saml" || kind === "oidc" || kind === "auth_method";
}
