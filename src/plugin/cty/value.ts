/**
 * A value as the layers above see it: plain JavaScript, its type told by the schema beside it.
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
  /** Shown wherever an unknown leaks into text. */
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
    readonly type: import("./type").CtyType,
    readonly value: CtyValue,
  ) {}
}
