import fc from "fast-check";
import type { Attribute, Attributes, LeafType, Schema } from "../../../../src/plugin";
import { type CtyValue, type ObjectValue, UNKNOWN } from "../../../../src/plugin/cty";

/*
 * Random schemas and values of them. The alphabets are tiny, so that semantically equal values are frequent. Where an
 * attribute has semantic equality, text is equal in either case, sets compare in lower case, and "" and false equal null.
 */

type SemanticEquals = NonNullable<Attribute["semanticEquals"]>;

const canonical = (value: CtyValue): string =>
  value === null
    ? ""
    : Array.isArray(value)
      ? [...new Set(value.map(canonical))].sort().join()
      : String(value).toLowerCase();
const textEquals: SemanticEquals = (a, b) => canonical(a) === canonical(b);
const flagEquals: SemanticEquals = (a, b) => (a ?? false) === (b ?? false);

const LEAVES: readonly { type: LeafType; semanticEquals?: SemanticEquals }[] = [
  { type: "string", semanticEquals: textEquals },
  { type: "string" },
  { type: "bool", semanticEquals: flagEquals },
  { type: "number" },
  { type: { set: "string" }, semanticEquals: textEquals },
  { type: { set: "string" } },
  { type: { list: "string" } },
  { type: { map: "string" } },
];

type Flags = Pick<Attribute, "required" | "optional" | "computed" | "unset" | "volatile">;

const FLAGS: readonly Flags[] = [
  { required: true },
  { optional: true },
  { optional: true, computed: true },
  { optional: true, computed: true, unset: "server" },
  { optional: true, computed: true, unset: "keep" },
  { optional: true, computed: true, unset: "clear" },
  { computed: true },
  { computed: true, volatile: true },
];

export function schemas(): fc.Arbitrary<Schema> {
  return attributesOf(2, false).map((attributes) => ({ description: "random", attributes }));
}

function attributesOf(depth: number, insideSet: boolean): fc.Arbitrary<Attributes> {
  return fc
    .array(attributeOf(depth, insideSet), { minLength: 1, maxLength: 4 })
    .map((all) => Object.fromEntries(all.map((attribute, index) => [`a${index}`, attribute])));
}

function attributeOf(depth: number, insideSet: boolean): fc.Arbitrary<Attribute> {
  const replace = insideSet ? fc.constant(false) : fc.boolean();
  const leaf = fc
    .record({
      leaf: fc.constantFrom(...LEAVES),
      flags: fc.constantFrom(...FLAGS),
      replace,
      filled: fc.boolean(),
    })
    // An answered flag could not distinguish elements of a set that differ in the configuration.
    .filter(({ leaf, flags }) => !(insideSet && leaf.type === "bool" && flags.optional && flags.computed))
    .map(({ leaf, flags, replace, filled }): Attribute => {
      const fillable = flags.optional && flags.computed && flags.unset === undefined;
      return {
        ...leaf,
        ...flags,
        description: "a leaf",
        ...(replace && (flags.optional || flags.required) ? { requiresReplace: true } : {}),
        ...(filled && fillable && leaf.type === "string" ? { default: "a" } : {}),
        ...(filled && fillable && leaf.type === "bool" ? { default: false } : {}),
      };
    });
  if (depth === 0) return leaf;
  const nesting = fc.constantFrom("single" as const, "list" as const, "set" as const, "map" as const);
  const nested = fc
    .record({ nesting, flags: fc.constantFrom(...FLAGS.slice(0, 6)) })
    .chain(({ nesting, flags }) =>
      attributesOf(depth - 1, insideSet || nesting === "set").map(
        (attributes): Attribute => ({ nested: { nesting, attributes }, ...flags, description: "nested" }),
      ),
    );
  return fc.oneof({ weight: 3, arbitrary: leaf }, { weight: 1, arbitrary: nested });
}

const TEXTS = fc.constantFrom("a", "A", "b", "B", "");
const KEYS = fc.constantFrom("k", "l", "m");

/** A configuration that core would send: sets without repetition, nothing for attributes that are only computed. */
export function configs(schema: Schema): fc.Arbitrary<ObjectValue> {
  return objects(schema.attributes, {
    config: true,
    unknowns: true,
    distinctBy: (value) => JSON.stringify(value),
  });
}

/** Wholly known configurations whose sets have no two semantically equal elements. */
export function plainConfigs(schema: Schema): fc.Arbitrary<ObjectValue> {
  return objects(schema.attributes, { config: true, unknowns: false, distinctBy: gist });
}

/** A text that semantically equal values share: absent, "", false and the default are one. */
function gist(value: CtyValue): string {
  if (value === null || value === "" || value === false) return "a";
  if (Array.isArray(value)) return `[${[...new Set(value.map(gist))].sort()}]`;
  if (typeof value === "object")
    return JSON.stringify(Object.entries(value).map(([name, field]) => [name, gist(field)]));
  return String(value).toLowerCase();
}

