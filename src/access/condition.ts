/**
 * Conditions on a request: what rules, policies and settings become before they are judged. One translation serves both the
 * decision of one request and the comparison of all requests.
 *
 * A leaf asks for one of several values in a dimension (`email`, `country`, …; a request has one value in each), a fact
 * is something that a request has or has not (a group of a provider, a posture check, an assumption).
 */
import type { Fact } from "./fact";

/** What is known of a condition; "unknown" is never taken for "no". */
export type Truth = "yes" | "no" | "unknown";

/**
 * The dimensions, with the forms of their values. `*` stands for any.
 *
 * - `user`: `e:<email>`, `d:<domain>`, `*` (somebody is logged in)
 * - `provider`: id of the identity provider of the login
 * - `token`: `t:<id>` (valid), `*` (any valid one), `+` (any token, valid or not)
 * - `linked`: `a:<application id>`, `*`
 * - `certificate`: `n:<common name>`, `*`
 * - `ip`: `<first>-<last>` on the line of all addresses
 * - `country`, `risk`, `ssh` (a user name; `=` the one before the @ of the email), `method`, `path` (`<host><path pattern>`)
 */
export const DIMENSIONS = [
  "method",
  "path",
  "token",
  "linked",
  "certificate",
  "user",
  "provider",
  "risk",
  "country",
  "ip",
  "ssh",
] as const;
export type Dimension = (typeof DIMENSIONS)[number];

export interface Leaf {
  readonly kind: "leaf";
  readonly dimension: Dimension;
  readonly values: readonly string[];
}

export type Condition =
  | { readonly kind: "constant"; readonly value: boolean }
  | Leaf
  | { readonly kind: "fact"; readonly fact: Fact }
  | { readonly kind: "all" | "any"; readonly parts: readonly Condition[] }
  | { readonly kind: "not"; readonly part: Condition };

export const ALWAYS: Condition = { kind: "constant", value: true };
export const NEVER: Condition = { kind: "constant", value: false };

export function leaf(dimension: Dimension, ...values: readonly string[]): Condition {
  return values.length === 0 ? NEVER : { kind: "leaf", dimension, values };
}

export function fact(known: Fact): Condition {
  return { kind: "fact", fact: known };
}

export function not(part: Condition): Condition {
  if (part.kind === "constant") return part.value ? NEVER : ALWAYS;
  return part.kind === "not" ? part.part : { kind: "not", part };
}

export function all(parts: readonly Condition[]): Condition {
  return joined("all", parts, true);
}

/** One of the parts. Values of the same dimension become one leaf. */
export function any(parts: readonly Condition[]): Condition {
  return joined("any", parts, false);
}

function joined(kind: "all" | "any", parts: readonly Condition[], neutral: boolean): Condition {
  const kept: Condition[] = [];
  const values = new Map<Dimension, string[]>();
  for (const part of parts.flatMap((one) => (one.kind === kind ? one.parts : [one]))) {
    if (part.kind === "constant") {
      if (part.value !== neutral) return part;
    } else if (part.kind === "leaf" && kind === "any") {
      const found = values.get(part.dimension);
      if (found) found.push(...part.values);
      else values.set(part.dimension, [...part.values]);
    } else kept.push(part);
  }
  for (const [dimension, found] of values) kept.push(leaf(dimension, ...new Set(found)));
  if (kept.length === 0) return neutral ? ALWAYS : NEVER;
  return kept.length === 1 ? kept[0]! : { kind, parts: kept };
}

/** What is known of one request. */
export interface Answers {
  leaf(dimension: Dimension, values: readonly string[]): Truth;
  fact(known: Fact): Truth;
}

/** Judges a condition; an unknown part makes the whole unknown only where it matters. */
export function evaluate(condition: Condition, answers: Answers): Truth {
  switch (condition.kind) {
    case "constant":
      return condition.value ? "yes" : "no";
    case "leaf":
      return answers.leaf(condition.dimension, condition.values);
    case "fact":
      return answers.fact(condition.fact);
    case "not":
      return opposite(evaluate(condition.part, answers));
    default: {
      const decisive: Truth = condition.kind === "all" ? "no" : "yes";
      let result: Truth = opposite(decisive);
      for (const part of condition.parts) {
        const truth = evaluate(part, answers);
        if (truth === decisive) return decisive;
        if (truth === "unknown") result = "unknown";
      }
      return result;
    }
  }
}

export function opposite(truth: Truth): Truth {
  return truth === "unknown" ? "unknown" : truth === "yes" ? "no" : "yes";
}

/** Calls back for every leaf and fact. */
export function visit(
  condition: Condition,
  each: (found: Leaf | Extract<Condition, { kind: "fact" }>) => void,
): void {
  if (condition.kind === "leaf" || condition.kind === "fact") each(condition);
  else if (condition.kind === "not") visit(condition.part, each);
  else if (condition.kind === "all" || condition.kind === "any")
    for (const part of condition.parts) visit(part, each);
}
