/** Sets of requests in words: `anyone at example.com from outside PT`, `service token "ci" from 198.51.100.0/24`. */
import { escapeHidden } from "../../text";
import { type AccountIndex, nameIn, plain } from "../account-index";
import { type Interval, rangesInWords } from "../address-line";
import type { Dimension } from "../condition";
import type { Fact } from "../fact";
import type { Product } from "./cover";
import { ALIAS, type Element, INVALID, NONE, OTHER } from "./elements";
import type { EncodedDimension, EncodedFact } from "./encoding";

/** Values named in one place; the rest is counted. */
const MOST_NAMED = 5;
const MOST_PRODUCTS = 6;

export interface WordsOptions {
  /** Names of what rules refer to: of both accounts, the later one first. */
  readonly indexes: readonly AccountIndex[];
  /** What a request without any limit is called. */
  readonly anyone: string;
}

/** Products in words, joined by "; ". */
export function setInWords(products: readonly Product[], complete: boolean, options: WordsOptions): string {
  const words = [...new Set(products.map((product) => productInWords(product, options)))];
  const more = words.length - MOST_PRODUCTS;
  const shown = words.slice(0, MOST_PRODUCTS).join("; ");
  if (!complete) return `${shown}; and more`;
  return more > 0 ? `${shown}; and ${more} more kinds of requests` : shown;
}

function productInWords({ cells, facts }: Product, options: WordsOptions): string {
  const parts = new Map<Dimension, Selection>();
  for (const [encoded, chosen] of cells) parts.set(encoded.dimension, selection(encoded, chosen));
  const groups = [...facts]
    .filter(([{ fact }]) => fact.kind !== "assumption")
    .sort(([, a], [, b]) => Number(b) - Number(a));
  const assumed = [...facts].filter(([{ fact }]) => fact.kind === "assumption");
  const words = [
    subject(parts, options),
    ...groups.map(([one, holds]) => factInWords(one, holds, options)),
    providerWords(parts.get("provider"), groups, options),
    riskWords(parts.get("risk")),
    valueWords(parts.get("country"), "from", "from outside", (value) => value),
    addressWords(parts.get("ip")),
    sshWords(parts.get("ssh")),
    methodWords(parts.get("method")),
    valueWords(parts.get("path"), "at", "at paths other than", (value) => value),
    ...assumed.map(([{ fact }, holds]) => assumptionWords(fact, holds)),
  ];
  return escapeHidden(words.filter((word) => word !== "").join(" "));
}

/** The elements of a dimension that are in a set, and those that are not. */
interface Selection {
  readonly inside: readonly Element[];
  readonly outside: readonly Element[];
}

function selection({ cells }: EncodedDimension, chosen: ReadonlySet<number>): Selection {
  return {
    inside: cells.flatMap((cell, number) => (chosen.has(number) ? cell : [])),
    outside: cells.flatMap((cell, number) => (chosen.has(number) ? [] : cell)),
  };
}

/** Who: a user, a token, a certificate, or anyone. */
function subject(parts: ReadonlyMap<Dimension, Selection>, options: WordsOptions): string {
  const user = parts.get("user");
  const credentials = (["token", "linked", "certificate"] as const).flatMap((dimension) => {
    const found = parts.get(dimension);
    return found === undefined ? [] : [credentialWords(dimension, found, options)];
  });
  const required = credentials.filter(({ required }) => required).map(({ words }) => words);
  const limits = credentials.filter(({ required }) => !required).map(({ words }) => words);
  const users = user === undefined ? "" : userWords(user);
  if (users !== "") return [users, ...required.map((word) => `with ${word}`), ...limits].join(" ");
  const [first, ...others] = required;
  if (first === undefined) return [options.anyone, ...limits].join(" ");
  return [first, ...others.map((word) => `with ${word}`), ...limits].join(" ");
}

function userWords({ inside, outside }: Selection): string {
  const has = (elements: readonly Element[], value: string) => elements.some((one) => one.value === value);
  if (has(inside, NONE)) return outside.length === 0 ? "" : `anyone but ${usersBut(outside, inside)}`;
  if (has(inside, OTHER)) {
    const others = outside.filter(({ value }) => value !== NONE);
    return others.length === 0 ? "any user" : `any user but ${usersBut(others, inside)}`;
  }
  return usersBut(inside, outside);
}

