import { Token, Tokenization } from "cdktf";
import { Construct } from "constructs";
import { DEFERRED } from "../model";

/** Whether a leaf is only known to Terraform: a cdktf token, alone or inside a text. */
export function isToken(value: unknown): boolean {
  return value !== undefined && value !== null && Token.isUnresolved(value);
}

/** Whether a value is a token or holds one somewhere. */
export function holdsToken(value: unknown): boolean {
  if (isToken(value)) return true;
  if (Array.isArray(value)) return value.some(holdsToken);
  return typeof value === "object" && value !== null && Object.values(value).some(holdsToken);
}

/**
 * The value with the model's DEFERRED in place of every token, so that the model judges what is known. A construct is
 * no value that the model knows of: whether it may stand there is judged apart.
 */
export function deferTokens(value: unknown): unknown {
  if (isToken(value) || Construct.isConstruct(value)) return DEFERRED;
  if (Array.isArray(value)) return value.map(deferTokens);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, deferTokens(member)]));
}

/**
 * The list token a value stands for, if it is one. A list token that was spread into arguments (`...list`) leaves its
 * single marker text behind, which means the list just as well.
 */
export function listToken(value: unknown): string[] | undefined {
  if (Tokenization.isResolvable(value)) return Token.asList(value);
  const marker = typeof value === "string" ? [value] : value;
  if (!Array.isArray(marker) || marker.length !== 1 || typeof marker[0] !== "string") return undefined;
  return Tokenization.reverseList(marker) ? marker : undefined;
}
