/** What IP addresses and ranges cover together, however they are written. An IPv4-mapped IPv6 range counts as IPv4. */
import { IPv4, IPv6 } from "ipaddr.js";
import { FORMATS } from "./formats";

export const FAMILIES = ["IPv4", "IPv6"] as const;
export type IpFamily = (typeof FAMILIES)[number];

/** Addresses from the first to the last, as numbers. */
export interface IpRange {
  readonly family: IpFamily;
  readonly first: bigint;
  readonly last: bigint;
}

const BITS: Readonly<Record<IpFamily, number>> = { IPv4: 32, IPv6: 128 };
/** `::ffff:0:0/96`: the IPv4 addresses as IPv6 has them. */
const MAPPED_PREFIX = 96;
const MAPPED = 0xffffn;

/** The addresses that an address or a range stands for; undefined for a text that is neither. */
export function ipRange(text: string): IpRange | undefined {
  if (FORMATS.ip.judge(text) !== undefined) return undefined;
  const { family, address, prefix } = parsed(text);
  if (family === "IPv6" && prefix >= MAPPED_PREFIX && address >> 32n === MAPPED) {
    return block("IPv4", address & 0xffffffffn, prefix - MAPPED_PREFIX);
  }
  return block(family, address, prefix);
}

/** The range as it is meant, where a text has bits set behind its prefix: `203.0.0.0/8` for `203.0.113.7/8`. */
export function withoutHostBits(text: string): string | undefined {
  if (FORMATS.ip.judge(text) !== undefined) return undefined;
  const { family, address, prefix } = parsed(text);
  return block(family, address, prefix).first === address ? undefined : FORMATS.ip.canonical(text);
}

/** `203.0.0.0 to 203.255.255.255`. */
export function firstToLast({ family, first, last }: IpRange): string {
  const text = (value: bigint) => {
    const size = BITS[family] / 8;
    const bytes = Array.from({ length: size }, (_, index) =>
      Number((value >> BigInt(8 * (size - 1 - index))) & 0xffn),
    );
    return (family === "IPv4" ? new IPv4(bytes) : new IPv6(bytes)).toString();
  };
  return `${text(first)} to ${text(last)}`;
}

/** The part of all addresses of a family that is in at least one of the ranges, from 0 to 1. */
export function coverage(ranges: readonly IpRange[], family: IpFamily): number {
  const sorted = ranges
    .filter((range) => range.family === family)
    .sort((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0));
  let covered = 0n;
  let next = 0n;
  for (const { first, last } of sorted) {
    const [, from] = inOrder(first, next);
    if (last < from) continue;
    covered += last - from + 1n;
    next = last + 1n;
  }
  const all = 1n << BigInt(BITS[family]);
  // A fraction that a number can not hold must not be rounded up to all.
  return covered === all ? 1 : Math.min(Number((covered * 1_000_000n) / all) / 1_000_000, 0.999_999);
}

/** The addresses that are in both ranges; undefined where there are none. */
export function intersection(a: IpRange, b: IpRange): IpRange | undefined {
  if (a.family !== b.family) return undefined;
  const [, first] = inOrder(a.first, b.first);
  const [last] = inOrder(a.last, b.last);
  return first > last ? undefined : { family: a.family, first, last };
}

function inOrder(a: bigint, b: bigint): readonly [bigint, bigint] {
  return a < b ? [a, b] : [b, a];
}

function parsed(text: string): { family: IpFamily; address: bigint; prefix: number } {
  const [address = "", length] = text.split("/");
  const family = address.includes(":") ? "IPv6" : "IPv4";
  const bytes = (family === "IPv6" ? IPv6.parse(address) : IPv4.parse(address)).toByteArray();
  const number = bytes.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);
  return { family, address: number, prefix: length === undefined ? BITS[family] : Number(length) };
}

function block(family: IpFamily, address: bigint, prefix: number): IpRange {
  const hosts = (1n << BigInt(BITS[family] - prefix)) - 1n;
  const first = address & ~hosts;
  return { family, first, last: first | hosts };
}
