/**
 * The values of each dimension that conditions can tell apart, one element for each: every value that is named, and the
 * rest. An element satisfies some of the values that leaves ask for.
 */
import { addressAt, type Interval, LAST_ADDRESS, parseInterval } from "../address-line";
import type { Dimension } from "../condition";
import { RISK_LEVELS } from "../identity";
import { exampleOf, hostMatches, pathMatches, placeOf } from "../url-pattern";

export interface Element {
  /** What it stands for: a value as leaves write it, or one of the words below. */
  readonly value: string;
  /** Values of leaves that hold for it. */
  readonly satisfies: readonly string[];
  /** Of an address: where it lies. */
  readonly interval?: Interval;
}

/** No user, no token, no certificate. */
export const NONE = "none";
/** Any value that is not named. */
export const OTHER = "other";
/** A token that is disabled or expired. */
export const INVALID = "invalid";
/** A user name that is the one before the @ of the email, and not named. */
export const ALIAS = "alias";

/** The elements of a dimension, the plainest first, for the values that leaves ask for. */
export function elementsOf(dimension: Dimension, values: ReadonlySet<string>): Element[] {
  const named = [...values].filter((value) => !["*", "+", "="].includes(value));
  switch (dimension) {
    case "user":
      return users(named);
    case "token":
      return [
        plain(NONE),
        ...named.map((value) => plain(value, "*", "+")),
        { value: OTHER, satisfies: ["*", "+"] },
        { value: INVALID, satisfies: ["+"] },
      ];
    case "linked":
    case "certificate":
      return [plain(NONE), ...named.map((value) => plain(value, "*")), { value: OTHER, satisfies: ["*"] }];
    case "ssh":
      return [
        plain(NONE),
        ...named.map((value) => plain(value)),
        plain(OTHER),
        { value: ALIAS, satisfies: ["="] },
      ];
    case "risk":
      return RISK_LEVELS.map((value) => plain(value));
    case "ip":
      return intervals(named);
    case "path":
      return [plain(OTHER), ...named.map((value) => pathExample(value, named))];
    case "method":
      return [plain(OTHER), ...named.map((value) => plain(value))];
    default:
      return [...named.map((value) => plain(value)), plain(OTHER)];
  }
}

/** An element that satisfies its own value and others; a word that no leaf writes satisfies nothing by itself. */
function plain(value: string, ...others: string[]): Element {
  return { value, satisfies: [value, ...others] };
}

/** One email has one domain: an email satisfies both. */
function users(named: readonly string[]): Element[] {
  const emails = named.filter((value) => value.startsWith("e:"));
  const domains = named.filter((value) => value.startsWith("d:"));
  return [
    plain(NONE),
    ...domains.map((domain) => plain(domain, "*")),
    { value: OTHER, satisfies: ["*"] },
    ...emails.map((email) => ({
      value: email,
      satisfies: [email, `d:${email.slice(email.lastIndexOf("@") + 1)}`, "*"],
    })),
  ];
}

/** The parts into which all ranges cut the line of addresses, an IPv4 one that nobody names first. */
function intervals(named: readonly string[]): Element[] {
  const ranges = named.map((value) => ({ value, ...parseInterval(value) }));
  const starts = new Set<bigint>([0n, 1n << 32n]);
  for (const { first, last } of ranges) {
    starts.add(first);
    if (last < LAST_ADDRESS) starts.add(last + 1n);
  }
  const sorted = [...starts].sort((a, b) => (a < b ? -1 : 1));
  const position = new Map(sorted.map((start, index) => [start, index]));
  const satisfies: string[][] = sorted.map(() => []);
  for (const { value, first, last } of ranges) {
    const end = last < LAST_ADDRESS ? position.get(last + 1n)! : sorted.length;
    for (let index = position.get(first)!; index < end; index++) satisfies[index]!.push(value);
  }
  const elements = sorted.map((first, index) => ({
    value: addressAt(first),
    satisfies: satisfies[index]!,
    interval: { first, last: (sorted[index + 1] ?? LAST_ADDRESS + 1n) - 1n },
  }));
  return [...elements].sort((a, b) => a.satisfies.length - b.satisfies.length);
}

/** A path that a pattern covers, and whichever of the others cover it, too. */
function pathExample(pattern: string, named: readonly string[]): Element {
  const example = exampleOf(placeOf(pattern));
  const satisfies = named.filter((value) => {
    const { host, path } = placeOf(value);
    return hostMatches(host, example.host) && pathMatches(path, example.path);
  });
  return { value: pattern, satisfies };
}
