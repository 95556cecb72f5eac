import { type CtyType, type CtyValue, type ObjectValue, UNKNOWN, valueKey, valuesEqual } from "../cty";
import type { CompiledAttribute } from "./compiled-schema";
import { semanticallyEqual, semanticallyNull } from "./semantic-equality";

/*
 * Which prior element a configured element continues, so that prior values and what the server added are preserved: the
 * one at its index in a list, the one under its key in a map. In a set it is an element with equal attributes, each prior
 * element once: first one that need not change, then one that loses attributes; an identical one before a semantically
 * equal one. Elements with more attributes choose before those with fewer, which fit many.
 */

/** Plans a known collection of objects element by element; `planOne` plans one element. */
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
  return keepDistinct(type, planned, elements);
}

function elementType(type: CtyType): CtyType {
  if (!("element" in type)) throw new Error(`a ${type.kind} has no elements`);
  return type.element;
}

/** Returns for each configured element of a set the prior element it continues. */
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
  for (const absent of [isKept, mayBeDropped])
    for (const level of mostSpecificFirst(config))
      for (const same of [identically, semanticallyEqual])
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

/** Whether a prior element fits a configured one. */
interface Fit {
  readonly same: (attribute: CompiledAttribute, had: CtyValue, want: CtyValue) => boolean;
  /** Whether a prior value fits where nothing is configured. */
  readonly absent: (attribute: CompiledAttribute, had: CtyValue) => boolean;
}

const identically: Fit["same"] = ({ type }, had, want) => valuesEqual(had, want, type);

const mayBeDropped: Fit["absent"] = ({ computed }, had) => computed || had === null;

/** The plan keeps the prior value. */
const isKept: Fit["absent"] = (attribute, had) => {
  const { computed, configurable, definition } = attribute;
  if (had === null || !computed) return had === null;
  if (!configurable) return true;
  if (definition.default !== undefined) return semanticallyEqual(attribute, had, definition.default);
  return (definition.unset ?? "clear") !== "clear" || semanticallyNull(attribute, had);
};

/** Groups the indices of the elements by their number of attributes, the largest first. */
function mostSpecificFirst(config: readonly CtyValue[]): number[][] {
  const counts = config.map((element) =>
    element === null || element === UNKNOWN
      ? 0
      : Object.values(element as ObjectValue).filter((value) => value !== null).length,
  );
  const levels = [...new Set(counts)].sort((a, b) => b - a);
  return levels.map((level) => [...config.keys()].filter((index) => counts[index] === level));
}

/** Whether the prior object equals the configured one but for computed attributes and semantically equal values. */
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
 * Keeps planned elements of a set distinct, since core refuses a set planned with fewer elements than configured. Prior
 * values can make two elements equal; the later is then planned as configured, or all are where that equals another.
 */
function keepDistinct(
  type: CtyType,
  planned: readonly CtyValue[],
  config: readonly CtyValue[],
): readonly CtyValue[] {
  const seen = new Set<string>();
  let collided = false;
  const distinct = planned.map((element, index) => {
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
  return collided ? config : distinct;
}
