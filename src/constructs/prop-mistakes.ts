import { camelCase, type Issue, type PolicyFields, type PolicyKind, policyFields } from "../model";
import { referenceMistakes } from "./access-reference";
import { AccessRule, constructsIn } from "./access-rule";
import { isToken } from "./deferred-tokens";

type Props = Readonly<Record<string, unknown>>;

/** Props of any Terraform resource. */
const META_ARGUMENTS: readonly string[] = [
  "dependsOn",
  "count",
  "provider",
  "lifecycle",
  "forEach",
  "provisioners",
  "connection",
];

/** Mistakes that the API's shape no longer shows: props that do not exist, what is no rule, constructs out of place. */
export function propMistakes(kind: PolicyKind, props: Props, placement: readonly string[]): Issue[] {
  const fields = policyFields(kind);
  const known = Object.fromEntries(Object.entries(props).filter(([name]) => !META_ARGUMENTS.includes(name)));
  const strangers = Object.entries(fields).flatMap(([name, { type }]) => {
    const rules = type === "rules" ? props[camelCase(name)] : undefined;
    if (!Array.isArray(rules)) return [];
    return rules.flatMap((rule, index): Issue[] => {
      if (!AccessRule.isAccessRule(rule)) return [noRule([name, index], rule)];
      const found = rule.content.kind === "list" ? [] : constructsIn(rule.content.wire);
      return found.map((issue) => ({ ...issue, path: [name, index, ...issue.path] }));
    });
  });
  return [...unknownProps(fields, known, [], placement), ...strangers];
}

function unknownProps(
  fields: PolicyFields,
  props: Props,
  path: Issue["path"],
  placement: readonly string[] = [],
): Issue[] {
  const byProp = new Map(Object.entries(fields).map(([name, field]) => [camelCase(name), field]));
  return Object.entries(props).flatMap(([name, value]): Issue[] => {
    if (value === undefined || value === null || placement.includes(name)) return [];
    const place = [...path, name];
    const field = byProp.get(name);
    if (!field) return [unknownProp(place, [...byProp.keys(), ...placement])];
    const misplaced = referenceMistakes(place, value, field.refersTo);
    if (misplaced.length > 0) return misplaced;
    if (typeof field.type === "string" || typeof value !== "object" || isToken(value)) return [];
    if ("object" in field.type) return unknownProps(field.type.object, value as Props, place);
    const { objects } = field.type;
    return [value]
      .flat()
      .flatMap((item, index) =>
        typeof item === "object" && item !== null
          ? unknownProps(objects, item as Props, [...place, index])
          : [],
      );
  });
}

function unknownProp(path: Issue["path"], allowed: readonly string[]): Issue {
  return {
    code: "unknown-field",
    severity: "error",
    path,
    what: `There is no prop ${path.at(-1)}`,
    allowed: allowed.join(", "),
    fix: "Check its spelling, or leave it out.",
  };
}

function noRule(path: Issue["path"], given: unknown): Issue {
  const isList = Array.isArray(given);
  return {
    code: "rule-shape",
    severity: "error",
    path,
    what: "Not an AccessRule",
    got: isList ? "a list" : typeof given === "object" ? JSON.stringify(given) : String(given),
    allowed: "a rule made by AccessRule",
    fix: isList
      ? "Spread the list: ...AccessRule.emails(…)."
      : "Use a factory such as AccessRule.email(…), or AccessRule.of(…) for a rule as the API writes it.",
  };
}
