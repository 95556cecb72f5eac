import type { Attribute, Attributes, LeafType, Schema } from "../../src/plugin";
import type { CtyValue, ObjectValue } from "../../src/plugin/cty";
import { BigNumber, UNKNOWN } from "../../src/plugin/cty";

/*
 * What Terraform's core accepts of a provider, written down from how its checks behave and independent of how the
 * framework plans: every plan and every apply in the tests passes through it.
 *
 * A plan: an attribute is planned as configured, or exactly as it was before when both are given; only a computed
 * attribute that the configuration leaves out may be anything; nested objects are judged attribute by attribute, lists
 * by index, maps by key, sets by their number of elements only.
 * An apply: wholly known, and equal to the plan wherever the plan was known; elements of sets correlate both ways.
 */

/** Returns why core would refuse a planned state; empty when it accepts it. */
export function planProblems(
  schema: Schema,
  prior: ObjectValue | null,
  config: ObjectValue | null,
  planned: ObjectValue | null,
): string[] {
  if (config === null) return planned === null ? [] : ["planned for existence but config wants absence"];
  if (planned === null) return ["planned for absence but config wants existence"];
  return objectProblems(schema.attributes, prior, config, planned, "");
}

function objectProblems(
  attributes: Attributes,
  prior: ObjectValue | null,
  config: ObjectValue | null,
  planned: ObjectValue | null,
  at: string,
): string[] {
  return Object.entries(attributes).flatMap(([name, attribute]) =>
    attributeProblems(
      attribute,
      prior?.[name] ?? null,
      config?.[name] ?? null,
      planned?.[name] ?? null,
      `${at}.${name}`,
    ),
  );
}

function attributeProblems(
  attribute: Attribute,
  prior: CtyValue,
  config: CtyValue,
  planned: CtyValue,
  at: string,
): string[] {
  const type = shapeOf(attribute);
  if (same(type, planned, config)) return [];
  if (prior !== null && config !== null && same(type, planned, prior)) return [];
  if (attribute.computed && !attribute.optional) return [];
  if (config === null && attribute.computed) return [];
  if (config === null) return [`${at}: planned ${show(planned)} for a non-computed attribute`];
  if (attribute.nested) return nestedProblems(attribute.nested, prior, config, planned, at);
  return [`${at}: planned ${show(planned)} is neither config ${show(config)} nor prior ${show(prior)}`];
}

function nestedProblems(
  { nesting, attributes }: NonNullable<Attribute["nested"]>,
  prior: CtyValue,
  config: CtyValue,
  planned: CtyValue,
  at: string,
): string[] {
  if (planned === null) return [`${at}: planned for absence but config wants existence`];
  if (planned === UNKNOWN) return [`${at}: planned unknown for configured value`];
  if (config === UNKNOWN) return [`${at}: planned ${show(planned)} for unknown config`];
  const each = (before: CtyValue | undefined, wanted: CtyValue, is: CtyValue, step: string) =>
    objectProblems(
      attributes,
      (before ?? null) as ObjectValue | null,
      wanted as ObjectValue | null,
      is as ObjectValue | null,
      at + step,
    );
  if (nesting === "single") return each(prior, config, planned, "");
  const [was, wants, is] = [prior, config, planned].map(elementsOf) as [Elements, Elements, Elements];
  if (nesting === "set") {
    const type = { object: attributes } as const;
    const counts = [wants, is].map((elements) => distinctCount(type, [...elements.values()]));
    const allKnown = [...wants.values(), ...is.values()].every(isKnown);
    return allKnown && counts[0] !== counts[1]
      ? [`${at}: count in plan (${counts[1]}) disagrees with count in config (${counts[0]})`]
      : [];
  }
  if (wants.size !== is.size)
    return [`${at}: count in plan (${is.size}) disagrees with count in config (${wants.size})`];
  return [...is].flatMap(([key, element]) =>
    wants.has(key)
      ? each(was.get(key), wants.get(key)!, element, `[${key}]`)
      : [`${at}: key ${key} from plan is not present in config`],
  );
}

/** Returns why core would refuse the result of a successful apply; empty when it accepts it. */
export function applyProblems(
  schema: Schema,
  planned: ObjectValue | null,
  actual: ObjectValue | null,
): string[] {
  return compatibility({ object: schema.attributes }, planned, actual, "");
}

