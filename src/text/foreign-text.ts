import { stripVTControlCharacters } from "node:util";

/*
 * Foreign text is text from the API or from a configuration. It reaches a terminal only through these functions, so that
 * it can neither act on the terminal nor hide what it says, nor change a command that people copy.
 */

/**
 * What a terminal acts on or does not show: C0 and C1 controls, format characters (right-to-left overrides, zero-width and
 * tag characters), line separators, lone surrogates, and characters that fonts leave out.
 */
export const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/gu;
/** The same without the line feed, for a text of several lines that we wrote. */
const HIDDEN_BUT_LINE_FEED = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/gu;

/** Of a longer text only the beginning is looked at. */
const LONGEST_SEARCHED = 16 * 1024;
const LONGEST_QUOTED = 200;

/** Quotes a text, or shows another value, as JSON does, with every hidden character escaped; a long one is cut. */
export function quoted(text: unknown, longest = LONGEST_QUOTED): string {
  if (typeof text === "string") return escapeHidden(JSON.stringify(cut(text, longest)));
  return quotedJson(JSON.stringify(text) ?? String(text), longest);
}

/** Escapes every hidden character of a value's JSON; a long one is cut. */
export function quotedJson(json: string, longest: number): string {
  return escapeHidden(cut(json, longest));
}

/** Escapes every hidden character; those of a text of several lines but for its line feeds. */
export function escapeHidden(text: string, { lines = false } = {}): string {
  return text.replace(lines ? HIDDEN_BUT_LINE_FEED : HIDDEN, escaped);
}

/** Whether an id has a form that is one word to a shell and to a path: letters, digits, `-` and `_`. */
export function isPlainId(id: unknown): id is string {
  return typeof id === "string" && /^[A-Za-z0-9_][A-Za-z0-9_-]{0,63}$/.test(id);
}

/** Returns an id for a sentence: as it stands where it has an id's form, otherwise quoted. */
export function shownId(id: unknown): string {
  return isPlainId(id) ? id : quoted(id);
}

/**
 * Joins ids with slashes to an import id for a command that people copy. An id without the form of an id is left out: its
 * name in angle brackets replaces it, and `remarks` quotes it. An id that is not known has no remark.
 */
export function commandPath(ids: readonly (readonly [name: string, id: unknown])[]): {
  readonly path: string;
  readonly remarks: readonly string[];
} {
  return {
    path: ids.map(([name, id]) => (isPlainId(id) ? id : `<${name}>`)).join("/"),
    remarks: ids
      .filter(([, id]) => typeof id === "string" && !isPlainId(id))
      .map(
        ([name, id]) =>
          `<${name}> is ${quoted(id)}, which does not have the form of an id: check it before you use it.`,
      ),
  };
}

/** Removes escape sequences and hidden characters; line breaks and tabs become blanks. */
export function withoutHidden(text: string): string {
  return stripVTControlCharacters(text)
    .replace(/[\t\n\v\f\r\u2028\u2029]/g, " ")
    .replace(HIDDEN, "");
}

/** Returns a sentence of somebody else for ours: one line of bearable length, without a full stop at its end. */
export function oneLine(text: string, longest = 500): string {
  const line = withoutHidden(text.slice(0, LONGEST_SEARCHED)).replace(/\s+/g, " ").trim().replace(/\.$/, "");
  return cut(line, longest);
}

/** Cuts between code points. */
function cut(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const kept = text.slice(0, longest - 1);
  return `${/[\ud800-\udbff]$/.test(kept) ? kept.slice(0, -1) : kept}…`;
}

function escaped(character: string): string {
  return `\\u{${character.codePointAt(0)!.toString(16)}}`;
}
