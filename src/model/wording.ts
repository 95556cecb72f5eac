import { quoted, quotedJson } from "../text";
import { DEFERRED } from "./deferred";
import type { ErrorCode, Issue, IssueFacts } from "./issue";
import { LongNumber } from "./json";
import { type NameStyle, named, type Phrase, phrase, spelled } from "./phrase";

/** A sentence of a message: one for all, or made from what the issue is about. */
export type Template = Text | ((facts: IssueFacts) => Text);

type Text = string | Phrase;

/** The sentences of a message. */
export interface Wording {
  /** What is wrong. */
  readonly what: Template;
  /** What to do. */
  readonly fix?: Template;
}

const write = ({ meant }: IssueFacts) => (meant === undefined ? "" : `Write ${quoted(meant)}.`);
export const nameIn = ({ name: given = "value" }: IssueFacts) =>
  typeof given === "string" ? named(given) : given;
export const meantIn = ({ meant = "" }: IssueFacts) => (typeof meant === "string" ? named(meant) : meant);

/** What is wrong and what to do, for each code of an error; a lint rule has its own sentences. */
const SENTENCES: Readonly<Record<ErrorCode, readonly [what: Template, fix?: Template]>> = {
  // Single values
  blank: [(f) => phrase`${nameIn(f)} is empty`, "Give it a value, or leave out what it belongs to."],
  "too-long": [(f) => phrase`${nameIn(f)} is too long`, "Check that it is the id that is asked for."],
  id: ["Not an id", write],
  "hidden-character": [
    (f) => phrase`${nameIn(f)} has characters that nobody can see: ${f.characters}`,
    (f) => write(f) || "Leave them out.",
  ],
  "compatibility-character": [
    (f) => phrase`${nameIn(f)} has letters in a form that no domain has: ${f.characters}`,
    write,
  ],
  email: ["Not an email address", write],
  "email-pattern": [
    "An address with a pattern in it matches nobody: addresses are compared as a whole",
    (f) =>
      phrase`For everyone in the domain use the selector ${named("email_domain")} with ${quoted(f.meant)}.`,
  ],
  domain: ["Not a domain", write],
  "domain-prefix": ["A domain is written alone, without @ or wildcard", write],
  "domain-is-email": [
    "A domain is asked for, not an email address",
    (f) =>
      phrase`Write ${quoted(f.meant)} for everyone in the domain, or use the selector email for one user.`,
  ],
  ip: [
    "Not an IP address or range",
    (f) => write(f) || "Each of the four numbers of an IPv4 address is 0 to 255.",
  ],
  "ip-prefix": ["Not a prefix length", "IPv4 ranges end in /0 to /32, IPv6 ranges in /0 to /128."],
  "ip-zone": [
    "An IPv6 address with a zone means something on one machine only",
    "Leave out the % and what follows.",
  ],
  country: ["Not a country code", write],
  "https-url": ["Not an https address", write],
  duration: ["Not a duration", write],
  "duration-negative": ["A duration can not be negative", "Leave out the minus sign."],
  "duration-unit": ["A duration needs a unit", (f) => phrase`For minutes write ${quoted(f.meant)}.`],
  "duration-zero": ["Not a time in which anything could happen", "Give it a length, or leave it out."],
  "mfa-duration": ["Not a duration in minutes or hours", write],
  "mfa-duration-range": ["Longer than a second factor may stay valid", write],
  choice: [(f) => phrase`Not a value of ${nameIn(f)}`, write],
  "decision-choice": ["Not how the decision is spelled", write],
  integer: [(f) => phrase`${nameIn(f)} is not a whole number`],
  maximum: [(f) => phrase`${nameIn(f)} is too large`, (f) => phrase`The largest is ${f.meant}.`],
  minimum: [(f) => phrase`${nameIn(f)} is too small`, (f) => phrase`The smallest is ${f.meant}.`],

  // Shape
  missing: [(f) => phrase`${nameIn(f)} is missing`, (f) => phrase`Set ${nameIn(f)}.`],
  type: [(f) => phrase`${nameIn(f)} has the wrong type`, write],
  "unknown-field": [
    (f) => `There is no field ${f.name} here`,
    (f) => (f.meant === undefined ? "Leave it out." : phrase`Did you mean ${meantIn(f)}?`),
  ],
  "empty-list": [(f) => phrase`${nameIn(f)} is empty`, "Name at least one."],
  "include-empty": [
    "include has no rule, so the policy could match nobody",
    "Give at least one rule; everyone matches everyone.",
  ],
  "rule-shape": [
    "Not a rule",
    'A rule is an object with one selector, such as { "email": { "email": "ann@example.com" } }.',
  ],
  "rule-not-json": [
    "Not JSON",
    'A rule under other is JSON, such as jsonencode({ email = { email = "ann@example.com" } }).',
  ],
  "json-number": [
    (f) => `The number ${f.name} would lose digits on its way to the API`,
    "Write a number that is not longer, or a text if the API takes one.",
  ],
  "json-duplicate": [
    (f) => `The member ${f.name} is there twice, and only the last one would be sent`,
    "Leave one of them out.",
  ],
  "rule-text": [
    (f) => phrase`Not a rule of ${nameIn(f)}`,
    (f) => phrase`Write for example ${f.name} = [${f.meant}].`,
  ],
  "rule-without-selector": [
    "A rule without a selector",
    'Say what it matches, such as { "email": { "email": "ann@example.com" } }, or leave the rule out.',
  ],
  "rule-with-several-selectors": [
    "A rule with several selectors",
    "Write one rule for each; to ask for all of them at once, put them under require.",
  ],
  "unknown-selector": [
    (f) => `There is no selector ${f.name || '""'}`,
    "If the API knows it and this version does not yet, make the rule with AccessRule.raw(…).",
  ],
  "misspelled-selector": [
    (f) => phrase`There is no selector ${f.name}`,
    (f) => phrase`Did you mean ${meantIn(f)}?`,
  ],
  "mfa-switch-twice": [
    phrase`${named("mfa_bypass")} and ${named("mfa_disabled")} are two names of one switch`,
    phrase`Set one of them: ${named("mfa_disabled")} is the API's name today.`,
  ],
  "authenticators-mixed": [
    "Authenticators of ordinary and of infrastructure applications in one policy",
    "Make a policy for each kind of application.",
  ],
  "reference-kind": [(f) => phrase`Not ${f.meant ?? "a text"}`],
  "reference-type": [(f) => phrase`Not ${f.meant}`],
  "not-an-id": [
    (f) => `Not the id of ${f.name}`,
    "Look the id up by name: fromName of the construct, or the data source.",
  ],
  "unknown-warning": [
    (f) => `There is no warning ${f.name}`,
    (f) => (f.meant === undefined ? "Leave it out." : phrase`Did you mean ${f.meant}?`),
  ],
};