/** Any state that fits the schema, whether or not planning could have led to it. */
export function states(schema: Schema): fc.Arbitrary<ObjectValue> {
  return objects(schema.attributes, {
    config: false,
    unknowns: false,
    distinctBy: (value) => JSON.stringify(value),
  });
}

interface Kind {
  readonly config: boolean;
  readonly unknowns: boolean;
  readonly distinctBy: (value: CtyValue) => string;
}

function objects(attributes: Attributes, kind: Kind): fc.Arbitrary<ObjectValue> {
  return fc.record(
    Object.fromEntries(
      Object.entries(attributes).map(([name, attribute]) => [name, values(attribute, kind)]),
    ),
  );
}

function values(attribute: Attribute, kind: Kind): fc.Arbitrary<CtyValue> {
  if (kind.config && !attribute.required && !attribute.optional) return fc.constant(null);
  const present = attribute.nested
    ? collections(attribute.nested.nesting, objects(attribute.nested.attributes, kind), kind)
    : leaves(attribute.type!, kind);
  return fc.oneof(
    { weight: 8, arbitrary: present },
    { weight: attribute.required ? 0 : 5, arbitrary: fc.constant(null) },
    { weight: kind.unknowns ? 1 : 0, arbitrary: fc.constant(UNKNOWN) },
  );
}

function leaves(type: LeafType, kind: Kind): fc.Arbitrary<CtyValue> {
  if (type === "string") return TEXTS;
  if (type === "bool") return fc.boolean();
  if (type === "number") return fc.integer({ min: 0, max: 2 });
  const [nesting, element] = Object.entries(type)[0] as ["list" | "set" | "map", LeafType];
  const unknown = { weight: kind.unknowns ? 1 : 0, arbitrary: fc.constant(UNKNOWN) };
  return collections(nesting, fc.oneof({ weight: 6, arbitrary: leaves(element, kind) }, unknown), kind);
}

function collections(
  nesting: "single" | "list" | "set" | "map",
  element: fc.Arbitrary<CtyValue>,
  { distinctBy }: Kind,
): fc.Arbitrary<CtyValue> {
  switch (nesting) {
    case "single":
      return element;
    case "list":
      return fc.array(element, { maxLength: 3 });
    case "set":
      return fc.uniqueArray(element, { maxLength: 3, selector: distinctBy });
    case "map":
      return fc.dictionary(KEYS, element, { maxKeys: 3 });
  }
}

let answered = 0;

/** Returns the result of applying a plan: every unknown becomes a new known value. */
export function resolve(schema: Schema, planned: ObjectValue): ObjectValue {
  return resolveObject(schema.attributes, planned);
}

function resolveObject(attributes: Attributes, planned: ObjectValue): ObjectValue {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, attribute]) => [
      name,
      resolveValue(attribute, planned[name] ?? null),
    ]),
  );
}

function resolveValue(attribute: Attribute, value: CtyValue): CtyValue {
  if (value === null) return null;
  if (!attribute.nested) return resolveLeaf(attribute.type!, value);
  const { nesting, attributes } = attribute.nested;
  if (value === UNKNOWN) return null;
  const one = (element: CtyValue) =>
    element === null || element === UNKNOWN ? null : resolveObject(attributes, element as ObjectValue);
  if (nesting === "single") return one(value);
  if (nesting === "map")
    return Object.fromEntries(Object.entries(value).map(([key, element]) => [key, one(element)]));
  return (value as readonly CtyValue[]).map(one);
}

function resolveLeaf(type: LeafType, value: CtyValue): CtyValue {
  if (value === UNKNOWN) {
    answered += 1;
    if (type === "string") return `answer-${answered}`;
    if (type === "number") return answered;
    if (type === "bool") return true;
    return "map" in type ? { answer: `${answered}` } : [`answer-${answered}`];
  }
  if (value === null || typeof type === "string") return value;
  if ("map" in type)
    return Object.fromEntries(
      Object.entries(value).map(([key, element]) => [key, resolveLeaf(type.map, element)]),
    );
  const element = "list" in type ? type.list : type.set;
  return (value as readonly CtyValue[]).map((one) => resolveLeaf(element, one));
}

/** Returns a semantically equal configuration in another representation. */
export function withOtherRepresentation(schema: Schema, config: ObjectValue): ObjectValue {
  return objectInOtherRepresentation(schema.attributes, config);
}

function objectInOtherRepresentation(attributes: Attributes, config: ObjectValue): ObjectValue {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, attribute]) => {
      const value = config[name] ?? null;
      if (attribute.nested?.nesting === "single" && value !== null && value !== UNKNOWN)
        return [name, objectInOtherRepresentation(attribute.nested.attributes, value as ObjectValue)];
      if (!attribute.semanticEquals || value === null) return [name, value];
      if (typeof value === "string") return [name, swapCase(value)];
      if (Array.isArray(value))
        return [name, [...new Set(value.map((one) => swapCase(one as string)))].reverse()];
      return [name, value];
    }),
  );
}

function swapCase(text: string): string {
  return text === text.toLowerCase() ? text.toUpperCase() : text.toLowerCase();
}
