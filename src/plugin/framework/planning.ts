import {
  type AttributePath,
  type CtyValue,
  isWhollyKnown,
  type ObjectValue,
  UNKNOWN,
  valuesEqual,
} from "../cty";
import type { CompiledAttribute, CompiledSchema } from "./compiled-schema";
import { planElements } from "./element-planning";
import { configuredNames, elementPrefix, type PrivateData } from "./private-state";
import { semanticallyEqual, semanticallyNull } from "./semantic-equality";

/*
 * The planned state of a resource, from its schema, its prior state and its configuration.
 *
 * 1. A configured value is planned as it is, unless the prior value is semantically equal: then the prior value is
 *    preserved. Terraform's core allows no other value. A value with an unknown in it is planned as it is.
 * 2. A single nested object is planned attribute by attribute. In a collection of objects each element is planned against
 *    the prior element it continues (see element-planning.ts), unless the prior collection is semantically equal as a
 *    whole.
 * 3. An attribute that the configuration leaves out is null. If it is computed, `default` and `unset` decide; a computed
 *    attribute that the configuration cannot set keeps its prior value, unknown on create.
 * 4. Without a change, the plan is the prior state. Volatile attributes are unknown only where something changes.
 *
 * Planning the planned state again gives the same plan, since core plans up to three times.
 */

export interface PlanInput {
  readonly schema: CompiledSchema;
  /** Null on create. */
  readonly prior: ObjectValue | null;
  readonly config: ObjectValue;
  readonly priorPrivate: PrivateData;
  /** The resource's own modification of the state planned from the schema. */
  readonly modify?: (planned: ObjectValue) => ObjectValue;
}

export interface Plan {
  readonly planned: ObjectValue;
  readonly requiresReplace: readonly AttributePath[];
  readonly plannedPrivate: PrivateData;
}

/** The parameters of one walk over the schema. */
interface PlanRun {
  /** Names of the attributes that came from the configuration of the last apply. */
  readonly configured: ReadonlySet<string>;
  /** Whether something changes: volatile attributes are then unknown. */
  readonly updating: boolean;
}

/** Plans a create or an update. A destroy needs no planning. */
export function planResource({
  schema,
  prior,
  config,
  priorPrivate,
  modify = (planned) => planned,
}: PlanInput): Plan {
  const attempt = (updating: boolean): ObjectValue => {
    const run = { configured: priorPrivate.configured, updating };
    return planObject(schema.attributes, prior, config, "", run);
  };
  const unchanged = attempt(false);
  const changes = (planned: ObjectValue) => prior !== null && !valuesEqual(prior, planned, schema.type);
  const updating = schema.hasVolatile && changes(unchanged);
  let planned = modify(updating ? attempt(true) : unchanged);
  if (schema.hasVolatile && !updating && changes(planned)) planned = modify(attempt(true));

  const configured = configuredNames(schema.attributes, config);
  return {
    planned,
    requiresReplace:
      prior === null || prior === planned ? [] : requiresReplacePaths(schema.attributes, prior, planned),
    // The private state of a replaced object does not apply to the new one.
    plannedPrivate:
      prior === null
        ? { configured }
        : {
            configured,
            configuredBefore: priorPrivate.configured,
            privateState: priorPrivate.privateState,
          },
  };
}

/**
 * Plans the attributes of one object. Returns the prior object itself where nothing changes, which makes comparisons
 * fast. `prior` is null where there is no prior object.
 * `prefix` is the object's name in the private state; undefined within a list or a set, whose elements have no names.
 */
function planObject(
  attributes: readonly CompiledAttribute[],
  prior: ObjectValue | null,
  config: ObjectValue,
  prefix: string | undefined,
  run: PlanRun,
): ObjectValue {
  const planned: Record<string, CtyValue> = {};
  let isUnchanged = prior !== null;
  for (const attribute of attributes) {
    const { name } = attribute;
    const before = prior === null ? undefined : (prior[name] ?? null);
    const path = prefix === undefined ? undefined : prefix + name;
    planned[name] = planAttribute(attribute, before, config[name] ?? null, path, run);
    isUnchanged &&= planned[name] === prior![name];
  }
  return isUnchanged ? prior! : planned;
}

