/** The content of rules: made from the arguments of factories, and converted for the model and for Terraform. */
import { Fn, Token, Tokenization } from "cdktf";
import { Construct } from "constructs";
import {
  DEFERRED,
  groupRules,
  type Issue,
  OTHER,
  type Rule,
  type RuleTextPart,
  rawRule,
  ruleTextParts,
  type SelectorDefinition,
  type SelectorField,
  selectorByKey,
  selectorOf,
  singleField,
} from "../../model";
import { fieldsByProp, nameErrors } from "../constructor-arguments";
import {
  holdsSpreadToken,
  isMarker,
  joinedList,
  LIST_FOR_TEXT,
  listOf,
  listToken,
  spreadOut,
  takenOut,
  tokenForText,
} from "../list-tokens";
import { idOfReference, referenceErrors } from "../reference/access-reference";
import { deferTokens, holdsToken, isSpoiltToken, isToken, withTextTokens } from "../tokens";
import { shown } from "../usage-error";

/** The content of an AccessRule. */
export type RuleContent =
  /** One rule as the API writes it; leaves may be tokens. */
  | {
      readonly kind: "rule";
      readonly wire: Rule;
      /** All of it is texts without a token. */
      readonly literal?: boolean;
      /** Errors that the API's form does not show any more; paths begin at the selector. */
      readonly issues?: readonly Issue[];
    }
  /** As many rules of a selector as a list token will have values. */
  | { readonly kind: "list"; readonly selector: string; readonly field: string; readonly values: string[] }
  /** A rule that only the API knows fully. */
  | { readonly kind: "raw"; readonly wire: Rule };

/** Makes the rule of a selector from fields by their names in Terraform. */
export function ruleOf(selector: string, fields: Readonly<Record<string, unknown>>): RuleContent {
  return ruleWith(selectorByKey(selector)!, fields, []);
}

/** Makes the rule of a selector from the props of a factory. */
export function ruleOfProps(selector: string, props: unknown): RuleContent {
  const definition = selectorByKey(selector)!;
  if (definition.plural !== undefined && !isFields(props))
    return ruleWith(definition, { [singleField(definition)]: props }, []);
  const known = fieldsByProp(definition.fields);
  const names = () => [...known.keys()];
  const fields: Record<string, unknown> = {};
  if (!isFields(props)) {
    for (const name of Object.keys(definition.fields)) fields[name] = DEFERRED;
    return ruleWith(definition, fields, [notFields(definition, props, names())]);
  }
  const given = props ?? {};
  const unknown = nameErrors(given, (name) => known.has(name), names, [definition.wireKey], "field");
  for (const prop of unknown.meant) fields[known.get(prop)!.name] = DEFERRED;
  for (const [prop, value] of Object.entries(given)) {
    const name = known.get(prop)?.name;
    if (name !== undefined && value !== undefined && value !== null) fields[name] = value;
  }
  return ruleWith(definition, fields, [...unknown.issues]);
}

function isFields(props: unknown): props is Record<string, unknown> | null | undefined {
  if (props === undefined || props === null) return true;
  return (
    typeof props === "object" && !Array.isArray(props) && !isToken(props) && !Construct.isConstruct(props)
  );
}

function notFields(
  { wireKey, factory }: SelectorDefinition,
  given: unknown,
  names: readonly string[],
): Issue {
  const example = names.map((name) => `${name}: …`).join(", ");
  const isHidden = isToken(given) || Construct.isConstruct(given);
  return {
    code: "type",
    severity: "error",
    path: [wireKey],
    what: "Not an object with fields",
    got: isHidden ? "a token or a construct" : shown(deferTokens(given)),
    allowed: `an object with ${names.join(", ")}`,
    fix: `Write AccessRule.${factory}({ ${example} }).`,
  };
}

/** Makes the rules of a selector, one for each value. */
export function rulesOf(selector: string, field: string, value: unknown): RuleContent[] {
  const list = listToken(value);
  if (list) return [{ kind: "list", selector, field, values: list }];
  if (isMarker(value) || holdsSpreadToken(value)) {
    const definition = selectorByKey(selector)!;
    const errorOf = isMarker(value) ? takenOut : spreadOut;
    const found = errorOf([definition.wireKey, field], `write AccessRule.${definition.plural}(list)`);
    return [ruleWith(definition, { [field]: DEFERRED }, [found])];
  }
  if (Array.isArray(value)) return value.flatMap((item) => rulesOf(selector, field, item));
  return [ruleOf(selector, { [field]: value })];
}

