import { IPv4, IPv6 } from "ipaddr.js";
import { composed, type Fault, type Format } from "./format";

/**
 * An IPv4 or IPv6 address, or a range in CIDR notation. A bare address is the range of one address, bits behind the
 * prefix say nothing, and IPv6 has many notations for one address.
 */
export const ip: Format = {
  allowed:
    "an IPv4 or IPv6 address, or a range in CIDR notation, such as 203.0.113.7, 203.0.113.0/24 or 2001:db8::/32",
  judge: (value): Fault | undefined => {
    const [address = "", prefix, ...rest] = value.split("/");
    const parsed = parse(address);
    if (!parsed) return address.includes("%") ? { code: "ip-zone" } : { code: "ip", ...spaceless(value) };
    if (rest.length > 0) return { code: "ip" };
    return prefix === undefined || prefixLength(parsed, prefix) !== undefined
      ? undefined
      : { code: "ip-prefix" };
  },
  canonical: (value) => {
    if (ip.judge(value) !== undefined) return composed(value);
    const [address, prefix] = value.split("/");
    const parsed = parse(address!)!;
    const bits = parsed.toByteArray().length * 8;
    const length = prefix === undefined ? bits : Number(prefix);
    const network = masked(parsed, length).toString();
    return length === bits ? network : `${network}/${length}`;
  },
};

type Address = IPv4 | IPv6;

/** Eight groups of four digits, or six and an IPv4 address. */
const LONGEST_ADDRESS = 45;

function parse(address: string): Address | undefined {
  if (address.length > LONGEST_ADDRESS) return undefined;
  if (IPv4.isValidFourPartDecimal(address)) return IPv4.parse(address);
  return /^[0-9a-f:.]+$/i.test(address) && address.includes(":") && IPv6.isValid(address) && endsWell(address)
    ? IPv6.parse(inGroups(address))
    : undefined;
}

function endsWell(address: string): boolean {
  return !address.includes(".") || IPv4.isValidFourPartDecimal(address.slice(address.lastIndexOf(":") + 1));
}

/** An IPv4 address at the end as the two groups that it stands for: the parser reads it as a mapped one always. */
function inGroups(address: string): string {
  if (!address.includes(".")) return address;
  const start = address.lastIndexOf(":") + 1;
  const [a, b, c, d] = IPv4.parse(address.slice(start)).octets as [number, number, number, number];
  return `${address.slice(0, start)}${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
}

function prefixLength(address: Address, prefix: string): number | undefined {
  const length = /^(0|[1-9]\d{0,2})$/.test(prefix) ? Number(prefix) : Number.NaN;
  return length <= address.toByteArray().length * 8 ? length : undefined;
}

function masked(address: Address, length: number): Address {
  const bytes = address
    .toByteArray()
    .map((byte, index) => byte & (0xff00 >> clamp(length - index * 8)) & 0xff);
  return bytes.length === 4 ? new IPv4(bytes) : new IPv6(bytes);
}

function clamp(bits: number): number {
  return Math.min(8, Math.max(0, bits));
}

function spaceless(value: string): { meant?: string } {
  const bare = value.replace(/\s+/g, "");
  return bare !== value && ip.judge(bare) === undefined ? { meant: bare } : {};
}
