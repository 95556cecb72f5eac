/** What a reader of a policy's texts cannot see. What is an error already is left out. */
import {
  codePoints,
  FORMATS,
  type Format,
  type FormatName,
  hiddenCharacters as hiddenIn,
  isPlainAscii,
  lookAlikes,
  lookAlikesInAddress,
  punycode,
  withoutPunycode,
} from "../formats";
import type { Path } from "../issue";
import { isPlainObject } from "../json";
import { phrase } from "../phrase";
import type { FieldDefinitions } from "../validate-fields";
import { nameIn } from "../wording";
import { type Finding, type LintedPolicy, policyLintRule } from "./lint-rule";

export const hiddenCharacters = policyLintRule({
  code: "hidden-characters",
  when: "A text with characters that nobody can see, such as zero-width joiners, marks of direction or no-break spaces, where they may have a meaning. In emails, domains and ids they are errors; so are control characters, direction overrides, zero-width spaces and tags in names and prompts.",
  why: "Two texts that look the same are different, so the rule may match another value than a reader sees.",
  what: (f) => phrase`${nameIn(f)} has characters that nobody can see: ${f.characters}`,
  fix: "Leave them out, unless its writing needs them.",
  check: (policy) =>
    policy.derive(unusualTexts).flatMap(({ hidden, ...text }) => withCharacters(text, hidden)),
});

export const lookAlike = policyLintRule({
  code: "look-alike",
  when: "A word with letters of several alphabets (Latin, Cyrillic, Greek, …), a fullwidth or mathematical letter, or a part of an email address or domain whose letters are all Cyrillic or Greek ones with the shape of Latin ones, or a Latin letter in one with the shape of one of ASCII (`ı`). Domains in punycode are read as the letters they stand for. The warning shows the code points, and the domain in its punycode form.",
  why: "`pаypal.com` with a Cyrillic `а` is another domain than `paypal.com`.",
  what: (f) =>
    phrase`${nameIn(f)} has letters that look like others: ${f.characters}${f.meant === undefined ? "" : phrase`. The domain is ${f.meant}`}`,
  fix: "Write it again on a keyboard, and do not copy it. If these letters are meant, nothing is wrong.",
  check: (policy) => policy.derive(unusualTexts).flatMap(({ alike, ...text }) => withCharacters(text, alike)),
});

export const publicSuffix = policyLintRule({
  code: "public-suffix",
  when: "An `email_domain` such as `co.uk` or `com.au`, under which registries offer domains.",
  why: "It does not match the addresses of the domains below it, and nobody has an address in it.",
  what: (f) => phrase`${f.meant} is probably a suffix under which anybody can register a domain`,
  fix: "Write the whole domain, such as example.co.uk.",
  check: (policy) =>
    policy
      .derive(texts)
      .filter(({ format, text }) => format === "domain" && SECOND_LEVEL.test(text))
      .map(({ path, text }) => ({ path, got: text, meant: text })),
});

/** The second levels under which the registries of countries offer domains. */
const SECOND_LEVEL = /^(ac|co|com|edu|gob|gouv|gov|govt|mil|ne|net|nom|or|org|sch)\.[a-z]{2}$/i;

/** A text of a policy, and what it is. */
interface Text {
  readonly text: string;
  readonly path: Path;
  readonly name: string;
  readonly format: FormatName;
}

interface UnusualText extends Text {
  readonly hidden: readonly string[];
  readonly alike: readonly string[];
  /** The domain of an address as it goes over the network. */
  readonly domain: string | undefined;
}

/** Spaces that belong to the typography of a text of several lines. */
const PROSE_SPACE = /[\t\n\r\u00a0\u202f\u3000]/g;

/** Finds the valid texts that are not plain ASCII, with their hidden and deceptive characters. */
function unusualTexts(policy: LintedPolicy): readonly UnusualText[] {
  return policy.derive(texts).flatMap((found): UnusualText[] => {
    const { text, format } = found;
    const isAddress = format === "email" || format === "domain";
    const read = isAddress ? withoutPunycode(text) : text;
    if (isPlainAscii(read) || (FORMATS[format] as Format).judge(text) !== undefined) return [];
    return [
      {
        ...found,
        hidden: hiddenIn(format === "prose" ? text.replace(PROSE_SPACE, " ") : text),
        alike: isAddress ? lookAlikesInAddress(read) : lookAlikes(text),
        domain: isAddress ? punycode(text.slice(text.lastIndexOf("@") + 1)) : undefined,
      },
    ];
  });
}

function withCharacters(
  { text, path, name, domain }: Omit<UnusualText, "hidden" | "alike">,
  characters: readonly string[],
): Finding[] {
  if (characters.length === 0) return [];
  const meant = domain === undefined ? {} : { meant: domain };
  return [{ path, name, got: text, characters: codePoints(characters), ...meant }];
}

/** Every text of a policy, those of its access rules last. */
function texts({ fields, wire, rules }: LintedPolicy): readonly Text[] {
  const found: Text[] = [];
  addFields(found, fields, wire, []);
  for (const { rule, selector, path } of rules) {
    if (selector && isPlainObject(rule)) addFields(found, selector.fields, rule[selector.wireKey], path);
    else addUnknown(found, rule, path);
  }
  return found;
}

function addFields(found: Text[], fields: FieldDefinitions, object: unknown, path: Path): void {
  if (!isPlainObject(object)) return;
  for (const [name, { type, format = "any" }] of Object.entries(fields)) {
    const value = object[name];
    if (value === undefined || value === null) continue;
    const here = [...path, name];
    const items: readonly unknown[] = Array.isArray(value) ? value : [value];
    if (type === "string" || type === "strings") {
      for (const text of items) if (typeof text === "string") found.push({ text, path: here, name, format });
    } else if (typeof type === "object" && "object" in type) addFields(found, type.object, value, here);
    else if (typeof type === "object" && Array.isArray(value))
      for (const [index, item] of value.entries()) addFields(found, type.objects, item, [...here, index]);
  }
}

/** A rule that the model does not know may have texts anywhere, the names of members included. */
function addUnknown(found: Text[], value: unknown, path: Path, name = "rule"): void {
  if (typeof value === "string") found.push({ text: value, path, name, format: "any" });
  if (typeof value !== "object" || value === null) return;
  for (const [key, member] of Object.entries(value)) {
    if (!Array.isArray(value)) addUnknown(found, key, path, name);
    addUnknown(found, member, path, Array.isArray(value) ? name : key);
  }
}
