/** What a change of the outcome means for somebody: two outcomes of one request, before and after. */
import type { Outcome } from "../outcome";
import { type AccessTerms, compareTerms } from "../terms";

/** Several at once are possible, such as MFA that is no longer asked and a shorter session. */
export interface OutcomeChange {
  readonly kind: "same" | "gain" | "loss" | "terms";
  readonly weaker: readonly string[];
  readonly stricter: readonly string[];
  /** What can not be compared. */
  readonly unknown: readonly string[];
}

const NOTHING = { weaker: [], stricter: [], unknown: [] };
const SAME: OutcomeChange = { kind: "same", ...NOTHING };

/** How much is asked: a bypass asks for nothing, Service Auth for a token, Allow for a login. */
const ASKED = { bypass: 0, service_auth: 1, allow: 2 } as const;
const WORDS = {
  bypass: "nothing is asked",
  service_auth: "a token or certificate is enough",
  allow: "a login is asked",
};

export function outcomeChange(before: Outcome, after: Outcome): OutcomeChange {
  if (before === after) return SAME;
  if (before.decision === "deny") return after.decision === "deny" ? SAME : { kind: "gain", ...NOTHING };
  if (after.decision === "deny") return { kind: "loss", ...NOTHING };
  if (before.decision !== after.decision) {
    const words = [`${before.decision} → ${after.decision}: ${WORDS[after.decision]}`];
    return ASKED[after.decision] < ASKED[before.decision]
      ? { kind: "terms", ...NOTHING, weaker: words }
      : { kind: "terms", ...NOTHING, stricter: words };
  }
  const change = compareTerms(before.terms ?? NO_TERMS, after.terms ?? NO_TERMS);
  const isSame = change.weaker.length + change.stricter.length + change.unknown.length === 0;
  return isSame ? SAME : { kind: "terms", ...change };
}

const NO_TERMS: AccessTerms = {
  mfa: null,
  approval: null,
  justification: false,
  isolation: false,
  session: "24h",
  clipboard: null,
};
