/** All IP addresses on one line of numbers: first IPv4, then IPv6, so that no IPv6 range holds an IPv4 address. */
import { firstToLast, type IpRange, ipRange } from "../model";

const IPV6 = 1n << 32n;
export const LAST_ADDRESS = IPV6 + (1n << 128n) - 1n;

export interface Interval {
  readonly first: bigint;
  readonly last: bigint;
}

/** The interval of an address or a range; undefined for a text that is neither. */
export function intervalOf(text: string): Interval | undefined {
  const range = ipRange(text);
  if (range === undefined) return undefined;
  const base = range.family === "IPv6" ? IPV6 : 0n;
  return { first: base + range.first, last: base + range.last };
}

export function printInterval({ first, last }: Interval): string {
  return `${first}-${last}`;
}

const parsed = new Map<string, Interval>();
const MOST_PARSED = 20_000;

export function parseInterval(text: string): Interval {
  let interval = parsed.get(text);
  if (interval === undefined) {
    const dash = text.indexOf("-");
    interval = { first: BigInt(text.slice(0, dash)), last: BigInt(text.slice(dash + 1)) };
    if (parsed.size >= MOST_PARSED) parsed.clear();
    parsed.set(text, interval);
  }
  return interval;
}

/** The address at a number of the line. */
export function addressAt(number: bigint): string {
  const range: IpRange =
    number < IPV6
      ? { family: "IPv4", first: number, last: number }
      : { family: "IPv6", first: number - IPV6, last: number - IPV6 };
  return firstToLast(range).split(" ")[0]!;
}

/** An interval as a range where it is one, otherwise as its two ends. One that covers both versions is split. */
export function rangesInWords({ first, last }: Interval): readonly string[] {
  if (first < IPV6 && last >= IPV6)
    return [...rangesInWords({ first, last: IPV6 - 1n }), ...rangesInWords({ first: IPV6, last })];
  const bits = first < IPV6 ? 32 : 128;
  const base = first < IPV6 ? 0n : IPV6;
  const size = last - first + 1n;
  const length = size.toString(2).length - 1;
  const isBlock = size === 1n << BigInt(length) && (first - base) % size === 0n;
  if (isBlock && length === bits) return [first < IPV6 ? "any IPv4 address" : "any IPv6 address"];
  if (isBlock) return [length === 0 ? addressAt(first) : `${addressAt(first)}/${bits - length}`];
  return [`${addressAt(first)} to ${addressAt(last)}`];
}
