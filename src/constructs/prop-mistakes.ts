import {
  type Issue,
  issue,
  type PolicyField,
  type PolicyFields,
  type PolicyKind,
  policyFields,
  within,
} from "../model";
import { referenceMistakes } from "./access-reference";
import { AccessRule } from "./access-rule";
import { isToken } from "./deferred-tokens";
import { META_ARGUMENTS } from "./meta-arguments";
import { fieldsByProp } from "./prop-names";
import { unknownName, unknownNames } from "./unknown-names";

type Props = Readonly<Record<string, unknown>>;

/** Mistakes that the API's shape no longer shows: props that do not exist, what is no rule, constructs out of place. */
export function propMistakes(kind: PolicyKind, props: Props, besides: readonly string[]): Issue[] {
  const fields = policyFields(kind);
  return [...fieldMistakes(fields, props, [], besides), ...ruleMistakes(fields, props)];
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
    if (typeof value !== "object" || value === null) continue;
    issues.push(...valueMistakes(field, value, [...path, prop]));
  }
  return issues;
}

function isMeta(name: string, path: Issue["path"]): boolean {
  return path.length === 0 && META_ARGUMENTS.includes(name);
}

function valueMistakes({ type, refersTo }: PolicyField, value: object, path: Issue["path"]): Issue[] {
  const misplaced = referenceMistakes(path, value, refersTo);
  if (misplaced.length > 0 || typeof type === "string" || isToken(value)) return misplaced;
  if ("object" in type) return fieldMistakes(type.object, value as Props, path);
  return [value]
    .flat()
    .flatMap((item: unknown, index) =>
      typeof item === "object" && item !== null
        ? fieldMistakes(type.objects, item as Props, [...path, index])
        : [],
    );
}

function ruleMistakes(fields: PolicyFields, props: Props): Issue[] {
  const issues: Issue[] = [];
  for (const [prop, { field }] of fieldsByProp(fields)) {
    const rules = field.type === "rules" ? props[prop] : undefined;
    if (!Array.isArray(rules)) continue;
    for (const [index, rule] of rules.entries()) {
      if (!AccessRule.isAccessRule(rule)) issues.push(noRule([prop, index], rule));
      else if (rule.content.kind === "rule" && rule.content.mistakes)
        issues.push(...within([prop, index], rule.content.mistakes));
    }
  }
  return issues;
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
