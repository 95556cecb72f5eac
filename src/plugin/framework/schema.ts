import type { CtyValue } from "../cty";

/** The type of a leaf attribute, or of a collection of leaves. */
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
 * Exactly one of `required`, `optional`, `computed` or `optional` + `computed` holds, as Terraform demands.
 */
export interface Attribute {
  /** The type of a plain attribute; absent when `nested` is given. */
  readonly type?: LeafType;
  /** One object, or a collection of objects, with attributes of their own. */
  readonly nested?: { readonly nesting: "single" | "list" | "set" | "map"; readonly attributes: Attributes };
  /** Markdown; also the source of the reference documentation. */
  readonly description: string;
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly computed?: boolean;
  readonly sensitive?: boolean;
  readonly deprecated?: boolean;
  /** A change to this attribute replaces the resource. */
  readonly requiresReplace?: boolean;
  /** What an unset attribute is planned as (needs `optional` and `computed`). */
  readonly default?: CtyValue;
  /**
   * Whether two values mean the same although they are spelt differently; null stands for absent.
   * Planning keeps the prior spelling where this says yes; it is asked about wholly known values only. A collection is
   * compared as a whole. One nested object is compared attribute by attribute, and asked only whether it means absent.
   * Terraform lets a plan keep a prior spelling only where both are given: a configuration that spells out what was
   * absent is planned as it is spelt.
   * @default identical values; a nested object means absent when everything in it is
   */
  readonly equal?: (a: CtyValue, b: CtyValue) => boolean;
  /**
   * What planning does when an optional and computed attribute without `default` is not in the configuration:
   * - `"server"`: keep what the server answered; unknown while there is nothing to keep. When the value came from the
   *   configuration and was taken out of it, it is unknown again, so that the server decides anew (what came from the
   *   configuration is known from the applies of this provider: not after an import, and not within lists and sets);
   * - `"keep"`: as `"server"`, but a value that was taken out of the configuration stays as it is;
   * - `"clear"`: null, unless the prior value means the same as absent and can stay.
   * @default "clear"
   */
  readonly unset?: "server" | "keep" | "clear";
  /**
   * A computed attribute that may change with every update: planned unknown on update.
   * @default false: the prior value is kept
   */
  readonly volatile?: boolean;
}

export interface Schema {
  /** State version, raised when the shape of the state changes. @default 0 */
  readonly version?: number;
  readonly description: string;
  readonly attributes: Attributes;
}
