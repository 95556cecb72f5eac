/** JSON with the members of every object in the order of their names: one text for equal values. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(sorted(value)) ?? "null";
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isPlainObject(value)) return value;
  // Built from entries, so that a member called "__proto__" stays a member.
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  );
}

export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * JSON that says more than JavaScript keeps of it: `JSON.parse` rounds `12345678901234567890`, makes an infinity of
 * `1e400`, and keeps the last of several members of one name. What is sent is made from parsed values, so such JSON is
 * refused instead of being changed.
 *
 * A number is exact when it is written back with the same value: `1.10` and `1e3` are, `0.1` is too.
 */

/** What parsing would change. */
export interface InexactPart {
  readonly kind: "number" | "duplicate";
  /** From the outermost value to the number, or to the member that is repeated. */
  readonly path: readonly (string | number)[];
  /** As the JSON has it. */
  readonly text: string;
}

/** Only JSON that matches one of these can hold a number that is not exact. Both also match texts, which is harmless. */
const LONG_NUMBER = /\d{16}/;
const FRACTION_OR_EXPONENT = /(?:^|"\s*:|[[,])\s*-?\d+[.eE]/;

/** Whether JSON has no number that parsing could change. Never wrong when it says so; it is far cheaper than a scan. */
export function hasPlainNumbersOnly(json: string): boolean {
  return !LONG_NUMBER.test(json) && !FRACTION_OR_EXPONENT.test(json);
}

/** Finds every part of a valid JSON text that parsing would change. */
export function inexactParts(json: string): InexactPart[] {
  const found: InexactPart[] = [];
  const around: Container[] = [];
  const path = () => around.map(({ step }) => step);
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(json); match !== null; match = TOKEN.exec(json)) {
    const [token] = match;
    const inside = around.at(-1);
    switch (token[0]) {
      case "{":
        around.push({ step: "", names: new Set() });
        break;
      case "[":
        around.push({ step: 0 });
        break;
      case "}":
      case "]":
        around.pop();
        break;
      case ",":
        if (inside?.names) inside.expectsName = true;
        else if (inside) inside.step = Number(inside.step) + 1;
        break;
      case '"': {
        if (!inside?.names || inside.expectsName === false) break;
        const name: string = JSON.parse(token);
        inside.step = name;
        inside.expectsName = false;
        if (inside.names.has(name)) found.push({ kind: "duplicate", path: path(), text: token });
        inside.names.add(name);
        break;
      }
      default:
        if (!isExact(token)) found.push({ kind: "number", path: path(), text: token });
    }
  }
  return found;
}

interface Container {
  /** Where the scan is in it: the index, or the name of the member. */
  step: string | number;
  /** The members of an object so far; absent for a list. */
  readonly names?: Set<string>;
  /** Whether the next text is the name of a member. */
  expectsName?: boolean;
}

// A string without an end takes the rest, so that no search starts twice at the same index.
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"?|-?\d[\d.eE+-]*|[{}[\],]/g;

/** Whether a number of JSON has the same value when it is parsed and written again. */
function isExact(text: string): boolean {
  if (text.length < 16 && !/[.eE]/.test(text)) return true;
  const number = Number(text);
  return Number.isFinite(number) && decimal(text) === decimal(String(number));
}

/** One text for each value: the digits without zeros at their ends, and the power of ten. */
function decimal(text: string): string {
  const [mantissa = "", exponent = "0"] = text.toLowerCase().split("e");
  const [whole = "", fraction = ""] = mantissa.replace("-", "").split(".");
  const digits = whole + fraction;
  let [start, end] = [0, digits.length];
  while (digits[start] === "0") start++;
  while (end > start && digits[end - 1] === "0") end--;
  if (start === end) return "0";
  const power = Number(exponent) - fraction.length + (digits.length - end);
  return `${text.startsWith("-") ? "-" : ""}${digits.slice(start, end)}e${power}`;
}

/** Whether a number that a program gives may be another one than was written: `12345678901234567890` already is. */
export function isDoubtfulNumber(value: number): boolean {
  return !Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value));
}

/** A number that no JavaScript number is equal to, as it was written. No field of a policy takes one. */
export class LongNumber {
  constructor(private readonly text: string) {}

  /** A JavaScript number with the same faults: a fraction, or a whole number that is far too large or too small. */
  get standIn(): number {
    const [, power] = decimal(this.text).split("e");
    if (Number(power) < 0) return 0.5;
    return this.text.startsWith("-") ? -Number.MAX_VALUE : Number.MAX_VALUE;
  }

  /** As it was written, or with an exponent where that is shorter. */
  toString(): string {
    const short = decimal(this.text);
    const text = this.text.length > LONGEST_SHOWN ? short : this.text;
    return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
  }
}

const LONGEST_SHOWN = 40;