function compatibility(shape: Shape, planned: CtyValue, actual: CtyValue, at: string): string[] {
  if (planned === UNKNOWN) return isKnown(actual) ? [] : [`${at}: not wholly known after apply`];
  if (actual === UNKNOWN) return [`${at}: was known, but now unknown`];
  if (planned === null || actual === null)
    return planned === actual ? [] : [`${at}: was ${show(planned)}, but now ${show(actual)}`];
  if (typeof shape === "string") return same(shape, planned, actual) ? [] : [`${at}: changed`];
  if ("object" in shape)
    return Object.entries(shape.object).flatMap(([name, attribute]) =>
      compatibility(
        shapeOf(attribute),
        (planned as ObjectValue)[name] ?? null,
        (actual as ObjectValue)[name] ?? null,
        `${at}.${name}`,
      ),
    );
  const [before, after] = [elementsOf(planned), elementsOf(actual)];
  const element = "set" in shape ? shape.set : "list" in shape ? shape.list : shape.map;
  if (!("set" in shape)) {
    const keys = new Set([...before.keys(), ...after.keys()]);
    return [...keys].flatMap((key) =>
      before.has(key) && after.has(key)
        ? compatibility(element, before.get(key)!, after.get(key)!, `${at}[${key}]`)
        : [`${at}[${key}]: was removed or added`],
    );
  }
  const fits = (a: CtyValue, b: CtyValue) => compatibility(element, a, b, at).length === 0;
  const [wanted, got] = [[...before.values()], [...after.values()]];
  const isUnmatched =
    wanted.some((a) => !got.some((b) => fits(a, b))) || got.some((b) => !wanted.some((a) => fits(a, b)));
  const grown = distinctCount(element, wanted) < distinctCount(element, got);
  return isUnmatched || grown ? [`${at}: set elements do not correlate with the plan`] : [];
}

type Shape =
  | "string"
  | "number"
  | "bool"
  | { readonly list: Shape }
  | { readonly set: Shape }
  | { readonly map: Shape }
  | { readonly object: Attributes };

export function shapeOf(attribute: Attribute): Shape {
  if (!attribute.nested) return attribute.type as LeafType;
  const object = { object: attribute.nested.attributes };
  switch (attribute.nested.nesting) {
    case "single":
      return object;
    case "list":
      return { list: object };
    case "set":
      return { set: object };
    case "map":
      return { map: object };
  }
}

/** Core's equality of two values. */
export function same(shape: Shape, a: CtyValue, b: CtyValue): boolean {
  return text(shape, a) === text(shape, b);
}

function text(shape: Shape, value: CtyValue | undefined): string {
  if (value === null || value === undefined) return "null";
  if (value === UNKNOWN) return "unknown";
  if (typeof shape === "string")
    return value instanceof BigNumber ? value.text : JSON.stringify(value).normalize();
  if ("object" in shape) {
    const fields = Object.entries(shape.object);
    return `{${fields.map(([name, attribute]) => `${name}=${text(shapeOf(attribute), (value as ObjectValue)[name])}`)}}`;
  }
  if ("map" in shape) {
    const entries = [...elementsOf(value)].map(([key, one]) => `${key}=${text(shape.map, one)}`);
    return `{${entries.sort()}}`;
  }
  if ("list" in shape) return `[${(value as readonly CtyValue[]).map((one) => text(shape.list, one))}]`;
  return `(${[...new Set((value as readonly CtyValue[]).map((one) => text(shape.set, one)))].sort()})`;
}

/** Of elements that are not known yet each counts: they may turn out different. */
function distinctCount(shape: Shape, elements: readonly CtyValue[]): number {
  const known = elements.filter(isKnown);
  return new Set(known.map((element) => text(shape, element))).size + elements.length - known.length;
}

type Elements = ReadonlyMap<string, CtyValue>;

function elementsOf(value: CtyValue): Elements {
  return new Map(value === null || value === UNKNOWN ? [] : Object.entries(value));
}

function isKnown(value: CtyValue): boolean {
  if (value === UNKNOWN) return false;
  if (value === null || typeof value !== "object") return true;
  return Object.values(value).every(isKnown);
}

function show(value: CtyValue): string {
  return JSON.stringify(value);
}
