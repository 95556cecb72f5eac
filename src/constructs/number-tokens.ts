import { Token, Tokenization } from "cdktf";
import type { Issue } from "../model";

/** How JavaScript writes the numbers that cdktf encodes number tokens in: all of them have one exponent. */
const ENCODED_NUMBER = /-\d(?:\.\d+)?e\+298/g;

/** Whether a text has a number token written into it: `${count.index}`. */
export function holdsNumberToken(text: string): boolean {
  return text.includes("e+298") && text.search(ENCODED_NUMBER) !== -1;
}

/**
 * The value with text tokens in place of the number tokens that are written into its texts. cdktf looks for them itself
 * at synth, but takes the characters around them for a part of the number: it loses the token of `policy-${index}`, and
 * all but the first of `${a}.${b}`. Only arrays and plain objects are followed; what has no such text stays as it is.
 */
export function withTextTokens<Value>(value: Value): Value {
  return turned(value, []) as Value;
}

/** @param around the objects that the value is in: one that holds itself ends there */
function turned(value: unknown, around: readonly unknown[]): unknown {
  if (typeof value === "string") return holdsNumberToken(value) ? decoded(value) : value;
  if (around.includes(value)) return value;
  const inside = [...around, value];
  if (Array.isArray(value)) {
    const items = value.map((item) => turned(item, inside));
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  if (!isPlainObject(value)) return value;
  const changed = Object.entries(value).flatMap(([name, member]) => {
    const other = turned(member, inside);
    return other === member ? [] : [[name, other] as const];
  });
  return changed.length === 0 ? value : { ...value, ...Object.fromEntries(changed) };
}

function decoded(text: string): string {
  return text.replace(ENCODED_NUMBER, (digits) => {
    const token = Tokenization.reverseNumber(Number(digits));
    return token === undefined ? digits : Token.asString(token);
  });
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Below this, JavaScript's own numbers end; cdktf encodes tokens above it. */
const SMALLEST_ENCODED = 1e280;

/** Numbers of three digits in the exponent, as JavaScript writes them into texts. */
const LARGE_NUMBER = /-?\d(?:\.\d+)?e\+\d{3}/g;

/**
 * Whether a number, or one in a text, is what is left of a number token after JavaScript computed with it:
 * `count.index * 2`. A sum cannot be recognized, since it is the same number as the token.
 */
export function isSpoiltToken(value: unknown): boolean {
  if (typeof value === "string")
    return value.includes("e+") && (value.match(LARGE_NUMBER) ?? []).map(Number).some(isSpoiltToken);
  return typeof value === "number" && Math.abs(value) > SMALLEST_ENCODED && !Token.isUnresolved(value);
}

/** The error for what is left of a number token that JavaScript computed with; undefined for everything else. */
export function spoiltToken(path: Issue["path"], value: unknown): Issue | undefined {
  return isSpoiltToken(value) ? { ...SPOILT, path } : undefined;
}

const SPOILT: Issue = {
  code: "integer",
  severity: "error",
  path: [],
  what: "JavaScript cannot compute with a token for a number, whose value Terraform knows",
  got: "a number that was computed from a token",
  fix: "Have Terraform compute it: Token.asNumber(Op.mul(token, 2)).",
};
