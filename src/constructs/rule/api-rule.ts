/** Rules that are written as the API writes them: `AccessRule.of` and `AccessRule.raw`. */
import { Construct } from "constructs";
import {
  camelCase,
  type Issue,
  isDoubtfulNumber,
  issue,
  type Rule,
  rawRule,
  type SelectorField,
  selectorByKey,
  selectorByWireKey,
  validateRule,
} from "../../model";
import { isMarker, takenOut, tokenForText } from "../list-tokens";
import { idOfReference, referenceErrors } from "../reference/access-reference";
import { deferTokens, isToken, withTextTokens } from "../tokens";
import { PolicyError, usageError } from "../usage-error";
import type { RuleContent } from "./rule-content";

type Method = (rule: Rule) => unknown;

/**
 * Makes the content of a rule of a known selector.
 * @param method factory that was called: the stack trace begins below it
 * @throws PolicyError with the API's names, which the rule was written in
 */
export function knownRule(rule: Rule, method: Method): RuleContent {
  refuseErrors("AccessRule.of", method, rule, deferTokens);
  return { kind: "rule", wire: withIds(rule) };
}

/**
 * Makes the content of a rule of any selector.
 * @param method factory that was called: the stack trace begins below it
 * @throws PolicyError for what this package knows and is wrong
 */
export function unknownRule(rule: Rule, method: Method): RuleContent {
  refuseErrors("AccessRule.raw", method, rule, (given) => rawRule(deferTokens(given) as Rule));
  return { kind: "raw", wire: withIds(rule) };
}

function refuseErrors(subject: string, method: Method, rule: Rule, judged: (rule: Rule) => unknown): void {
  const errors = formErrors(rule);
  const issues = errors.length > 0 ? errors : validateRule(judged(rule));
  if (issues.length > 0) throw new PolicyError("", subject, issues, method, "api");
}

/** The errors in a rule before the model can judge it; paths begin at the selector. */
function formErrors(rule: unknown): Issue[] {
  if (isToken(rule)) return [{ ...issue("rule-shape", []), got: "a token" }];
  if (!isRecord(rule)) return [issue("rule-shape", [], { got: rule })];
  const unwritable = notJson(rule, [], []);
  if (unwritable) return [unwritable];
  return eachField(rule, (value, field, path) => {
    const list = field?.type === "string" ? tokenForText(path, value) : undefined;
    if (list) return [list];
    return isMarker(value) ? [takenOut(path)] : referenceErrors(path, value, field?.refersTo);
  }).flat();
}

/** The rule with the IDs of what it refers to, and with tokens that the framework finds. */
function withIds(given: Rule): Rule {
  const rule = withTextTokens(given);
  const [key = ""] = Object.keys(rule);
  const ids = eachField(rule, (value, field, [, name = ""]) => [name, idOfReference(value, field?.refersTo)]);
  return ids.length === 0 ? rule : { [key]: Object.fromEntries(ids) };
}

function eachField<Result>(
  rule: Rule,
  visit: (value: unknown, field: SelectorField | undefined, path: readonly string[]) => Result,
): Result[] {
  const [key = ""] = Object.keys(rule);
  const content = rule[key];
  if (!isRecord(content) || Construct.isConstruct(content)) return [];
  const fields = selectorByWireKey(key)?.fields;
  return Object.entries(content).map(([name, value]) => visit(value, fields?.[name], [key, name]));
}

/** A rule is written as JSON, which cannot hold everything. */
function notJson(value: unknown, path: Issue["path"], around: readonly unknown[]): Issue | undefined {
  if (typeof value === "bigint") return { ...NOT_JSON, path, got: `${value}n` };
  if (typeof value === "number" && !isToken(value) && isDoubtfulNumber(value)) return doubtful(value, path);
  if (typeof value !== "object" || value === null || isToken(value) || Construct.isConstruct(value)) {
    return undefined;
  }
  if (around.includes(value)) return { ...NOT_JSON, path, got: "an object that holds itself" };
  for (const [name, member] of Object.entries(value)) {
    const step = Array.isArray(value) ? Number(name) : name;
    const found = notJson(member, [...path, step], [...around, value]);
    if (found) return found;
  }
  return undefined;
}

function doubtful(value: number, path: Issue["path"]): Issue {
  const allowed = `a finite number; whole ones up to ${Number.MAX_SAFE_INTEGER}`;
  return issue("json-number", path, { name: path.join("."), got: value, allowed });
}

const NOT_JSON: Issue = {
  code: "type",
  severity: "error",
  path: [],
  what: "A rule is sent as JSON, and this can not be written so",
  allowed: "texts, numbers, booleans, lists and objects",
};

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Refuses an object behind the arguments of a factory, which JavaScript would drop: `AccessRule.okta("eng", { … })`. `map`
 * gives a factory the index and the array as well, so these are allowed.
 * @param given all arguments
 * @param most how many the factory takes
 * @throws Error that shows how the factory is called
 */
export function refuseFurtherObject(selector: string, given: ArrayLike<unknown>, most: 0 | 1): void {
  if (given.length <= most) return;
  const further = Array.from(given).slice(most);
  if (!further.some(isRecord)) return;
  const { factory, fields } = selectorByKey(selector)!;
  const names = Object.keys(fields).map((name) => `${camelCase(name)}: …`);
  const fix =
    names.length > 1
      ? `Give all fields in one object: AccessRule.${factory}({ ${names.join(", ")} }).`
      : "Leave the object out.";
  const taken = most === 1 ? "one argument" : "no argument";
  throw usageError(`AccessRule.${factory} takes ${taken}, and an object is given besides. ${fix}`);
}
