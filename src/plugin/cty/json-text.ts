import { ValueError } from "./value-error";

/** A number of a JSON text that JSON.parse would round, kept as it was written. */
export interface WrittenNumber {
  readonly [WRITTEN]: string;
}

// No attribute can have this name, and where a number is expected nothing else is an object.
const WRITTEN = "\u0000number";

// Either may stand in a text as well, such as a time of day; that only costs a second look.
const FRACTION_OR_EXPONENT = /(?:^|"\s*:|[[,])\s*-?\d+[.eE]/;
const LONG_NUMBER = /\d{16}/;
// A string without an end takes the rest: searched for at every quote in it, that would take ever longer.
const STRING_OR_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"?|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * Parses JSON so that no number loses digits: what is no short integer comes back as a {@link WrittenNumber}.
 * @throws ValueError when the text is not JSON
 */
export function parseJsonText(text: string): unknown {
  try {
    return JSON.parse(
      FRACTION_OR_EXPONENT.test(text) || LONG_NUMBER.test(text)
        ? text.replace(STRING_OR_NUMBER, keepLongNumber)
        : text,
    );
  } catch {
    throw new ValueError("JSON is expected, got text that is none");
  }
}

export function writtenNumber(json: unknown): string | undefined {
  if (typeof json !== "object" || json === null) return undefined;
  const text = (json as Partial<WrittenNumber>)[WRITTEN];
  return typeof text === "string" ? text : undefined;
}

function keepLongNumber(token: string): string {
  if (token.startsWith('"') || /^-?\d{1,15}$/.test(token)) return token;
  return JSON.stringify({ [WRITTEN]: token });
}
