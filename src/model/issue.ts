import type { FaultCode } from "./formats";
import { hasNames, type Phrase, spelled } from "./phrase";
import { fixOf, shownValue, whatOf } from "./wording";

/** What may be wrong with the shape of a policy, beyond a single value. */
export type StructureCode =
  | "missing"
  | "type"
  | "unknown-field"
  | "empty-list"
  | "include-empty"
  | "rule-shape"
  | "rule-not-json"
  | "json-number"
  | "json-duplicate"
  | "rule-text"
  | "rule-without-selector"
  | "rule-with-several-selectors"
  | "unknown-selector"
  | "misspelt-selector"
  | "mfa-switch-twice"
  | "authenticators-mixed"
  | "reference-kind"
  | "reference-type"
  | "not-an-id"
  | "unknown-warning";

/** What works as written and is probably not meant. */
export type AdviceCode =
  | "selector-decision"
  | "no-login"
  | "allow-everyone"
  | "allow-any-login"
  | "bypass-everyone"
  | "service-auth-everyone"
  | "wide-range"
  | "host-bits"
  | "any-service-token"
  | "many-values"
  | "require-nobody"
  | "include-excluded"
  | "exclude-everyone"
  | "approval-without-group"
  | "approval-without-justification"
  | "group-without-approval"
  | "approval-unreachable"
  | "approval-by-nobody"
  | "prompt-without-justification"
  | "needs-allow"
  | "infrastructure-decision"
  | "infrastructure-selector"
  | "ssh-application"
  | "connection-rules-mixed"
  | "raw-near-known"
  | "hidden-characters"
  | "look-alike"
  | "public-suffix"
  | "id-form"
  | "unreachable-policies"
  | "deny-without-effect"
  | "list-without-allow"
  | "application-without-allow"
  | "same-content"
  | "unlisted-allow"
  | "unlisted-bypass"
  | "unlisted-twin";

export type IssueCode = FaultCode | StructureCode | AdviceCode;

/** One thing that is wrong with a policy, or probably not meant. */
export interface Issue {
  readonly code: IssueCode;
  /** error: the API would refuse it, or it can not be what was meant; warning: it works, and is a known mistake. */
  readonly severity: "error" | "warning";
  /** Where, by the names on the wire: `["include", 2, "email", "email"]`. */
  readonly path: readonly (string | number)[];
  readonly what: string;
  readonly got?: string;
  readonly allowed?: string;
  readonly fix?: string;
  /**
   * The texts above that have names of fields or selectors in them, for an audience that spells these another way.
   * @internal
   */
  readonly phrases?: { readonly what?: Phrase; readonly allowed?: Phrase; readonly fix?: Phrase };
}

/** What the wording of an issue is made from. */
export interface IssueFacts {
  /** Where the issue lies: the name of the field or selector. */
  readonly name?: string | Phrase;
  readonly got?: unknown;
  readonly allowed?: string | Phrase;
  /** What was probably meant. */
  readonly meant?: string | Phrase;
  /** The code points that are the reason. */
  readonly characters?: string;
  /** The IP addresses that the issue is about, where it is about those of one version only. */
  readonly family?: string;
}

export function issue(
  severity: Issue["severity"],
  code: IssueCode,
  path: readonly (string | number)[],
  facts: IssueFacts = {},
): Issue {
  const texts = { what: whatOf(code, facts), allowed: facts.allowed, fix: fixOf(code, facts) };
  const phrases = Object.fromEntries(Object.entries(texts).filter(([, text]) => hasNames(text)));
  return {
    code,
    severity,
    path,
    what: spelled(texts.what),
    ...("got" in facts && facts.got !== undefined ? { got: shownValue(facts.got) } : {}),
    ...(texts.allowed === undefined ? {} : { allowed: spelled(texts.allowed) }),
    ...(texts.fix === undefined ? {} : { fix: spelled(texts.fix) }),
    ...(Object.keys(phrases).length === 0 ? {} : { phrases }),
  };
}

/** The same issue, found inside of something. */
export function within(path: readonly (string | number)[], found: readonly Issue[]): Issue[] {
  return found.map((one) => ({ ...one, path: [...path, ...one.path] }));
}
