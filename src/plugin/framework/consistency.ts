import {
  type AttributePath,
  type CtyType,
  type CtyValue,
  type ObjectValue,
  UNKNOWN,
  valuesEqual,
} from "../cty";
import { firstUnknown } from "./known";
import { valueKey } from "./value-key";

/** Where an apply's result is not what the plan promised. */
export interface Inconsistency {
  readonly path: AttributePath;
  readonly planned: CtyValue;
  readonly actual: CtyValue;
}

/**
 * Core's rule for the result of an apply: equal to the plan wherever the plan was known, and wholly known itself.
 * Elements of sets are matched any way that fits, and may become fewer only where unknown ones turned out equal.
 */
export function inconsistencies(
  type: CtyType,
  planned: CtyValue,
  actual: CtyValue,
): readonly Inconsistency[] {
  return [...compare(type, planned, actual, [])];
}

function* compare(
  type: CtyType,
  planned: CtyValue,
  actual: CtyValue,
  path: AttributePath,
): Generator<Inconsistency> {
  if (planned === UNKNOWN) {
    const unknown = firstUnknown(actual, type, path);
    if (unknown) yield { path: unknown, planned, actual: UNKNOWN };
    return;
  }
  if (valuesEqual(planned, actual, type)) return;
  if (planned === null || actual === null || actual === UNKNOWN) {
    yield { path, planned, actual };
    return;
  }
  switch (type.kind) {
    case "object":
      for (const [name, attribute] of Object.entries(type.attributes))
        yield* compare(attribute, field(planned, name), field(actual, name), [...path, name]);
      return;
    case "map":
      for (const key of new Set([...Object.keys(planned), ...Object.keys(actual)]))
        yield* compare(type.element, field(planned, key), field(actual, key), [...path, { key }]);
      return;
    case "list": {
      const [wanted, got] = [planned as readonly CtyValue[], actual as readonly CtyValue[]];
      if (wanted.length !== got.length) yield { path, planned, actual };
      else
        for (const [index, element] of wanted.entries())
          yield* compare(type.element, element, got[index]!, [...path, index]);
      return;
    }
    case "set":
      if (!setsCorrelate(type.element, planned as readonly CtyValue[], actual as readonly CtyValue[]))
        yield { path, planned, actual };
      return;
    default:
      yield { path, planned, actual };
  }
}

function field(record: CtyValue, name: string): CtyValue {
  return (record as ObjectValue)[name] ?? null;
}

function setsCorrelate(element: CtyType, planned: readonly CtyValue[], actual: readonly CtyValue[]): boolean {
  // Identical elements are told by their key, so that a long set with one odd element stays cheap.
  const wanted = new Map(planned.map((value) => [valueKey(value, element), value]));
  const got = new Map(actual.map((value) => [valueKey(value, element), value]));
  if (got.size > planned.length) return false;
  const fits = (want: CtyValue, have: CtyValue) => compare(element, want, have, []).next().done === true;
  const odd = [...wanted].filter(([key]) => !got.has(key)).map(([, value]) => value);
  const extra = [...got].filter(([key]) => !wanted.has(key)).map(([, value]) => value);
  return (
    odd.every((want) => [...got.values()].some((have) => fits(want, have))) &&
    extra.every((have) => odd.some((want) => fits(want, have)))
  );
}
