/**
 * What a policy asks of an identity that it lets in: second factor, approval, justification, isolation, and how long the
 * session lasts. Conditions on being let in do not change who is let in.
 *
 * Source: the vendor's documentation of MFA requirements, temporary authentication and session management.
 *
 * 1. MFA: what the policy says, else the application, else the organization where it requires MFA for all applications.
 * 2. Session: the duration of the policy, else of the application, else 24 hours.
 * 3. Through an MCP portal neither MFA nor justification nor approval is asked.
 */
import { canonicalJson, DEFERRED, isPlainObject, nanoseconds } from "../model";
import type { AccessApplication, AccessPolicy, MfaConfig } from "./account";
import type { AccountIndex } from "./account-index";

/** A value that is not known. Two of the same cause are the same value. */
export interface UnknownTerm {
  readonly unknown: string;
}

export type Term<Value> = Value | UnknownTerm;

export interface AccessTerms {
  /** Null: not asked. Without `authenticators`, any that the organization has. */
  readonly mfa: Term<MfaTerm | null>;
  readonly approval: Term<ApprovalTerm | null>;
  readonly justification: Term<boolean>;
  readonly isolation: Term<boolean>;
  /** A duration, such as `24h`. */
  readonly session: Term<string>;
  /** Which connections are possible, as the policy says it. */
  readonly clipboard: Term<readonly string[] | null>;
}

export interface MfaTerm {
  readonly authenticators: readonly string[] | null;
  readonly session_duration: string | null;
}

export interface ApprovalTerm {
  readonly needed: number;
  /** Email addresses and ids of lists. */
  readonly approvers: readonly string[];
}

export const CONDITION_KINDS = ["mfa", "approval", "justification", "isolation", "session"] as const;
export type ConditionKind = (typeof CONDITION_KINDS)[number];

const DEFAULT_SESSION = "24h";

export function termsOf(
  policy: AccessPolicy,
  application: AccessApplication,
  index: AccountIndex,
  { where, side, viaPortal }: { where: string; side: string; viaPortal: boolean },
): AccessTerms {
  const notYet = (field: string): UnknownTerm => ({
    unknown: `${side === "" ? "" : `${side} `}known after apply: ${field} of ${where}`,
  });
  const flag = (field: string, value: unknown): Term<boolean> =>
    value === DEFERRED ? notYet(field) : value === true;
  return {
    mfa: viaPortal ? null : mfaTerm(policy, application, index, notYet),
    approval: viaPortal ? null : approvalTerm(policy, notYet),
    justification: viaPortal
      ? false
      : flag("purpose_justification_required", policy.purpose_justification_required),
    isolation: flag("isolation_required", policy.isolation_required),
    session: sessionTerm(policy, application, notYet),
    clipboard: clipboardTerm(policy, notYet),
  };
}

type NotYet = (field: string) => UnknownTerm;

function mfaTerm(
  policy: AccessPolicy,
  application: AccessApplication,
  index: AccountIndex,
  notYet: NotYet,
): Term<MfaTerm | null> {
  const { organization } = index;
  const levels: unknown[] = [policy.mfa_config, application.mfa_config];
  const own = levels.some((config) => decidesMfa(config));
  if (organization === undefined && !own) return { unknown: "whether the organization requires MFA" };
  if (organization === DEFERRED && !own) return notYet("mfa_config");
  const ofOrganization = isPlainObject(organization) ? organization : {};
  if (ofOrganization.mfa_required_for_all_apps === DEFERRED && !own) return notYet("mfa_config");
  const required = ofOrganization.mfa_required_for_all_apps === true;
  if (required) levels.push(ofOrganization.mfa_config ?? {});
  for (const config of levels) {
    if (config === DEFERRED) return notYet("mfa_config");
    if (!isPlainObject(config)) continue;
    const { mfa_disabled, mfa_bypass, allowed_authenticators: authenticators } = config as MfaConfig;
    const disabled = mfa_disabled ?? mfa_bypass;
    if (disabled === DEFERRED || authenticators === DEFERRED) return notYet("mfa_config");
    if (disabled === true) return null;
    if (authenticators?.includes(DEFERRED)) return notYet("mfa_config");
    if (authenticators && authenticators.length > 0)
      return asked(authenticators as readonly string[], levels);
  }
  return required ? asked(null, levels) : null;
}