function planAttribute(
  attribute: CompiledAttribute,
  prior: CtyValue | undefined,
  config: CtyValue,
  path: string | undefined,
  run: PlanRun,
): CtyValue {
  if (config === null) return planUnset(attribute, prior, path, run);
  if (config === UNKNOWN) return config;
  const { nesting, children } = attribute;
  if (nesting === "single") {
    const inner = path === undefined ? undefined : `${path}.`;
    return planObject(children, (prior ?? null) as ObjectValue | null, config as ObjectValue, inner, run);
  }
  const had = prior !== undefined && prior !== null;
  if (had && isWhollyKnown(config) && semanticallyEqual(attribute, prior, config)) return prior;
  if (nesting === undefined) return config;
  const filled = planElements(attribute, prior ?? null, config, (before, element, key) =>
    planObject(
      children,
      before,
      element,
      path === undefined || key === undefined ? undefined : elementPrefix(path, key),
      run,
    ),
  );
  return had && semanticallyEqual(attribute, prior, filled) ? prior : filled;
}

/** Plans an attribute that the configuration leaves out. `prior` is undefined where there is no prior object. */
function planUnset(
  attribute: CompiledAttribute,
  prior: CtyValue | undefined,
  path: string | undefined,
  { configured, updating }: PlanRun,
): CtyValue {
  const { definition, computed, configurable } = attribute;
  if (!computed) return null;
  if (definition.volatile && (updating || prior === undefined)) return UNKNOWN;
  if (!configurable) return prior === undefined ? UNKNOWN : prior;
  if (definition.default !== undefined)
    return prior !== undefined && semanticallyEqual(attribute, prior, definition.default)
      ? prior
      : definition.default;
  switch (definition.unset ?? "clear") {
    case "server":
      return prior === undefined || (path !== undefined && configured.has(path)) ? UNKNOWN : prior;
    case "keep":
      return prior === undefined ? UNKNOWN : prior;
    case "clear":
      return prior !== undefined && semanticallyNull(attribute, prior) ? prior : null;
  }
}

/** Returns the paths whose change replaces the resource. A semantically equal value is no change. */
function requiresReplacePaths(
  attributes: readonly CompiledAttribute[],
  prior: ObjectValue | null,
  planned: ObjectValue | null,
  at: AttributePath = [],
): AttributePath[] {
  return attributes.flatMap((attribute) => {
    if (!attribute.hasRequiresReplace) return [];
    const before = prior?.[attribute.name] ?? null;
    const after = planned?.[attribute.name] ?? null;
    if (valuesEqual(before, after, attribute.type)) return [];
    const path = [...at, attribute.name];
    if (attribute.definition.requiresReplace)
      return semanticallyEqual(attribute, before, after) ? [] : [path];
    // Nested values are unknown and may differ.
    if (after === UNKNOWN) return [path];
    return nestedReplacePaths(attribute, before, after, path);
  });
}

function nestedReplacePaths(
  { nesting, children }: CompiledAttribute,
  before: CtyValue,
  after: CtyValue,
  path: AttributePath,
): AttributePath[] {
  if (nesting === "single")
    return requiresReplacePaths(children, before as ObjectValue | null, after as ObjectValue | null, path);
  if (nesting === "map") {
    const [left, right] = [(before ?? {}) as ObjectValue, (after ?? {}) as ObjectValue];
    const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])];
    return keys.flatMap((key) => elementReplacePaths(children, left[key], right[key], [...path, { key }]));
  }
  const [left, right] = [(before ?? []) as readonly CtyValue[], (after ?? []) as readonly CtyValue[]];
  const longest = left.length > right.length ? left : right;
  return longest.flatMap((_, index) =>
    elementReplacePaths(children, left[index], right[index], [...path, index]),
  );
}

function elementReplacePaths(
  children: readonly CompiledAttribute[],
  before: CtyValue | undefined,
  after: CtyValue | undefined,
  path: AttributePath,
): AttributePath[] {
  if (after === UNKNOWN) return [path];
  return requiresReplacePaths(
    children,
    (before ?? null) as ObjectValue | null,
    (after ?? null) as ObjectValue | null,
    path,
  );
}
