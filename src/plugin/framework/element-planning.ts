import { type CtyType, type CtyValue, type ObjectValue, UNKNOWN, valuesEqual } from "../cty";
import type { CompiledAttribute } from "./compiled-schema";
import { meansAbsent, sameMeaning } from "./meaning";
import { valueKey } from "./value-key";

/*
 * Which prior element a configured one continues, so that its spelling and what the server added to it can stay: the
 * one at its index in a list, the one under its key in a map, and in a set one that says the same, each prior element
 * once: one that need not change before one that loses something, an identical one before one that is only spelt
 * differently. Elements that say more choose before those that say less, which fit many.
 */

/** Plans a known collection of objects element by element; `planOne` plans one of them. */
export function planElements(
  { children, nesting, type: collection }: CompiledAttribute,
  prior: CtyValue,
  config: CtyValue,
  planOne: (before: ObjectValue | null, element: ObjectValue, key?: string) => CtyValue,
): CtyValue {
  const plan = (element: CtyValue, before: CtyValue | undefined, key?: string): CtyValue =>
    element === null || element === UNKNOWN
      ? element
      : planOne((before ?? null) as ObjectValue | null, element as ObjectValue, key);
  if (nesting === "map") {
    const had = (prior ?? {}) as ObjectValue;
    const entries = Object.entries(config as ObjectValue);
    return Object.fromEntries(entries.map(([key, element]) => [key, plan(element, had[key], key)]));
  }
  const had = (prior ?? []) as readonly CtyValue[];
  const elements = config as readonly CtyValue[];
  if (nesting === "list") return elements.map((element, index) => plan(element, had[index]));
  const type = elementType(collection);
  const continued = correlate(children, type, had, elements);
  const planned = elements.map((element, index) => plan(element, continued[index]));
  return distinct(type, planned, elements);
}

function elementType(type: CtyType): CtyType {
  if (!("element" in type)) throw new Error(`a ${type.kind} has no elements`);
  return type.element;
}

/** For each configured element of a set the prior one it continues. */
function correlate(
  children: readonly CompiledAttribute[],
  type: CtyType,
  prior: readonly CtyValue[],
  config: readonly CtyValue[],
): readonly (CtyValue | undefined)[] {
  const free = new Map(prior.map((element) => [valueKey(element, type), element]));
  const found: (CtyValue | undefined)[] = config.map((element) => {
    const key = valueKey(element, type);
    const same = free.get(key);
    free.delete(key);
    return same;
  });
  for (const absent of [stays, mayGo])
    for (const level of mostSpecificFirst(config))
      for (const same of [identically, sameMeaning])
        for (const index of level) {
          if (found[index] !== undefined || free.size === 0) continue;
          for (const [key, candidate] of free) {
            if (!continues(children, candidate, config[index]!, { same, absent })) continue;
            found[index] = candidate;
            free.delete(key);
            break;
          }
        }
  return found;
}

/** What of a prior element goes with what is configured. */
interface Fit {
  readonly same: (attribute: CompiledAttribute, had: CtyValue, want: CtyValue) => boolean;
  /** Where nothing is configured. */
  readonly absent: (attribute: CompiledAttribute, had: CtyValue) => boolean;
}

const identically: Fit["same"] = ({ type }, had, want) => valuesEqual(had, want, type);

const mayGo: Fit["absent"] = ({ computed }, had) => computed || had === null;

/** The prior value is what is planned again. */
const stays: Fit["absent"] = (attribute, had) => {
  const { computed, configurable, definition } = attribute;
  if (had === null || !computed) return had === null;
  if (!configurable) return true;
  if (definition.default !== undefined) return sameMeaning(attribute, had, definition.default);
  return (definition.unset ?? "clear") !== "clear" || meansAbsent(attribute, had);
};

/** The indices of the elements, those that say equally much together. */
function mostSpecificFirst(config: readonly CtyValue[]): number[][] {
  const said = config.map((element) =>
    element === null || element === UNKNOWN
      ? 0
      : Object.values(element as ObjectValue).filter((value) => value !== null).length,
  );
  const levels = [...new Set(said)].sort((a, b) => b - a);
  return levels.map((level) => [...config.keys()].filter((index) => said[index] === level));
}

/** Whether the prior object is the configured one with at most computed attributes added and other spelling. */
function continues(
  children: readonly CompiledAttribute[],
  prior: CtyValue,
  config: CtyValue,
  fit: Fit,
): boolean {
  if (prior === null || config === null || config === UNKNOWN) return prior === config;
  const [before, wanted] = [prior as ObjectValue, config as ObjectValue];
  return children.every((child) =>
    continuesValue(child, before[child.name] ?? null, wanted[child.name] ?? null, fit),
  );
}

function continuesValue(attribute: CompiledAttribute, had: CtyValue, want: CtyValue, fit: Fit): boolean {
  if (want === null) return fit.absent(attribute, had);
  if (fit.same(attribute, had, want)) return true;
  const { nesting, children, type } = attribute;
  if (nesting === undefined || had === null || want === UNKNOWN) return false;
  if (nesting === "single") return continues(children, had, want, fit);
  const [before, wanted] = [Object.entries(had), new Map(Object.entries(want))];
  if (before.length !== wanted.size) return false;
  if (nesting === "set") {
    const elements = want as readonly CtyValue[];
    return correlate(children, elementType(type), had as readonly CtyValue[], elements).every(
      (found) => found !== undefined,
    );
  }
  return before.every(
    ([key, element]) => wanted.has(key) && continues(children, element, wanted.get(key)!, fit),
  );
}

/**
 * Core refuses a set planned with fewer elements than configured. Filling gaps can make two elements one; the later of
 * them is then left as it was configured, and should even that not tell them apart, all of them are.
 */
function distinct(
  type: CtyType,
  planned: readonly CtyValue[],
  config: readonly CtyValue[],
): readonly CtyValue[] {
  const seen = new Set<string>();
  let collided = false;
  const mended = planned.map((element, index) => {
    const key = valueKey(element, type);
    if (!seen.has(key)) {
      seen.add(key);
      return element;
    }
    const fallback = config[index]!;
    const fallbackKey = valueKey(fallback, type);
    collided ||= seen.has(fallbackKey);
    seen.add(fallbackKey);
    return fallback;
  });
  return collided ? config : mended;
}
