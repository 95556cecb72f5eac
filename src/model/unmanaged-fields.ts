/**
 * What the API answers and the model does not know, kept apart from what it knows, so that neither is lost:
 *
 * 1. A rule of a known selector stays a rule of that selector when it has a further field. Only a rule whose selector is
 *    unknown, or whose known fields do not fit, is left as it is (and becomes `other`).
 * 2. A field that the configuration itself writes, as JSON under `other`, belongs to the configuration.
 * 3. An account that a rule names stands for the policy's own where it is left out: it is written as in the prior policy.
 * 4. What is kept apart is found again by the known content of its rule or element, whatever shape a document has.
 */

import type { WirePolicy } from "./document";
import { FORMATS } from "./formats";
import { canonicalJson, isPlainObject } from "./json";
import { POLICY_FIELDS, type PolicyFields, RESPONSE_FIELDS } from "./policy-fields";
import { knownRule, type Rule, selectorOf } from "./rule-set";
import type { SelectorDefinition } from "./selector-definition";
import { canonicalElement, canonicalRule } from "./semantic-equality";

type Fields = Readonly<Record<string, unknown>>;

/** The fields of one object that the model does not know, and those within it. Plain JSON. */
export interface UnmanagedFields {
  readonly fields: Fields;
  /** By the name of a known field that holds an object. */
  readonly objects: Readonly<Record<string, UnmanagedFields>>;
  /**
   * By the name of a known field that holds a set or rules, and by the known content of an element: the fields of every
   * element with this content.
   */
  readonly elements: Readonly<Record<string, Readonly<Record<string, readonly Fields[]>>>>;
}

export interface SplitAnswer {
  /** What the model knows. */
  readonly wire: WirePolicy;
  /** Undefined where that is everything. */
  readonly unmanaged: UnmanagedFields | undefined;
}

/** What the fields of an answer are judged by. */
export interface SplitOptions {
  /** The policy's own account. @default an account that a rule names stays */
  readonly accountId?: string;
  /** Returns the policy as the user wrote it. @default nobody wrote anything */
  readonly prior?: () => WirePolicy;
}

/** Splits an answer into what the model knows and what it does not. */
export function splitAnswer(
  fields: PolicyFields,
  answer: WirePolicy,
  options: SplitOptions = {},
): SplitAnswer {
  // A reusable policy is answered with its precedence in an application, which belongs to that application.
  const isOfOtherKind = (name: string) =>
    !Object.hasOwn(fields, name) && Object.hasOwn(POLICY_FIELDS.application, name);
  const own = Object.entries(answer).filter(([name]) => !RESPONSE_FIELDS.has(name) && !isOfOtherKind(name));
  const { known, unmanaged } = splitObject(fields, Object.fromEntries(own), options);
  return { wire: known, unmanaged };
}

interface Split {
  readonly known: Fields;
  readonly unmanaged: UnmanagedFields | undefined;
}

function splitObject(fields: PolicyFields, object: Fields, options: SplitOptions): Split {
  const known: Record<string, unknown> = {};
  const unknown: Record<string, unknown> = {};
  const objects: Record<string, UnmanagedFields> = {};
  const elements: Record<string, Record<string, readonly Fields[]>> = {};
  for (const [name, value] of Object.entries(object)) {
    if (!Object.hasOwn(fields, name)) {
      if (value !== null && value !== undefined) unknown[name] = value;
      continue;
    }
    known[name] = value;
    const { type } = fields[name]!;
    if (type === "rules" && Array.isArray(value)) {
      const split = splitRules(value, () => rulesIn(options.prior?.(), name), options.accountId);
      known[name] = split.known;
      if (split.elements) elements[name] = split.elements;
    } else if (typeof type === "object" && "object" in type && isPlainObject(value)) {
      const split = splitObject(type.object, value, {});
      known[name] = split.known;
      if (split.unmanaged) objects[name] = split.unmanaged;
    } else if (typeof type === "object" && "objects" in type && Array.isArray(value)) {
      const split = splitElements(type.objects, value);
      known[name] = split.known;
      if (split.elements) elements[name] = split.elements;
    }
  }
  const isEmpty = [unknown, objects, elements].every((members) => Object.keys(members).length === 0);
  return { known, unmanaged: isEmpty ? undefined : { fields: unknown, objects, elements } };
}

function rulesIn(wire: WirePolicy | undefined, list: string): readonly Rule[] {
  const rules = wire?.[list];
  return Array.isArray(rules) ? rules : [];
}

interface SplitList {
  readonly known: readonly unknown[];
  readonly elements: Record<string, readonly Fields[]> | undefined;
}

function splitElements(fields: PolicyFields, list: readonly unknown[]): SplitList {
  const kept = new KeptFields();
  const known = list.map((element) => {
    if (!isPlainObject(element)) return element;
    const [own, unknown] = partition(element, (name) => Object.hasOwn(fields, name));
    kept.add(canonicalElement(fields, own), unknown);
    return own;
  });
  return { known, elements: kept.all() };
}

