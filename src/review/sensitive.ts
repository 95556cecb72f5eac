import { isPlainObject } from "../model";

const SHOWN = "(sensitive value)";

/** The value with every sensitive text replaced, wherever it stands in a text and in either case. */
export function withoutSensitive<Value>(value: Value, sensitive: ReadonlySet<string>): Value {
  if (sensitive.size === 0) return value;
  // A longer text goes first: it may hold a shorter one.
  const texts = [...sensitive].filter((text) => text !== "").sort((a, b) => b.length - a.length);
  return redacted(value, texts) as Value;
}

function redacted(value: unknown, texts: readonly string[]): unknown {
  if (typeof value === "string") return texts.reduce(withoutText, value);
  if (Array.isArray(value)) return value.map((element) => redacted(element, texts));
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, redacted(member, texts)]));
}

/** Replaces a text where it is a whole word, so that a country code does not blank out words that hold it. */
function withoutText(given: string, text: string): string {
  const [where, what] = [given.toLowerCase(), text.toLowerCase()];
  // Case may change the length of a text: then it is compared as it is.
  const [haystack, needle] = where.length === given.length ? [where, what] : [given, text];
  let [rest, from] = ["", 0];
  for (let at = haystack.indexOf(needle); at !== -1; at = haystack.indexOf(needle, at + 1)) {
    const end = at + needle.length;
    if (at < from || isWithinWord(given, at) || isWithinWord(given, end)) continue;
    rest += given.slice(from, at) + SHOWN;
    from = end;
  }
  return rest + given.slice(from);
}

function isWithinWord(text: string, at: number): boolean {
  return isWordCharacter(text[at - 1]) && isWordCharacter(text[at]);
}

function isWordCharacter(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}_]/u.test(character);
}
