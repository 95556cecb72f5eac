/** Access rules that let in more than a reader expects. A rule under `require` that not everyone meets narrows them. */
import { quoted } from "../../text";
import { DEFERRED } from "../deferred";
import { AccessDecision } from "../formats";
import { coverage, FAMILIES, type IpFamily } from "../ip-ranges";
import type { IssueFacts } from "../issue";
import { named, phrase } from "../phrase";
import { type Finding, type LintedAccessRule, type LintedPolicy, policyLintRule } from "./lint-rule";
import { addressOf, includesAll, isEveryone, meetsAll, rangeOf } from "./matching";

export const allowEveryone = policyLintRule({
  code: "allow-everyone",
  when: "`allow` with `everyone`, or with all addresses (`0.0.0.0/0`, `::/0`), under `include`, and nothing under `require` that narrows it.",
  why: "Everyone who can log in gets in: with one-time PINs that is anyone with an email address.",
  what: (f) => `Lets in everyone who can log in${fromAny(f)}, with any account`,
  fix: phrase`Include who is meant, such as an ${named("email_domain")} or a group, or require one.`,
  check: (policy) => (policy.decision === AccessDecision.ALLOW ? policy.derive(open).everyone : []),
});

export const allowAnyLogin = policyLintRule({
  code: "allow-any-login",
  when: "`allow` with a `login_method` under `include`, and nothing under `require`.",
  why: "Everyone who logs in by it gets in: with one-time PINs that is anyone with an email address. The ID does not show what method it is; where it is your own identity provider, accept the warning.",
  what: (f) =>
    `Lets in everyone who logs in this way${fromAny(f)}; if it is the one-time PIN, anyone with an email address`,
  fix: phrase`Require an ${named("email_domain")} or a group besides.`,
  check: (policy) => {
    if (policy.decision !== AccessDecision.ALLOW) return [];
    const { families } = policy.derive(open);
    const logins = policy.include.filter(({ selector }) => selector?.key === "login_method");
    return families.length === 0 ? [] : logins.map(({ path }) => ({ path, ...onlyFrom(families) }));
  },
});

export const bypassEveryone = policyLintRule({
  code: "bypass-everyone",
  when: "`bypass` with `everyone`, or with all addresses (`0.0.0.0/0`, `::/0`), under `include`, and nothing under `require` that narrows it.",
  why: "Every request gets in, without a login and without a trace in the logs of who it was. For a path that is meant to be public, accept the warning.",
  what: (f) => `Lets ${everyoneFrom(f)} through without a login`,
  fix: "Include who is meant, such as an ip range, or use the decision allow, which asks for a login.",
  check: (policy) => (policy.decision === AccessDecision.BYPASS ? policy.derive(open).everyone : []),
});

export const serviceAuthEveryone = policyLintRule({
  code: "service-auth-everyone",
  when: "`non_identity` with `everyone`, or with all addresses (`0.0.0.0/0`, `::/0`), under `include`, and nothing under `require` that narrows it.",
  why: "Every request gets in, from anywhere, without a login and without a service token.",
  what: (f) => `Lets ${everyoneFrom(f)} through without a login and without a service token`,
  fix: "Include the service token that is meant, or use the decision allow, which asks for a login.",
  check: (policy) => (policy.decision === AccessDecision.NON_IDENTITY ? policy.derive(open).everyone : []),
});

export const wideRange = policyLintRule({
  code: "wide-range",
  when: "`ip` ranges under `include` that together cover half of all IPv4 or IPv6 addresses or more, and nothing under `require` that narrows them. What counts is what they cover together, not how they are written. Where they cover all of them, the warning is the one about `everyone`.",
  why: "Such ranges single out nobody. A prefix that is too short is an easy slip: `/1` for `/16`.",
  what: (f) => `The IP ranges cover ${f.name} together`,
  fix: "Include the ranges that are meant; a prefix is the number of leading bits that count.",
  check: (policy) => policy.derive(open).wide,
});

const LETS_IN: ReadonlySet<unknown> = new Set([
  AccessDecision.ALLOW,
  AccessDecision.BYPASS,
  AccessDecision.NON_IDENTITY,
]);

interface Open {
  /** The families of addresses that `require` admits as a whole. */
  readonly families: readonly IpFamily[];
  readonly everyone: readonly Finding[];
  readonly wide: readonly Finding[];
}

/** Finds how wide a policy that lets in is open. */
function open({ decision, wire, include, require }: LintedPolicy): Open {
  const isJudged = LETS_IN.has(decision) && include.length > 0 && wire.require !== DEFERRED;
  const families = isJudged
    ? FAMILIES.filter((family) => require.every((rule) => meetsAll(rule, family)))
    : [];
  if (families.length === 0) return { families, everyone: [], wide: [] };
  const ranges = wideRanges(include, families);
  const facts = onlyFrom(families);
  return {
    families,
    everyone: [...include.filter(isEveryone).map(({ path }) => ({ path, ...facts })), ...ranges.whole],
    wide: ranges.wide,
  };
}

/** The one family that a warning is about; nothing where it is about both. */
function onlyFrom([family, other]: readonly IpFamily[]): { family?: string } {
  return family === undefined || other !== undefined ? {} : { family };
}

/** From this part of all addresses on, ranges are hardly meant to single anyone out. */
const WIDE = 0.5;

/** Judges what the ranges cover together: `0.0.0.0/1` with `128.0.0.0/1` is every address. */
function wideRanges(rules: readonly LintedAccessRule[], families: readonly IpFamily[]) {
  const covered = families.filter((family) => includesAll(rules, family));
  const whole: Finding[] = [];
  const wide: Finding[] = [];
  for (const family of families) {
    const ranges = rules.flatMap((rule) => {
      const range = rangeOf(rule);
      return range?.family === family ? [{ rule, part: coverage([range], family), range }] : [];
    });
    const part = coverage(
      ranges.map(({ range }) => range),
      family,
    );
    if (part < WIDE) continue;
    const widest = ranges.sort((a, b) => b.part - a.part).slice(0, SHOWN);
    const shown = widest.map(({ rule }) => quoted(addressOf(rule.rule))).join(", ");
    const found = { path: widest[0]!.rule.path, shown };
    if (part === 1) whole.push({ ...found, ...onlyFrom(covered) });
    else wide.push({ ...found, name: `${Math.floor(part * 100)} % of all ${family} addresses` });
  }
  return { whole, wide };
}

/** How many ranges a warning shows. */
const SHOWN = 8;

/** Names everyone, or every address of the one family that a warning is about. */
export function everyoneFrom({ family }: IssueFacts): string {
  return family === undefined ? "everyone" : `every ${family} address`;
}

function fromAny({ family }: IssueFacts): string {
  return family === undefined ? "" : ` from any ${family} address`;
}
