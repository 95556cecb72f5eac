/**
 * Rules as the API lists them ⇄ rules grouped by selector, as Terraform shows them.
 *
 * 1. A rule of a known selector whose object has exactly the fields we know, each of its type, goes under that
 *    selector: `true` for an empty object, the string itself where one string makes the rule, else the object.
 *    A field that is null counts as left out.
 * 2. Every other rule (a selector or field we do not know, a wrong type, several selectors, junk) goes under `other`,
 *    as canonical JSON. No rule is ever dropped.
 * 3. In a group, null, `[]` and `false` say that there is no such rule, and order and repetition say nothing.
 */
import { canonicalJson, isPlainObject } from "./canonical-json";
import { DEFERRED, type Deferred } from "./deferred";
import type { SelectorDefinition } from "./selector-definition";
import { SELECTORS, selectorByWireKey, singleField } from "./selectors";

/** A rule as the API has it: an object with one member, the selector. */
export type Rule = Readonly<Record<string, unknown>>;

/** Rules grouped by selector: `{ email: ["…"], everyone: true, okta: [{…}], other: ["<json>"] }`. */
export type RuleSet = Readonly<Record<string, unknown>>;

/** The member of a {@link RuleSet} that holds, as JSON, the rules no selector of ours stands for. */
export const OTHER = "other";

/** Groups rules by selector; {@link expandRules} gives them back, up to order and repetition. */
export function groupRules(rules: readonly Rule[]): RuleSet {
  const flags: Record<string, true> = {};
  const groups: Record<string, unknown[]> = {};
  const seen = new Set<string>();
  for (const rule of rules) {
    const { key, element } = groupedRule(rule);
    if (element === true) {
      flags[key] = true;
      continue;
    }
    if (!holdsDeferred(element)) {
      // No JSON of an object begins with a quote, so no text is taken for one.
      const text = typeof element === "string" ? `${key} "${element}` : `${key} ${canonicalJson(element)}`;
      if (seen.has(text)) continue;
      seen.add(text);
    }
    groups[key] ??= [];
    groups[key].push(element);
  }
  return { ...flags, ...groups };
}

/** The member of a rule set a rule belongs to, and how it stands there. */
function groupedRule(rule: unknown): { key: string; element: unknown } {
  const known = knownRule(rule);
  if (!known) return { key: OTHER, element: holdsDeferred(rule) ? DEFERRED : canonicalJson(rule) };
  const { selector, fields } = known;
  if (selector.shape === "flag") return { key: selector.key, element: true };
  if (selector.shape === "strings") return { key: selector.key, element: fields[singleField(selector)] };
  return { key: selector.key, element: fields };
}

/** The rules of a rule set, selector by selector. */
export function expandRules(set: RuleSet | null | undefined | Deferred): Rule[] | Deferred {
  if (set === DEFERRED) return DEFERRED;
  const rules: Rule[] = [];
  for (const selector of SELECTORS) {
    for (const element of elementsOf(set?.[selector.key])) rules.push(expandElement(selector, element));
  }
  for (const element of elementsOf(set?.[OTHER])) rules.push(parseOther(element));
  return rules;
}

/** The elements of a member of a rule set; none for null, `false` and `[]`. */
export function elementsOf(member: unknown): readonly unknown[] {
  if (member === null || member === undefined || member === false) return [];
  return Array.isArray(member) ? member : [member];
}

/** The rule that one element of a rule set's member stands for. */
export function expandElement(selector: SelectorDefinition, element: unknown): Rule {
  if (selector.shape === "flag") return { [selector.wireKey]: element === DEFERRED ? DEFERRED : {} };
  if (selector.shape === "strings") return { [selector.wireKey]: { [singleField(selector)]: element } };
  if (element === DEFERRED) {
    const fields = Object.keys(selector.fields).map((name) => [name, DEFERRED]);
    return { [selector.wireKey]: Object.fromEntries(fields) };
  }
  return { [selector.wireKey]: isPlainObject(element) ? withoutAbsent(element) : element };
}

/** The rule an element of `other` stands for; text that is not JSON is left for the validation to refuse. */
export function parseOther(element: unknown): Rule {
  if (typeof element !== "string") return element as Rule;
  try {
    return rawRule(JSON.parse(element));
  } catch {
    return element as unknown as Rule;
  }
}

const rawRules = new WeakSet<object>();

/**
 * Marks a rule as deliberate although we may not know its selector or all of its fields: the validation takes such a
 * rule for what it is, and not for a misspelling. The mark belongs to this very object, not to copies of it.
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
