import type { CtyType } from "./type";
import type { CtyValue } from "./value";

export type ObjectType = Extract<CtyType, { kind: "object" }>;

type Fields = Record<string, CtyValue>;

const known = new WeakMap<ObjectType, Readonly<Fields>>();

/** A new object of the type in which every attribute is null. Copying one is cheaper than setting one by one. */
export function allNull(type: ObjectType): Fields {
  let blank = known.get(type);
  if (blank === undefined) {
    blank = Object.fromEntries(Object.keys(type.attributes).map((name) => [name, null]));
    known.set(type, blank);
  }
  return { ...blank };
}
