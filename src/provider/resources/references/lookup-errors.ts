import { closestFirst } from "../../../model";
import type { Diagnostic } from "../../../plugin";
import { oneLine, quoted, shownId } from "../../../text";
import {
  BY_ID,
  type Candidate,
  fits,
  keysOf,
  type ListedKind,
  type LookupKey,
  type LookupKind,
  type Question,
} from "./reference-kinds";

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
  return {
    severity: "error",
    summary: `No ${kind.noun} ${inWords(questions)}`,
    detail: [
      ...otherKey(kind, main, all),
      inventory(kind, `Account ${shownId(accountId)}`, all.length, likeliest(main, all)),
    ].join("\n\n"),
    path: [main.attribute],
  };
}

/** Says what an account, or a part of it, has of a kind: all by their ids, the likeliest to be meant by `id` first. */
export function inventoryById(
  kind: Pick<ListedKind, "noun" | "plural">,
  owner: string,
  id: string,
  all: readonly Candidate[],
): string {
  return inventory(kind, owner, all.length, likeliest({ attribute: "id", key: BY_ID, value: id }, all));
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

function inventory(
  { noun, plural }: Pick<ListedKind, "noun" | "plural">,
  owner: string,
  count: number,
  labels: readonly string[],
): string {
  if (count === 0) return `${owner} has no ${plural}.`;
  return `${owner} has ${count} ${count === 1 ? noun : plural}: ${listed(labels)}.`;
}

function inWords<Item extends Candidate>(questions: readonly Question<Item>[]): string {
  return questions.map(({ key, value }) => `${key.relation} ${quoted(value)}`).join(" ");
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
  { attribute, key, value }: { attribute: string; key: Pick<LookupKey<Item>, "of">; value: string },
  all: readonly Item[],
): string[] {
  const labels = new Map<string, Set<string>>();
  for (const item of all) {
    for (const text of key.of(item)) {
      labels.set(text, (labels.get(text) ?? new Set()).add(label(text, item, [attribute])));
    }
  }
  return closestFirst(value, [...labels.keys()]).flatMap((text) => [...labels.get(text)!]);
}

/** `"Partners" (EMAIL)`: a value, and what else tells the item apart but was said already. */
function label(value: string, { name, type }: Candidate, said: readonly string[]): string {
  const remarks = [
    said.includes("name") || name === "" ? [] : quoted(name),
    said.includes("type") || type === undefined ? [] : oneLine(type, 80),
  ];
  const shown = remarks.flat();
  return shown.length === 0 ? quoted(value) : `${quoted(value)} (${shown.join(", ")})`;
}

function listed(labels: readonly string[]): string {
  const more = labels.length - MOST_LISTED;
  return labels.slice(0, MOST_LISTED).join(", ") + (more > 0 ? `, and ${more} more` : "");
}

function joined(words: readonly string[], conjunction: "and" | "or"): string {
  return `${words.slice(0, -1).join(", ")} ${conjunction} ${words.at(-1)}`;
}
