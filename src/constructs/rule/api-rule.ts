import { Construct } from "constructs";
import {
  type Issue,
  isDoubtfulNumber,
  issue,
  type Rule,
  type SelectorField,
  selectorByWireKey,
} from "../../model";
import { isMarker, takenOut, tokenForText } from "../list-tokens";
import { withTextTokens } from "../number-tokens";
import { idOfReference, referenceMistakes } from "../reference/access-reference";
import { isToken } from "../tokens";

/** What is wrong with a rule as the API writes it before the model can judge it; paths begin at the selector. */
export function apiRuleMistakes(rule: unknown): Issue[] {
  if (isToken(rule)) return [{ ...issue("error", "rule-shape", []), got: "a token" }];
  if (!isRecord(rule)) return [issue("error", "rule-shape", [], { got: rule })];
  const unwritable = notJson(rule, [], []);
  if (unwritable) return [unwritable];
  return eachField(rule, (value, field, path) => {
    const list = field?.type === "string" ? tokenForText(path, value) : undefined;
    if (list) return [list];
    return isMarker(value) ? [takenOut(path)] : referenceMistakes(path, value, field?.refersTo);
  }).flat();
}

/** The rule with the IDs of what it refers to, and with tokens that cdktf finds. */
export function withIds(given: Rule): Rule {
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

/** A rule is written as JSON, which can not hold everything. */
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
  return issue("error", "json-number", path, { name: path.join("."), got: value, allowed });
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
