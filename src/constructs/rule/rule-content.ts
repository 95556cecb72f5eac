import { Token, Tokenization } from "cdktf";
import { Construct } from "constructs";
import {
  DEFERRED,
  type Issue,
  type Rule,
  rawRule,
  type SelectorDefinition,
  type SelectorField,
  selectorByKey,
  singleField,
} from "../../model";
import {
  holdsSpreadToken,
  isMarker,
  LIST_FOR_TEXT,
  listOf,
  listToken,
  spreadOut,
  takenOut,
  tokenForText,
} from "../list-tokens";
import { isSpoiltToken, withTextTokens } from "../number-tokens";
import { fieldsByProp } from "../prop-names";
import { idOfReference, referenceMistakes } from "../reference/access-reference";
import { deferTokens, isToken } from "../tokens";
import { meantNames, unknownName } from "../unknown-names";

/** A rule's content, for the constructs of this package. */
export type RuleContent =
  /** One rule as the API writes it; leaves may be tokens. */
  | {
      readonly kind: "rule";
      readonly wire: Rule;
      /** It is all texts without a token. */
      readonly literal?: boolean;
      /** What the API's shape does not show any more; paths begin at the selector. */
      readonly mistakes?: readonly Issue[];
    }
  /** As many rules of a selector as a list token will turn out to have. */
  | { readonly kind: "list"; readonly selector: string; readonly field: string; readonly values: string[] }
  /** A rule of which only the API knows everything. */
  | { readonly kind: "raw"; readonly wire: Rule };

/** What the model is shown of a rule. */
export function ruleForJudgement(content: RuleContent): unknown {
  if (content.kind === "raw") return rawRule(deferTokens(content.wire) as Rule);
  if (content.kind === "rule") return content.literal ? content.wire : deferTokens(content.wire);
  return { [selectorByKey(content.selector)!.wireKey]: { [content.field]: DEFERRED } };
}

/** The rule of a selector, of fields by their names in Terraform. */
export function ruleOf(selector: string, fields: Readonly<Record<string, unknown>>): RuleContent {
  const definition = selectorByKey(selector)!;
  return ruleWith(definition, fields, []);
}

/** The rule of a selector, of the props a user wrote. */
export function ruleOfProps(selector: string, props: unknown): RuleContent {
  const definition = selectorByKey(selector)!;
  if (definition.plural !== undefined && !isFields(props))
    return ruleWith(definition, { [singleField(definition)]: props }, []);
  const known = fieldsByProp(definition.fields);
  const fields: Record<string, unknown> = {};
  const mistakes: Issue[] = [];
  if (!isFields(props)) {
    const every = Object.fromEntries(Object.keys(definition.fields).map((name) => [name, DEFERRED]));
    return ruleWith(definition, every, [notFields(definition, props, [...known.keys()])]);
  }
  const given = props ?? {};
  for (const prop of meantNames(given, known, known.keys())) fields[known.get(prop)!.name] = DEFERRED;
  for (const prop of Object.keys(given)) {
    const value = given[prop];
    if (value === undefined || value === null) continue;
    const name = known.get(prop)?.name;
    if (name !== undefined) fields[name] = value;
    else mistakes.push(unknownName([definition.wireKey, prop], known.keys(), "field"));
  }
  return ruleWith(definition, fields, mistakes);
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
  return {
    code: "type",
    severity: "error",
    path: [wireKey],
    what: "Not an object with fields",
    got: JSON.stringify(deferTokens(given)) ?? "a token or a construct",
    allowed: `an object with ${names.join(", ")}`,
    fix: `Write AccessRule.${factory}({ ${example} }).`,
  };
}

/** The rules of a selector, one for each value. */
export function rulesOf(selector: string, field: string, value: unknown): RuleContent[] {
  const list = listToken(value);
  if (list) return [{ kind: "list", selector, field, values: list }];
  if (isMarker(value) || holdsSpreadToken(value)) {
    const definition = selectorByKey(selector)!;
    const mistakeOf = isMarker(value) ? takenOut : spreadOut;
    const mistake = mistakeOf([definition.wireKey, field], `write AccessRule.${definition.plural}(list)`);
    return [ruleWith(definition, { [field]: DEFERRED }, [mistake])];
  }
  if (Array.isArray(value)) return value.flatMap((item) => rulesOf(selector, field, item));
  return [ruleOf(selector, { [field]: value })];
}

function ruleWith(
  definition: SelectorDefinition,
  fields: Readonly<Record<string, unknown>>,
  mistakes: Issue[],
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
      const found = literal && !isSpoiltToken(text) ? [] : listMistakes(definition, path, text);
      mistakes.push(...found);
      if (found.length > 0) texts[name] = DEFERRED;
      continue;
    }
    literal = false;
    const found = [
      ...[value].flat(2).flatMap((item) => referenceMistakes(path, item, field.refersTo)),
      ...listMistakes(definition, path, value),
    ];
    mistakes.push(...found);
    texts[name] = found.length > 0 ? DEFERRED : encoded(value, field);
  }
  const wire = { [definition.wireKey]: texts };
  if (mistakes.length > 0) return { kind: "rule", wire, mistakes };
  return { kind: "rule", wire, literal };
}

/** An expression of any kind becomes a token of the field's type, and what is referred to its ID. */
function encoded(value: unknown, field: SelectorField): unknown {
  if (field.type === "strings") return listOf([withTextTokens(value)]);
  return Tokenization.isResolvable(value) ? Token.asString(value) : idOfReference(value, field.refersTo);
}

/** A list in place of a text, of which a token would not show that it is one. */
function listMistakes(
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
  return [{ code: "type", severity: "error", path, what: LIST_FOR_TEXT, got: JSON.stringify(value), fix }];
}
