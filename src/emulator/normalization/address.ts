import { isIPv4, isIPv6 } from "node:net";

/** An IP address, or the block with a prefix, in parts. */
export interface Address {
  readonly version: 4 | 6;
  /** Eight 16-bit groups of an IPv6 address; empty for IPv4. */
  readonly groups: readonly number[];
  readonly host: string;
  readonly prefix: number | undefined;
}

/** Undefined where the text is neither an address nor a CIDR block. */
export function parseAddress(text: string): Address | undefined {
  const [host, prefixText, ...rest] = text.split("/") as [string, string | undefined, ...string[]];
  if (rest.length > 0 || host.includes("%")) return undefined;
  const version = isIPv4(host) ? 4 : isIPv6(host) ? 6 : undefined;
  if (version === undefined) return undefined;
  if (prefixText !== undefined && !/^(0|[1-9]\d{0,2})$/.test(prefixText)) return undefined;
  const prefix = prefixText === undefined ? undefined : Number(prefixText);
  if (prefix !== undefined && prefix > (version === 4 ? 32 : 128)) return undefined;
  return { version, host, prefix, groups: version === 6 ? groupsOf(host) : [] };
}

/** The form in which the server gives IPv6 addresses. */
export type Ipv6Form = "as sent" | "compressed" | "expanded" | "upper case";

export function normalizeAddress(text: string, options: { addPrefix: boolean; ipv6: Ipv6Form }): string {
  const address = parseAddress(text);
  if (!address) return text;
  const prefix = address.prefix ?? (options.addPrefix ? (address.version === 4 ? 32 : 128) : undefined);
  const host = address.version === 4 ? address.host : formatIpv6(address, options.ipv6);
  return prefix === undefined ? host : `${host}/${prefix}`;
}

function formatIpv6(address: Address, form: Ipv6Form): string {
  switch (form) {
    case "as sent":
      return address.host;
    case "upper case":
      return address.host.toUpperCase();
    case "expanded":
      return address.groups.map((group) => group.toString(16).padStart(4, "0")).join(":");
    case "compressed":
      return compress(address.groups);
  }
}

/** RFC 5952: lower case, no leading zeros, the first longest run of two or more zero groups as `::`. */
function compress(groups: readonly number[]): string {
  let best = { start: 0, length: 0 };
  for (let start = 0; start < groups.length; start++) {
    let length = 0;
    while (groups[start + length] === 0) length++;
    if (length > best.length) best = { start, length };
  }
  const format = (part: readonly number[]) => part.map((group) => group.toString(16)).join(":");
  if (best.length < 2) return format(groups);
  return `${format(groups.slice(0, best.start))}::${format(groups.slice(best.start + best.length))}`;
}

function groupsOf(host: string): number[] {
  const last = host.lastIndexOf(":") + 1;
  const plain = host.includes(".") ? host.slice(0, last) + asGroups(host.slice(last)) : host;
  const [head, tail] = plain.split("::") as [string, string | undefined];
  const parse = (part: string) =>
    part === "" ? [] : part.split(":").map((group) => Number.parseInt(group, 16));
  if (tail === undefined) return parse(head);
  const [before, after] = [parse(head), parse(tail)];
  return [...before, ...Array<number>(8 - before.length - after.length).fill(0), ...after];
}

/** The two groups that the IPv4 address at an IPv6 address's end stands for. */
function asGroups(ipv4: string): string {
  const [a = 0, b = 0, c = 0, d = 0] = ipv4.split(".").map(Number);
  return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
}