/** Users by domain and email: `anyone at example.com except bob@example.com or ann@example.org`. */
function usersBut(inside: readonly Element[], outside: readonly Element[]): string {
  const named = new Set<string>();
  const words: string[] = [];
  for (const { value } of inside.filter(({ value }) => value.startsWith("d:"))) {
    const domain = value.slice(2);
    const atDomain = (one: Element) => one.value.startsWith("e:") && one.value.endsWith(`@${domain}`);
    for (const one of inside.filter(atDomain)) named.add(one.value);
    const except = outside.filter(atDomain);
    const suffix = except.length === 0 ? "" : ` except ${someUsers(except)}`;
    words.push(`anyone at ${plain(domain)}${suffix}`);
  }
  const emails = inside.filter(({ value }) => value.startsWith("e:") && !named.has(value));
  if (emails.length > 0) words.push(someUsers(emails));
  if (inside.some(({ value }) => value === OTHER)) words.push("users of other domains");
  if (inside.some(({ value }) => value === NONE)) words.push("requests without a login");
  return listed(words, "or");
}

function someUsers(elements: readonly Element[]): string {
  return some(
    elements.map(({ value }) => plain(value.slice(2))),
    "or",
  );
}

function credentialWords(
  dimension: "token" | "linked" | "certificate",
  { inside, outside }: Selection,
  { indexes }: WordsOptions,
): { readonly words: string; readonly required: boolean } {
  const noun = { token: "service token", linked: "linked app token", certificate: "certificate" }[dimension];
  const name = ({ value }: Element) => {
    if (value === OTHER) return `another ${noun}`;
    if (value === INVALID) return "an invalid service token";
    if (value === NONE) return `no ${noun}`;
    const id = value.slice(2);
    const named = dimension === "token" ? nameFrom(indexes, "tokens", id) : plain(id);
    return `${noun} ${named}`;
  };
  const isNone = inside.some(({ value }) => value === NONE);
  if (isNone) {
    const others = outside.filter(({ value }) => value !== INVALID);
    const isBare = inside.every(({ value }) => value === NONE || value === INVALID);
    return {
      words: isBare ? `without a ${noun}` : `without ${some(others.map(name), "or")}`,
      required: false,
    };
  }
  if (inside.some(({ value }) => value === OTHER)) {
    const except = outside.filter(({ value }) => value !== NONE && value !== INVALID);
    const valid = dimension === "token" || dimension === "certificate" ? "any valid" : "any";
    return {
      words: `${valid} ${noun}${except.length === 0 ? "" : ` but ${some(except.map(name), "or")}`}`,
      required: true,
    };
  }
  return { words: some(inside.map(name), "or"), required: true };
}

function nameFrom(indexes: readonly AccountIndex[], kind: "tokens" | "providers", id: string): string {
  const index = indexes.find((one) => one[kind].has(id)) ?? indexes[0]!;
  return nameIn(index[kind], id);
}

function factInWords({ fact }: EncodedFact, holds: boolean, { indexes }: WordsOptions): string {
  const not = holds ? "" : "not ";
  switch (fact.kind) {
    case "group": {
      const of = nameFrom(indexes, "providers", fact.provider);
      const name = fact.team === undefined ? plain(fact.name) : `${plain(fact.name)}/${plain(fact.team)}`;
      return `${not}in group ${name} (${of})`;
    }
    case "saml":
    case "oidc":
      return `${holds ? "with" : "without"} ${fact.kind === "saml" ? "SAML" : "OIDC"} ${plain(fact.name)} = ${plain(fact.value)}`;
    case "auth_method":
      return `${holds ? "with" : "without"} authentication method ${plain(fact.method)}`;
    case "posture":
      return `${holds ? "with" : "without"} posture check ${plain(fact.check)}`;
    case "ip_list": {
      const index = indexes.find(({ lists }) => lists.has(fact.id)) ?? indexes[0]!;
      return `from ${holds ? "" : "outside "}IP list ${nameIn(index.lists, fact.id)}`;
    }
    default:
      return holds ? "known by the device's session" : "";
  }
}

