import { POLICY_TYPES, type PolicyField, type PolicyFields } from "../model";

/**
 * Says which known field of a policy in an answer has not the type that the API gives it; undefined where all have. Values
 * are not judged, a field may be missing, and what this version does not know passes.
 */
export function shapeProblem(policy: Readonly<Record<string, unknown>>): string | undefined {
  for (const name of ["created_at", "updated_at"]) {
    if (isPresent(policy[name]) && typeof policy[name] !== "string") return `${name} is not a string`;
  }
  return problemIn(FIELDS, policy, "");
}

/** Those of a policy of an application; a reusable one has no others. */
const FIELDS = POLICY_TYPES.application.fields;

function problemIn(
  fields: PolicyFields,
  object: Readonly<Record<string, unknown>>,
  path: string,
): string | undefined {
  for (const [name, { type }] of Object.entries(fields)) {
    const value = object[name];
    const problem = isPresent(value) ? valueProblem(type, value, path + name) : undefined;
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function valueProblem(type: PolicyField["type"], value: unknown, path: string): string | undefined {
  switch (type) {
    case "string":
      return typeof value === "string" ? undefined : `${path} is not a string`;
    case "bool":
      return typeof value === "boolean" ? undefined : `${path} is not a boolean`;
    case "integer":
      return Number.isSafeInteger(value) ? undefined : `${path} is not a whole number`;
    case "strings":
      return isListOf(value, (element) => typeof element === "string")
        ? undefined
        : `${path} is not a list of strings`;
    case "rules":
      return isListOf(value, isObject) ? undefined : `${path} is not a list of rules`;
  }
  if ("object" in type)
    return isObject(value) ? problemIn(type.object, value, `${path}.`) : `${path} is not an object`;
  if (!isListOf(value, isObject)) return `${path} is not a list of objects`;
  return value
    .map((element, index) => problemIn(type.objects, element, `${path}[${index}].`))
    .find((problem) => problem !== undefined);
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isListOf<Element>(
  value: unknown,
  isElement: ((element: unknown) => element is Element) | ((element: unknown) => boolean),
): value is readonly Element[] {
  return Array.isArray(value) && value.every(isElement);
}
