import type { WirePolicy } from "../document";
import { holdsDeferred, knownRule } from "../rule-set";
import type { SelectorDefinition } from "../selector-definition";

/** A rule, with the place it has in a policy. */
export interface PlacedRule {
  readonly rule: unknown;
  /** Down to the selector. */
  readonly path: readonly (string | number)[];
  /** Its selector, where we know everything about the rule. */
  readonly selector: SelectorDefinition | undefined;
  /** Nothing in it is DEFERRED. */
  readonly known: boolean;
}

export const RULE_LISTS = ["include", "exclude", "require"] as const;

export type RuleList = (typeof RULE_LISTS)[number];

/** The rules of a policy, each list by its name. */
export type PlacedRules = Readonly<Record<RuleList, readonly PlacedRule[]>>;

/** Finds out once about every rule of a policy what the advice wants to know. */
export function placeRules(wire: WirePolicy): PlacedRules {
  return {
    include: rulesIn(wire, "include"),
    exclude: rulesIn(wire, "exclude"),
    require: rulesIn(wire, "require"),
  };
}

/** All rules of a policy, list by list. */
export function everyRule(placed: PlacedRules): readonly PlacedRule[] {
  return RULE_LISTS.flatMap((list) => placed[list]);
}

function rulesIn(wire: WirePolicy, list: RuleList): PlacedRule[] {
  const rules = wire[list];
  if (!Array.isArray(rules)) return [];
  return rules.map((rule, index) => {
    const selector = knownRule(rule)?.selector;
    const path = selector ? [list, index, selector.wireKey] : [list, index];
    return { rule, path, selector, known: !holdsDeferred(rule) };
  });
}
