/** Values in words, as many as there is room for; a mark stands for those left out. */
import { fingerprint } from "./fingerprint";

/** What joins the last two: one of them counts, or all do. */
export type Conjunction = "or" | "and";

/** How much is said of a list: so many values in full; of more than those their number, the first few and a mark. */
export interface Detail {
  readonly inFull: number;
  readonly first: number;
}

/** From the most to the least. */
export const DETAILS: readonly Detail[] = [
  { inFull: 3, first: 2 },
  { inFull: 1, first: 1 },
  { inFull: 1, first: 0 },
];

/** What is listed. */
export interface Values {
  /** How each is shown; some may be shown alike. */
  readonly labels: readonly string[];
  /** What each means. The mark changes with these; they are asked for only when one is needed. */
  meanings(): readonly string[];
  /** What is counted, where the number alone does not say it. */
  readonly noun?: string;
}

/** `a`, `a or b`, `one of 200 (a, b, … #3fa2c1)`. */
export function listed(
  { labels, meanings, noun }: Values,
  conjunction: Conjunction,
  { inFull, first }: Detail = DETAILS[0]!,
): string {
  const sorted = [...new Set(labels)].sort();
  if (sorted.length <= inFull) return joined(sorted.map(shortened), conjunction);
  const mark = fingerprint(new Set(meanings()));
  const left = first > 0 ? `${sorted.slice(0, first).map(shortened).join(", ")}, … ${mark}` : mark;
  const number = noun === undefined ? sorted.length : `${sorted.length} ${noun}`;
  return `${conjunction === "or" ? "one" : "all"} of ${number} (${left})`;
}

/** `a, b and c`. */
export function joined(texts: readonly string[], conjunction: Conjunction): string {
  const last = texts.at(-1) ?? "";
  return texts.length > 1 ? `${texts.slice(0, -1).join(", ")} ${conjunction} ${last}` : last;
}

const LONGEST_VALUE = 60;
const HEAD = 34;
const TAIL = 25;

/** A long text without its middle: the end tells more, such as the domain of an address. */
function shortened(text: string): string {
  const characters = [...text];
  if (characters.length <= LONGEST_VALUE) return text;
  const [head, tail] = [characters.slice(0, HEAD), characters.slice(-TAIL)];
  return `${head.join("")}…${tail.join("")} ${fingerprint([text])}`;
}
