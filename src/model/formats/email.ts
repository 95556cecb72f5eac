import { type Fault, type Format, sameText } from "./format";

const LABEL = "[\\p{L}\\p{N}](?:[\\p{L}\\p{N}-]*[\\p{L}\\p{N}])?";
const DOMAIN = new RegExp(`^${LABEL}(?:\\.${LABEL})+$`, "u");

/** An email address, as people have them: no quoted or commented ones. Compared without regard to case. */
export const email: Format = {
  allowed: "an email address, such as ann@example.com",
  judge: (value) => {
    const at = value.lastIndexOf("@");
    const local = value.slice(0, at);
    const host = value.slice(at + 1);
    if (at < 0 || /[\s@<>,;:]/.test(local) || !DOMAIN.test(host)) return { code: "email", ...trimmed(value) };
    // No mailbox has such a name: everyone in the domain is meant.
    return local === "" || local.includes("*") ? { code: "email-pattern", meant: host } : undefined;
  },
  canonical: (value) => sameText(value).toLowerCase(),
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
    if (DOMAIN.test(value)) return undefined;
    const bare = value.trim().replace(/^(@|\*\.|\.)/, "");
    if (bare !== value && DOMAIN.test(bare)) return { code: "domain-prefix", meant: bare };
    const after = value.slice(value.lastIndexOf("@") + 1);
    if (value.includes("@") && DOMAIN.test(after)) return { code: "domain-is-email", meant: after };
    return { code: "domain" };
  },
  canonical: (value) => sameText(value).toLowerCase(),
};
