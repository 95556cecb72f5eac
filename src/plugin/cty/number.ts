import { BigNumber } from "./value";
import { ValueError } from "./value-error";

// Terraform's numbers are decimals of about 150 digits. A JavaScript number stands for exactly the double it is, so the
// decimal 0.1, which no double equals, stays a BigNumber: sent back as a double it would be another number to Terraform.

const DECIMAL = /^([+-]?)(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d{1,6}))?$/;
// Beyond what a double can hold by far, and where exact arithmetic would only burn time.
const LONGEST_EXACT = 1100;
// Terraform's own end at about 150 digits; with an exponent, a short text can stand for far more.
const MOST_DIGITS = 10_000;

/** A JavaScript number where that is exact, else a BigNumber: plain decimal notation, unless it is far too long. @throws ValueError */
export function parseNumber(text: string): number | BigNumber {
  const match = DECIMAL.exec(text);
  if (match === null) {
    if (/^[+-]?inf(inity)?$/i.test(text)) return text.startsWith("-") ? -Infinity : Infinity;
    throw new ValueError("a number is expected, got text that is none");
  }
  const [, sign, whole = "", fraction = "", exponent] = match;
  const shift = exponent === undefined ? 0 : Number(exponent);
  const digits = whole + fraction;
  const places = fraction.length - shift;
  // No attribute takes such a number: what judges its value refuses it, and shows where it stands.
  if (digits.length + Math.abs(places) > MOST_DIGITS) return new BigNumber(text);
  const plain = plainDecimal(digits, places);
  const canonical = sign === "-" && plain !== "0" ? `-${plain}` : plain;
  const nearest = Number(canonical);
  return isExactly(nearest, plain) ? nearest : new BigNumber(canonical);
}

/** An integer from the wire: a JavaScript number where that is exact. */
export function fromBigInt(value: bigint): number | BigNumber {
  const nearest = Number(value);
  return BigInt(nearest) === value ? nearest : new BigNumber(value.toString());
}

/** A number as decimal text, exact and without an exponent. */
export function numberText(value: number | BigNumber): string {
  if (value instanceof BigNumber) return value.text;
  if (Number.isInteger(value)) return BigInt(value).toString();
  return exactFraction(value);
}

function plainDecimal(digits: string, places: number): string {
  if (places <= 0) return trimLeft(digits + "0".repeat(-places));
  const padded = digits.padStart(places + 1, "0");
  let end = padded.length;
  while (end > padded.length - places && padded[end - 1] === "0") end--;
  const fraction = padded.slice(padded.length - places, end);
  const whole = trimLeft(padded.slice(0, -places));
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
