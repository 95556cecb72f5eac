import { type AttributePath, type CtyValue, type ObjectValue, UNKNOWN, valuesEqual } from "../cty";
import type { CompiledAttribute, CompiledSchema } from "./compiled-schema";
import { planElements } from "./element-planning";
import { whollyKnown } from "./known";
import { meansAbsent, sameMeaning } from "./meaning";
import { configuredNames, elementPrefix, type PrivateState } from "./private-state";
import { replacePaths } from "./replacement";

/*
 * What a resource is planned to become, from its schema, its prior state and its configuration alone.
 *
 * 1. What the configuration says is planned as it says it, unless the prior value means the same: then the prior
 *    spelling stays. Terraform's core allows those two and nothing else. What holds an unknown is planned as it stands.
 * 2. A single nested object is planned attribute by attribute, each with its own prior spelling. In collections of
 *    objects each element is planned so against the prior element it continues (see element-planning.ts), unless the
 *    prior collection as a whole means the same.
 * 3. What the configuration leaves out is null, or for a computed attribute what `default` and `unset` say; a computed
 *    attribute that the configuration cannot set keeps its prior value, unknown on create.
 * 4. Where nothing changes, the plan is the prior state. Only where something does are volatile attributes unknown.
 *
 * Planning a plan's outcome again gives the same, since core asks up to three times.
 */

export interface PlanInput {
  readonly schema: CompiledSchema;
  /** Null on create. */
  readonly prior: ObjectValue | null;
  readonly config: ObjectValue;
  readonly priorPrivate: PrivateState;
  /** The resource's own refinement of what the schema makes of prior and config. */
  readonly refine?: (planned: ObjectValue) => ObjectValue;
}

export interface Plan {
  readonly planned: ObjectValue;
  readonly requiresReplace: readonly AttributePath[];
  readonly privateState: PrivateState;
}

/** How one walk over the schema plans. */
interface PlanRun {
  /** Attributes that came from the configuration last time. */
  readonly configured: ReadonlySet<string>;
  /** Something changes: volatile attributes are unknown. */
  readonly updating: boolean;
}

/** Plans a create or an update; a destroy needs no planning. */
export function planResource({ schema, prior, config, priorPrivate, refine = (as) => as }: PlanInput): Plan {
  const attempt = (updating: boolean): ObjectValue => {
    const run = { configured: priorPrivate.configured, updating };
    return planObject(schema.attributes, prior, config, "", run);
  };
  const settled = attempt(false);
  const changes = (planned: ObjectValue) => prior !== null && !valuesEqual(prior, planned, schema.type);
  const updating = schema.volatileWithin && changes(settled);
  let planned = refine(updating ? attempt(true) : settled);
  if (schema.volatileWithin && !updating && changes(planned)) planned = refine(attempt(true));

  const configured = configuredNames(schema.attributes, config);
  return {
    planned,
    requiresReplace:
      prior === null || prior === planned ? [] : replacePaths(schema.attributes, prior, planned),
    // What was noted of an object is not true of another one that takes its place.
    privateState:
      prior === null
        ? { configured }
        : { configured, before: priorPrivate.configured, notes: priorPrivate.notes },
  };
}

/**
 * Plans the attributes of one object: the prior object itself where nothing in it is new, so that whoever sees it knows
 * at a glance. `prior` null: there is no object to keep anything of.
 * `prefix` names the place for the private state; undefined inside a list or a set, which have no lasting names.
 */
function planObject(
  attributes: readonly CompiledAttribute[],
  prior: ObjectValue | null,
  config: ObjectValue,
  prefix: string | undefined,
  run: PlanRun,
): ObjectValue {
  const planned: Record<string, CtyValue> = {};
  let asBefore = prior !== null;
  for (const attribute of attributes) {
    const { name } = attribute;
    const before = prior === null ? undefined : (prior[name] ?? null);
    const path = prefix === undefined ? undefined : prefix + name;
    planned[name] = planAttribute(attribute, before, config[name] ?? null, path, run);
    asBefore &&= planned[name] === prior![name];
  }
  return asBefore ? prior! : planned;
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
  if (had && whollyKnown(config) && sameMeaning(attribute, prior, config)) return prior;
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
  return had && sameMeaning(attribute, prior, filled) ? prior : filled;
}

/** `prior` undefined: there is nothing to keep, not even an absence. */
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
    return prior !== undefined && sameMeaning(attribute, prior, definition.default)
      ? prior
      : definition.default;
  switch (definition.unset ?? "clear") {
    case "server":
      return prior === undefined || (path !== undefined && configured.has(path)) ? UNKNOWN : prior;
    case "keep":
      return prior === undefined ? UNKNOWN : prior;
    case "clear":
      return prior !== undefined && meansAbsent(attribute, prior) ? prior : null;
  }
}
