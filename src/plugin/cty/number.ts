import { BigNumber } from "./value";
import { ValueError } from "./value-error";

// Terraform's numbers are decimals of about 150 digits. A JavaScript number represents exactly its double, so the
// decimal 0.1, which no double equals, stays a BigNumber: sent back as a double it would be another number to Terraform.

const DECIMAL = /^([+-]?)(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d{1,6}))?$/;
// Far more digits than a double's exact decimal has; exact arithmetic on more is wasted time.
const LONGEST_EXACT = 1100;
// Terraform's numbers end at about 150 digits; with an exponent, a short text can represent far more.
const MOST_DIGITS = 10_000;

/**
 * Parses a decimal to a JavaScript number where that is exact, else to a BigNumber in plain decimal notation.
 * @throws ValueError when the text is not a number
 */
export function parseNumber(text: string): number | BigNumber {
  const match = DECIMAL.exec(text);
  if (match === null) {
    if (/^[+-]?inf(inity)?$/i.test(text)) return text.startsWith("-") ? -Infinity : Infinity;
    throw new ValueError("a number is expected, got text that is not a number");
  }
  const [, sign, whole = "", fraction = "", exponent] = match;
  const shift = exponent === undefined ? 0 : Number(exponent);
  const digits = whole + fraction;
  const decimals = fraction.length - shift;
  // Kept as its text: the attribute's own validation rejects it and reports the path.
  if (digits.length + Math.abs(decimals) > MOST_DIGITS) return new BigNumber(text);
  const plain = plainDecimal(digits, decimals);
  const canonical = sign === "-" && plain !== "0" ? `-${plain}` : plain;
  const double = Number(canonical);
  return isExactly(double, plain) ? double : new BigNumber(canonical);
}

/** Converts an integer from the wire to a JavaScript number where that is exact. */
export function fromBigInt(value: bigint): number | BigNumber {
  const double = Number(value);
  return BigInt(double) === value ? double : new BigNumber(value.toString());
}

/** Formats a number as exact decimal text without an exponent. */
export function numberText(value: number | BigNumber): string {
  if (value instanceof BigNumber) return value.text;
  if (Number.isInteger(value)) return BigInt(value).toString();
  return exactFraction(value);
}

function plainDecimal(digits: string, decimals: number): string {
  if (decimals <= 0) return trimLeft(digits + "0".repeat(-decimals));
  const padded = digits.padStart(decimals + 1, "0");
  let end = padded.length;
  while (end > padded.length - decimals && padded[end - 1] === "0") end--;
  const fraction = padded.slice(padded.length - decimals, end);
  const whole = trimLeft(padded.slice(0, -decimals));
  return fraction === "" ? whole : `${whole}.${fraction}`;
}

function trimLeft(digits: string): string {
  return digits.replace(/^0+/, "") || "0";
}

function isExactly(double: number, plain: string): boolean {
  if (!Number.isFinite(double)) return false;
  const magnitude = Math.abs(double);
  const dot = plain.indexOf(".");
  if (dot === -1) return Number.isSafeInteger(magnitude) || BigInt(magnitude).toString() === plain;
  return plain.length <= LONGEST_EXACT && exactFraction(magnitude) === plain;
}

// Every double is mantissa / 2^scale; times 10^scale that is mantissa · 5^scale, whose digits are the exact decimal's.
function exactFraction(double: number): string {
  let scale = 0;
  let scaled = Math.abs(double);
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    scale++;
  }
  const plain = plainDecimal((BigInt(scaled) * 5n ** BigInt(scale)).toString(), scale);
  return double < 0 ? `-${plain}` : plain;
}
