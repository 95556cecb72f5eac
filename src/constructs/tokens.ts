import { Token } from "cdktf";
import { Construct } from "constructs";
import { DEFERRED } from "../model";
import { holdsNumberToken } from "./number-tokens";

/** Whether a leaf is only known to Terraform: a cdktf token, alone or inside a text. */
export function isToken(value: unknown): boolean {
  // Tokens in texts are in braces, but for those of numbers.
  if (typeof value === "string")
    return (value.includes("{") && Token.isUnresolved(value)) || holdsNumberToken(value);
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
 * no value that the model knows of: whether it may stand there is judged apart. An object that holds itself ends where
 * it begins again.
 * @param isJudgedApart what else the model is not to judge
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
