/** Writes values in words, as many as fit; a count and a digest stand for the others. */

/**
 * A short hash of texts that are too many to list: the same for the same texts in any order, and nearly always another
 * for others. FNV-1a, cut to 24 bits: it shows a reader that two versions differ and protects nothing.
 */
export function shortHash(texts: Iterable<string>): string {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(JSON.stringify([...texts].sort()))) {
    hash = Math.imul(hash ^ byte, 0x01000193);
  }
  // The high bits are the better mixed ones.
  return (hash >>> 8).toString(16).padStart(6, "0");
}

/** What joins the values: one of them is enough, or all are needed. */
export type Conjunction = "or" | "and";

/** The values of one kind. */
export class Values {
  private readonly sorted: readonly string[];
  private digest: string | undefined;

  /**
   * @param labels how each value is shown; several may be shown in the same way
   * @param noun what one of them is called
   * @param canonicalTexts the canonical text of each value: the digest is made from these, when one is needed
   */
  constructor(
    labels: readonly string[],
    readonly noun: string,
    private readonly canonicalTexts: () => readonly string[] = () => labels,
  ) {
    this.sorted = [...new Set(labels)].sort();
  }

  get count(): number {
    return this.sorted.length;
  }

  /** `a`, `a or b`; where fewer are shown than there are, `a, b and 12 more emails (digest 3fa2c1)`. */
  text(conjunction: Conjunction, shown: number): string {
    const texts = this.sorted.slice(0, shown).map(shortened);
    const hidden = this.count - texts.length;
    if (hidden === 0) return joined(texts, conjunction);
    this.digest ??= shortHash(new Set(this.canonicalTexts()));
    return `${texts.join(", ")} and ${counted(hidden, `more ${this.noun}`)} (digest ${this.digest})`;
  }

  /** As many of the values as fit into a number of characters, at least one. */
  within(conjunction: Conjunction, limit: number): string {
    return fill([this], limit, ([shown]) => this.text(conjunction, shown!));
  }

  /** How many there are, without a value: `1 email`, `any of 3 emails`. */
  counted(conjunction: Conjunction): string {
    const number = counted(this.count, this.noun);
    return this.count < 2 ? number : `${conjunction === "or" ? "any" : "all"} of ${number}`;
  }
}

/**
 * Returns the longest text that fits into `limit` characters: every kind shows one value, then each in turn one more. The
 * first text may be too long, since no kind is left out.
 */
export function fill(
  kinds: readonly Values[],
  limit: number,
  text: (shown: readonly number[]) => string,
): string {
  const shown = kinds.map(() => 1);
  const growing = new Set(kinds.keys());
  while (growing.size > 0) {
    for (const index of growing) {
      const longer = shown.with(index, shown[index]! + 1);
      if (longer[index]! > kinds[index]!.count || text(longer).length > limit) growing.delete(index);
      else shown[index]! += 1;
    }
  }
  // The count and the digest of what is left out may take more space than the values themselves.
  for (const [index, { count }] of kinds.entries()) {
    const whole = shown.with(index, count);
    if (count - shown[index]! < FEW && text(whole).length <= text(shown).length) shown[index] = count;
  }
  return text(shown);
}

const FEW = 10;

/** `a, b and c`. */
export function joined(texts: readonly string[], conjunction: Conjunction): string {
  const last = texts.at(-1) ?? "";
  return texts.length > 1 ? `${texts.slice(0, -1).join(", ")} ${conjunction} ${last}` : last;
}

/** `1 country`, `2 countries`. */
export function counted(count: number, noun: string): string {
  if (count === 1) return `1 ${noun}`;
  return `${count} ${/[^aeiou]y$/.test(noun) ? `${noun.slice(0, -1)}ies` : `${noun}s`}`;
}

const LONGEST_VALUE = 100;
const HEAD = 60;
const TAIL = 39;

/** A long text without its middle: the end says more, such as the domain of an address. */
function shortened(text: string): string {
  const characters = [...text];
  if (characters.length <= LONGEST_VALUE) return text;
  const [head, tail] = [characters.slice(0, HEAD), characters.slice(-TAIL)];
  return `${head.join("")}…${tail.join("")} (digest ${shortHash([text])})`;
}
