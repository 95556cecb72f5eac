import type { PolicyAnswer } from "../../../client";
import { type AccessDecision, type Placed, RESPONSE_FIELDS } from "../../../model";

/** A policy as an application's list shows it. */
export interface PlacedPolicy extends Placed {
  readonly name: string;
  /** A reusable policy that is linked to the application: its place is the application's, not the policy's. */
  readonly linked: boolean;
  readonly answer: PolicyAnswer;
}

/** What stands in an application's order, as it was answered; what has no place there is left out. */
export function placedPolicies(answers: readonly PolicyAnswer[]): PlacedPolicy[] {
  return answers.flatMap((answer) => {
    const { id, name, precedence, decision, reusable } = answer;
    if (typeof precedence !== "number") return [];
    return {
      id,
      precedence,
      decision: decision as AccessDecision,
      name: String(name),
      linked: reusable === true,
      answer,
    };
  });
}

/** The body that leaves a policy as it was answered, but for its place. */
export function bodyAt(answer: PolicyAnswer, precedence: number): Record<string, unknown> {
  const content = Object.entries(answer).filter(
    ([name, value]) => !RESPONSE_FIELDS.has(name) && value !== null,
  );
  return { ...Object.fromEntries(content), precedence };
}
