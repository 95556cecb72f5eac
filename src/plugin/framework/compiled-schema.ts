import { bool, type CtyType, list, map, number, object, set, string } from "../cty";
import type { Attribute, Attributes, LeafType, Schema } from "./schema";

/** An attribute of a schema with the properties that planning uses derived once. */
export interface CompiledAttribute {
  readonly name: string;
  readonly definition: Attribute;
  readonly type: CtyType;
  /** Undefined for an attribute without nested attributes. */
  readonly nesting: "single" | "list" | "set" | "map" | undefined;
  /** The nested attributes. */
  readonly children: readonly CompiledAttribute[];
  /** May be set in the configuration. */
  readonly configurable: boolean;
  readonly computed: boolean;
  /** This attribute or a nested one is volatile. */
  readonly hasVolatile: boolean;
  /** A change to this attribute or to a nested one replaces the resource. */
  readonly hasRequiresReplace: boolean;
}

export interface CompiledSchema {
  readonly version: number;
  readonly source: Schema;
  readonly attributes: readonly CompiledAttribute[];
  readonly type: CtyType;
  readonly hasVolatile: boolean;
}

export function compileSchema(schema: Schema): CompiledSchema {
  const attributes = compileAttributes(schema.attributes);
  return {
    version: schema.version ?? 0,
    source: schema,
    attributes,
    type: objectType(attributes),
    hasVolatile: attributes.some((attribute) => attribute.hasVolatile),
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
      hasVolatile: definition.volatile === true || children.some((child) => child.hasVolatile),
      hasRequiresReplace:
        definition.requiresReplace === true || children.some((child) => child.hasRequiresReplace),
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

/** The meta-arguments that Terraform reserves at the top of a block. */
const RESERVED = {
  resource: ["connection", "count", "depends_on", "for_each", "lifecycle", "provider", "provisioner"],
  "data source": ["count", "depends_on", "for_each", "lifecycle", "provider"],
  provider: ["alias", "version"],
} as const;

const NAME = /^[a-z][a-z0-9_]*$/;

/**
 * Validates a schema by Terraform's rules and those of planning. Called when a provider is served, so that an error shows in
 * the provider's first test and not in a user's first plan.
 * @throws Error that names every problem
 */
export function validateSchema(kind: keyof typeof RESERVED, name: string, schema: Schema): void {
  const problems = attributeProblems(schema.attributes, [], false);
  const reserved: readonly string[] = RESERVED[kind];
  for (const attribute of Object.keys(schema.attributes)) {
    if (reserved.includes(attribute)) problems.push(`${attribute}: Terraform reserves this name`);
  }
  if (problems.length > 0)
    throw new Error(`The schema of ${kind} ${name} is not valid:\n  ${problems.join("\n  ")}`);
}

function attributeProblems(attributes: Attributes, at: readonly string[], insideSet: boolean): string[] {
  const problems: string[] = [];
  for (const [name, attribute] of Object.entries(attributes)) {
    const path = [...at, name];
    const report = (problem: string) => problems.push(`${path.join(".")}: ${problem}`);
    if (!NAME.test(name))
      report("a name starts with a lower-case letter and has only lower-case letters, digits and _");
    for (const problem of oneAttributeProblems(attribute)) report(problem);
    if (insideSet && attribute.requiresReplace)
      report("Terraform cannot address what is within a set: put requiresReplace on the set");
    if (!attribute.nested) continue;
    const computedOnly = isComputedOnly(attribute);
    for (const [child, definition] of Object.entries(attribute.nested.attributes)) {
      if (computedOnly && !isComputedOnly(definition))
        report(`${child} must be computed, since its parent is`);
    }
    const inSet = insideSet || attribute.nested.nesting === "set";
    problems.push(...attributeProblems(attribute.nested.attributes, path, inSet));
  }
  return problems;
}

function* oneAttributeProblems(attribute: Attribute): Generator<string> {
  const { required = false, optional = false, computed = false } = attribute;
  if ((attribute.type === undefined) === (attribute.nested === undefined))
    yield "exactly one of type and nested is given";
  if (required ? optional || computed : !optional && !computed)
    yield "exactly one of required, optional, computed, optional and computed holds";
  const fillable = optional && computed;
  if (attribute.default !== undefined && !fillable) yield "default needs optional and computed";
  if (attribute.unset !== undefined && !fillable) yield "unset needs optional and computed";
  if (attribute.default !== undefined && attribute.unset !== undefined)
    yield "default already is the plan of an unset attribute: leave out unset";
  if (attribute.volatile && !computed) yield "volatile needs computed";
  if (attribute.requiresReplace && isComputedOnly(attribute))
    yield "requiresReplace needs something the configuration can change";
  if (attribute.description === "") yield "a description is missing";
}

function isComputedOnly({ required, optional, computed }: Attribute): boolean {
  return computed === true && !required && !optional;
}
