/**
 * What a policy does, in one line, for the reader of a plan:
 * `ALLOW if email domain is example.com or email is ann@partner.org; requires country PT`.
 *
 * Policies that say the same have the same summary: values are in their canonical spelling, sorted, each once. Left out
 * is what stands in a line of its own anyway and what the server may fill in (`name`, `precedence`,
 * `session_duration`), so that a summary is known as soon as the rules are.
 *
 * A plan shows the line before and after, so it stays at about 200 characters: each list of rules has so much room, and
 * says of itself what fits into it; another list's length is no reason to say less. Where values are left out, a mark
 * stands for them (`one of 200 (ann@x.org, bob@x.org, … #3fa2c1)`): one other address among the 200 is another mark,
 * so the line changes with it.
 */
import { isPlainObject } from "./canonical-json";
import type { PolicyKind } from "./decision";
import { DEFERRED, type Deferred } from "./deferred";
import type { WirePolicy } from "./document";
import { type Conjunction, joined, listed, type Values } from "./listed-values";
import { rulePhrases } from "./rule-phrases";
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

const ROOM = { include: 120, require: 60, exclude: 60 };

/** One line on what the policy does; DEFERRED when that is not known yet. */
export function summarize(_kind: PolicyKind, wire: WirePolicy): string | Deferred {
  if (SUMMARIZED.some((field) => holdsDeferred(wire[field]))) return DEFERRED;
  const requires = everyoneOr(rulePhrases(wire.require, "and", ROOM.require), "and");
  const excludes = everyoneOr(rulePhrases(wire.exclude, "or", ROOM.exclude), "or");
  return [
    head(wire),
    ...(requires === "" ? [] : [`requires ${requires}`]),
    ...(excludes === "" ? [] : [`unless ${excludes}`]),
    ...conditions(wire),
    ...mfa(wire.mfa_config),
    ...connection(wire.connection_rules),
  ].join("; ");
}

function head(wire: WirePolicy): string {
  const word = HEADS[String(wire.decision)] ?? String(wire.decision).toUpperCase();
  const { everyone, others } = rulePhrases(wire.include, "or", ROOM.include);
  if (everyone) return others === "" ? `${word} everyone` : `${word} everyone, also if ${others}`;
  return others === "" ? `${word} nobody` : `${word} if ${others}`;
}

function everyoneOr({ everyone, others }: ReturnType<typeof rulePhrases>, conjunction: Conjunction): string {
  return [...(everyone ? ["everyone"] : []), ...(others === "" ? [] : [others])].join(` ${conjunction} `);
}

/** What else a user goes through. */
function conditions(wire: WirePolicy): string[] {
  const steps = [
    ...(wire.approval_required === true ? ["approval"] : []),
    ...(wire.purpose_justification_required === true ? ["justification"] : []),
    ...(wire.isolation_required === true ? ["isolated browser"] : []),
  ];
  return steps.length === 0 ? [] : [`with ${joined(steps, "and")}`];
}

function mfa(config: unknown): string[] {
  if (!isPlainObject(config)) return [];
  if ((config.mfa_disabled ?? config.mfa_bypass) === true) return ["without MFA"];
  const methods = strings(config.allowed_authenticators);
  return methods.labels.length > 0 ? [`MFA by ${listed(methods, "or")}`] : [];
}

function connection(rules: unknown): string[] {
  if (!isPlainObject(rules)) return [];
  const rdp = isPlainObject(rules.rdp) ? rules.rdp : {};
  const ssh = isPlainObject(rules.ssh) ? rules.ssh : {};
  const into = strings(rdp.allowed_clipboard_local_to_remote_formats);
  const outOf = strings(rdp.allowed_clipboard_remote_to_local_formats);
  const clipboard = [
    ...(into.labels.length > 0 ? [`in: ${listed(into, "and")}`] : []),
    ...(outOf.labels.length > 0 ? [`out: ${listed(outOf, "and")}`] : []),
  ];
  const alias = ssh.allow_email_alias === true ? ["the email alias"] : [];
  const users = strings(ssh.usernames, alias);
  return [
    ...(clipboard.length > 0 ? [`RDP clipboard ${clipboard.join(", ")}`] : []),
    ...(users.labels.length > 0 ? [`SSH as ${listed(users, "or")}`] : []),
  ];
}

/** The values of a list of strings, and what else stands beside them. */
function strings(value: unknown, others: readonly string[] = []): Values {
  const texts = Array.isArray(value) ? value.map((item) => String(item).normalize("NFC")) : [];
  const labels = [...texts, ...others];
  return { labels, meanings: () => labels };
}
