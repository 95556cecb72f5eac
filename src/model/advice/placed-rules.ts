import type { WirePolicy } from "../document";
import { holdsDeferred, knownRule } from "../rule-set";
import type { SelectorDefinition } from "../selector-definition";

/** A rule, with the place it has in a policy. What is rarely asked is found out when it is. */
export class PlacedRule {
  constructor(
    readonly rule: unknown,
    private readonly list: RuleList,
    private readonly index: number,
    /** Its selector, where we know everything about the rule. */
    readonly selector: SelectorDefinition | undefined,
  ) {}

  /** Down to the selector. */
  get path(): readonly (string | number)[] {
    const { list, index, selector } = this;
    return selector ? [list, index, selector.wireKey] : [list, index];
  }

  /** Nothing in it is DEFERRED. */
  get known(): boolean {
    return !holdsDeferred(this.rule);
  }
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
  return rules.map((rule, index) => new PlacedRule(rule, list, index, knownRule(rule)?.selector));
}
