/**
 * Keeps prior values in an answer of the API, wherever the two are semantically equal.
 *
 * A field that is equal keeps the prior value. Where it differs, everything inside that is equal keeps its prior
 * representation: each rule, each address, each member of an object. What is absent keeps its kind of absence (null,
 * `[]`, `false`, `{}`). Elements of a set that stay keep their prior order, new ones follow.
 * An answer without a `session_duration` equals `""`: the policy has none of its own.
 */
import type { PolicyDocument } from "./document";
import { isPlainObject } from "./json";
import type { PolicyField, PolicyFields } from "./policy-fields";
import { elementsOf, expandElement, type RuleSet } from "./rule-set";
import { canonicalField, canonicalRule, fieldEquals } from "./semantic-equality";

/** Returns `fresh` with the prior value of everything that is semantically equal; `prior` itself where all of it is. */
export function preserveSemanticallyEqual(
  fields: PolicyFields,
  prior: PolicyDocument,
  fresh: PolicyDocument,
): PolicyDocument {
  return preserveObject(fields, prior, fresh);
}

type Members = Readonly<Record<string, unknown>>;

function preserveObject(fields: PolicyFields, prior: Members, fresh: Members): Members {
  const preserved: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(fields)) {
    if (name in prior || name in fresh) preserved[name] = preserveField(field, prior[name], fresh[name]);
  }
  const object = "mfa_bypass" in fields ? oneSwitch(prior, fresh, preserved) : preserved;
  return sameMembers(prior, object) ? prior : object;
}

function sameMembers(a: Members, b: Members): boolean {
  const names = Object.keys(b);
  return names.length === Object.keys(a).length && names.every((name) => name in a && a[name] === b[name]);
}

function preserveField(field: PolicyField, prior: unknown, fresh: unknown): unknown {
  if (fieldEquals(field, prior, fresh)) return prior === undefined ? fresh : prior;
  const { type } = field;
  if (field.emptyIsAValue && prior === "" && (fresh ?? null) === null) return prior;
  if (type === "rules")
    return isPlainObject(prior) && isPlainObject(fresh) ? preserveRules(prior, fresh) : fresh;
  if (Array.isArray(prior) && Array.isArray(fresh)) return preserveElements(field, prior, fresh);
  if (typeof type === "object" && "object" in type && isPlainObject(prior) && isPlainObject(fresh)) {
    return preserveObject(type.object, prior, fresh);
  }
  return fresh;
}

/** Preserves the elements of a set. A new object keeps what it has in common with a removed one. */
function preserveElements(
  field: PolicyField,
  prior: readonly unknown[],
  fresh: readonly unknown[],
): unknown[] {
  const canonical = (element: unknown) => canonicalField(field, [element]);
  const [kept, removed] = partition(prior, new Set(fresh.map(canonical)), canonical);
  const [, added] = partition(fresh, new Set(prior.map(canonical)), canonical);
  return [...kept, ...added.map((element, index) => preserveElement(field, removed[index], element))];
}

function preserveElement({ type }: PolicyField, prior: unknown, fresh: unknown): unknown {
  const fields = typeof type === "object" && "objects" in type ? type.objects : undefined;
  return fields && isPlainObject(prior) && isPlainObject(fresh)
    ? preserveObject(fields, prior, fresh)
    : fresh;
}

function partition<T>(
  elements: readonly T[],
  wanted: ReadonlySet<unknown>,
  canonical: (element: T) => unknown,
): [T[], T[]] {
  const isWanted = (element: T) => wanted.has(canonical(element));
  return [elements.filter(isWanted), elements.filter((element) => !isWanted(element))];
}

/** Keeps a rule in its prior member: that of its selector, or `other`. */
function preserveRules(prior: RuleSet, fresh: RuleSet): RuleSet {
  const before = canonicalRules(prior);
  const now = canonicalRules(fresh);
  const names = new Set([...Object.keys(prior), ...Object.keys(fresh)]);
  const members = [...names].flatMap((name) => {
    const kept = elementsOf(prior[name]).filter((element) => now.has(canonicalMember(name, element)));
    const added = elementsOf(fresh[name]).filter((element) => !before.has(canonicalMember(name, element)));
    const elements = [...kept, ...added];
    if (elements.length > 0) return [[name, elements] as const];
    // An empty member stays as it is; one that lost every rule is removed.
    return name in prior && elementsOf(prior[name]).length === 0 ? [[name, prior[name]] as const] : [];
  });
  return Object.fromEntries(members);
}

function canonicalRules(set: RuleSet): ReadonlySet<string> {
  const all = Object.keys(set).flatMap((name) =>
    elementsOf(set[name]).map((element) => canonicalMember(name, element)),
  );
  return new Set(all);
}

function canonicalMember(member: string, element: unknown): string {
  return canonicalRule(expandElement(member, element));
}

/** Keeps the MFA switch under the names of the prior document; under those of the fresh one where it had none. */
function oneSwitch(prior: Members, fresh: Members, object: Members): Members {
  const value = fresh.mfa_disabled ?? fresh.mfa_bypass ?? false;
  const before = prior.mfa_disabled ?? prior.mfa_bypass ?? false;
  const used = SWITCH_NAMES.filter((name) => prior[name] !== null && prior[name] !== undefined);
  const source = value !== before && used.length === 0 ? fresh : prior;
  const preserved = { ...object };
  for (const name of SWITCH_NAMES) {
    if (used.includes(name)) preserved[name] = value;
    else if (name in preserved) preserved[name] = source[name] ?? null;
  }
  return preserved;
}

const SWITCH_NAMES = ["mfa_bypass", "mfa_disabled"] as const;
