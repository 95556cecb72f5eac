import { Token, Tokenization } from "cdktf";
import { Construct } from "constructs";
import { DEFERRED } from "../model";

/** Whether a leaf is only known to Terraform: a cdktf token, alone or inside a text. */
export function isToken(value: unknown): boolean {
  if (typeof value === "string" && isPlain(value)) return false;
  return value !== undefined && value !== null && Token.isUnresolved(value);
}

/** Whether a text is seen at a glance to hold no token: these are in braces. */
function isPlain(text: string): boolean {
  return !text.includes("{");
}

/** Whether a value is a token or holds one somewhere. */
export function holdsToken(value: unknown): boolean {
  if (isToken(value)) return true;
  if (Array.isArray(value)) return value.some(holdsToken);
  return typeof value === "object" && value !== null && Object.values(value).some(holdsToken);
}

/**
 * The value with the model's DEFERRED in place of every token, so that the model judges what is known. A construct is
 * no value that the model knows of: whether it may stand there is judged apart. An object that holds itself ends where
 * it begins again.
 */
export function deferTokens(value: unknown): unknown {
  return deferred(value, []);
}

function deferred(value: unknown, around: readonly unknown[]): unknown {
  if (typeof value === "string") return isToken(value) ? DEFERRED : value;
  if (isToken(value)) return DEFERRED;
  if (typeof value !== "object" || value === null) return value;
  if (Construct.isConstruct(value)) return DEFERRED;
  if (around.includes(value)) return "(itself)";
  const inside = [...around, value];
  if (Array.isArray(value)) return value.map((item) => deferred(item, inside));
  const result: Record<string, unknown> = {};
  for (const name of Object.keys(value)) {
    result[name] = deferred((value as Record<string, unknown>)[name], inside);
  }
  return result;
}

/**
 * The list token a value stands for, if it is one. A list token that was spread into arguments (`...list`) leaves its
 * single marker text behind, which means the list just as well.
 */
export function listToken(value: unknown): string[] | undefined {
  if (typeof value === "string" && isPlain(value)) return undefined;
  if (Tokenization.isResolvable(value)) return Token.asList(value);
  const marker = typeof value === "string" ? [value] : value;
  if (!Array.isArray(marker) || marker.length !== 1 || typeof marker[0] !== "string") return undefined;
  return Tokenization.reverseList(marker) ? marker : undefined;
}
