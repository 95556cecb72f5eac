/**
 * Characters that a person cannot see, and letters that look like others. Found by properties of Unicode that every
 * JavaScript engine knows, so no table of characters has to be kept (docs/decisions/016-what-a-person-cannot-see.md).
 */

import { domainToUnicode } from "node:url";
import { HIDDEN } from "../../text";

/**
 * Of the hidden characters those that no text needs that people read: control characters, characters that turn the
 * direction of what follows, zero-width ones without a meaning in any script, and tags.
 */
const NEVER_MEANT = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u200b\u2060-\u2064\u202a-\u202e\ufeff\u{e0000}-\u{e007f}]/gu;

/** Spaces that are not the usual one, such as a no-break space. */
const BLANK = /(?! )\p{Zs}/gu;

/** What no value can have: neither a C program nor UTF-8 carries it. */
const IMPOSSIBLE = /[\0\p{Cs}]/gu;

/** What makes one emoji of several characters, or gives a character its colors. */
const EMOJI = /\p{Extended_Pictographic}\p{Emoji_Modifier}?\ufe0f?(?:\u200d(?=\p{Extended_Pictographic}))?/gu;

/** Nothing is hidden in these, and they need no closer look. */
export function isPlainAscii(text: string): boolean {
  return /^[ -~]*$/.test(text);
}

/** The characters that cannot be seen, each once; those that make an emoji are seen. */
export function hiddenCharacters(text: string): readonly string[] {
  if (isPlainAscii(text)) return [];
  const rest = text.replace(EMOJI, "");
  return [...new Set([...(rest.match(HIDDEN) ?? []), ...(rest.match(BLANK) ?? [])])];
}

/** The characters that nothing can have that goes over the network. */
export function impossibleCharacters(text: string): readonly string[] {
  return isPlainAscii(text) ? [] : [...new Set(text.match(IMPOSSIBLE))];
}

/** The characters that nobody writes in a text that is read by people. */
export function unwantedCharacters(text: string): readonly string[] {
  return isPlainAscii(text) ? [] : [...new Set(text.match(NEVER_MEANT))];
}

export function withoutHidden(text: string): string {
  return text.replace(HIDDEN, "").replace(BLANK, "").trim();
}

/** Prints characters as code points: `U+202E, U+200B`. */
export function codePoints(characters: readonly string[]): string {
  const written = characters
    .slice(0, MOST_SHOWN)
    .map((character) => `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}`);
  return `${written.join(", ")}${characters.length > MOST_SHOWN ? ", …" : ""}`;
}

const MOST_SHOWN = 5;

/** Alphabets whose letters partly have the same shapes; nobody mixes them in a word. */
const ALPHABETS = [
  /\p{Script=Latin}/u,
  /\p{Script=Cyrillic}/u,
  /\p{Script=Greek}/u,
  /\p{Script=Armenian}/u,
  /\p{Script=Cherokee}/u,
  /\p{Script=Coptic}/u,
  /\p{Script=Lisu}/u,
];

/** Letters of another form that normalization turns into ASCII: fullwidth and mathematical ones. */
const RESTYLED = /[\uff01-\uff5e\u{1d400}-\u{1d7ff}]/gu;

/** Cyrillic and Greek letters that are printed like Latin ones. */
const PRINTED_LIKE_LATIN =
  /^[\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0455\u0456\u0458\u04bb\u04cf\u0501\u051b\u051d\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425\u0405\u0406\u0408\u03bf\u03bd\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7]+$/;

/** Latin letters outside of ASCII with the shape of one in it: dotless i, script g, small capitals. */
const SHAPED_LIKE_ASCII =
  /[\u0131\u0185\u0237\u0251\u0261-\u0262\u0269-\u026a\u0274\u0280\u028b\u028f\u0299\u029c\u029f\u1d00\u1d04-\u1d05\u1d07\u1d0a-\u1d0b\u1d0d\u1d0f\u1d18\u1d1b-\u1d1c\u1d20-\u1d22\ua730-\ua731]/gu;

/** The letters that look like others: in words of several alphabets those that are not Latin, and restyled ones. */
export function lookAlikes(text: string): readonly string[] {
  if (isPlainAscii(text)) return [];
  const mixed = (text.match(/[\p{L}\p{M}]+/gu) ?? []).filter(
    (word) => ALPHABETS.filter((alphabet) => alphabet.test(word)).length > 1,
  );
  const foreign = mixed.flatMap((word) => [...word].filter((letter) => !ALPHABETS[0]!.test(letter)));
  return [...new Set([...foreign, ...(text.match(RESTYLED) ?? [])])];
}

/** The same for the parts of an email address or a domain, where a whole part may be made of such letters. */
export function lookAlikesInAddress(address: string): readonly string[] {
  if (isPlainAscii(address)) return [];
  const parts = address.split(/[.@-]/);
  const whole = parts.filter((part) => PRINTED_LIKE_LATIN.test(part)).flatMap((part) => [...part]);
  const restyled = [...address].filter((letter) => letter.normalize("NFKC") !== letter.normalize("NFC"));
  const latin = address.match(SHAPED_LIKE_ASCII) ?? [];
  return [...new Set([...lookAlikes(address), ...whole, ...restyled, ...latin])];
}

/** An email address or a domain with the letters that its punycode stands for. */
export function withoutPunycode(address: string): string {
  if (!/xn--/i.test(address)) return address;
  const host = address.slice(address.lastIndexOf("@") + 1);
  return address.slice(0, address.length - host.length) + (domainToUnicode(host) || host);
}

/** A domain as it goes over the network: `xn--pypal-4ve.com`; undefined when it has no such form. */
export function punycode(domain: string): string | undefined {
  const url = `http://${domain}`;
  return URL.canParse(url) ? new URL(url).hostname : undefined;
}
