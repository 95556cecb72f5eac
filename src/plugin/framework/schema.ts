import type { CtyValue } from "../cty";

/** The type of an attribute without nested attributes. */
export type LeafType =
  | "string"
  | "number"
  | "bool"
  | { readonly list: LeafType }
  | { readonly set: LeafType }
  | { readonly map: LeafType };

export type Attributes = Readonly<Record<string, Attribute>>;

/**
 * One attribute of a resource, data source or provider configuration.
 * Exactly one of `required`, `optional`, `computed` or `optional` + `computed` is set, as Terraform requires.
 */
export interface Attribute {
  /** The type of an attribute without nested attributes. Exactly one of `type` and `nested` is given. */
  readonly type?: LeafType;
  /** One object, or a collection of objects, with attributes of their own. */
  readonly nested?: { readonly nesting: "single" | "list" | "set" | "map"; readonly attributes: Attributes };
  /** Markdown. */
  readonly description: string;
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly computed?: boolean;
  readonly sensitive?: boolean;
  /** A change to this attribute replaces the resource. */
  readonly requiresReplace?: boolean;
  /** The planned value of an attribute that the configuration leaves out (needs `optional` and `computed`). */
  readonly default?: CtyValue;
  /**
   * Whether two different values are semantically equal; null is an absent value. Planning preserves the prior value where
   * they are. Called with wholly known values only. A collection is compared as a whole. A single nested object is
   * compared attribute by attribute; the function is called for it only to compare it with null.
   * Terraform allows a plan to preserve a prior value only where both values are given: where the prior value is null, the
   * configured value is planned.
   * @default identical values; a single nested object equals null when all its attributes do
   */
  readonly semanticEquals?: (a: CtyValue, b: CtyValue) => boolean;
  /**
   * The plan for an optional and computed attribute without `default` that the configuration leaves out:
   * - `"server"`: the prior value, unknown on create. When the prior value came from the configuration, it is unknown
   *   again, so that the server decides (which values came from the configuration is known after an apply of this
   *   provider: not after an import, and not within lists and sets);
   * - `"keep"`: the prior value, unknown on create, also where it came from the configuration;
   * - `"clear"`: null, unless the prior value is semantically equal to null, which preserves it.
   * @default "clear"
   */
  readonly unset?: "server" | "keep" | "clear";
  /**
   * Whether a computed attribute may change with every update; it is then planned unknown on update.
   * @default false: the prior value is planned
   */
  readonly volatile?: boolean;
}

export interface Schema {
  /** The version of the stored state, raised when its structure changes (see `stateUpgraders`). @default 0 */
  readonly version?: number;
  readonly description: string;
  readonly attributes: Attributes;
}
