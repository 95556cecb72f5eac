import { codePoints, hiddenCharacters, isPlainAscii } from "./characters";
import { composed, type Fault, type Format, lowerAscii } from "./format";
import { refusedCharacters } from "./text";

/** The limits of RFC 1035 and RFC 5321. */
const LONGEST_DOMAIN = 253;
const LONGEST_EMAIL = 320;

const LABEL = /^[\p{L}\p{N}-]{1,63}$/u;

function isDomain(text: string): boolean {
  const labels = text.length > LONGEST_DOMAIN ? [] : text.split(".");
  return labels.length > 1 && labels.every(isLabel);
}

function isLabel(text: string): boolean {
  return LABEL.test(text) && !text.startsWith("-") && !text.endsWith("-");
}

/** Hidden characters inside, and letters in a form that no domain has, such as fullwidth ones. */
function characterFault(value: string, host: string): Fault | undefined {
  if (isPlainAscii(value)) return undefined;
  const hidden = refusedCharacters(value, hiddenCharacters(value.trim()));
  if (hidden) return hidden;
  const plain = host.normalize("NFKC");
  if (plain === composed(host)) return undefined;
  const other = [...host].filter((letter) => letter.normalize("NFKC") !== composed(letter));
  const meant = value.slice(0, value.length - host.length) + plain;
  return { code: "compatibility-character", characters: codePoints([...new Set(other)]), meant };
}

/** An email address, as people have them: no quoted or commented ones. Compared without regard to case. */
export const email: Format = {
  allowed: "an email address, such as ann@example.com",
  judge: (value) => {
    if (value.length > LONGEST_EMAIL) return { code: "email" };
    const at = value.lastIndexOf("@");
    const local = value.slice(0, at);
    const host = value.slice(at + 1);
    const fault = characterFault(value, host);
    if (fault) return fault;
    if (at < 0 || /[\s@<>,;:]/.test(local) || !isDomain(host)) return { code: "email", ...trimmed(value) };
    // No mailbox has such a name: everyone in the domain is meant.
    return local === "" || local.includes("*") ? { code: "email-pattern", meant: host } : undefined;
  },
  canonical: (value) => composed(lowerAscii(value)),
};

/** Spaces around it and a `mailto:` or `Name <…>` are what is usually wrong. */
function trimmed(value: string): { meant?: string } {
  const inner = (/<([^<>]+)>/.exec(value)?.[1] ?? value).replace(/^mailto:/i, "").trim();
  return inner !== value && email.judge(inner) === undefined ? { meant: inner } : {};
}

/** The domain of email addresses. Compared without regard to case. */
export const domain: Format = {
  allowed: "a domain, such as example.com",
  judge: (value): Fault | undefined => {
    if (value.length > LONGEST_EMAIL) return { code: "domain" };
    const fault = characterFault(value, value);
    if (fault) return fault;
    if (isDomain(value)) return undefined;
    const bare = value.trim().replace(/^(@|\*\.|\.)/, "");
    if (bare !== value && isDomain(bare)) return { code: "domain-prefix", meant: bare };
    const after = value.slice(value.lastIndexOf("@") + 1);
    if (value.includes("@") && isDomain(after)) return { code: "domain-is-email", meant: after };
    return { code: "domain" };
  },
  canonical: (value) => composed(lowerAscii(value)),
};
