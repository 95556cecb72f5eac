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

/**
 * `a`, `a or b`, `one of 200 (a, b, … #3fa2c1)`.
 *
 * @param labels for what each value means, how it is shown; the mark changes with what they mean
 * @param noun what is counted, where the number alone does not say it
 */
export function listed(
  labels: ReadonlyMap<string, string>,
  conjunction: Conjunction,
  { inFull, first }: Detail = DETAILS[0]!,
  noun = "",
): string {
  const sorted = [...new Set(labels.values())].sort();
  if (sorted.length <= inFull) return joined(sorted.map(shortened), conjunction);
  const mark = fingerprint(labels.keys());
  const left = first > 0 ? `${sorted.slice(0, first).map(shortened).join(", ")}, … ${mark}` : mark;
  const number = noun === "" ? sorted.length : `${sorted.length} ${noun}`;
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
