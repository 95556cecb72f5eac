import { isPlainObject } from "../canonical-json";
import { ACCESS_DECISIONS, AccessDecision } from "../decision";
import { DEFERRED } from "../deferred";
import type { WirePolicy } from "../document";
import { canonicalRule } from "../equality";
import { FORMATS } from "../formats";
import { type AdviceCode, type Issue, issue } from "../issue";
import { isRawRule } from "../rule-set";
import { nearSelector } from "../validate";
import { everyRule, type PlacedRule, type PlacedRules } from "./placed-rules";

export function adviseOnRules(wire: WirePolicy, placed: PlacedRules): Issue[] {
  const rules = everyRule(placed);
  return [
    ...rules.flatMap((rule) => unfitSelector(wire.decision, rule)),
    ...letsAnyoneIn(wire, placed),
    ...requiresTheImpossible(placed.require),
    ...excludesTheIncluded(placed),
    ...rules.flatMap(nearlyKnown),
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

/** The vendor's common misconfigurations. A rule under `require` that not everyone meets narrows them. */
function letsAnyoneIn(wire: WirePolicy, { include, require }: PlacedRules): Issue[] {
  const codes = OPEN_TO_ALL.get(wire.decision);
  if (!codes) return [];
  const open = include.flatMap((placed) => {
    if (meetsEveryone(placed))
      return [issue("warning", codes.everyone, placed.path, shownAddress(placed.rule))];
    const isLogin = placed.selector?.key === "login_method";
    return codes.login && isLogin ? [issue("warning", codes.login, placed.path)] : [];
  });
  if (open.length === 0 || wire.require === DEFERRED) return [];
  return require.every(meetsEveryone) ? open : [];
}

/** What to say where a rule that everyone meets is included, and where any login does. */
const OPEN_TO_ALL = new Map<unknown, { everyone: AdviceCode; login?: AdviceCode }>([
  [AccessDecision.ALLOW, { everyone: "allow-everyone", login: "allow-any-login" }],
  [AccessDecision.BYPASS, { everyone: "bypass-everyone" }],
]);

/** Ranges of all addresses there are. */
const ANY_ADDRESS = new Set(["0.0.0.0/0", "::/0"]);

function meetsEveryone({ selector, rule }: PlacedRule): boolean {
  if (selector?.key === "everyone") return true;
  const address = selector?.key === "ip" ? addressOf(rule) : undefined;
  return address?.endsWith("/0") === true && ANY_ADDRESS.has(FORMATS.ip.canonical(address));
}

function addressOf(rule: unknown): string | undefined {
  const { ip } = rule as { ip?: { ip?: unknown } };
  return typeof ip?.ip === "string" ? ip.ip : undefined;
}

function shownAddress(rule: unknown): { got?: string } {
  const address = addressOf(rule);
  return address === undefined ? {} : { got: address };
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
      issues.push(issue("warning", "require-nobody", placed.path, { name: selector.key }));
    }
  }
  return issues;
}

function excludesTheIncluded({ include, exclude }: PlacedRules): Issue[] {
  const excluded = exclude.filter(({ known }) => known);
  if (excluded.length === 0) return [];
  const everyone = excluded.filter(({ selector }) => selector?.key === "everyone");
  // Only rules of one selector can mean the same.
  const selectors = new Set(excluded.map(({ selector }) => selector));
  const likely = include.filter((placed) => selectors.has(placed.selector) && placed.known);
  const meanings = new Set(likely.length === 0 ? [] : excluded.map(({ rule }) => canonicalRule(rule)));
  const useless = likely.filter(({ rule }) => meanings.has(canonicalRule(rule)));
  return [
    ...everyone.map(({ path }) => issue("warning", "exclude-everyone", path)),
    ...useless.map(({ path, rule }) => issue("warning", "include-excluded", path, { got: rule })),
  ];
}

/** A deliberately unknown selector that is spelt nearly like a known one. */
function nearlyKnown(placed: PlacedRule): Issue[] {
  const { rule } = placed;
  if (!isPlainObject(rule) || !isRawRule(rule)) return [];
  const [key] = Object.keys(rule);
  const meant = key === undefined ? undefined : nearSelector(key);
  return meant === undefined ? [] : [issue("warning", "raw-near-known", placed.path, { name: key!, meant })];
}
