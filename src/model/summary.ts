/**
 * What a policy does, in one line, for the reader of a plan:
 * `ALLOW if email domain is example.com or email is ann@partner.org; requires country PT`.
 *
 * Policies that say the same have the same summary: values are in their canonical spelling, sorted, each once. Left out
 * is what stands in a line of its own anyway and what the server may fill in (`name`, `precedence`,
 * `session_duration`), so that a summary is known as soon as the rules are.
 */
import { canonicalJson, isPlainObject } from "./canonical-json";
import type { PolicyKind } from "./decision";
import { DEFERRED, type Deferred } from "./deferred";
import type { WirePolicy } from "./document";
import { FORMATS } from "./formats";
import { holdsDeferred, knownRule } from "./rule-set";
import { SELECTORS } from "./selectors";

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

/** One line on what the policy does; DEFERRED when that is not known yet. */
export function summarize(_kind: PolicyKind, wire: WirePolicy): string | Deferred {
  if (SUMMARIZED.some((field) => holdsDeferred(wire[field]))) return DEFERRED;
  const requires = phrases(wire.require, "");
  const excludes = phrases(wire.exclude, " is");
  return [
    head(wire),
    ...(requires.length > 0 ? [`requires ${requires.join(" and ")}`] : []),
    ...(excludes.length > 0 ? [`unless ${excludes.join(" or ")}`] : []),
    ...(wire.approval_required === true ? ["with approval"] : []),
    ...(wire.purpose_justification_required === true ? ["with a justification"] : []),
    ...(wire.isolation_required === true ? ["in an isolated browser"] : []),
    ...mfa(wire.mfa_config),
    ...connection(wire.connection_rules),
  ].join("; ");
}

function head(wire: WirePolicy): string {
  const word = HEADS[String(wire.decision)] ?? String(wire.decision).toUpperCase();
  const all = phrases(wire.include, " is");
  const others = all.filter((phrase) => phrase !== EVERYONE);
  if (all.length === 0) return `${word} nobody`;
  if (others.length === all.length) return `${word} if ${others.join(" or ")}`;
  return [`${word} everyone`, ...(others.length > 0 ? [`also if ${others.join(" or ")}`] : [])].join(", ");
}

const EVERYONE = "everyone";

/** One phrase for each selector: `email is ann@example.com or bob@example.com`. */
function phrases(rules: unknown, verb: "" | " is"): string[] {
  if (!Array.isArray(rules)) return [];
  const values = new Map<string, Set<string>>();
  const unknown = new Set<string>();
  for (const rule of rules) {
    const known = knownRule(rule);
    if (!known) {
      unknown.add(`rule ${canonicalJson(rule)}`);
      continue;
    }
    const { key } = known.selector;
    values.set(key, (values.get(key) ?? new Set()).add(label(key, known.fields)));
  }
  const known = SELECTORS.filter(({ key }) => values.has(key)).map(({ key, noun, shape }) =>
    shape === "flag" ? noun : `${noun}${verb} ${listed([...values.get(key)!], verb === "" ? "and" : "or")}`,
  );
  return [...known, ...[...unknown].sort().map((text) => shortened(text))];
}

type Fields = Readonly<Record<string, unknown>>;

/** How a rule's fields are shown; the first field of its selector where nothing else is said. */
const LABELS: Readonly<Record<string, (fields: Fields) => string>> = {
  cloudflare_account_member: ({ account_id: id }) => (id ? `of ${id}` : "of this account"),
  github_organization: ({ name, team }) => (team ? `${name}/${team}` : String(name)),
  oidc: ({ claim_name: name, claim_value: value }) => `${name}=${value}`,
  saml: ({ attribute_name: name, attribute_value: value }) => `${name}=${value}`,
  user_risk_score: ({ user_risk_score: levels }) =>
    [...new Set(levels as string[])].sort(byRisk).join(" or "),
};

const RISK_LEVELS = ["low", "medium", "high", "unscored"];
const byRisk = (a: string, b: string) => RISK_LEVELS.indexOf(a) - RISK_LEVELS.indexOf(b) || (a < b ? -1 : 1);

function label(key: string, fields: Fields): string {
  const definition = SELECTORS.find((selector) => selector.key === key)!;
  const canonical = Object.entries(definition.fields).map(([name, { format, type }]) => {
    const spell = FORMATS[format].canonical as (value: unknown) => string;
    return [name, type === "string" && fields[name] !== undefined ? spell(fields[name]) : fields[name]];
  });
  const shown: Fields = Object.fromEntries(canonical);
  return LABELS[key]?.(shown) ?? String(Object.values(shown)[0] ?? "");
}

const MOST_LISTED = 3;
const LISTED_OF_MANY = 2;

/** A few values in full, of many the number and the first. */
function listed(values: readonly string[], conjunction: "and" | "or"): string {
  const sorted = [...values].sort();
  if (sorted.length > MOST_LISTED) {
    const first = sorted.slice(0, LISTED_OF_MANY).join(", ");
    return `${conjunction === "or" ? "one" : "all"} of ${sorted.length} (${first}, …)`;
  }
  const last = sorted.at(-1) ?? "";
  return sorted.length > 1 ? `${sorted.slice(0, -1).join(", ")} ${conjunction} ${last}` : last;
}

function mfa(config: unknown): string[] {
  if (!isPlainObject(config)) return [];
  if ((config.mfa_disabled ?? config.mfa_bypass) === true) return ["without MFA"];
  const methods = strings(config.allowed_authenticators);
  return methods.length > 0 ? [`MFA by ${listed(methods, "or")}`] : [];
}

function connection(rules: unknown): string[] {
  if (!isPlainObject(rules)) return [];
  const rdp: Fields = isPlainObject(rules.rdp) ? rules.rdp : {};
  const ssh: Fields = isPlainObject(rules.ssh) ? rules.ssh : {};
  const into = strings(rdp.allowed_clipboard_local_to_remote_formats);
  const outOf = strings(rdp.allowed_clipboard_remote_to_local_formats);
  const users = [...strings(ssh.usernames), ...(ssh.allow_email_alias === true ? ["the email alias"] : [])];
  return [
    ...(into.length > 0 ? [`RDP clipboard in: ${listed(into, "and")}`] : []),
    ...(outOf.length > 0 ? [`RDP clipboard out: ${listed(outOf, "and")}`] : []),
    ...(users.length > 0 ? [`SSH as ${listed(users, "or")}`] : []),
  ];
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? [...new Set(value.map((item) => String(item).normalize("NFC")))] : [];
}

const LONGEST_RULE = 60;

function shortened(text: string): string {
  return text.length > LONGEST_RULE ? `${text.slice(0, LONGEST_RULE)}…` : text;
}
