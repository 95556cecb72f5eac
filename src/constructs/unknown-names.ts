import { type Issue, nearest } from "../model";
import { mistake } from "./usage-error";

/** The names of an object's members that are none of those allowed; one that is undefined or null is not there. */
export function unknownNames(
  given: Readonly<Record<string, unknown>>,
  allowed: { has(name: string): boolean },
): string[] {
  return Object.keys(given).filter(
    (name) => !allowed.has(name) && given[name] !== undefined && given[name] !== null,
  );
}

/**
 * The allowed names that unknown ones were probably meant for. What stands under one of those is not missing: its name is
 * the one mistake.
 */
export function meantNames(
  given: Readonly<Record<string, unknown>>,
  allowed: { has(name: string): boolean },
  names: Iterable<string>,
): ReadonlySet<string> {
  const unknown = unknownNames(given, allowed);
  if (unknown.length === 0) return NONE;
  const candidates = [...names];
  return new Set(unknown.flatMap((name) => nearest(name, candidates) ?? []));
}

const NONE: ReadonlySet<string> = new Set();

/** An error for a name that does not exist, the last step of a path, which says what was probably meant. */
export function unknownName(
  path: Issue["path"],
  allowed: Iterable<string>,
  noun: "prop" | "field" = "prop",
): Issue {
  const { what, known, fix } = unknownNameFacts(String(path.at(-1)), allowed, noun);
  return { code: "unknown-field", severity: "error", path, what, allowed: known, fix };
}

/**
 * Refuses names that do not exist, in the options of what is no policy.
 * @param owner what the options are given to, such as `AccessGroup "access/eng"`
 * @throws Error for the first of them
 */
export function refuseUnknownNames(owner: string, given: object, allowed: ReadonlySet<string>): void {
  const [name] = unknownNames(given as Readonly<Record<string, unknown>>, allowed);
  if (name === undefined) return;
  const { what, known, fix } = unknownNameFacts(name, allowed, "prop");
  throw mistake(`${owner}: ${what[0]!.toLowerCase()}${what.slice(1)}. ${fix} Allowed is ${known}.`);
}

/** The name is in quotes: it is shown as it was written. */
function unknownNameFacts(name: string, allowed: Iterable<string>, noun: string) {
  const names = [...allowed];
  const meant = nearest(name, names);
  return {
    what: `There is no ${noun} ${JSON.stringify(name)}`,
    known: names.join(", "),
    fix: meant === undefined ? "Check its spelling, or leave it out." : `Did you mean ${meant}?`,
  };
}