function decidesMfa(config: unknown): boolean {
  if (!isPlainObject(config)) return config === DEFERRED;
  const { mfa_disabled, mfa_bypass, allowed_authenticators: authenticators } = config as MfaConfig;
  if ((mfa_disabled ?? mfa_bypass) === true) return true;
  return authenticators === DEFERRED || (authenticators ?? []).length > 0;
}

function asked(authenticators: readonly string[] | null, levels: readonly unknown[]): MfaTerm {
  const durations = levels.map((config) => (isPlainObject(config) ? config.session_duration : undefined));
  const duration = durations.find((one) => typeof one === "string" && one !== "");
  return {
    authenticators: authenticators && [...new Set(authenticators)].sort(),
    session_duration: (duration as string | undefined) ?? null,
  };
}

function approvalTerm(policy: AccessPolicy, notYet: NotYet): Term<ApprovalTerm | null> {
  if (policy.approval_required === DEFERRED) return notYet("approval_required");
  if (policy.approval_required !== true) return null;
  const groups = policy.approval_groups;
  if (holdsUnknown(groups)) return notYet("approval_groups");
  let needed = 0;
  const approvers: string[] = [];
  for (const group of Array.isArray(groups) ? groups.filter(isPlainObject) : []) {
    needed += Number(group.approvals_needed) || 0;
    if (Array.isArray(group.email_addresses)) approvers.push(...group.email_addresses.map(String));
    if (typeof group.email_list_uuid === "string") approvers.push(group.email_list_uuid);
  }
  return { needed, approvers: [...new Set(approvers)].sort() };
}

function sessionTerm(policy: AccessPolicy, application: AccessApplication, notYet: NotYet): Term<string> {
  for (const duration of [policy.session_duration, application.session_duration]) {
    if (duration === DEFERRED) return notYet("session_duration");
    if (typeof duration === "string" && duration !== "") return duration;
  }
  return DEFAULT_SESSION;
}

function clipboardTerm(policy: AccessPolicy, notYet: NotYet): Term<readonly string[] | null> {
  const rules = policy.connection_rules;
  if (holdsUnknown(rules)) return notYet("connection_rules");
  const rdp = isPlainObject(rules) ? rules.rdp : undefined;
  if (!isPlainObject(rdp)) return null;
  const formats = (field: string, direction: string) =>
    (Array.isArray(rdp[field]) ? rdp[field] : []).map((format) => `${format} ${direction}`);
  return [
    ...formats("allowed_clipboard_local_to_remote_formats", "in"),
    ...formats("allowed_clipboard_remote_to_local_formats", "out"),
  ].sort();
}

function holdsUnknown(value: unknown): boolean {
  if (value === DEFERRED) return true;
  if (Array.isArray(value)) return value.some(holdsUnknown);
  return isPlainObject(value) && Object.values(value).some(holdsUnknown);
}

export function isUnknownTerm(term: unknown): term is UnknownTerm {
  return isPlainObject(term) && typeof term.unknown === "string";
}

/** The conditions that are asked. A session counts where the policy or the application sets its duration. */
export function conditionsOf(terms: AccessTerms | null, hasOwnSession: boolean): ConditionKind[] {
  if (terms === null) return [];
  return CONDITION_KINDS.filter((kind) => {
    if (kind === "session") return hasOwnSession;
    const term = terms[kind];
    return term !== null && term !== false && !isUnknownTerm(term);
  });
}