/** What is assumed of the vendor or of the apply is said by the reasons of an entry, not of the request. */
function assumptionWords(fact: Fact, holds: boolean): string {
  if (fact.kind !== "assumption" || fact.words === undefined) return "";
  return holds ? fact.words : `not ${fact.words}`;
}

function providerWords(
  found: Selection | undefined,
  facts: readonly (readonly [EncodedFact, boolean])[],
  { indexes }: WordsOptions,
): string {
  if (found === undefined) return "";
  // A group says its provider already.
  const said = facts.flatMap(([{ fact }, holds]) => (holds && fact.kind === "group" ? [fact.provider] : []));
  if (found.inside.length === 1 && said.includes(found.inside[0]!.value)) return "";
  return valueWords(found, "through", "through another provider than", (id) =>
    nameFrom(indexes, "providers", id),
  );
}

function riskWords(found: Selection | undefined): string {
  return found === undefined
    ? ""
    : `with risk ${listed(
        found.inside.map(({ value }) => value),
        "or",
      )}`;
}

/** The named values, or all others. */
function valueWords(
  found: Selection | undefined,
  within: string,
  without: string,
  name: (value: string) => string,
): string {
  if (found === undefined) return "";
  const words = (elements: readonly Element[]) =>
    some(
      elements.map(({ value }) => name(value.replace(/^n:/, ""))),
      "or",
    );
  const isRest = found.inside.some(({ value }) => value === OTHER);
  return isRest ? `${without} ${words(found.outside)}` : `${within} ${words(found.inside)}`;
}

function addressWords(found: Selection | undefined): string {
  if (found === undefined) return "";
  const [inside, outside] = [intervals(found.inside), intervals(found.outside)];
  // Shorter is what it is not, or a range with what is not in it.
  const hull: Interval = { first: inside[0]!.first, last: inside.at(-1)!.last };
  const holes = outside.filter(({ first, last }) => hull.first < first && last < hull.last);
  const isRange = !rangesInWords(hull).some((words) => words.includes(" to "));
  if (outside.length > 0 && outside.length < inside.length && holes.length !== outside.length)
    return `from outside ${some(outside.flatMap(rangesInWords), "or")}`;
  if (isRange && holes.length > 0 && holes.length < inside.length) {
    const around = rangesInWords(hull).length > 1 ? "" : `${rangesInWords(hull)[0]} `;
    const words = `outside ${some(holes.flatMap(rangesInWords), "or")}`;
    return `from ${around}${words}`;
  }
  return `from ${some(inside.flatMap(rangesInWords), "or")}`;
}

/** The intervals of elements, neighbors joined. */
function intervals(elements: readonly Element[]): Interval[] {
  const sorted = elements
    .flatMap(({ interval }) => (interval === undefined ? [] : [interval]))
    .sort((a, b) => (a.first < b.first ? -1 : 1));
  const joined: Interval[] = [];
  for (const interval of sorted) {
    const last = joined.at(-1);
    if (last !== undefined && last.last + 1n === interval.first)
      joined[joined.length - 1] = { first: last.first, last: interval.last };
    else joined.push(interval);
  }
  return joined;
}

function sshWords(found: Selection | undefined): string {
  if (found === undefined) return "";
  const names = found.inside.flatMap(({ value }) => {
    if (value === ALIAS) return ["the name of the email"];
    if (value === OTHER) return ["any other user"];
    return value === NONE ? [] : [plain(value.slice(2))];
  });
  return names.length === 0 ? "without an SSH user" : `as SSH user ${some(names, "or")}`;
}

function methodWords(found: Selection | undefined): string {
  if (found === undefined) return "";
  const isRest = found.inside.some(({ value }) => value === OTHER);
  return isRest ? "with a method other than OPTIONS" : "with method OPTIONS";
}

function some(words: readonly string[], conjunction: string): string {
  const more = words.length - MOST_NAMED;
  return more > 0
    ? `${words.slice(0, MOST_NAMED).join(", ")} ${conjunction} ${more} more`
    : listed(words, conjunction);
}

function listed(words: readonly string[], conjunction: string): string {
  if (words.length < 2) return words[0] ?? "";
  return `${words.slice(0, -1).join(", ")} ${conjunction} ${words.at(-1)}`;
}
