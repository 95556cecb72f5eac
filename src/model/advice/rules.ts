import { isPlainObject } from "../canonical-json";
import { AccessDecision } from "../decision";
import { DEFERRED } from "../deferred";
import type { WirePolicy } from "../document";
import { canonicalRule } from "../equality";
import { type Issue, issue } from "../issue";
import { isRawRule } from "../rule-set";
import { nearSelector } from "../validate";
import { type PlacedRule, RULE_LISTS, rulesIn } from "./placed-rules";

export function adviseOnRules(wire: WirePolicy): Issue[] {
  const everyRule = RULE_LISTS.flatMap((list) => rulesIn(wire, list));
  return [
    ...everyRule.flatMap((placed) => unfitSelector(wire.decision, placed)),
    ...letsAnyoneIn(wire),
    ...requiresTheImpossible(rulesIn(wire, "require")),
    ...excludesTheIncluded(wire),
    ...everyRule.flatMap(nearlyKnown),
  ];
}

/** A selector that can not match with the policy's decision. */
function unfitSelector(decision: unknown, { selector, path }: PlacedRule): Issue[] {
  if (!selector || !isDecision(decision) || selector.decisions.includes(decision)) return [];
  const loggedIn = decision === AccessDecision.ALLOW || decision === AccessDecision.DENY;
  const code = selector.identity && !loggedIn ? "no-login" : "selector-decision";
  const facts = { name: selector.key, got: decision, allowed: selector.decisions.join(" or ") };
  return [issue("warning", code, path, facts)];
}

function isDecision(decision: unknown): decision is AccessDecision {
  return Object.values(AccessDecision).includes(decision as AccessDecision);
}

/** The vendor's two common misconfigurations. A rule under `require` narrows both. */
function letsAnyoneIn(wire: WirePolicy): Issue[] {
  const narrowed = wire.require === DEFERRED || rulesIn(wire, "require").length > 0;
  if (wire.decision !== AccessDecision.ALLOW || narrowed) return [];
  return rulesIn(wire, "include").flatMap(({ selector, path }) => {
    if (selector?.key === "everyone") return [issue("warning", "allow-everyone", path)];
    return selector?.key === "login_method" ? [issue("warning", "allow-any-login", path)] : [];
  });
}

/** All rules under `require` have to be met, and of some a request can meet one only. */
function requiresTheImpossible(rules: readonly PlacedRule[]): Issue[] {
  const first = new Map<string, string>();
  const issues: Issue[] = [];
  for (const { rule, selector, path, known } of rules) {
    if (!selector?.single || !known) continue;
    const meaning = canonicalRule(rule);
    const other = first.get(selector.key);
    if (other === undefined) first.set(selector.key, meaning);
    else if (other !== meaning && !issues.some((found) => found.path[2] === selector.wireKey)) {
      issues.push(issue("warning", "require-nobody", path, { name: selector.key }));
    }
  }
  return issues;
}

function excludesTheIncluded(wire: WirePolicy): Issue[] {
  const excluded = rulesIn(wire, "exclude").filter(({ known }) => known);
  const meanings = new Set(excluded.map(({ rule }) => canonicalRule(rule)));
  const useless = rulesIn(wire, "include").filter(
    ({ rule, known }) => known && meanings.has(canonicalRule(rule)),
  );
  const everyone = excluded.filter(({ selector }) => selector?.key === "everyone");
  return [
    ...everyone.map(({ path }) => issue("warning", "exclude-everyone", path)),
    ...useless.map(({ path, rule }) => issue("warning", "include-excluded", path, { got: rule })),
  ];
}

/** A deliberately unknown selector that is spelt nearly like a known one. */
function nearlyKnown({ rule, path }: PlacedRule): Issue[] {
  if (!isPlainObject(rule) || !isRawRule(rule)) return [];
  const [key] = Object.keys(rule);
  const meant = key === undefined ? undefined : nearSelector(key);
  return meant === undefined ? [] : [issue("warning", "raw-near-known", path, { name: key!, meant })];
}
