import {
  type AttributePath,
  type CtyType,
  type CtyValue,
  firstUnknown,
  type ObjectValue,
  renderPath,
  UNKNOWN,
  valueKey,
  valuesEqual,
} from "../cty";
import type { CompiledAttribute, CompiledSchema } from "./compiled-schema";
import { type Diagnostic, errorDiagnostic } from "./diagnostic";

const BUG = "This is a bug in the provider: please report it. Nothing is lost, the state has the result.";

/** Returns the error for a result that still holds an unknown. */
export function unknownInResult(type: CtyType, state: CtyValue, operation: string): Diagnostic[] {
  const path = firstUnknown(state, type);
  if (!path) return [];
  return [errorDiagnostic(`${renderPath(path)} is still unknown after ${operation}`, BUG, path)];
}

/** Returns the errors for the result of an apply that differs from the plan. */
export function inconsistentResult(
  schema: CompiledSchema,
  planned: CtyValue,
  result: CtyValue,
  operation: string,
): Diagnostic[] {
  return [...compare(schema.type, planned, result, [])].map(({ path, planned, actual }) => {
    const values = isSensitive(schema, path[0])
      ? "The values are sensitive and not shown."
      : `The plan was ${render(planned)}, the result is ${render(actual)}.`;
    return errorDiagnostic(
      "Provider produced inconsistent result after apply",
      `${renderPath(path)} is not what was planned after ${operation}. ${values} ${BUG} The next plan shows the difference.`,
      path,
    );
  });
}

interface Inconsistency {
  readonly path: AttributePath;
  readonly planned: CtyValue;
  readonly actual: CtyValue;
}

/**
 * Finds what breaks core's rule for the result of an apply: equal to the plan wherever the plan was known, and wholly
 * known. Elements of sets are matched in any way that fits, and may become fewer only where unknown ones became equal.
 */
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
        yield* compare(attribute, member(planned, name), member(actual, name), [...path, name]);
      return;
    case "map":
      for (const key of new Set([...Object.keys(planned), ...Object.keys(actual)]))
        yield* compare(type.element, member(planned, key), member(actual, key), [...path, { key }]);
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

function member(record: CtyValue, name: string): CtyValue {
  return (record as ObjectValue)[name] ?? null;
}

function setsCorrelate(element: CtyType, planned: readonly CtyValue[], actual: readonly CtyValue[]): boolean {
  // Identical elements are matched by key, so that a long set with one different element takes linear time.
  const wanted = new Map(planned.map((value) => [valueKey(value, element), value]));
  const got = new Map(actual.map((value) => [valueKey(value, element), value]));
  if (got.size > planned.length) return false;
  const fits = (want: CtyValue, have: CtyValue) => compare(element, want, have, []).next().done === true;
  const missing = [...wanted].filter(([key]) => !got.has(key)).map(([, value]) => value);
  const extra = [...got].filter(([key]) => !wanted.has(key)).map(([, value]) => value);
  return (
    missing.every((want) => [...got.values()].some((have) => fits(want, have))) &&
    extra.every((have) => missing.some((want) => fits(want, have)))
  );
}

function isSensitive({ attributes }: CompiledSchema, name: unknown): boolean {
  return attributes.some((attribute) => attribute.name === name && hasSensitive(attribute));
}

function hasSensitive({ definition, children }: CompiledAttribute): boolean {
  return definition.sensitive === true || children.some(hasSensitive);
}

const LONGEST_VALUE = 300;

function render(value: CtyValue): string {
  const text = JSON.stringify(value, (_, inner) => (inner === UNKNOWN ? "(unknown)" : inner));
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}
