import {
  codePoints,
  hiddenCharacters,
  impossibleCharacters,
  unwantedCharacters,
  withoutHidden,
} from "./characters";
import { composed, type Fault, type Format } from "./format";

/** Refuses characters in a text; the text without any hidden one is what was probably meant. */
export function refusedCharacters(value: string, refused: readonly string[]): Fault | undefined {
  if (refused.length === 0) return undefined;
  const meant = withoutHidden(value);
  return {
    code: "hidden-character",
    characters: codePoints(refused),
    ...(meant === "" ? {} : { meant }),
  };
}

/** Any text at all. */
export const any: Format = {
  allowed: "any text",
  judge: (value) => refusedCharacters(value, impossibleCharacters(value)),
  canonical: composed,
};

/** A name or a value that has to be there. */
export const text: Format = {
  allowed: "a text that is not empty",
  judge: (value) => (value.trim() === "" ? { code: "blank" } : any.judge(value)),
  canonical: composed,
};

/** A name that people read. */
export const name: Format = {
  ...text,
  judge: (value) => text.judge(value) ?? refusedCharacters(value, unwantedCharacters(value)),
};

/** A text of several lines that people read. */
export const prose: Format = {
  ...any,
  judge: (value) => refusedCharacters(value, unwantedCharacters(value.replace(/[\t\n\r]/g, " "))),
};

/** An identifier that the API gave. The API writes it in one form only, so it is compared unchanged. */
export const id: Format = {
  ...text,
  allowed: "an id as the API or the dashboard gives it",
  judge: (value) => text.judge(value) ?? refusedCharacters(value, hiddenCharacters(value)),
};

/** An identifier that stands in the path of a request. */
export const pathId: Format = {
  allowed: "an id as the API or the dashboard gives it, of letters, digits, - and _",
  judge: (value) => {
    if (PATH_ID.test(value)) return undefined;
    const bare = value.trim();
    return text.judge(value) ?? { code: "id", ...(PATH_ID.test(bare) ? { meant: bare } : {}) };
  },
  canonical: composed,
};

const PATH_ID = /^[A-Za-z0-9_-]+$/;

/** The form that Cloudflare gives the id of each account; the API takes no longer one. */
const ACCOUNT_ID = /^[0-9a-f]{32}$/i;

export const accountId: Format = {
  ...id,
  allowed: "the id of an account, 32 hexadecimal digits",
  judge: (value) =>
    id.judge(value) ?? (ACCOUNT_ID.test(value) ? undefined : { code: value.length > 32 ? "too-long" : "id" }),
};

/** The id of an account where it stands in the path of a request. */
export const accountPathId: Format = {
  ...pathId,
  allowed: accountId.allowed,
  judge: (value) => pathId.judge(value) ?? (ACCOUNT_ID.test(value) ? undefined : { code: "id" }),
};

/** An absolute address under https, on which no credentials hang. */
export const httpsUrl: Format = {
  allowed: "an https:// address",
  judge: (value) =>
    isHttps(value)
      ? refusedCharacters(value, hiddenCharacters(value))
      : { code: "https-url", ...upgraded(value) },
  canonical: composed,
};

function isHttps(value: string): boolean {
  return /^https:\/\/\S+$/i.test(value) && URL.canParse(value);
}

function upgraded(value: string): { meant?: string } {
  const https = /^[a-z]+:\/\//i.test(value) ? value.replace(/^http:/i, "https:") : `https://${value}`;
  return value.includes(".") && isHttps(https) ? { meant: https } : {};
}
