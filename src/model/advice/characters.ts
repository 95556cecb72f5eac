import type { WirePolicy } from "../document";
import {
  codePoints,
  FORMATS,
  type Format,
  type FormatName,
  hiddenCharacters,
  isPlainAscii,
  lookAlikes,
  lookAlikesInAddress,
  punycode,
  withoutPunycode,
} from "../formats";
import { type Issue, issue } from "../issue";
import { isPlainObject } from "../json";
import type { PolicyFields } from "../policy-fields";
import type { FieldDefinitions } from "../validate-fields";
import { everyRule, type PlacedRules } from "./placed-rules";

type Path = readonly (string | number)[];

/** Warns of what a reader of a policy's texts cannot see. What is an error already is left out. */
export function adviseOnCharacters(fields: PolicyFields, wire: WirePolicy, placed: PlacedRules): Issue[] {
  const inRules = everyRule(placed).flatMap(({ rule, selector, path }) =>
    selector && isPlainObject(rule)
      ? inFields(selector.fields, rule[selector.wireKey], path)
      : inUnknown(rule, path),
  );
  return [...inFields(fields, wire, []), ...inRules];
}

function inFields(fields: FieldDefinitions, object: unknown, path: Path): Issue[] {
  if (!isPlainObject(object)) return [];
  return Object.entries(fields).flatMap(([name, { type, format }]) => {
    const value = object[name];
    if (value === undefined || value === null) return [];
    const here = [...path, name];
    if (type === "string" || type === "strings") {
      const texts: readonly unknown[] = Array.isArray(value) ? value : [value];
      return texts.flatMap((text) => inText(text, here, name, format));
    }
    if (typeof type !== "object") return [];
    if ("object" in type) return inFields(type.object, value, here);
    const elements: readonly unknown[] = Array.isArray(value) ? value : [];
    return elements.flatMap((element, index) => inFields(type.objects, element, [...here, index]));
  });
}

/** A rule that the model does not know may have texts anywhere, the names of members included. */
function inUnknown(value: unknown, path: Path, name = "rule"): Issue[] {
  if (typeof value === "string") return inText(value, path, name);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => [
    ...(Array.isArray(value) ? [] : inText(key, path, name)),
    ...inUnknown(member, path, Array.isArray(value) ? name : key),
  ]);
}

/** Spaces that belong to the typography of a text of several lines. */
const PROSE_SPACE = /[\t\n\r\u00a0\u202f\u3000]/g;

function inText(text: unknown, path: Path, name: string, format: FormatName = "any"): Issue[] {
  if (typeof text !== "string") return [];
  const suffix = format === "domain" ? publicSuffix(text, path) : [];
  const isAddress = format === "email" || format === "domain";
  const read = isAddress ? withoutPunycode(text) : text;
  if (isPlainAscii(read) || (FORMATS[format] as Format).judge(text) !== undefined) return suffix;
  const hidden = hiddenCharacters(format === "prose" ? text.replace(PROSE_SPACE, " ") : text);
  const alike = isAddress ? lookAlikesInAddress(read) : lookAlikes(text);
  const domain = isAddress ? punycode(text.slice(text.lastIndexOf("@") + 1)) : undefined;
  const warn = (code: "hidden-characters" | "look-alike", characters: readonly string[]) => {
    const meant = domain === undefined ? {} : { meant: domain };
    return issue("warning", code, path, { name, got: text, characters: codePoints(characters), ...meant });
  };
  return [
    ...suffix,
    ...(hidden.length > 0 ? [warn("hidden-characters", hidden)] : []),
    ...(alike.length > 0 ? [warn("look-alike", alike)] : []),
  ];
}

/** The second levels under which the registries of countries offer domains. */
const SECOND_LEVEL = /^(ac|co|com|edu|gob|gouv|gov|govt|mil|ne|net|nom|or|org|sch)\.[a-z]{2}$/i;

function publicSuffix(domain: string, path: Path): Issue[] {
  return SECOND_LEVEL.test(domain)
    ? [issue("warning", "public-suffix", path, { got: domain, meant: domain })]
    : [];
}