/** Returns the sentences for the code of an error. */
export function wordingOf(code: ErrorCode): Wording {
  const [what, fix] = SENTENCES[code];
  return fix === undefined ? { what } : { what, fix };
}

/** Writes a sentence about something; undefined where it has nothing to say. */
export function written(template: Template | undefined, facts: IssueFacts): Text | undefined {
  return (typeof template === "function" ? template(facts) : template) || undefined;
}

const LONGEST_SHOWN = 80;

/** A value as it is shown to the user. */
export function shownValue(value: unknown): string {
  if (typeof value === "number" || value instanceof LongNumber) return String(value);
  const text = json(value);
  return text === undefined ? String(value) : quotedJson(text, LONGEST_SHOWN);
}

function json(value: unknown): string | undefined {
  return JSON.stringify(value, (_key, member) => {
    if (typeof member === "bigint") return `${member}n`;
    return member === DEFERRED ? "(not known yet)" : member;
  });
}

/** Writes an issue without its path: what, got, allowed, fix. */
export function renderIssue(issue: Issue, style?: NameStyle): string {
  const { what, fix, ...facts } = textsOf(issue, style);
  const details = shownFacts(facts);
  return [`${what}${details ? `: ${details}` : ""}.`, fix].filter(Boolean).join(" ");
}

/** Writes what there is to say of an issue beyond what it is: got, allowed, fix. */
export function renderDetails(issue: Issue): string {
  const facts = shownFacts(issue);
  const sentence = facts && `${facts.charAt(0).toUpperCase()}${facts.slice(1)}.`;
  return [sentence, issue.fix].filter(Boolean).join(" ");
}

/** The texts of an issue for an audience: those without names are the same for all. */
function textsOf({ what, got: given, allowed, fix, phrases = {} }: Issue, style?: NameStyle) {
  const of = (text: string | undefined, marked: Phrase | undefined) =>
    style === undefined || marked === undefined ? text : spelled(marked, style);
  return {
    what: of(what, phrases.what),
    got: given,
    allowed: of(allowed, phrases.allowed),
    fix: of(fix, phrases.fix),
  };
}

function shownFacts({ got: given, allowed }: Pick<Issue, "got" | "allowed">): string {
  return [given && `got ${given}`, allowed && `allowed is ${allowed}`].filter(Boolean).join(", ");
}
