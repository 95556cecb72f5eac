import { type CtyValue, isWhollyKnown, type ObjectValue, valuesEqual } from "../cty";
import type { CompiledAttribute } from "./compiled-schema";

/** Whether two values of an attribute are semantically equal. A value with an unknown equals only an identical one. */
export function semanticallyEqual(attribute: CompiledAttribute, a: CtyValue, b: CtyValue): boolean {
  if (valuesEqual(a, b, attribute.type)) return true;
  const { semanticEquals } = attribute.definition;
  return semanticEquals !== undefined && isWhollyKnown(a) && isWhollyKnown(b) && semanticEquals(a, b);
}

/** Whether a value is semantically equal to null. A single nested object is when all its attributes are. */
export function semanticallyNull(attribute: CompiledAttribute, value: CtyValue): boolean {
  if (value === null) return true;
  if (!isWhollyKnown(value)) return false;
  if (attribute.definition.semanticEquals) return attribute.definition.semanticEquals(value, null);
  if (attribute.nesting !== "single") return false;
  const fields = value as ObjectValue;
  return attribute.children.every((child) => semanticallyNull(child, fields[child.name] ?? null));
}
