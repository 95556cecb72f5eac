import { bool, type CtyType, list, map, number, object, set, string } from "../cty";
import type { Attribute, Attributes, LeafType, Schema } from "./schema";

/** A schema's attribute with what planning asks of it again and again worked out once. */
export interface CompiledAttribute {
  readonly name: string;
  readonly definition: Attribute;
  readonly type: CtyType;
  /** Undefined for a plain attribute. */
  readonly nesting: "single" | "list" | "set" | "map" | undefined;
  /** Empty for a plain attribute. */
  readonly children: readonly CompiledAttribute[];
  /** May stand in the configuration. */
  readonly configurable: boolean;
  readonly computed: boolean;
  /** This attribute or one within it is planned unknown on update. */
  readonly volatileWithin: boolean;
  /** A change to this attribute or to one within it replaces the resource. */
  readonly replaceWithin: boolean;
}

export interface CompiledSchema {
  readonly version: number;
  readonly source: Schema;
  readonly attributes: readonly CompiledAttribute[];
  readonly type: CtyType;
  readonly volatileWithin: boolean;
}

export function compileSchema(schema: Schema): CompiledSchema {
  const attributes = compileAttributes(schema.attributes);
  return {
    version: schema.version ?? 0,
    source: schema,
    attributes,
    type: objectType(attributes),
    volatileWithin: attributes.some((attribute) => attribute.volatileWithin),
  };
}

function compileAttributes(attributes: Attributes): readonly CompiledAttribute[] {
  return Object.entries(attributes).map(([name, definition]) => {
    const children = definition.nested ? compileAttributes(definition.nested.attributes) : [];
    return {
      name,
      definition,
      type: definition.nested
        ? nestedType(definition.nested.nesting, objectType(children))
        : leafType(definition.type ?? "string"),
      nesting: definition.nested?.nesting,
      children,
      configurable: definition.required === true || definition.optional === true,
      computed: definition.computed === true,
      volatileWithin: definition.volatile === true || children.some((child) => child.volatileWithin),
      replaceWithin: definition.requiresReplace === true || children.some((child) => child.replaceWithin),
    };
  });
}

function objectType(attributes: readonly CompiledAttribute[]): CtyType {
  return object(Object.fromEntries(attributes.map(({ name, type }) => [name, type])));
}

function nestedType(nesting: "single" | "list" | "set" | "map", element: CtyType): CtyType {
  switch (nesting) {
    case "single":
      return element;
    case "list":
      return list(element);
    case "set":
      return set(element);
    case "map":
      return map(element);
  }
}

function leafType(type: LeafType): CtyType {
  switch (type) {
    case "string":
      return string;
    case "number":
      return number;
    case "bool":
      return bool;
  }
  if ("list" in type) return list(leafType(type.list));
  if ("set" in type) return set(leafType(type.set));
  return map(leafType(type.map));
}
