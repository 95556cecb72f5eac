import { Fn, TerraformIterator, Token } from "cdktf";
import { groupRules, OTHER, type Rule, selectorByKey } from "../model";
import type { AccessRule } from "./access-rule";
import { holdsToken } from "./deferred-tokens";
import { joinedList } from "./list-tokens";
import type { RuleContent } from "./rule-content";

/**
 * Rules as Terraform has them: one object keyed by selector. Literal values and single tokens stand side by side in a
 * list; where a list token takes part, the list becomes an expression.
 */
export function groupForTerraform(rules: readonly AccessRule[]): Readonly<Record<string, unknown>> {
  const plain: Rule[] = [];
  const lists: Record<string, string[][]> = {};
  const expressions: string[] = [];
  for (const { content } of rules) {
    if (content.kind === "list") {
      lists[content.selector] ??= [];
      lists[content.selector]!.push(elementsOf(content));
    } else if (content.kind === "raw" && holdsToken(content.wire)) {
      // Written out by Terraform, so that a value with a quote in it is still JSON.
      expressions.push(Fn.jsonencode(content.wire));
    } else {
      plain.push(content.wire);
    }
  }
  const literal = groupRules(plain);
  if (plain.length === rules.length) return literal;
  const groups: Record<string, unknown> = { ...literal };
  if (expressions.length > 0) groups[OTHER] = [...((groups[OTHER] as unknown[]) ?? []), ...expressions];
  for (const [selector, tokens] of Object.entries(lists)) {
    groups[selector] = joinedList((groups[selector] as unknown[] | undefined) ?? [], tokens);
  }
  return groups;
}

/** The list as it stands under its selector: its values, or an object with each of them. */
function elementsOf({ selector, field, values }: RuleContent & { kind: "list" }): string[] {
  if (selectorByKey(selector)!.shape === "strings") return values;
  const objects = TerraformIterator.fromList(values).forExpressionForList(`{ ${field} = val }`);
  return Token.asList(objects);
}
