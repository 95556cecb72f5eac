/** What every constructor checks of its arguments before it reads them: scope, ID, and the names of the props. */
import { Construct } from "constructs";
import { camelCase, closestMatch, type Issue } from "../model";
import { shown, usageError } from "./usage-error";

/** Props of any Terraform resource, and of any data source. */
export const META_ARGUMENTS: readonly string[] = [
  "dependsOn",
  "count",
  "provider",
  "lifecycle",
  "forEach",
  "provisioners",
  "connection",
];

/**
 * Returns the path that a new construct is going to have, for errors before it is made.
 * @param subject class that is made, such as `ReusableAccessPolicy`
 * @throws Error for arguments that are not a scope and an ID, which plain JavaScript allows
 */
export function childPath(subject: string, scope: Construct, id: string): string {
  if (!Construct.isConstruct(scope)) {
    throw usageError(
      `${subject}: the first argument is ${kindOf(scope)}. Give the construct that it belongs to, such as the stack.`,
    );
  }
  if (typeof id !== "string" || id === "") {
    throw usageError(
      `${subject} in "${(scope as Construct).node.path}": the second argument is ${kindOf(id)}. ` +
        'Give its ID in there, a text such as "staff".',
    );
  }
  return [scope.node.path, id].filter((part) => part !== "").join("/");
}

/**
 * Returns the props; without any, all of them are missing.
 * @param owner what the props are given to, such as `AccessGroup "access/eng"`
 * @throws Error for everything else that is not an object
 */
export function propsObject<Props extends object>(
  owner: string,
  given: Props | undefined | null,
): Partial<Props> {
  if (given === undefined || given === null) return {};
  if (typeof given === "object" && !Array.isArray(given) && !Construct.isConstruct(given)) return given;
  throw usageError(`${owner}: the props are ${kindOf(given)}. Give an object: { … }.`);
}

function kindOf(value: unknown): string {
  if (Construct.isConstruct(value)) return `the construct ${value.node.path}`;
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object" && value !== null) return "an object";
  return typeof value === "function" || typeof value === "symbol" ? typeof value : shown(value);
}

/** A field of one of the model's tables, with its name there. */
interface NamedField<Field> {
  readonly name: string;
  readonly field: Field;
}

const TABLES = new WeakMap<object, ReadonlyMap<string, NamedField<never>>>();

/** Returns the fields of one of the model's tables by their names in props. Each table is read once. */
export function fieldsByProp<Field>(
  fields: Readonly<Record<string, Field>>,
): ReadonlyMap<string, NamedField<Field>> {
  let table = TABLES.get(fields) as ReadonlyMap<string, NamedField<Field>> | undefined;
  if (!table) {
    table = new Map(Object.entries(fields).map(([name, field]) => [camelCase(name), { name, field }]));
    TABLES.set(fields, table as ReadonlyMap<string, NamedField<never>>);
  }
  return table;
}

/** The names of an object's members that are not allowed. A member that is undefined or null is not given. */
function unknownNames(
  given: Readonly<Record<string, unknown>>,
  isAllowed: (name: string) => boolean,
): string[] {
  return Object.keys(given).filter(
    (name) => !isAllowed(name) && given[name] !== undefined && given[name] !== null,
  );
}

/** What is wrong with the names of an object's members. */
export interface NameErrors {
  readonly issues: readonly Issue[];
  /** Allowed names that unknown ones were probably meant for: a value under such a name is not missing. */
  readonly meant: readonly string[];
}

const NONE: NameErrors = { issues: [], meant: [] };

/**
 * Finds names that do not exist, each an error at its path that suggests the closest match.
 * @param suggested names that an error lists; others are allowed as well if `isAllowed` says so
 */
export function nameErrors(
  given: Readonly<Record<string, unknown>>,
  isAllowed: (name: string) => boolean,
  suggested: () => readonly string[],
  path: Issue["path"] = [],
  noun: "prop" | "field" = "prop",
): NameErrors {
  const unknown = unknownNames(given, isAllowed);
  if (unknown.length === 0) return NONE;
  const names = suggested();
  const found = unknown.map((name) => unknownName(name, names, noun));
  return {
    issues: found.map(({ name, issue }) => ({ ...issue, path: [...path, name] })),
    meant: found.flatMap(({ meant }) => meant ?? []),
  };
}

/** The name is in quotes: it is shown as it was written. */
function unknownName(name: string, names: readonly string[], noun: string) {
  const meant = closestMatch(name, names);
  const issue: Issue = {
    code: "unknown-field",
    severity: "error",
    path: [name],
    what: `There is no ${noun} ${shown(name)}`,
    allowed: names.join(", "),
    fix: meant === undefined ? "Check its spelling, or leave it out." : `Did you mean ${meant}?`,
  };
  return { name, meant, issue };
}

/**
 * Refuses names that do not exist, in props without errors of their own.
 * @param owner what the props are given to, such as `AccessGroup "access/eng"`
 * @throws Error for the first of them
 */
export function refuseUnknownNames(owner: string, given: object, allowed: ReadonlySet<string>): void {
  const isAllowed = (name: string) => allowed.has(name);
  const { issues } = nameErrors(given as Readonly<Record<string, unknown>>, isAllowed, () => [...allowed]);
  const [first] = issues;
  if (first === undefined) return;
  const { what, allowed: known, fix } = first;
  throw usageError(`${owner}: ${what[0]!.toLowerCase()}${what.slice(1)}. ${fix} Allowed is ${known}.`);
}
