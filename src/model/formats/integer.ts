import type { Format } from "./format";

function integerFrom(minimum: number, allowed: string): Format<number> {
  return {
    allowed,
    judge: (value) => {
      if (!Number.isSafeInteger(value)) return { code: "integer" };
      return value < minimum ? { code: "minimum", meant: String(minimum) } : undefined;
    },
    canonical: String,
  };
}

/** Place in an application's order. */
export const precedence = integerFrom(1, "a whole number, 1 (judged first) or more");

/** How many approvals a request needs. */
export const approvals = integerFrom(0, "a whole number, 0 or more");
