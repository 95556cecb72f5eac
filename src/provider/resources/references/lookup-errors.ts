import { closestFirst } from "../../../model";
import type { Diagnostic } from "../../../plugin";
import { oneLine, quoted, shownId } from "../../../text";
import {
  BY_ID,
  type Candidate,
  keysOf,
  type ListedKind,
  type LookupCriterion,
  type LookupKey,
  type LookupKind,
  matches,
} from "./reference-kinds";

/** How many an error lists before it stops. */
const MOST_LISTED = 20;

/** Reports that nothing matches, and what exists instead, the closest match first. */
export function notFound<Item extends Candidate>(
  kind: LookupKind<Item>,
  criteria: readonly LookupCriterion<Item>[],
  accountId: string,
  all: readonly Item[],
): Diagnostic {
  const [main] = criteria as [LookupCriterion<Item>];
  return {
    severity: "error",
    summary: `No ${kind.noun} ${inWords(criteria)}`,
    detail: [
      ...otherKey(kind, main, all),
      inventory(kind, `Account ${shownId(accountId)}`, all.length, closestLabels(main, all)),
    ].join("\n\n"),
    path: [main.attribute],
  };
}

/** Lists what an account or application has of a kind by their ids, the closest match of `id` first. */
export function inventoryById(
  kind: Pick<ListedKind, "noun" | "plural">,
  owner: string,
  id: string,
  all: readonly Candidate[],
): string {
  return inventory(kind, owner, all.length, closestLabels({ attribute: "id", key: BY_ID, value: id }, all));
}

/** Reports that several objects match, with their ids. */
export function ambiguous<Item extends Candidate>(
  kind: LookupKind<Item>,
  criteria: readonly LookupCriterion<Item>[],
  found: readonly Item[],
): Diagnostic {
  const known = ["id", ...criteria.map(({ attribute }) => attribute)];
  const ids = found.map((item) => label(item.id, item, known)).sort();
  const isTypeEnough =
    !known.includes("type") && new Set(found.map(({ type }) => type)).size === found.length;
  return {
    severity: "error",
    summary: `${found.length} ${kind.plural} ${inWords(criteria)}`,
    detail: `Look it up by id instead${isTypeEnough ? ", or set type as well" : ""}: there is ${listed(ids)}.`,
    path: [criteria[0]!.attribute],
  };
}

/** Reports that none or several of the attributes are configured that exclude one another. */
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

function inWords<Item extends Candidate>(criteria: readonly LookupCriterion<Item>[]): string {
  return criteria.map(({ key, value }) => `${key.relation} ${quoted(value)}`).join(" ");
}

/** A hint where the value is another attribute's, such as an id given as the name. */
function otherKey<Item extends Candidate>(
  kind: LookupKind<Item>,
  { attribute, value }: LookupCriterion<Item>,
  all: readonly Item[],
): string[] {
  const meant = Object.entries(keysOf(kind)).find(([other, key]) =>
    all.some((item) => other !== attribute && matches(item, { attribute: other, key, value })),
  );
  return meant === undefined ? [] : [`That is the ${meant[0]} of one: set ${meant[0]}, not ${attribute}.`];
}

/** Labels all objects by the value that would have found them, the closest match first. */
function closestLabels<Item extends Candidate>(
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

/** Labels an object by a value and what else identifies it, e.g. `"Partners" (EMAIL)`. */
function label(value: string, { name, type }: Candidate, known: readonly string[]): string {
  const remarks = [
    known.includes("name") || name === "" ? [] : quoted(name),
    known.includes("type") || type === undefined ? [] : oneLine(type, 80),
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
