import { Fn, Tokenization } from "cdktf";
import {
  groupRules,
  OTHER,
  type Rule,
  type RuleTextPart,
  ruleTextParts,
  type SelectorDefinition,
  selectorOf,
} from "../../model";
import { joinedList, listToken } from "../list-tokens";
import { holdsToken } from "../tokens";
import type { AccessRule } from "./access-rule";

/**
 * Rules as Terraform has them: a map from selector to texts. Literal values and single tokens stand side by side in a
 * list; where a list token takes part, the list becomes an expression.
 */
export function groupForTerraform(rules: readonly AccessRule[]): Readonly<Record<string, unknown>> {
  const plain: Rule[] = [];
  const lists: Record<string, string[][]> = {};
  const expressions: string[] = [];
  for (const { content } of rules) {
    if (content.kind === "list") {
      lists[content.selector] ??= [];
      lists[content.selector]!.push(content.values);
    } else if (content.kind === "raw" && holdsToken(content.wire)) {
      // Written out by Terraform, so that a value with a quote in it is still JSON.
      expressions.push(Fn.jsonencode(content.wire));
    } else {
      plain.push(content.kind === "rule" && !content.literal ? withTextTokens(content.wire) : content.wire);
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

/** The rule with its tokens in such a form that they may be a part of the rule's text. */
function withTextTokens(rule: Rule): Rule {
  const selector = selectorOf(rule);
  const fields = selector && (rule[selector.wireKey] as Readonly<Record<string, unknown>>);
  if (selector?.shape !== "objects" || !holdsToken(fields)) return rule;
  return { [selector.wireKey]: { ...fields, ...textTokens(selector, fields!) } };
}

function textTokens(
  selector: SelectorDefinition,
  fields: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const tokens = ruleTextParts(selector).filter(({ name }) => holdsToken(fields[name]));
  return Object.fromEntries(tokens.map((part) => [part.name, textToken(part, fields[part.name])]));
}

/**
 * What is not known at synth is escaped by Terraform. An id of the API has nothing to escape and stays readable, and so
 * does what the form has no separator after.
 */
function textToken({ field, separator }: RuleTextPart, value: unknown): unknown {
  const list = listToken(value);
  if (field.type === "strings") return list ? [Fn.join(",", list)] : value;
  if (separator === undefined || field.format !== "text" || typeof value !== "string") return value;
  return Tokenization.reverseString(value).tokens.reduce<string>((text, token) => {
    const marker = token.toString();
    return text.replaceAll(marker, () => escapedLate(marker, separator));
  }, value);
}

/** cdktf writes texts in functions between quotes as they are, so each backslash is written twice. */
function escapedLate(token: string, separator: string): string {
  const backslashes = Fn.replace(token, "\\\\", "\\\\\\\\");
  return Fn.replace(backslashes, separator, `\\\\${separator}`);
}
