import type { FaultCode } from "./formats";
import type { LintCode } from "./lint";
import { hasNames, type Phrase, spelled } from "./phrase";
import { shownValue, type Wording, wordingOf, written } from "./wording";

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
  | "misspelled-selector"
  | "mfa-switch-twice"
  | "authenticators-mixed"
  | "reference-kind"
  | "reference-type"
  | "not-an-id"
  | "unknown-warning";

/** The codes of errors. */
export type ErrorCode = FaultCode | StructureCode;

export type IssueCode = ErrorCode | LintCode;

/** Where an issue lies, by the names on the wire: `["include", 2, "email", "email"]`. */
export type Path = readonly (string | number)[];

/** One thing that is wrong with a policy, or probably not meant. */
export interface Issue {
  readonly code: IssueCode;
  /** error: the API would refuse it, or it can not be what was meant; warning: it works, and is known not to be meant. */
  readonly severity: "error" | "warning";
  readonly path: Path;
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

/** Makes an error. */
export function issue(code: ErrorCode, path: Path, facts: IssueFacts = {}): Issue {
  return makeIssue("error", code, wordingOf(code), path, facts);
}

/** Makes an issue with sentences of its own. */
export function makeIssue(
  severity: Issue["severity"],
  code: IssueCode,
  wording: Wording,
  path: Path,
  facts: IssueFacts,
): Issue {
  const texts = {
    what: written(wording.what, facts) ?? "",
    allowed: facts.allowed,
    fix: written(wording.fix, facts),
  };
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

/** Prefixes the paths of issues that were found inside of something. */
export function within(path: Path, found: readonly Issue[]): Issue[] {
  return found.map((one) => ({ ...one, path: [...path, ...one.path] }));
}
