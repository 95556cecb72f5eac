import { Fn } from "cdktf";
import { OTHER } from "../model";

/** Attributes with what cdktf's HCL output wants to know about each. */
export function attributesForHcl(attributes: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [
      name,
      { value: forHcl(value), isBlock: false, ...shapeOf(value) },
    ]),
  );
}

function shapeOf(value: unknown): { type: string; storageClassType: string } {
  const kind = typeof value;
  if (kind !== "string" && kind !== "number" && kind !== "boolean")
    return { type: "any", storageClassType: "any" };
  return { type: "simple", storageClassType: kind };
}

/** The HCL writer takes a text that begins with a brace for an object, so JSON goes out as an expression. */
function forHcl(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return value;
  const members = Object.entries(value).map(([name, member]) => [
    name,
    name === OTHER && Array.isArray(member) ? member.map(jsonExpression) : forHcl(member),
  ]);
  return Object.fromEntries(members);
}

function jsonExpression(json: string): string {
  return json.startsWith("{") ? Fn.jsonencode(JSON.parse(json)) : json;
}
