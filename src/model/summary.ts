/**
 * What a policy does, in one line, for the reader of a plan:
 * `ALLOW if email domain is example.com or email is ann@partner.org; requires country PT`.
 *
 * Semantically equal policies have the same summary: values are in their canonical form, sorted, each once. Left out are
 * the fields that have a line of their own in a plan and that the server may fill in (`name`, `precedence`,
 * `session_duration`), so that a summary is known as soon as the rules are.
 *
 * Every kind of rule is named. Each list of rules shows as many values as fit its limit, in any case one of
 * each kind; the length of another list changes nothing in it. The values left out are counted, with a digest of all
 * values of the kind: `email is ann@x.org, bob@x.org and 198 more emails (digest 3fa2c1)`. One other address among the
 * 200 gives another digest, so the line changes with it.
 *
 * A redacted summary holds kinds and counts only, no value and no digest: a digest of a few values is easily guessed.
 */

import { DEFERRED, type Deferred } from "./deferred";
import type { WirePolicy } from "./document";
import { isPlainObject } from "./json";
import { type Conjunction, joined, Values } from "./listed-values";
import { type RulePhrases, redactedRulePhrases, rulePhrases } from "./rule-phrases";
import { holdsDeferred } from "./rule-set";

const HEADS: Readonly<Record<string, string>> = {
  allow: "ALLOW",
  deny: "BLOCK",
  non_identity: "SERVICE AUTH",
  bypass: "BYPASS",
};

const SUMMARIZED = [
  "decision",
  "include",
  "exclude",
  "require",
  "approval_required",
  "purpose_justification_required",
  "isolation_required",
  "mfa_config",
  "connection_rules",
] as const;

/** Characters for the values of each list: some 400 together. */
const LIMITS = { include: 240, require: 80, exclude: 80, setting: 80 } as const;

export interface SummaryOptions {
  /** Kinds and counts only. @default false */
  readonly redact?: boolean;
}

/** One line on what the policy does; DEFERRED when that is not known yet. */
export function summarize(wire: WirePolicy, { redact = false }: SummaryOptions = {}): string | Deferred {
  if (SUMMARIZED.some((field) => holdsDeferred(wire[field])) || approvals(wire) === DEFERRED) return DEFERRED;
  const rules = (list: "include" | "exclude" | "require", conjunction: Conjunction) =>
    redact
      ? redactedRulePhrases(wire[list], conjunction)
      : rulePhrases(wire[list], conjunction, LIMITS[list]);
  const settings = (values: Values, conjunction: Conjunction) =>
    redact ? values.counted(conjunction) : values.within(conjunction, LIMITS.setting);
  const requires = everyoneOr(rules("require", "and"), "and");
  const excludes = everyoneOr(rules("exclude", "or"), "or");
  return [
    head(wire.decision, rules("include", "or")),
    ...(requires === "" ? [] : [`requires ${requires}`]),
    ...(excludes === "" ? [] : [`unless ${excludes}`]),
    ...conditions(wire),
    ...mfa(wire.mfa_config, settings),
    ...connection(wire.connection_rules, settings),
  ].join("; ");
}

function head(decision: unknown, { everyone, others }: RulePhrases): string {
  const word = HEADS[String(decision)] ?? String(decision).toUpperCase();
  if (everyone) return others === "" ? `${word} everyone` : `${word} everyone, also if ${others}`;
  return others === "" ? `${word} nobody` : `${word} if ${others}`;
}

function everyoneOr({ everyone, others }: RulePhrases, conjunction: Conjunction): string {
  return [...(everyone ? ["everyone"] : []), ...(others === "" ? [] : [others])].join(` ${conjunction} `);
}

/** What else a user goes through. */
function conditions(wire: WirePolicy): string[] {
  const approval = approvals(wire) === 0 ? "an approval that nobody has to give" : "approval";
  const steps = [
    ...(wire.approval_required === true ? [approval] : []),
    ...(wire.purpose_justification_required === true ? ["justification"] : []),
    ...(wire.isolation_required === true ? ["isolated browser"] : []),
  ];
  return steps.length === 0 ? [] : [`with ${joined(steps, "and")}`];
}

/** How many approvals a request needs; undefined where no group says so. */
function approvals(wire: WirePolicy): number | undefined | Deferred {
  if (wire.approval_required !== true) return undefined;
  const { approval_groups: groups } = wire;
  if (groups === DEFERRED) return DEFERRED;
  if (!Array.isArray(groups) || groups.length === 0) return undefined;
  const needed = groups.map((group) => (isPlainObject(group) ? group.approvals_needed : group));
  return needed.includes(DEFERRED) ? DEFERRED : needed.reduce((sum, one) => sum + Number(one), 0);
}

type InWords = (values: Values, conjunction: Conjunction) => string;

function mfa(config: unknown, inWords: InWords): string[] {
  if (!isPlainObject(config)) return [];
  if ((config.mfa_disabled ?? config.mfa_bypass) === true) return ["without MFA"];
  const methods = strings(config.allowed_authenticators, "method");
  return methods.count > 0 ? [`MFA by ${inWords(methods, "or")}`] : [];
}

function connection(rules: unknown, inWords: InWords): string[] {
  if (!isPlainObject(rules)) return [];
  const rdp = isPlainObject(rules.rdp) ? rules.rdp : {};
  const ssh = isPlainObject(rules.ssh) ? rules.ssh : {};
  const into = strings(rdp.allowed_clipboard_local_to_remote_formats, "format");
  const outOf = strings(rdp.allowed_clipboard_remote_to_local_formats, "format");
  const clipboard = [
    ...(into.count > 0 ? [`in: ${inWords(into, "and")}`] : []),
    ...(outOf.count > 0 ? [`out: ${inWords(outOf, "and")}`] : []),
  ];
  const names = strings(ssh.usernames, "user name");
  const users = [
    ...(names.count > 0 ? [inWords(names, "or")] : []),
    ...(ssh.allow_email_alias === true ? ["the email alias"] : []),
  ];
  return [
    ...(clipboard.length > 0 ? [`RDP clipboard ${clipboard.join(", ")}`] : []),
    ...(users.length > 0 ? [`SSH as ${users.join(" or ")}`] : []),
  ];
}

function strings(value: unknown, noun: string): Values {
  const texts = Array.isArray(value) ? value.map((item) => String(item).normalize("NFC")) : [];
  return new Values(texts, noun);
}
