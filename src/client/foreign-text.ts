import { stripVTControlCharacters } from "node:util";

/** Of a longer text only the beginning is looked at. */
const LONGEST_SEARCHED = 16 * 1024;

/** Without escape sequences, and without what a terminal acts on or does not show; line breaks stay blanks. */
export function withoutInvisible(text: string): string {
  return stripVTControlCharacters(text)
    .replace(/[\t\n\v\f\r]/g, " ")
    .replace(/[\p{Cc}\p{Cf}]/gu, "");
}

/** Somebody else's text inside ours: one line of bearable length, without a full stop at its end. */
export function oneLine(text: string, longest = 500): string {
  const line = withoutInvisible(text.slice(0, LONGEST_SEARCHED))
    .replace(/\s+/g, " ")
    .trim()
    .replace(/\.$/, "");
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
}

/**
 * A name or an id that somebody else chose, in quotes. Unlike {@link oneLine} it loses nothing: what a terminal acts on or
 * does not show is escaped, so that the value can be told from one that only looks the same.
 */
export function quoted(text: string, longest = 200): string {
  const shown = text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
  return JSON.stringify(shown).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, codePoint);
}

function codePoint(character: string): string {
  return `\\u{${character.codePointAt(0)!.toString(16)}}`;
}

/** Cloudflare's name for a request, if the header has a form that it can have. */
export function requestIdOf(headers: Readonly<Record<string, unknown>>): string | undefined {
  const ray = headers["cf-ray"];
  return typeof ray === "string" && /^[0-9a-f]{12,20}(-[A-Z]{3})?$/.test(ray) ? ray : undefined;
}
