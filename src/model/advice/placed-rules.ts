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

/** The rules in one of a policy's lists. */
export function rulesIn(wire: WirePolicy, list: (typeof RULE_LISTS)[number]): PlacedRule[] {
  const rules = wire[list];
  if (!Array.isArray(rules)) return [];
  return rules.map((rule, index) => {
    const selector = knownRule(rule)?.selector;
    const path = selector ? [list, index, selector.wireKey] : [list, index];
    return { rule, path, selector, known: !holdsDeferred(rule) };
  });
}
