import { BigNumber, type CtyType, type CtyValue, type DynamicValue, type ObjectValue, UNKNOWN } from "../cty";

/** A text that two values of one type share exactly when Terraform calls them the same: it finds elements of sets. */
export function valueKey(value: CtyValue | undefined, type: CtyType): string {
  if (value === null || value === undefined) return "~";
  if (value === UNKNOWN) return "?";
  switch (type.kind) {
    case "string":
      return JSON.stringify((value as string).normalize());
    case "bool":
      return String(value);
    case "number":
      return value instanceof BigNumber ? value.text : String(value);
    case "dynamic": {
      const { type: actual, value: inner } = value as DynamicValue;
      return `${JSON.stringify(actual)}:${valueKey(inner, actual)}`;
    }
    case "list":
      return `[${(value as readonly CtyValue[]).map((element) => valueKey(element, type.element))}]`;
    case "tuple":
      return `[${(value as readonly CtyValue[]).map((element, index) => valueKey(element, type.elements[index]!))}]`;
    case "set": {
      const keys = (value as readonly CtyValue[]).map((element) => valueKey(element, type.element));
      return `<${[...new Set(keys)].sort()}>`;
    }
    case "map": {
      const names = Object.keys(value).sort();
      return `{${names.map((name) => `${JSON.stringify(name)}:${valueKey((value as ObjectValue)[name], type.element)}`)}}`;
    }
    case "object": {
      const names = Object.keys(type.attributes);
      return `{${names.map((name) => valueKey((value as ObjectValue)[name], type.attributes[name]!))}}`;
    }
  }
}
