import { type CtyValue, type ObjectValue, valuesEqual } from "../cty";
import type { CompiledAttribute } from "./compiled-schema";
import { whollyKnown } from "./known";

/** Whether two values of an attribute mean the same; what is not wholly known means nothing yet. */
export function sameMeaning(attribute: CompiledAttribute, a: CtyValue, b: CtyValue): boolean {
  if (valuesEqual(a, b, attribute.type)) return true;
  const { equal } = attribute.definition;
  return equal !== undefined && whollyKnown(a) && whollyKnown(b) && equal(a, b);
}

/** Whether a value means what absence means. A nested object does when it says nothing: all within it is absent. */
export function meansAbsent(attribute: CompiledAttribute, value: CtyValue): boolean {
  if (value === null) return true;
  if (!whollyKnown(value)) return false;
  if (attribute.definition.equal) return attribute.definition.equal(value, null);
  if (attribute.nesting !== "single") return false;
  const fields = value as ObjectValue;
  return attribute.children.every((child) => meansAbsent(child, fields[child.name] ?? null));
}