function splitRules(
  rules: readonly unknown[],
  prior: () => readonly Rule[],
  accountId: string | undefined,
): SplitList {
  const kept = new KeptFields();
  const simple: unknown[] = [];
  let written: WrittenRules | undefined;
  const known = rules.flatMap((rule) => {
    const selector = selectorOf(rule);
    if (selector === undefined) return [rule];
    if (isSimple(selector, rule as Rule)) {
      simple.push(rule);
      return [rule];
    }
    const parts = rulePartsOf(selector, rule as Rule, accountId);
    if (parts === undefined) return [rule];
    written ??= new WrittenRules(prior(), accountId);
    const { names, accounts } = written.like(parts);
    const [own, unknown] = partition(parts.unknown, (name) => names.has(name));
    kept.add(parts.content, unknown);
    return accounts.map((account) => ({ [selector.wireKey]: { ...parts.fields, ...account, ...own } }));
  });
  const elements = kept.all();
  if (elements === undefined) return { known, elements };
  for (const rule of simple) kept.add(canonicalRule(rule), {});
  return { known, elements: kept.all() };
}

/** Returns whether a rule has known fields only, and none for an account that may be the policy's own. */
function isSimple(selector: SelectorDefinition, rule: Rule): boolean {
  const value = rule[selector.wireKey];
  if (accountField(selector) !== undefined || !isPlainObject(value)) return false;
  for (const name in value) if (!Object.hasOwn(selector.fields, name)) return false;
  return true;
}

interface RuleParts {
  /** The known fields, without the policy's own account. */
  readonly fields: Fields;
  /** The policy's own account as the rule names it, by its field; nothing where it does not. */
  readonly account: Fields;
  readonly unknown: Fields;
  /** One text for all rules of the same known fields. */
  readonly content: string;
}

/** The parts of a rule; undefined for one whose known fields do not fit. */
function rulePartsOf(
  selector: SelectorDefinition,
  rule: Rule,
  accountId: string | undefined,
): RuleParts | undefined {
  const value = rule[selector.wireKey];
  if (!isPlainObject(value)) return undefined;
  const [known, unknown] = partition(value, (name) => Object.hasOwn(selector.fields, name));
  if (!knownRule({ [selector.wireKey]: known })) return undefined;
  const field = accountField(selector);
  const isOwn = field !== undefined && accountId !== undefined && isSameAccount(known[field], accountId);
  const [account, fields] = partition(known, (name) => isOwn && name === field);
  return { fields, account, unknown, content: canonicalRule({ [selector.wireKey]: fields }) };
}

function accountField({ fields }: SelectorDefinition): string | undefined {
  return Object.keys(fields).find((name) => fields[name]!.absentMeans === "own account");
}

function isSameAccount(value: unknown, accountId: string): boolean {
  const canonical = FORMATS["account-id"].canonical;
  return typeof value === "string" && canonical(value) === canonical(accountId);
}

/** The object's members for which `isFirst` holds, and the others; those that are absent are left out of the others. */
function partition(object: Fields, isFirst: (name: string) => boolean): [Fields, Fields] {
  const first: Record<string, unknown> = {};
  const others: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(object)) {
    if (isFirst(name)) first[name] = value;
    else if (value !== null && value !== undefined) others[name] = value;
  }
  return [first, others];
}

/** What a user wrote beyond the plain content of rules. */
class WrittenRules {
  private readonly byContent = new Map<string, RuleParts[]>();

  constructor(rules: readonly Rule[], accountId: string | undefined) {
    for (const rule of rules) {
      const selector = selectorOf(rule);
      const parts = selector && rulePartsOf(selector, rule, accountId);
      if (parts === undefined) continue;
      this.byContent.set(parts.content, [...(this.byContent.get(parts.content) ?? []), parts]);
    }
  }

  /**
   * The unknown fields that the user wrote in the rule that is most like an answered one, and every way in which the user
   * wrote the account in such rules: they mean the same, so each of them stays.
   */
  like({ content, unknown, account }: RuleParts): {
    names: ReadonlySet<string>;
    accounts: readonly Fields[];
  } {
    const has = (rule: RuleParts) => Object.keys(rule.unknown).every((name) => Object.hasOwn(unknown, name));
    const isEqual = (rule: RuleParts) =>
      Object.entries(rule.unknown).every(
        ([name, value]) => canonicalJson(value) === canonicalJson(unknown[name]),
      );
    const fitting = (this.byContent.get(content) ?? []).filter(has);
    const equal = fitting.filter(isEqual);
    const candidates = equal.length > 0 ? equal : fitting;
    const most = Math.max(...candidates.map((rule) => Object.keys(rule.unknown).length));
    const like = candidates.filter((rule) => Object.keys(rule.unknown).length === most);
    return {
      names: new Set(Object.keys(like[0]?.unknown ?? {})),
      accounts: like.length > 0 ? like.map((rule) => rule.account) : [account],
    };
  }
}

