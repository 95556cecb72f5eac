import { Fn, type IResolvable, Token, Tokenization } from "cdktf";
import type { Issue } from "../model";
import { spoiltToken } from "./tokens";

/** Functions of Terraform that give a list, a set or a tuple, whatever they are given. */
const LIST_FUNCTIONS: ReadonlySet<string> = new Set([
  "chunklist",
  "cidrsubnets",
  "coalescelist",
  "compact",
  "concat",
  "distinct",
  "fileset",
  "flatten",
  "formatlist",
  "keys",
  "matchkeys",
  "range",
  "regexall",
  "reverse",
  "setintersection",
  "setproduct",
  "setsubtract",
  "setunion",
  "slice",
  "sort",
  "split",
  "tolist",
  "toset",
  "values",
]);

/** Functions that give a text or a list, depending on what they are given. */
const OPEN_FUNCTIONS: ReadonlySet<string> = new Set([
  "coalesce",
  "element",
  "jsondecode",
  "lookup",
  "nonsensitive",
  "one",
  "regex",
  "sensitive",
  "try",
  "yamldecode",
]);

/** The element of a list token's array, which `list[0]`, `...list` and a template leave of it. */
const MARKER = /#\{TfToken\[[\w.:-]+\]\}/;

/** Reports whether a value is a list token, and not an array that its content was copied to: only the token itself is one. */
function isListToken(value: unknown): value is string[] {
  if (!Array.isArray(value) || value.length !== 1 || !isMarker(value[0])) return false;
  const token = Tokenization.reverseList(value);
  return token !== undefined && Token.asList(token) === value;
}

/** Reports whether a text holds what was taken out of a list token. */
export function isMarker(value: unknown): boolean {
  return typeof value === "string" && value.includes("#{") && MARKER.test(value);
}

/**
 * Returns the list token of a value where texts and lists are allowed; undefined for a text. An expression that may be
 * either is flattened by Terraform: that makes a list of both.
 */
export function listToken(value: unknown): string[] | undefined {
  if (isListToken(value)) return value;
  const whole = wholeToken(value);
  if (whole === undefined) return undefined;
  const name = functionName(whole);
  if (LIST_FUNCTIONS.has(name)) return Token.asList(whole);
  const isOpen = typeof value !== "string" || OPEN_FUNCTIONS.has(name) || isPartOfValue(whole);
  return isOpen ? Token.asList(Tokenization.reverse(Fn.flatten([value]))[0]) : undefined;
}

/** Joins literal texts and list tokens, as an expression where it has to be one. */
export function joinedList(literals: readonly unknown[], tokens: readonly string[][]): unknown {
  if (tokens.length === 0) return literals;
  if (literals.length === 0 && tokens.length === 1) return tokens[0];
  // tolist: the token may as well be a set
  return Fn.concat([...(literals.length > 0 ? [literals] : []), ...tokens.map((token) => Fn.tolist(token))]);
}

/** The same for texts, lists of them and tokens for either, in any order. */
export function listOf(values: readonly unknown[]): unknown {
  const literals: unknown[] = [];
  const tokens: string[][] = [];
  const add = (value: unknown): void => {
    const token = listToken(value);
    if (token) tokens.push(token);
    else if (Array.isArray(value)) value.forEach(add);
    else literals.push(value);
  };
  values.forEach(add);
  const joined = joinedList(literals, tokens);
  return typeof joined === "string" ? Token.asList(wholeToken(joined)) : joined;
}

/**
 * Returns the error for what is not a text where one is asked for, as far as a token hides it: a token for a list, a function of
 * Terraform that gives one, what JavaScript took out of a token, or computed from one. Undefined for everything else.
 * @param all how all elements are given, where that is possible
 */
export function tokenForText(path: Issue["path"], value: unknown, all?: string): Issue | undefined {
  const fix = `For one element write Fn.element(list, 0).${all === undefined ? "" : ` For all of them: ${all}.`}`;
  if (isMarker(value)) return { ...TAKEN_OUT, path, fix };
  const spoilt = spoiltToken(path, value);
  if (spoilt) return spoilt;
  const name = listFunctionIn(value);
  if (name === undefined && !isListToken(value)) return undefined;
  const got = name === undefined ? "a token for a list" : `Fn.${name}(…), which is a list`;
  return { code: "type", severity: "error", path, what: LIST_FOR_TEXT, got, fix };
}

export const LIST_FOR_TEXT = "A list where one text is asked for";

/** Finds the errors in a list of texts. */
export function listIssues(path: Issue["path"], value: unknown): Issue[] {
  if (typeof value === "string" && isMarker(value)) return [takenOut(path)];
  if (!Array.isArray(value) || isListToken(value)) return [];
  if (holdsSpreadToken(value)) return [spreadOut(path)];
  if (value.length === 1 && isMarker(value[0])) return [takenOut(path)];
  const join = "give Fn.concat([[…], list]) instead of the array";
  return value.flatMap((item, index) => tokenForText([...path, index], item, join) ?? []);
}

/** Returns the error for what JavaScript took out of a list token, where the whole list is allowed as well. */
export function takenOut(path: Issue["path"], whole = "give the list itself"): Issue {
  return {
    ...TAKEN_OUT,
    path,
    fix: `For the whole list ${whole}; for one element write Fn.element(list, 0).`,
  };
}

/** Reports whether a list has the single characters of a text token that was spread into it. */
export function holdsSpreadToken(value: unknown): boolean {
  return Array.isArray(value) && value.some((item, index) => item === "$" && value[index + 1] === "{");
}

/** Returns the error for a text token that JavaScript spread into its characters, where the whole list is allowed as well. */
export function spreadOut(path: Issue["path"], whole = "give the list itself"): Issue {
  return {
    code: "type",
    severity: "error",
    path,
    what: "JavaScript spreads a function of Terraform into its characters, since it gives a text that stands for the list",
    got: "...Fn.concat(…) or the like",
    fix: `Do not spread it: ${whole}.`,
  };
}

const TAKEN_OUT: Issue = {
  code: "type",
  severity: "error",
  path: [],
  what: "JavaScript cannot look into a token for a list, so that one element of it and all of them are the same",
  got: "list[0] or ...list",
};

function listFunctionIn(value: unknown): string | undefined {
  if (typeof value === "string" && !value.includes("{")) return undefined;
  const tokens =
    typeof value === "string" || Tokenization.isResolvable(value) ? Tokenization.reverse(value) : [];
  return tokens.map(functionName).find((name) => LIST_FUNCTIONS.has(name));
}

/** The token that a value is as a whole. */
function wholeToken(value: unknown): IResolvable | undefined {
  if (Tokenization.isResolvable(value)) return value as IResolvable;
  if (typeof value !== "string" || !value.includes("{")) return undefined;
  const { tokens, literals, intrinsic } = Tokenization.reverseString(value);
  return tokens.length === 1 && literals.length + intrinsic.length === 0 ? tokens[0] : undefined;
}

/** The Terraform function that an expression calls, or an empty text. cdktf's type for them is not exported. */
function functionName(token: IResolvable): string {
  const { name, args } = token as { name?: unknown; args?: unknown };
  return typeof name === "string" && Array.isArray(args) ? name : "";
}

/** Whether an expression is a member of another one's value, as `Fn.lookup` gives. */
function isPartOfValue(token: IResolvable): boolean {
  return "target" in token;
}
