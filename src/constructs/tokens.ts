/** The framework's tokens: values that only Terraform knows. Lists have a file of their own. */
import { Token, Tokenization } from "cdktf";
import { Construct } from "constructs";
import { DEFERRED, type Issue } from "../model";

/** Reports whether a leaf is a token, or a text with one inside. */
export function isToken(value: unknown): boolean {
  // Tokens in texts are in braces, except those of numbers.
  if (typeof value === "string")
    return (value.includes("{") && Token.isUnresolved(value)) || holdsNumberToken(value);
  return value !== undefined && value !== null && Token.isUnresolved(value);
}

/** Reports whether a value is a token or holds one somewhere. */
export function holdsToken(value: unknown): boolean {
  if (isToken(value)) return true;
  if (Array.isArray(value)) return value.some(holdsToken);
  return typeof value === "object" && value !== null && Object.values(value).some(holdsToken);
}

/**
 * Replaces every token by the model's DEFERRED, so that the model judges what is known. So is a construct: whether it may
 * stand in its position is judged apart. An object that holds itself ends where it begins again.
 * @param isJudgedApart which other leaves the model does not judge
 */
export function deferTokens(
  value: unknown,
  isJudgedApart: (leaf: unknown) => boolean = () => false,
): unknown {
  return deferred(value, [], isJudgedApart);
}

function deferred(
  value: unknown,
  around: readonly unknown[],
  isJudgedApart: (leaf: unknown) => boolean,
): unknown {
  if (isJudgedApart(value)) return DEFERRED;
  if (typeof value === "string") return isToken(value) ? DEFERRED : value;
  if (isToken(value)) return DEFERRED;
  if (typeof value !== "object" || value === null) return value;
  if (Construct.isConstruct(value)) return DEFERRED;
  if (around.includes(value)) return "(itself)";
  const inside = [...around, value];
  if (Array.isArray(value)) return value.map((item) => deferred(item, inside, isJudgedApart));
  const result: Record<string, unknown> = {};
  for (const name of Object.keys(value)) {
    result[name] = deferred((value as Record<string, unknown>)[name], inside, isJudgedApart);
  }
  return result;
}

/** How JavaScript writes the numbers that the framework encodes number tokens in: all of them have one exponent. */
const ENCODED_NUMBER = /-\d(?:\.\d+)?e\+298/g;

/** Reports whether a number token is written into a text: `${count.index}`. */
function holdsNumberToken(text: string): boolean {
  return text.includes("e+298") && text.search(ENCODED_NUMBER) !== -1;
}

/**
 * Replaces the number tokens that are written into texts by text tokens. The framework looks for them itself at synth,
 * but takes the characters around them for a part of the number: it loses the token of `policy-${index}`, and all but
 * the first of `${a}.${b}`. Only arrays and plain objects are followed; what has no such text stays the same object.
 */
export function withTextTokens<Value>(value: Value): Value {
  return replaced(value, []) as Value;
}

/** @param around the objects that the value is in: one that holds itself ends there */
function replaced(value: unknown, around: readonly unknown[]): unknown {
  if (typeof value === "string") return holdsNumberToken(value) ? decoded(value) : value;
  if (typeof value !== "object" || value === null || around.includes(value)) return value;
  const inside = [...around, value];
  if (Array.isArray(value)) {
    const items = value.map((item) => replaced(item, inside));
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  if (!isPlainObject(value)) return value;
  const changed = Object.entries(value).flatMap(([name, member]) => {
    const other = replaced(member, inside);
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

function isPlainObject(value: object): value is Readonly<Record<string, unknown>> {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Below this, JavaScript's own numbers end; the framework encodes tokens above it. */
const SMALLEST_ENCODED = 1e280;

/** Numbers of three digits in the exponent, as JavaScript writes them into texts. */
const LARGE_NUMBER = /-?\d(?:\.\d+)?e\+\d{3}/g;

/**
 * Reports whether a number, or one in a text, is what is left of a number token after JavaScript computed with it:
 * `count.index * 2`. A sum cannot be recognized, since it is the same number as the token.
 */
export function isSpoiltToken(value: unknown): boolean {
  if (typeof value === "string")
    return value.includes("e+") && (value.match(LARGE_NUMBER) ?? []).map(Number).some(isSpoiltToken);
  return typeof value === "number" && Math.abs(value) > SMALLEST_ENCODED && !Token.isUnresolved(value);
}

/** Returns the error for what is left of a number token that JavaScript computed with; undefined for everything else. */
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
