import type { Attributes, Schema } from "../../src/plugin";
import type { CtyValue, ObjectValue } from "../../src/plugin/cty";
import { UNKNOWN } from "../../src/plugin/cty";
import { same, shapeOf } from "./core-rules";

/*
 * What Terraform's core proposes as the new state in every request for a plan, written down from how it behaves: what
 * the configuration says, and the prior value of computed attributes that it leaves out. Elements of lists are matched
 * by index, of maps by key, of sets by what the configuration says of them. Nothing prior: computed ones are null.
 */
export function proposedNewState(
  schema: Schema,
  prior: ObjectValue | null,
  config: ObjectValue | null,
): ObjectValue | null {
  return config && proposedObject(schema.attributes, prior, config);
}

function proposedObject(attributes: Attributes, prior: ObjectValue | null, config: ObjectValue): ObjectValue {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, attribute]) => {
      const [before, wanted] = [prior?.[name] ?? null, config[name] ?? null];
      if (wanted === null) return [name, attribute.computed ? before : null];
      return [name, attribute.nested ? proposedNested(attribute.nested, before, wanted) : wanted];
    }),
  );
}

type Nested = NonNullable<Attributes[string]["nested"]>;

function proposedNested({ nesting, attributes }: Nested, prior: CtyValue, config: CtyValue): CtyValue {
  if (config === UNKNOWN) return config;
  const follow = (before: CtyValue | undefined, wanted: CtyValue): CtyValue =>
    wanted === null || wanted === UNKNOWN
      ? wanted
      : proposedObject(attributes, isObject(before) ? before : null, wanted as ObjectValue);
  if (nesting === "single") return follow(prior, config);
  if (nesting === "map") {
    const before = isObject(prior) ? prior : {};
    return Object.fromEntries(
      Object.entries(config as ObjectValue).map(([key, wanted]) => [key, follow(before[key], wanted)]),
    );
  }
  const before = Array.isArray(prior) ? [...prior] : [];
  return (config as readonly CtyValue[]).map((wanted, index) => {
    if (nesting === "list") return follow(before[index], wanted);
    const match = before.findIndex((element) => fits(attributes, element, wanted));
    return follow(match < 0 ? undefined : before.splice(match, 1)[0], wanted);
  });
}

/** Whether an element of a set could be what became of what is configured. */
function fits(attributes: Attributes, element: CtyValue, config: CtyValue): boolean {
  if (!isObject(element) || !isObject(config)) return false;
  return Object.entries(attributes).every(([name, attribute]) => {
    const wanted = config[name] ?? null;
    if (wanted === null && attribute.computed) return true;
    return same(shapeOf(attribute), element[name] ?? null, wanted);
  });
}

function isObject(value: CtyValue | undefined): value is ObjectValue {
  return typeof value === "object" && value !== null && !Array.isArray(value) && value.constructor === Object;
}
