import type { Format } from "./format";

function integerFrom(minimum: number, allowed: string): Format<number> {
  return {
    allowed,
    judge: (value) => {
      if (!Number.isInteger(value)) return { code: "integer" };
      if (value > Number.MAX_SAFE_INTEGER) return TOO_LARGE;
      return value < minimum ? { code: "minimum", meant: String(minimum) } : undefined;
    },
    canonical: String,
  };
}

/** A larger one would not arrive as it was written. */
const TOO_LARGE = { code: "maximum", meant: String(Number.MAX_SAFE_INTEGER) } as const;

/** Precedence in an application's order. */
export const precedence = integerFrom(1, "a whole number, 1 (judged first) or more");

/** How many approvals a request needs. */
export const approvals = integerFrom(0, "a whole number, 0 or more");
