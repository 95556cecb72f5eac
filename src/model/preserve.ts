/**
 * What a fresh answer says, in the spelling of a prior document.
 *
 * A field that says the same keeps the prior value as it stands. Where it differs, everything inside that still says the
 * same keeps its prior spelling: each rule, each address, each member of an object; and what says nothing keeps the way
 * it says nothing (null, `[]`, `false`, `{}`). Elements of a set that stay keep their prior order, new ones follow.
 * An answer without a `session_duration` is one more way to say `""`: the policy has none of its own.
 */

import type { PolicyDocument } from "./document";
import { isPlainObject } from "./json";
import type { PolicyField, PolicyFields } from "./policy-fields";
import { elementsOf, expandElement, type RuleSet } from "./rule-set";
import { canonicalField, canonicalRule, sameField } from "./semantic-equality";

/**
 * `fresh`, which decides what is said, spelt as in `prior` wherever that says the same: `prior` itself where all of it
 * does.
 */
export function preserveSemanticallyEqual(
  fields: PolicyFields,
  prior: PolicyDocument,
  fresh: PolicyDocument,
): PolicyDocument {
  return respellObject(fields, prior, fresh);
}

type Members = Readonly<Record<string, unknown>>;

function respellObject(fields: PolicyFields, prior: Members, fresh: Members): Members {
  const respelt: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(fields)) {
    if (name in prior || name in fresh) respelt[name] = respellField(field, prior[name], fresh[name]);
  }
  const object = "mfa_bypass" in fields ? oneSwitch(prior, fresh, respelt) : respelt;
  return sameMembers(prior, object) ? prior : object;
}

function sameMembers(a: Members, b: Members): boolean {
  const names = Object.keys(b);
  return names.length === Object.keys(a).length && names.every((name) => name in a && a[name] === b[name]);
}

function respellField(field: PolicyField, prior: unknown, fresh: unknown): unknown {
  if (sameField(field, prior, fresh)) return prior === undefined ? fresh : prior;
  const { type } = field;
  if (field.emptyIsAValue && prior === "" && (fresh ?? null) === null) return prior;
  if (type === "rules")
    return isPlainObject(prior) && isPlainObject(fresh) ? respellRules(prior, fresh) : fresh;
  if (Array.isArray(prior) && Array.isArray(fresh)) return respellElements(field, prior, fresh);
  if (typeof type === "object" && "object" in type && isPlainObject(prior) && isPlainObject(fresh)) {
    return respellObject(type.object, prior, fresh);
  }
  return fresh;
}

/** The elements of a set; an object that is new takes the small spellings of one that went. */
function respellElements(
  field: PolicyField,
  prior: readonly unknown[],
  fresh: readonly unknown[],
): unknown[] {
  const meaning = (element: unknown) => canonicalField(field, [element]);
  const [stay, gone] = parted(prior, new Set(fresh.map(meaning)), meaning);
  const [, come] = parted(fresh, new Set(prior.map(meaning)), meaning);
  return [...stay, ...come.map((element, index) => respellElement(field, gone[index], element))];
}

function respellElement({ type }: PolicyField, prior: unknown, fresh: unknown): unknown {
  const fields = typeof type === "object" && "objects" in type ? type.objects : undefined;
  return fields && isPlainObject(prior) && isPlainObject(fresh) ? respellObject(fields, prior, fresh) : fresh;
}

function parted<T>(
  elements: readonly T[],
  wanted: ReadonlySet<unknown>,
  meaning: (element: T) => unknown,
): [T[], T[]] {
  const isWanted = (element: T) => wanted.has(meaning(element));
  return [elements.filter(isWanted), elements.filter((element) => !isWanted(element))];
}

/** A rule stays in the member where it stood, be that its selector's or `other`. */
function respellRules(prior: RuleSet, fresh: RuleSet): RuleSet {
  const before = meanings(prior);
  const now = meanings(fresh);
  const names = new Set([...Object.keys(prior), ...Object.keys(fresh)]);
  const members = [...names].flatMap((name) => {
    const stay = elementsOf(prior[name]).filter((element) => now.has(ruleMeaning(name, element)));
    const come = elementsOf(fresh[name]).filter((element) => !before.has(ruleMeaning(name, element)));
    const elements = [...stay, ...come];
    if (elements.length > 0) return [[name, elements] as const];
    // A member that said nothing stays as it is; one of which every rule went is gone.
    return name in prior && elementsOf(prior[name]).length === 0 ? [[name, prior[name]] as const] : [];
  });
  return Object.fromEntries(members);
}

function meanings(set: RuleSet): ReadonlySet<string> {
  const all = Object.keys(set).flatMap((name) =>
    elementsOf(set[name]).map((element) => ruleMeaning(name, element)),
  );
  return new Set(all);
}

function ruleMeaning(member: string, element: unknown): string {
  return canonicalRule(expandElement(member, element));
}

/** The switch under the names the prior document used for it; as the fresh one has it where it used none. */
function oneSwitch(prior: Members, fresh: Members, object: Members): Members {
  const said = fresh.mfa_disabled ?? fresh.mfa_bypass ?? false;
  const before = prior.mfa_disabled ?? prior.mfa_bypass ?? false;
  const used = SWITCH_NAMES.filter((name) => prior[name] !== null && prior[name] !== undefined);
  const source = said !== before && used.length === 0 ? fresh : prior;
  const respelt = { ...object };
  for (const name of SWITCH_NAMES) {
    if (used.includes(name)) respelt[name] = said;
    else if (name in respelt) respelt[name] = source[name] ?? null;
  }
  return respelt;
}

const SWITCH_NAMES = ["mfa_bypass", "mfa_disabled"] as const;
