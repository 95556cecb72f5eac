import { closestMatch } from "../names";
import { composed, type Format } from "./format";

/**
 * What Access does with a request that a policy matches.
 * Source: the `decision` field of the Access policies API. The dashboard calls `deny` "Block" and `non_identity`
 * "Service Auth".
 */
export const AccessDecision = {
  /** Lets the user in after logging in. The only decision infrastructure applications take. */
  ALLOW: "allow",
  /** Refuses the user ("Block" in the dashboard). */
  DENY: "deny",
  /** Lets a request in without a login, by a service token or a certificate ("Service Auth" in the dashboard). */
  NON_IDENTITY: "non_identity",
  /** Switches Access off for what matches: no login, no log. */
  BYPASS: "bypass",
} as const;
export type AccessDecision = (typeof AccessDecision)[keyof typeof AccessDecision];

export const ACCESS_DECISIONS: readonly AccessDecision[] = Object.values(AccessDecision);

/** One of a few words. */
function choice(words: readonly string[], also: Readonly<Record<string, string>> = {}): Format {
  return {
    allowed: `one of ${words.join(", ")}`,
    words,
    judge: (value) => {
      if (words.includes(value)) return undefined;
      const word = value
        .trim()
        .toLowerCase()
        .replace(/[\s-]+/g, "_");
      const meant = words.find((one) => one === word) ?? also[word] ?? closestMatch(word, words);
      return { code: "choice", ...(meant === undefined ? {} : { meant }) };
    },
    canonical: composed,
  };
}

const anyDecision = choice(ACCESS_DECISIONS, {
  allowed: "allow",
  accept: "allow",
  permit: "allow",
  block: "deny",
  denied: "deny",
  reject: "deny",
  service_auth: "non_identity",
  serviceauth: "non_identity",
  nonidentity: "non_identity",
  service_token: "non_identity",
});

/** What the policy does. */
export const decision: Format = {
  ...anyDecision,
  judge: (value) => {
    const fault = anyDecision.judge(value);
    return fault?.meant === undefined ? fault : { ...fault, code: "decision-choice" };
  },
};

export const riskLevel = choice(["low", "medium", "high", "unscored"]);

/** Those of ordinary applications and those of infrastructure applications. */
export const AUTHENTICATORS = {
  ordinary: ["totp", "biometrics", "security_key"],
  infrastructure: ["piv_key", "ssh_fido2_key"],
} as const;

export const authenticator = choice([...AUTHENTICATORS.ordinary, ...AUTHENTICATORS.infrastructure], {
  otp: "totp",
  biometric: "biometrics",
  fido2: "security_key",
  piv: "piv_key",
  fido2_key: "ssh_fido2_key",
});

export const clipboardFormat = choice(["text", "file"], { texts: "text", files: "file" });