/** What differs between the terms of two policies for an identity that both let in. */
export interface TermsChange {
  readonly weaker: readonly string[];
  readonly stricter: readonly string[];
  /** What can not be compared, since one of both is not known. */
  readonly unknown: readonly string[];
}

export function compareTerms(before: AccessTerms, after: AccessTerms): TermsChange {
  const change = { weaker: [] as string[], stricter: [] as string[], unknown: [] as string[] };
  for (const [name, compare] of Object.entries(COMPARISONS) as [keyof AccessTerms, Comparison][]) {
    const [a, b] = [before[name], after[name]];
    if (canonicalJson(a) === canonicalJson(b)) continue;
    if (isUnknownTerm(a) || isUnknownTerm(b)) change.unknown.push(NAMES[name]);
    else compare(a, b, change);
  }
  return change;
}

type Change = { readonly [Name in keyof TermsChange]: string[] };
type Comparison = (before: unknown, after: unknown, change: Change) => void;

const NAMES: Readonly<Record<keyof AccessTerms, string>> = {
  mfa: "MFA",
  approval: "approval",
  justification: "justification",
  isolation: "isolation",
  session: "session duration",
  clipboard: "clipboard",
};

const flag =
  (name: string): Comparison =>
  (before, _, { weaker, stricter }) => {
    if (before === true) weaker.push(`${name} is no longer asked`);
    else stricter.push(`${name} is asked`);
  };

const COMPARISONS: Readonly<Record<keyof AccessTerms, Comparison>> = {
  mfa: (before, after, change) => {
    const [a, b] = [before as MfaTerm | null, after as MfaTerm | null];
    if (a === null) change.stricter.push("MFA is asked");
    else if (b === null) change.weaker.push("MFA is no longer asked");
    else {
      if (canonicalJson(a.authenticators) !== canonicalJson(b.authenticators))
        sets(a.authenticators, b.authenticators, "MFA methods", change);
      if (a.session_duration !== b.session_duration)
        durations(a.session_duration, b.session_duration, "MFA session", change);
    }
  },
  approval: (before, after, change) => {
    const [a, b] = [before as ApprovalTerm | null, after as ApprovalTerm | null];
    if (a === null) change.stricter.push("approval is asked");
    else if (b === null) change.weaker.push("approval is no longer asked");
    else {
      if (a.needed > b.needed) change.weaker.push(`approvals: ${a.needed} → ${b.needed}`);
      if (a.needed < b.needed) change.stricter.push(`approvals: ${a.needed} → ${b.needed}`);
      if (canonicalJson(a.approvers) !== canonicalJson(b.approvers))
        sets(a.approvers, b.approvers, "approvers", change);
    }
  },
  justification: flag("justification"),
  isolation: flag("isolation"),
  session: (before, after, change) => durations(before as string, after as string, "session", change),
  clipboard: (before, after, change) =>
    sets(before as readonly string[] | null, after as readonly string[] | null, "clipboard formats", change),
};

/** More of them is weaker. Null stands for the default, which may be more or fewer. */
function sets(
  before: readonly string[] | null,
  after: readonly string[] | null,
  name: string,
  change: Change,
) {
  const words = `${name}: ${before?.join(", ") || "default"} → ${after?.join(", ") || "default"}`;
  const added = before === null || after === null || after.some((one) => !before.includes(one));
  const removed = before === null || after === null || before.some((one) => !after.includes(one));
  if (added) change.weaker.push(words);
  if (removed) change.stricter.push(words);
}

function durations(before: string | null, after: string | null, name: string, change: Change) {
  const [a, b] = [
    before === null ? undefined : nanoseconds(before),
    after === null ? undefined : nanoseconds(after),
  ];
  const words = `${name}: ${before ?? "default"} → ${after ?? "default"}`;
  if (a !== undefined && a === b) return;
  if (a === undefined || b === undefined || a < b) change.weaker.push(words);
  if (a === undefined || b === undefined || a > b) change.stricter.push(words);
}
