import { type AttributePath, type CtyValue, type ObjectValue, UNKNOWN, valuesEqual } from "../cty";
import type { CompiledAttribute } from "./compiled-schema";
import { sameMeaning } from "./meaning";

/** The attributes whose change replaces the resource. A change of spelling alone does not. */
export function replacePaths(
  attributes: readonly CompiledAttribute[],
  prior: ObjectValue | null,
  planned: ObjectValue | null,
  at: AttributePath = [],
): AttributePath[] {
  return attributes.flatMap((attribute) => {
    if (!attribute.replaceWithin) return [];
    const before = prior?.[attribute.name] ?? null;
    const after = planned?.[attribute.name] ?? null;
    if (valuesEqual(before, after, attribute.type)) return [];
    const path = [...at, attribute.name];
    if (attribute.definition.requiresReplace) return sameMeaning(attribute, before, after) ? [] : [path];
    // What is inside is not known yet and may well differ.
    if (after === UNKNOWN) return [path];
    return within(attribute, before, after, path);
  });
}

function within(
  { nesting, children }: CompiledAttribute,
  before: CtyValue,
  after: CtyValue,
  path: AttributePath,
): AttributePath[] {
  if (nesting === "single")
    return replacePaths(children, before as ObjectValue | null, after as ObjectValue | null, path);
  if (nesting === "map") {
    const [left, right] = [(before ?? {}) as ObjectValue, (after ?? {}) as ObjectValue];
    const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])];
    return keys.flatMap((key) => element(children, left[key], right[key], [...path, { key }]));
  }
  const [left, right] = [(before ?? []) as readonly CtyValue[], (after ?? []) as readonly CtyValue[]];
  const longest = left.length > right.length ? left : right;
  return longest.flatMap((_, index) => element(children, left[index], right[index], [...path, index]));
}

function element(
  children: readonly CompiledAttribute[],
  before: CtyValue | undefined,
  after: CtyValue | undefined,
  path: AttributePath,
): AttributePath[] {
  if (after === UNKNOWN) return [path];
  return replacePaths(
    children,
    (before ?? null) as ObjectValue | null,
    (after ?? null) as ObjectValue | null,
    path,
  );
}
