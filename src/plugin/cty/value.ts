import type { CtyType, ObjectType } from "./type";

/**
 * A value of Terraform's type system as plain JavaScript. The schema beside it gives its type.
 *
 * - null is Terraform's null, {@link UNKNOWN} a value that is only known after apply (refinements are dropped);
 * - lists, sets and tuples are arrays; maps and objects plain records (an object has every attribute of its type);
 * - a number is a JavaScript number where that is exact, else a {@link BigNumber};
 * - a value of the dynamic type that is known carries its own type, as {@link DynamicValue}.
 */
export type CtyValue =
  | null
  | string
  | boolean
  | number
  | BigNumber
  | Unknown
  | DynamicValue
  | readonly CtyValue[]
  | { readonly [name: string]: CtyValue };

/** The attributes of one resource, data source or provider configuration. */
export type ObjectValue = { readonly [attribute: string]: CtyValue };

export class Unknown {
  /** Returns what a text shows that an unknown was put into. */
  toString(): string {
    return "(known after apply)";
  }
}

/** The one unknown value: compare with `===`. */
export const UNKNOWN = new Unknown();

/** A number that no JavaScript number can hold exactly, kept as its decimal text. */
export class BigNumber {
  constructor(readonly text: string) {}
}

/** A known value of the dynamic type, with the type it turned out to have. */
export class DynamicValue {
  constructor(
    readonly type: CtyType,
    readonly value: CtyValue,
  ) {}
}

/** Sets a member of any name: an assignment to `__proto__` would change the record's prototype instead. */
export function setMember<T>(record: Record<string, T>, name: string, value: T): void {
  if (name === "__proto__") {
    Object.defineProperty(record, name, { value, enumerable: true, configurable: true, writable: true });
  } else {
    record[name] = value;
  }
}

/** Returns a member of the record itself, never one it inherits. */
export function getMember<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

const nullObjects = new WeakMap<ObjectType, Readonly<Record<string, CtyValue>>>();

/** Returns a new object of the type in which every attribute is null. Copying one is faster than setting each attribute. */
export function nullObject(type: ObjectType): Record<string, CtyValue> {
  let blank = nullObjects.get(type);
  if (blank === undefined) {
    blank = Object.fromEntries(Object.keys(type.attributes).map((name) => [name, null]));
    nullObjects.set(type, blank);
  }
  return { ...blank };
}
