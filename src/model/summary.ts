/**
 * What a policy does, in one line, for the reader of a plan:
 * `ALLOW if email domain is example.com or email is ann@partner.org; requires country PT`.
 *
 * Policies that say the same have the same summary: values are in their canonical spelling, sorted, each once. Left out
 * is what stands in a line of its own anyway and what the server may fill in (`name`, `precedence`,
 * `session_duration`), so that a summary is known as soon as the rules are.
 *
 * A plan shows the line before and after, so it stays within 200 characters: the longest part says less until the line
 * fits. Where values are left out, a mark stands for them (`one of 200 (ann@x.org, bob@x.org, … #3fa2c1)`): one other
 * address among 200 is another mark, so the line changes with it.
 */
import { isPlainObject } from "./canonical-json";
import type { PolicyKind } from "./decision";
import { DEFERRED, type Deferred } from "./deferred";
import type { WirePolicy } from "./document";
import { fingerprint } from "./fingerprint";
import { type Detail, listed, rulePhrases } from "./rule-phrases";
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

const LONGEST = 200;
const DETAILS: readonly Detail[] = ["values", "counts", "total"];

/** One line on what the policy does; DEFERRED when that is not known yet. */
export function summarize(_kind: PolicyKind, wire: WirePolicy): string | Deferred {
  if (SUMMARIZED.some((field) => holdsDeferred(wire[field]))) return DEFERRED;
  const parts = PARTS.map((part) => ({ part, level: 0, text: part(wire, DETAILS[0]!) }));
  const line = () =>
    parts
      .map(({ text }) => text)
      .filter((text) => text !== "")
      .join("; ");
  for (let text = line(); ; text = line()) {
    const [longest] = parts
      .filter(({ level }) => level < DETAILS.length - 1)
      .sort((a, b) => b.text.length - a.text.length);
    if (text.length <= LONGEST || longest === undefined) return text;
    longest.level += 1;
    longest.text = longest.part(wire, DETAILS[longest.level]!);
  }
}

type Part = (wire: WirePolicy, detail: Detail) => string;

const PARTS: readonly Part[] = [
  (wire, detail) => {
    const word = HEADS[String(wire.decision)] ?? String(wire.decision).toUpperCase();
    const { everyone, others } = rulePhrases(wire.include, "or", detail);
    const or = others.join(" or ");
    if (everyone) return or === "" ? `${word} everyone` : `${word} everyone, also if ${or}`;
    return or === "" ? `${word} nobody` : `${word} if ${or}`;
  },
  (wire, detail) => ruleList("requires", wire.require, "and", detail),
  (wire, detail) => ruleList("unless", wire.exclude, "or", detail),
  (wire, detail) => {
    const settings = settingPhrases(wire, detail === "total" ? "values" : detail);
    return detail === "total" && settings.length > 1
      ? `with ${settings.length} settings (${fingerprint(settings)})`
      : settings.join("; ");
  },
];

function ruleList(word: string, rules: unknown, conjunction: "or" | "and", detail: Detail): string {
  const { everyone, others } = rulePhrases(rules, conjunction, detail);
  const all = [...(everyone ? ["everyone"] : []), ...others];
  return all.length === 0 ? "" : `${word} ${all.join(` ${conjunction} `)}`;
}

function settingPhrases(wire: WirePolicy, detail: Detail): readonly string[] {
  return [
    ...(wire.approval_required === true ? ["with approval"] : []),
    ...(wire.purpose_justification_required === true ? ["with a justification"] : []),
    ...(wire.isolation_required === true ? ["in an isolated browser"] : []),
    ...mfa(wire.mfa_config, detail),
    ...connection(wire.connection_rules, detail),
  ];
}

function mfa(config: unknown, detail: Detail): string[] {
  if (!isPlainObject(config)) return [];
  if ((config.mfa_disabled ?? config.mfa_bypass) === true) return ["without MFA"];
  const methods = strings(config.allowed_authenticators);
  return methods.size > 0 ? [`MFA by ${listed(methods, "or", detail)}`] : [];
}

function connection(rules: unknown, detail: Detail): string[] {
  if (!isPlainObject(rules)) return [];
  const rdp = isPlainObject(rules.rdp) ? rules.rdp : {};
  const ssh = isPlainObject(rules.ssh) ? rules.ssh : {};
  const into = strings(rdp.allowed_clipboard_local_to_remote_formats);
  const outOf = strings(rdp.allowed_clipboard_remote_to_local_formats);
  const users = strings(ssh.usernames);
  const alias = ssh.allow_email_alias === true ? new Map([["", "the email alias"]]) : [];
  const names = new Map([...users, ...alias]);
  return [
    ...(into.size > 0 ? [`RDP clipboard in: ${listed(into, "and", detail)}`] : []),
    ...(outOf.size > 0 ? [`RDP clipboard out: ${listed(outOf, "and", detail)}`] : []),
    ...(names.size > 0 ? [`SSH as ${listed(names, "or", detail)}`] : []),
  ];
}

/** The distinct values of a list of strings, each as it is shown. */
function strings(value: unknown): ReadonlyMap<string, string> {
  const texts = Array.isArray(value) ? value.map((item) => String(item).normalize("NFC")) : [];
  return new Map(texts.map((text) => [text, text]));
}
