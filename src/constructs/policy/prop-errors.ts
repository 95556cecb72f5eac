import {
  type Issue,
  issue,
  type PolicyField,
  type PolicyFields,
  type PolicyType,
  selectorByKey,
  selectorByWireKey,
  within,
} from "../../model";
import { listIssues, tokenForText } from "../list-tokens";
import { META_ARGUMENTS } from "../meta-arguments";
import { spoiltToken } from "../number-tokens";
import { fieldsByProp } from "../prop-names";
import { referenceMistakes } from "../reference/access-reference";
import { AccessRule } from "../rule/access-rule";
import { isToken } from "../tokens";
import { unknownName, unknownNames } from "../unknown-names";

type Props = Readonly<Record<string, unknown>>;

/** Mistakes that the API's shape no longer shows: props that do not exist, what is no rule, constructs out of place. */
export function propMistakes(type: PolicyType, props: Props, besides: readonly string[]): Issue[] {
  return fieldMistakes(type.fields, props, [], besides);
}

function fieldMistakes(
  fields: PolicyFields,
  props: Props,
  path: Issue["path"],
  besides: readonly string[] = [],
): Issue[] {
  const known = fieldsByProp(fields);
  const has = (name: string) => known.has(name) || besides.includes(name) || isMeta(name, path);
  const issues = unknownNames(props, { has }).map((name) =>
    unknownName([...path, name], [...known.keys(), ...besides]),
  );
  for (const [prop, { field }] of known) {
    const value = props[prop];
    if (value === undefined || value === null) continue;
    const found =
      field.type === "rules" ? ruleMistakes(value, prop) : valueMistakes(field, value, [...path, prop]);
    issues.push(...found);
  }
  return issues;
}

function isMeta(name: string, path: Issue["path"]): boolean {
  return path.length === 0 && META_ARGUMENTS.includes(name);
}

function valueMistakes({ type, refersTo }: PolicyField, value: unknown, path: Issue["path"]): Issue[] {
  const spoilt = type === "integer" ? spoiltToken(path, value) : undefined;
  if (spoilt) return [spoilt];
  if (type === "strings") return [...constructIssues(path, value), ...listIssues(path, value)];
  const misplaced = typeof value === "object" ? referenceMistakes(path, value, refersTo) : [];
  if (misplaced.length > 0) return misplaced;
  if (typeof type === "string") return [tokenForText(path, value) ?? []].flat();
  if (typeof value !== "object" || isToken(value)) return [];
  if ("object" in type) return fieldMistakes(type.object, value as Props, path);
  return [value]
    .flat()
    .flatMap((item: unknown, index) =>
      typeof item === "object" && item !== null
        ? fieldMistakes(type.objects, item as Props, [...path, index])
        : [],
    );
}

/** The errors for constructs in place of a list of texts, or of one of them. */
function constructIssues(path: Issue["path"], value: unknown): Issue[] {
  if (!Array.isArray(value)) return referenceMistakes(path, value, undefined);
  return value.flatMap((item, index) => referenceMistakes([...path, index], item, undefined));
}

function ruleMistakes(rules: object, prop: string): Issue[] {
  if (AccessRule.isAccessRule(rules)) return [noList([prop], rules)];
  if (!Array.isArray(rules)) return [];
  return rules.flatMap((rule: unknown, index): readonly Issue[] => {
    if (!AccessRule.isAccessRule(rule)) return [noRule([prop, index], rule)];
    const { content } = rule;
    return content.kind === "rule" && content.mistakes ? within([prop, index], content.mistakes) : NONE;
  });
}

const NONE: readonly Issue[] = [];

function noList(path: Issue["path"], { content }: AccessRule): Issue {
  const selector =
    content.kind === "list"
      ? selectorByKey(content.selector)
      : selectorByWireKey(Object.keys(content.wire)[0] ?? "");
  const rule = `AccessRule.${selector?.factory ?? "raw"}(${selector?.shape === "flag" ? "" : "…"})`;
  return {
    ...issue("error", "rule-shape", path),
    what: "One rule where a list is asked for",
    got: rule,
    allowed: "an array of rules",
    fix: `Write [${rule}].`,
  };
}

function noRule(path: Issue["path"], given: unknown): Issue {
  const isList = Array.isArray(given);
  return {
    ...issue("error", "rule-shape", path, { got: given }),
    ...(isList ? { got: "a list" } : given === undefined ? { got: "undefined" } : {}),
    what: "Not an AccessRule",
    allowed: "a rule made by AccessRule",
    fix: isList
      ? "Spread the list: ...AccessRule.emails(…)."
      : "Use a factory such as AccessRule.email(…), or AccessRule.of(…) for a rule as the API writes it.",
  };
}
