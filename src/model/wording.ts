import { quoted, quotedJson } from "../text";
import { DEFERRED } from "./deferred";
import type { Issue, IssueCode, IssueFacts } from "./issue";
import { LongNumber } from "./json";
import { named, type Phrase, phrase, type Spelling, spelled } from "./phrase";

type Text = string | Phrase;

type Wording = readonly [
  what: Text | ((facts: IssueFacts) => Text),
  fix?: Text | ((facts: IssueFacts) => Text),
];

const write = ({ meant }: IssueFacts) => (meant === undefined ? "" : `Write ${quoted(meant)}.`);
const name = ({ name: given = "value" }: IssueFacts) => (typeof given === "string" ? named(given) : given);
const meantName = ({ meant = "" }: IssueFacts) => (typeof meant === "string" ? named(meant) : meant);
const everyone = ({ family }: IssueFacts) => (family === undefined ? "everyone" : `every ${family} address`);
const fromAny = ({ family }: IssueFacts) => (family === undefined ? "" : ` from any ${family} address`);

/** The sentences for each code: what is wrong, and what to do. */
const WORDING: Readonly<Record<IssueCode, Wording>> = {
  // Single values
  blank: [(f) => phrase`${name(f)} is empty`, "Give it a value, or leave out what it belongs to."],
  "too-long": [(f) => phrase`${name(f)} is too long`, "Check that it is the id that is asked for."],
  id: ["Not an id", write],
  "hidden-character": [
    (f) => phrase`${name(f)} has characters that nobody can see: ${f.characters}`,
    (f) => write(f) || "Leave them out.",
  ],
  "compatibility-character": [
    (f) => phrase`${name(f)} has letters in a form that no domain has: ${f.characters}`,
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
  choice: [(f) => phrase`Not a value of ${name(f)}`, write],
  "decision-spelling": ["Not how the decision is spelt", write],
  integer: [(f) => phrase`${name(f)} is not a whole number`],
  maximum: [(f) => phrase`${name(f)} is too large`, (f) => phrase`The largest is ${f.meant}.`],
  minimum: [(f) => phrase`${name(f)} is too small`, (f) => phrase`The smallest is ${f.meant}.`],

  // Shape
  missing: [(f) => phrase`${name(f)} is missing`, (f) => phrase`Set ${name(f)}.`],
  type: [(f) => phrase`${name(f)} has the wrong type`, write],
  "unknown-field": [
    (f) => `There is no field ${f.name} here`,
    (f) => (f.meant === undefined ? "Leave it out." : phrase`Did you mean ${meantName(f)}?`),
  ],
  "empty-list": [(f) => phrase`${name(f)} is empty`, "Name at least one."],
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
    (f) => phrase`Not a rule of ${name(f)}`,
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
  "misspelt-selector": [
    (f) => phrase`There is no selector ${f.name}`,
    (f) => phrase`Did you mean ${meantName(f)}?`,
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

  // Advice
  "selector-decision": [
    (f) => phrase`${name(f)} matches nothing with the decision of this policy`,
    "Use a decision it works with, or another selector.",
  ],
  "no-login": [
    (f) => phrase`Nobody logs in where the decision is bypass or non_identity, so ${name(f)} can not match`,
    "Use selectors of the request itself, such as ip, geo or certificate, or the decision allow.",
  ],
  "allow-everyone": [
    (f) => `Lets in everyone who can log in${fromAny(f)}, with any account`,
    phrase`Include who is meant, such as an ${named("email_domain")} or a group, or require one.`,
  ],
  "allow-any-login": [
    (f) =>
      `Lets in everyone who logs in this way${fromAny(f)}; if it is the one-time PIN, anyone with an email address`,
    phrase`Require an ${named("email_domain")} or a group besides.`,
  ],
  "bypass-everyone": [
    (f) => `Lets ${everyone(f)} through without a login`,
    "Include who is meant, such as an ip range, or use the decision allow, which asks for a login.",
  ],
  "service-auth-everyone": [
    (f) => `Lets ${everyone(f)} through without a login and without a service token`,
    "Include the service token that is meant, or use the decision allow, which asks for a login.",
  ],
  "wide-range": [
    (f) => `The IP ranges cover ${f.name} together`,
    "Include the ranges that are meant; a prefix is the number of leading bits that count.",
  ],
  "host-bits": [
    "A range with the address of a host in it",
    (f) =>
      phrase`It covers ${f.name}. Write ${quoted(f.meant)} for the range, or the address without a prefix for the one host.`,
  ],
  "any-service-token": [
    "Accepts every valid service token of the account, also one that is created later for something else; a token that is used in this way only counts as unused",
    phrase`Name the tokens with ${named("service_token")}.`,
  ],
  "many-values": [
    (f) => phrase`${name(f)} in one policy: the time to apply a set grows with the square of its size`,
    (f) =>
      f.meant === undefined ? "Use an Access group." : phrase`Put them into ${f.meant} of the account.`,
  ],
  "require-nobody": [
    (f) => phrase`No request meets ${name(f)} rules under require at once, so the policy matches nobody`,
    "Put them into an Access group and require the group, or include them.",
  ],
  "include-excluded": [
    "What is included here is excluded as well, so the rule can not match",
    "Leave it out of include or out of exclude.",
  ],
  "exclude-everyone": [
    "Everyone is excluded, so the policy matches nobody",
    "Leave everyone out of exclude, or leave out the policy.",
  ],
  "approval-without-group": [
    "Approval is required and nobody is named who may give it",
    phrase`Name ${named("approval_groups")}, or leave out ${named("approval_required")}.`,
  ],
  "approval-without-justification": [
    "The dashboard asks for a justification where an approval is required",
    phrase`Set ${named("purpose_justification_required")} to true.`,
  ],
  "group-without-approval": [
    phrase`${named("approval_groups")} have no effect without ${named("approval_required")}`,
    phrase`Set ${named("approval_required")} to true, or leave the groups out.`,
  ],
  "approval-unreachable": [
    "More approvals are needed than there are people to give them",
    phrase`Lower ${named("approvals_needed")}, or name more approvers.`,
  ],
  "approval-by-nobody": [
    phrase`No approval is needed, although ${named("approval_required")} is set`,
    phrase`Set ${named("approvals_needed")} to 1 or more, or leave out ${named("approval_required")}.`,
  ],
  "prompt-without-justification": [
    "The prompt is not shown unless a justification is required",
    phrase`Set ${named("purpose_justification_required")} to true, or leave the prompt out.`,
  ],
  "needs-allow": [
    (f) => phrase`${name(f)} has an effect in allow policies only`,
    "Leave it out, or use the decision allow.",
  ],
  "infrastructure-decision": [
    "Infrastructure applications take allow policies only",
    "Use the decision allow, or leave out what is for infrastructure applications.",
  ],
  "infrastructure-selector": [
    (f) => phrase`Infrastructure applications do not know the selector ${name(f)}`,
    "Use a selector they know, or leave out what is for infrastructure applications.",
  ],
  "ssh-application": [
    (f) => `SSH rules have an effect in infrastructure applications only, and this application is ${f.name}`,
    "Give an infrastructure application, or leave out what is for these.",
  ],
  "connection-rules-mixed": [
    "rdp is for applications in the browser, ssh for infrastructure applications: no application takes both",
    "Make a policy for each.",
  ],
  "raw-near-known": [
    (f) => `The selector ${f.name} is unknown, and nearly one that is known`,
    (f) => phrase`Did you mean ${meantName(f)}? If not, nothing is wrong.`,
  ],
  "hidden-characters": [
    (f) => phrase`${name(f)} has characters that nobody can see: ${f.characters}`,
    "Leave them out, unless its writing needs them.",
  ],
  "look-alike": [
    (f) =>
      phrase`${name(f)} has letters that look like others: ${f.characters}${f.meant === undefined ? "" : phrase`. The domain is ${f.meant}`}`,
    "Write it again on a keyboard, and do not copy it. If these letters are meant, nothing is wrong.",
  ],
  "public-suffix": [
    (f) => phrase`${f.meant} is probably a suffix under which anybody can register a domain`,
    "Write the whole domain, such as example.co.uk.",
  ],
  "id-form": [
    (f) => `Not of the form of the id of ${f.name}`,
    "Look the id up by name: fromName of the construct, or the data source.",
  ],
  "unreachable-policies": [
    (f) =>
      f.family === undefined
        ? phrase`Policy ${f.name} blocks everyone, so no policy behind it is asked: ${f.meant}`
        : phrase`Policy ${f.name} blocks ${everyone(f)}, so those behind it let in no ${f.family} request: ${f.meant}`,
    "Move it behind them, or exclude from it those who are meant to get in.",
  ],
  "deny-without-effect": [
    (f) => `Policy ${f.name} blocks nobody: no allow policy is behind it, and access is denied anyway`,
    "Move it before the allow policy that it makes an exception to, or leave it out.",
  ],
  "list-without-allow": [
    "All policies of the list block, so nobody gets in",
    "Add an allow policy, or accept the warning where the application is closed on purpose.",
  ],
  "application-without-allow": [
    (f) =>
      `It is the last policy that lets anyone in, and ${f.name}: nobody gets in, unless this plan creates another`,
    "Keep an allow policy, or accept the warning where the application is closed on purpose.",
  ],
  "same-content": [
    (f) => `It has the content of a policy of this state: ${f.name}`,
    "If the resource or key was renamed, a moved block (moveFromId) keeps the policy instead of deleting and creating it.",
  ],
  "unlisted-allow": [
    (f) => phrase`Policy ${f.name} is not in the list and lets people in before ${f.meant} can block them`,
    "Give it a higher precedence in the dashboard, delete it there, or import it and put it into the list.",
  ],
  "unlisted-bypass": [
    (f) => `Policy ${f.name} is not in the list and lets people through before any block policy is asked`,
    "Delete it in the dashboard, or import it and put it into the list.",
  ],
  "unlisted-twin": [
    (f) => phrase`Policy ${f.name} is not in the list and has the name and content of ${f.meant}`,
    "Delete it in the dashboard, or import it.",
  ],
};

export function whatOf(code: IssueCode, facts: IssueFacts): Text {
  const [what] = WORDING[code];
  return typeof what === "function" ? what(facts) : what;
}

export function fixOf(code: IssueCode, facts: IssueFacts): Text | undefined {
  const fix = WORDING[code][1];
  return (typeof fix === "function" ? fix(facts) : fix) || undefined;
}

/** Returns what to do, where it is the same for every value. */
export function constantFixOf(code: IssueCode): string | undefined {
  const fix = WORDING[code][1];
  return typeof fix === "function" || fix === undefined ? undefined : spelled(fix);
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
export function renderIssue(issue: Issue, spelling?: Spelling): string {
  const { what, fix, ...facts } = textsOf(issue, spelling);
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
function textsOf({ what, got: given, allowed, fix, phrases = {} }: Issue, spelling?: Spelling) {
  const of = (text: string | undefined, marked: Phrase | undefined) =>
    spelling === undefined || marked === undefined ? text : spelled(marked, spelling);
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
