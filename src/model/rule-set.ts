/**
 * Rules as the API lists them ⇄ rules grouped by selector, as Terraform shows them: a map from selector to texts.
 *
 * 1. A rule of a known selector whose object has exactly the fields we know, each of its type, is a text under that
 *    selector (see rule-text.ts). A field that is null counts as left out.
 * 2. Every other rule (a selector or field we do not know, a wrong type, several selectors, junk) goes under `other`,
 *    as canonical JSON. No rule is ever dropped.
 * 3. In a rule set, null and `[]` mean an empty set; order and repetition do not count.
 * 4. A text that is not one of its selector's, and a text under a name that is not a selector, expand to an
 *    {@link UnreadableRule}, which the validation refuses; so does JSON that JavaScript would change (see exact-json.ts).
 */

import { DEFERRED, type Deferred } from "./deferred";
import { canonicalJson, inexactParts, isPlainObject } from "./json";
import { parseRule, printRule } from "./rule-text";
import type { SelectorDefinition } from "./selector-definition";
import { selectorByKey, selectorByWireKey, singleField } from "./selectors";

/** A rule as the API has it: an object with one member, the selector. */
export type Rule = Readonly<Record<string, unknown>>;

/** Rules grouped by selector: `{ email: ["…"], everyone: ["*"], okta: ["…/eng"], other: ["<json>"] }`. */
export type RuleSet = Readonly<Record<string, unknown>>;

/** The member of a {@link RuleSet} that holds, as JSON, the rules no selector of ours stands for. */
export const OTHER = "other";

/** A text in a rule set that does not stand for a rule. */
export class UnreadableRule {
  constructor(
    /** The member of the rule set. */
    readonly member: string,
    readonly text: unknown,
  ) {}
}

/** Groups rules by selector; {@link expandRules} gives them back, up to order and repetition. */
export function groupRules(rules: readonly Rule[]): RuleSet {
  const groups: Record<string, unknown[]> = {};
  const seen = new Set<string>();
  for (const rule of rules) {
    const { key, element } = groupedRule(rule);
    if (element !== DEFERRED) {
      const text = `${key} ${element}`;
      if (seen.has(text)) continue;
      seen.add(text);
    }
    groups[key] ??= [];
    groups[key].push(element);
  }
  return groups;
}

/** The member of a rule set a rule belongs to, and its text there. */
function groupedRule(rule: unknown): { key: string; element: string | Deferred } {
  const known = knownRule(rule);
  const text = known && printRule(known.selector, known.fields);
  if (known && text !== undefined) return { key: known.selector.key, element: text };
  return { key: OTHER, element: holdsDeferred(rule) ? DEFERRED : canonicalJson(rule) };
}

/** The rules of a rule set, member by member. */
export function expandRules(set: RuleSet | null | undefined | Deferred): Rule[] | Deferred {
  if (set === DEFERRED) return DEFERRED;
  const rules: Rule[] = [];
  for (const member of Object.keys(set ?? {}))
    for (const element of elementsOf(set![member])) rules.push(expandElement(member, element));
  return rules;
}

/** The elements of a member of a rule set; none for null and `[]`. */
export function elementsOf(member: unknown): readonly unknown[] {
  if (member === null || member === undefined) return [];
  return Array.isArray(member) ? member : [member];
}

/** The rule that one element of a rule set's member stands for. */
export function expandElement(member: string, element: unknown): Rule {
  if (member === OTHER) return expandOther(element);
  const selector = selectorByKey(member);
  if (selector === undefined) return unreadable(member, element);
  if (element === DEFERRED) return { [selector.wireKey]: deferredFields(selector) };
  if (selector.shape === "strings") return { [selector.wireKey]: { [singleField(selector)]: element } };
  const fields = typeof element === "string" ? parseRule(selector, element) : undefined;
  return fields === undefined ? unreadable(member, element) : { [selector.wireKey]: fields };
}

function deferredFields({ shape, fields }: SelectorDefinition): unknown {
  if (shape === "flag") return DEFERRED;
  return Object.fromEntries(Object.keys(fields).map((name) => [name, DEFERRED]));
}

function expandOther(element: unknown): Rule {
  if (element === DEFERRED) return element as unknown as Rule;
  try {
    const rule = rawRule(JSON.parse(element as string));
    return inexactParts(element as string).length === 0 ? rule : unreadable(OTHER, element);
  } catch {
    return unreadable(OTHER, element);
  }
}

function unreadable(member: string, element: unknown): Rule {
  return new UnreadableRule(member, element) as unknown as Rule;
}

const rawRules = new WeakSet<object>();

/**
 * Marks a rule as deliberate although we may not know its selector or all of its fields: the validation takes such a
 * rule for what it is, not for a misspelled one. The mark belongs to this very object, not to copies of it.
 */
export function rawRule(rule: Rule): Rule {
  if (isPlainObject(rule)) rawRules.add(rule);
  return rule;
}

export function isRawRule(rule: Rule): boolean {
  return rawRules.has(rule);
}

/** The selector a rule of the API has, if it is one we know. */
export function selectorOf(rule: unknown): SelectorDefinition | undefined {
  const keys = isPlainObject(rule) ? Object.keys(rule) : [];
  return keys.length === 1 ? selectorByWireKey(keys[0]!) : undefined;
}

/** The selector and the fields of a rule we know everything about. */
export function knownRule(
  rule: unknown,
): { selector: SelectorDefinition; fields: Readonly<Record<string, unknown>> } | undefined {
  const selector = selectorOf(rule);
  if (!selector || !isPlainObject(rule)) return undefined;
  const value = rule[selector.wireKey];
  if (value === DEFERRED && selector.shape === "flag") return { selector, fields: {} };
  if (!isPlainObject(value)) return undefined;
  const fields = withoutAbsent(value);
  for (const name of Object.keys(fields)) {
    if (!Object.hasOwn(selector.fields, name)) return undefined;
    if (!hasType(fields[name], selector.fields[name]!.type)) return undefined;
  }
  for (const name of Object.keys(selector.fields)) {
    if (selector.fields[name]!.required && !Object.hasOwn(fields, name)) return undefined;
  }
  return { selector, fields };
}

function hasType(content: unknown, type: "string" | "strings"): boolean {
  if (content === DEFERRED) return true;
  if (type === "string") return typeof content === "string";
  return Array.isArray(content) && content.every((item) => item === DEFERRED || typeof item === "string");
}

function withoutAbsent(value: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  for (const name of Object.keys(value)) {
    if (isAbsent(value[name]))
      return Object.fromEntries(Object.entries(value).filter(([, content]) => !isAbsent(content)));
  }
  return value;
}

function isAbsent(content: unknown): boolean {
  return content === null || content === undefined;
}

/** Whether a value is, or somewhere holds, one that is not known yet. */
export function holdsDeferred(value: unknown): boolean {
  if (value === DEFERRED) return true;
  if (Array.isArray(value)) return value.some(holdsDeferred);
  return isPlainObject(value) && Object.values(value).some(holdsDeferred);
}