function ruleWith(
  definition: SelectorDefinition,
  fields: Readonly<Record<string, unknown>>,
  issues: Issue[],
): RuleContent {
  const texts: Record<string, unknown> = {};
  let literal = true;
  for (const name of Object.keys(fields)) {
    const value = fields[name];
    if (value === undefined || value === null) continue;
    const field = definition.fields[name]!;
    const path = [definition.wireKey, name] as const;
    if (typeof value === "string" && !isMarker(value)) {
      const text = withTextTokens(value);
      texts[name] = text;
      literal &&= !isToken(text);
      const found = literal && !isSpoiltToken(text) ? [] : listErrors(definition, path, text);
      issues.push(...found);
      if (found.length > 0) texts[name] = DEFERRED;
      continue;
    }
    literal = false;
    const found = [
      ...[value].flat(2).flatMap((item) => referenceErrors(path, item, field.refersTo)),
      ...listErrors(definition, path, value),
    ];
    issues.push(...found);
    texts[name] = found.length > 0 ? DEFERRED : encoded(value, field);
  }
  const wire = { [definition.wireKey]: texts };
  return issues.length > 0 ? { kind: "rule", wire, issues } : { kind: "rule", wire, literal };
}

/** An expression of any kind becomes a token of the field's type, and a reference its ID. */
function encoded(value: unknown, field: SelectorField): unknown {
  if (field.type === "strings") return listOf([withTextTokens(value)]);
  return Tokenization.isResolvable(value) ? Token.asString(value) : idOfReference(value, field.refersTo);
}

/** The errors for a list where a text is asked for; a token would not show that it is one. */
function listErrors(
  { factory, plural, fields }: SelectorDefinition,
  path: readonly [selector: string, name: string],
  value: unknown,
): Issue[] {
  if (fields[path[1]]!.type === "strings") {
    const whole = `write AccessRule.${factory}(list)`;
    if ([value, ...[value].flat()].some(holdsSpreadToken)) return [spreadOut(path, whole)];
    return Array.isArray(value) && listToken(value) === undefined && value.some(isMarker)
      ? [takenOut(path, whole)]
      : [];
  }
  const all = plural && `...AccessRule.${plural}(list)`;
  const hidden = tokenForText(path, value, all);
  if (hidden) return [hidden];
  if (!Array.isArray(value)) return [];
  const fix = all ? `Spread it, a rule for each value: ${all}.` : "Name one value.";
  return [{ code: "type", severity: "error", path, what: LIST_FOR_TEXT, got: shown(value), fix }];
}

/** Returns the rule as the model judges it. */
export function judgedRule(content: RuleContent): unknown {
  if (content.kind === "raw") return rawRule(deferTokens(content.wire) as Rule);
  if (content.kind === "rule") return content.literal ? content.wire : deferTokens(content.wire);
  return { [selectorByKey(content.selector)!.wireKey]: { [content.field]: DEFERRED } };
}

/**
 * Returns rules as Terraform's configuration has them: a map from selector to texts. Literal values and single tokens
 * stand side by side in a list; where a list token takes part, the list becomes an expression.
 */
export function groupedRules(rules: readonly RuleContent[]): Readonly<Record<string, unknown>> {
  const plain: Rule[] = [];
  const lists: Record<string, string[][]> = {};
  const expressions: string[] = [];
  for (const content of rules) {
    if (content.kind === "list") {
      lists[content.selector] ??= [];
      lists[content.selector]!.push(content.values);
    } else if (content.kind === "raw" && holdsToken(content.wire)) {
      // Written out by Terraform, so that a value with a quote in it is still JSON.
      expressions.push(Fn.jsonencode(content.wire));
    } else {
      plain.push(
        content.kind === "rule" && !content.literal ? withEscapedTokens(content.wire) : content.wire,
      );
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
function withEscapedTokens(rule: Rule): Rule {
  const selector = selectorOf(rule);
  const fields = selector && (rule[selector.wireKey] as Readonly<Record<string, unknown>>);
  if (selector?.shape !== "objects" || !holdsToken(fields)) return rule;
  const tokens = ruleTextParts(selector).filter(({ name }) => holdsToken(fields![name]));
  const escaped = tokens.map((part) => [part.name, escapedTokens(part, fields![part.name])]);
  return { [selector.wireKey]: { ...fields, ...Object.fromEntries(escaped) } };
}

/**
 * What is not known at synth is escaped by Terraform. An id of the API has nothing to escape and stays readable, and so
 * does what the form has no separator after.
 */
function escapedTokens({ field, separator }: RuleTextPart, value: unknown): unknown {
  const list = listToken(value);
  if (field.type === "strings") return list ? [Fn.join(",", list)] : value;
  if (separator === undefined || field.format !== "text" || typeof value !== "string") return value;
  return Tokenization.reverseString(value).tokens.reduce<string>((text, token) => {
    const marker = token.toString();
    return text.replaceAll(marker, () => escapedLate(marker, separator));
  }, value);
}

/** The framework writes texts in functions between quotes as they are, so each backslash is written twice. */
function escapedLate(token: string, separator: string): string {
  const backslashes = Fn.replace(token, "\\\\", "\\\\\\\\");
  return Fn.replace(backslashes, separator, `\\\\${separator}`);
}