/** The unknown fields of elements, by the known content of these. */
class KeptFields {
  private readonly byContent = new Map<string, Fields[]>();

  add(content: string, unknown: Fields): void {
    this.byContent.set(content, [...(this.byContent.get(content) ?? []), unknown]);
  }

  /** Undefined where no element has any. */
  all(): Record<string, readonly Fields[]> | undefined {
    const kept = [...this.byContent].filter(([, all]) =>
      all.some((fields) => Object.keys(fields).length > 0),
    );
    return kept.length === 0 ? undefined : Object.fromEntries(kept);
  }
}

/** Puts back what was kept apart, for a request: a field that the body has itself stays as it is there. */
export function mergeUnmanaged(
  fields: PolicyFields,
  body: WirePolicy,
  unmanaged: UnmanagedFields,
  accountId?: string,
): WirePolicy {
  return mergeObject(fields, body, unmanaged, accountId);
}

function mergeObject(
  fields: PolicyFields,
  body: Fields,
  unmanaged: UnmanagedFields,
  accountId: string | undefined,
): Fields {
  const merged: Record<string, unknown> = { ...unmanaged.fields, ...body };
  for (const [name, within] of Object.entries(unmanaged.objects)) {
    const type = fields[name]?.type;
    if (typeof type !== "object" || !("object" in type)) continue;
    const object = body[name] ?? {};
    // An object that is not configured is not valid without the fields it needs.
    const isPossible =
      isPlainObject(body[name]) || Object.values(type.object).every(({ required }) => !required);
    if (isPossible && isPlainObject(object))
      merged[name] = mergeObject(type.object, object, within, accountId);
  }
  for (const [name, kept] of Object.entries(unmanaged.elements)) {
    const list = body[name];
    const type = fields[name]?.type;
    if (!Array.isArray(list) || type === undefined) continue;
    merged[name] =
      type === "rules"
        ? mergeRules(list, kept, accountId)
        : mergeElements(typeof type === "object" && "objects" in type ? type.objects : {}, list, kept);
  }
  return merged;
}

type Kept = UnmanagedFields["elements"][string];

function mergeElements(fields: PolicyFields, list: readonly unknown[], kept: Kept): unknown[] {
  return list.flatMap((element) => {
    const all = isPlainObject(element) ? kept[canonicalElement(fields, element)] : undefined;
    return all === undefined ? [element] : all.map((unknown) => ({ ...unknown, ...(element as Fields) }));
  });
}

function mergeRules(rules: readonly unknown[], kept: Kept, accountId: string | undefined): unknown[] {
  const merged = rules.flatMap((rule) => {
    const selector = selectorOf(rule);
    const parts = selector && rulePartsOf(selector, rule as Rule, accountId);
    const all = parts && kept[parts.content];
    if (!all) return [rule];
    const own = (rule as Rule)[selector.wireKey] as Fields;
    return all.map((unknown) => ({ [selector.wireKey]: { ...unknown, ...own } }));
  });
  return [...new Map(merged.map((rule) => [canonicalJson(rule), rule])).values()];
}

/** Names what is kept apart, as a path within a policy: `mfa_config.new_field`, `include.email.new_field`. */
export function unmanagedNames({ fields, objects, elements }: UnmanagedFields): readonly string[] {
  const names = [
    ...Object.keys(fields),
    ...Object.entries(objects).flatMap(([name, within]) =>
      unmanagedNames(within).map((inner) => `${name}.${inner}`),
    ),
    ...Object.entries(elements).flatMap(([name, kept]) =>
      Object.entries(kept).flatMap(([content, all]) => {
        // The canonical text of a rule begins with its selector, that of any other element with a brace.
        const selector = content.startsWith("{") ? "" : `.${content.slice(0, content.indexOf(":"))}`;
        return all.flatMap((unknown) => Object.keys(unknown)).map((inner) => `${name}${selector}.${inner}`);
      }),
    ),
  ];
  return [...new Set(names)].sort();
}

/**
 * Whether two lists of rules are the same in an account: one that a rule names is the same as one it leaves out where it
 * is the policy's own.
 */
export function sameRulesInAccount(a: readonly Rule[], b: readonly Rule[], accountId: string): boolean {
  const contents = (rules: readonly Rule[]) =>
    canonicalJson([...new Set(rules.map((rule) => contentOf(rule, accountId)))].sort());
  return contents(a) === contents(b);
}

function contentOf(rule: Rule, accountId: string): string {
  const selector = selectorOf(rule);
  const parts = selector && rulePartsOf(selector, rule, accountId);
  if (parts === undefined) return canonicalRule(rule);
  return Object.keys(parts.unknown).length === 0
    ? parts.content
    : `${parts.content} ${canonicalJson(parts.unknown)}`;
}
