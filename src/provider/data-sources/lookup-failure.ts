import { nearestFirst } from "../../model";
import type { Diagnostic } from "../framework";
import { type Candidate, fits, keysOf, type LookupKind, type Question } from "./lookup-kind";

/** How many an error lists before it stops. */
const MOST_LISTED = 20;

/** Says what there is instead, the likeliest first. */
export function notFound<Item extends Candidate>(
  kind: LookupKind<Item>,
  questions: readonly Question<Item>[],
  accountId: string,
  all: readonly Item[],
): Diagnostic {
  const [main] = questions as [Question<Item>];
  const count = `${all.length} ${all.length === 1 ? kind.noun : kind.plural}`;
  const existing =
    all.length === 0
      ? `Account ${accountId} has no ${kind.plural}.`
      : `Account ${accountId} has ${count}: ${listed(likeliest(main, all))}.`;
  return {
    severity: "error",
    summary: `No ${kind.noun} ${inWords(questions)}`,
    detail: [...otherKey(kind, main, all), existing].join("\n\n"),
    path: [main.attribute],
  };
}

/** Says which ones they are. */
export function ambiguous<Item extends Candidate>(
  kind: LookupKind<Item>,
  questions: readonly Question<Item>[],
  found: readonly Item[],
): Diagnostic {
  const said = ["id", ...questions.map(({ attribute }) => attribute)];
  const ids = found.map((item) => label(item.id, item, said)).sort();
  const telling = !said.includes("type") && new Set(found.map(({ type }) => type)).size === found.length;
  return {
    severity: "error",
    summary: `${found.length} ${kind.plural} ${inWords(questions)}`,
    detail: `Look it up by id instead${telling ? ", or set type as well" : ""}: there is ${listed(ids)}.`,
    path: [questions[0]!.attribute],
  };
}

/** For a configuration that gives none or several of the attributes of which it takes one. */
export function wrongKeys(
  keys: readonly string[],
  given: readonly string[],
  { typed }: { typed: boolean },
): Diagnostic {
  const alone = typed ? ", or type alone where there is only one of it" : "";
  const superfluous = given[1];
  return {
    severity: "error",
    summary:
      superfluous === undefined
        ? `Neither ${keys.join(" nor ")} is given`
        : `${joined(given, "and")} are given together`,
    detail: `Set exactly one of ${joined(keys, "or")}${alone}.`,
    ...(superfluous === undefined ? {} : { path: [superfluous] }),
  };
}

function inWords<Item extends Candidate>(questions: readonly Question<Item>[]): string {
  return questions.map(({ key, value }) => `${key.relation} ${JSON.stringify(value)}`).join(" ");
}

/** A hint where the value is another attribute's, such as an id given as the name. */
function otherKey<Item extends Candidate>(
  kind: LookupKind<Item>,
  { attribute, value }: Question<Item>,
  all: readonly Item[],
): string[] {
  const meant = Object.entries(keysOf(kind)).find(([other, key]) =>
    all.some((item) => other !== attribute && fits(item, { attribute: other, key, value })),
  );
  return meant === undefined ? [] : [`That is the ${meant[0]} of one: set ${meant[0]}, not ${attribute}.`];
}

/** Everything there is, by the value that it would have been found by. */
function likeliest<Item extends Candidate>(
  { attribute, key, value }: Question<Item>,
  all: readonly Item[],
): string[] {
  const labels = new Map<string, Set<string>>();
  for (const item of all) {
    for (const text of key.of(item)) {
      labels.set(text, (labels.get(text) ?? new Set()).add(label(text, item, [attribute])));
    }
  }
  return nearestFirst(value, [...labels.keys()]).flatMap((text) => [...labels.get(text)!]);
}

/** `"Partners" (EMAIL)`: a value, and what else tells the item apart but was said already. */
function label(value: string, { name, type }: Candidate, said: readonly string[]): string {
  const remarks = [
    said.includes("name") ? [] : JSON.stringify(name),
    said.includes("type") ? [] : (type ?? []),
  ];
  const shown = remarks.flat();
  return shown.length === 0 ? JSON.stringify(value) : `${JSON.stringify(value)} (${shown.join(", ")})`;
}

function listed(labels: readonly string[]): string {
  const more = labels.length - MOST_LISTED;
  return labels.slice(0, MOST_LISTED).join(", ") + (more > 0 ? `, and ${more} more` : "");
}

function joined(words: readonly string[], conjunction: "and" | "or"): string {
  return `${words.slice(0, -1).join(", ")} ${conjunction} ${words.at(-1)}`;
}
