import type { WirePolicy } from "../document";
import { ACCESS_DECISIONS, AccessDecision, FORMATS } from "../formats";
import { coverage, type IpRange, intersection } from "../ip-ranges";
import { type Issue, issue, within } from "../issue";
import { isPlainObject } from "../json";
import { named, type Phrase, phrase } from "../phrase";
import { adviseOnReferenceIds } from "../references";
import { isRawRule } from "../rule-set";
import { canonicalRule } from "../semantic-equality";
import { closestSelector } from "../validate";
import { everyRule, type PlacedRule, type PlacedRules } from "./placed-rules";
import { adviseOnWideRules, rangeOf } from "./wide-rules";

export function adviseOnRules(wire: WirePolicy, placed: PlacedRules): Issue[] {
  const rules = everyRule(placed);
  return [
    ...rules.flatMap((rule) => unfitSelector(wire.decision, rule)),
    ...adviseOnWideRules(wire, placed),
    ...requiresTheImpossible(placed.require),
    ...disjointRanges(placed.require),
    ...emailOfAnotherDomain(placed.require),
    ...excludesTheIncluded(placed),
    ...rules.flatMap(nearlyKnown),
    ...rules.flatMap(unlikelyId),
    ...manyValues(rules),
  ];
}

/** A selector that can not match with the policy's decision. */
function unfitSelector(decision: unknown, placed: PlacedRule): Issue[] {
  const { selector } = placed;
  if (!selector || !isDecision(decision) || selector.decisions.includes(decision)) return [];
  const loggedIn = decision === AccessDecision.ALLOW || decision === AccessDecision.DENY;
  const code = selector.identity && !loggedIn ? "no-login" : "selector-decision";
  const facts = { name: selector.key, got: decision, allowed: selector.decisions.join(" or ") };
  return [issue("warning", code, placed.path, facts)];
}

function isDecision(decision: unknown): decision is AccessDecision {
  return (ACCESS_DECISIONS as readonly unknown[]).includes(decision);
}

/** All rules under `require` have to be met, and of some a request can meet one only. */
function requiresTheImpossible(rules: readonly PlacedRule[]): Issue[] {
  const first = new Map<string, unknown>();
  const issues: Issue[] = [];
  for (const placed of rules) {
    const { rule, selector } = placed;
    if (!selector?.single || !placed.known) continue;
    const other = first.get(selector.key);
    if (other === undefined) first.set(selector.key, rule);
    else if (
      canonicalRule(other) !== canonicalRule(rule) &&
      !issues.some((found) => found.path[2] === selector.wireKey)
    ) {
      issues.push(
        issue("warning", "require-nobody", placed.path, {
          name: phrase`several ${named(selector.key)}`,
        }),
      );
    }
  }
  return issues;
}

/** Ranges under `require` that have no address in common. */
function disjointRanges(rules: readonly PlacedRule[]): Issue[] {
  let common: IpRange | undefined;
  for (const placed of rules) {
    const range = rangeOf(placed);
    if (range === undefined) continue;
    const both = common === undefined ? range : intersection(common, range);
    if (both === undefined)
      return [issue("warning", "require-nobody", placed.path, { name: phrase`several ${named("ip")}` })];
    common = both;
  }
  return [];
}

/** An address under `require` that is not in the domain that is required too. */
function emailOfAnotherDomain(rules: readonly PlacedRule[]): Issue[] {
  const required = rules.flatMap((placed) => fieldOf(placed, "email_domain", "domain") ?? []);
  if (required.length === 0) return [];
  const domains = new Set(required.map(FORMATS.domain.canonical));
  const elsewhere = rules.find((placed) => {
    const email = fieldOf(placed, "email", "email");
    if (email === undefined) return false;
    const domain = FORMATS.domain.canonical(email.slice(email.lastIndexOf("@") + 1));
    return !domains.has(domain);
  });
  if (elsewhere === undefined) return [];
  const name = phrase`the ${named("email")} and ${named("email_domain")}`;
  return [issue("warning", "require-nobody", elsewhere.path, { name })];
}

function fieldOf({ rule, selector }: PlacedRule, key: string, field: string): string | undefined {
  if (selector?.key !== key) return undefined;
  const value = (rule as Readonly<Record<string, Readonly<Record<string, unknown>> | null>>)[
    selector.wireKey
  ]?.[field];
  return typeof value === "string" ? value : undefined;
}

/** Above so many values of a selector, the time that Terraform takes to apply a set is worth a warning. */
const MANY = 1_000;

/** The lists of the account that hold many values of a selector. */
const LISTS: Readonly<Record<string, Phrase>> = {
  email: phrase`an email list (${named("email_list")})`,
  ip: phrase`an IP list (${named("ip_list")})`,
};

function manyValues(rules: readonly PlacedRule[]): Issue[] {
  if (rules.length <= MANY) return [];
  const kinds = new Map<string, PlacedRule[]>();
  for (const placed of rules) {
    const name = placed.selector?.key ?? "other";
    const kind = kinds.get(name);
    if (kind) kind.push(placed);
    else kinds.set(name, [placed]);
  }
  return [...kinds]
    .filter(([, kind]) => kind.length > MANY)
    .map(([name, kind]) => {
      const list = LISTS[name];
      const facts = {
        name: phrase`${kind.length} values of ${named(name)}`,
        ...(list ? { meant: list } : {}),
      };
      return issue("warning", "many-values", kind[0]!.path, facts);
    });
}

function excludesTheIncluded({ include, exclude }: PlacedRules): Issue[] {
  const excluded = exclude.filter(({ known }) => known);
  if (excluded.length === 0) return [];
  const everyone = excluded.filter(({ selector }) => selector?.key === "everyone");
  if (everyone.length === 0) everyone.push(...excludedByAddress(excluded));
  // Only rules of one selector can mean the same.
  const selectors = new Set(excluded.map(({ selector }) => selector));
  const likely = include.filter((placed) => selectors.has(placed.selector) && placed.known);
  const canonicalTexts = new Set(likely.length === 0 ? [] : excluded.map(({ rule }) => canonicalRule(rule)));
  const useless = likely.filter(({ rule }) => canonicalTexts.has(canonicalRule(rule)));
  return [
    ...everyone.map(({ path }) => issue("warning", "exclude-everyone", path)),
    ...useless.map(({ path, rule }) => issue("warning", "include-excluded", path, { got: rule })),
  ];
}

/** The first range, where the ranges cover all addresses of both families. */
function excludedByAddress(excluded: readonly PlacedRule[]): readonly PlacedRule[] {
  const ranges = excluded.flatMap((placed) => rangeOf(placed) ?? []);
  const all = ranges.length > 1 && coverage(ranges, "IPv4") === 1 && coverage(ranges, "IPv6") === 1;
  return all ? excluded.filter((placed) => rangeOf(placed) !== undefined).slice(0, 1) : [];
}

/** A name where an id is asked for, as far as that is not an error. */
function unlikelyId({ rule, path }: PlacedRule): Issue[] {
  return within(path.slice(0, 2), adviseOnReferenceIds(rule));
}

/** A deliberately unknown selector that is spelt nearly like a known one. */
function nearlyKnown(placed: PlacedRule): Issue[] {
  const { rule } = placed;
  if (!isPlainObject(rule) || !isRawRule(rule)) return [];
  const [key] = Object.keys(rule);
  const meant = key === undefined ? undefined : closestSelector(key);
  return meant === undefined ? [] : [issue("warning", "raw-near-known", placed.path, { name: key!, meant })];
}
