import { DEFERRED, isPlainObject, type Json } from "../model";
import { resolveReferences } from "./plan-references";
import { identified, isAccessResource, type ResourceValues } from "./resource-values";
import { ReviewError } from "./review-error";

/** The resources of a plan on both sides. */
export interface PlanResources {
  /** As the refresh of the plan found them. */
  readonly before: readonly ResourceValues[];
  /** As they are after the apply. */
  readonly after: readonly ResourceValues[];
  /** Texts that the plan marks as sensitive: no output shows them. */
  readonly sensitive: ReadonlySet<string>;
}

/**
 * Reads the output of `terraform show -json` of a saved plan; OpenTofu's is the same.
 *
 * @throws ReviewError for anything else than a plan, and for a plan that failed
 */
export function resourcesOfPlan(plan: unknown): PlanResources {
  checkPlan(plan);
  const changes = changesOf(plan.resource_changes);
  const before = [
    ...resourcesIn(isPlainObject(plan.prior_state) ? plan.prior_state.values : undefined),
    ...deposed(changes),
  ];
  const byAddress = new Map(changes.filter(({ isDeposed }) => !isDeposed).map((one) => [one.address, one]));
  const planned = resourcesIn(plan.planned_values).map((resource) => {
    const unknown = byAddress.get(resource.address)?.unknown;
    return identified({ ...resource, values: withUnknown(resource.values, unknown) as Json });
  });
  // What Terraform only forgets stays in the account.
  const forgotten = before.filter(({ address }) => byAddress.get(address)?.isForgotten === true);
  return {
    before,
    after: [...resolveReferences(planned, plan.configuration), ...forgotten],
    sensitive: new Set(changes.flatMap(({ sensitive }) => sensitive)),
  };
}

/**
 * Reads what a refresh found: before is the state, after what the account has.
 *
 * @throws ReviewError for anything else than a plan, and for a plan that failed
 */
export function resourcesOfDrift(plan: unknown): PlanResources {
  checkPlan(plan);
  const after = resourcesIn(isPlainObject(plan.prior_state) ? plan.prior_state.values : undefined);
  const drift = changesOf(plan.resource_drift);
  const drifted = new Set(drift.map(({ address }) => address));
  const before = drift.flatMap(({ address, type, before: values }) =>
    isPlainObject(values) ? [{ address, type, values: values as Json }] : [],
  );
  return {
    before: [...after.filter(({ address }) => !drifted.has(address)), ...before],
    after,
    sensitive: new Set([...changesOf(plan.resource_changes), ...drift].flatMap(({ sensitive }) => sensitive)),
  };
}

function checkPlan(plan: unknown): asserts plan is Json {
  if (!isPlainObject(plan) || !isPlainObject(plan.planned_values)) throw notAPlan(plan);
  if (plan.errored === true)
    throw new ReviewError(
      "The plan failed, so that it does not say what would be applied. Correct it first.",
    );
}

function notAPlan(given: unknown): ReviewError {
  const isState = isPlainObject(given) && isPlainObject(given.values);
  const what = isState ? "This is a state, not a plan." : "This is not a plan.";
  return new ReviewError(
    `${what} Expected a file that \`terraform plan -out=FILE\` wrote, or what \`terraform show -json FILE\` prints of it.`,
  );
}

interface Change {
  readonly address: string;
  readonly type: string;
  readonly before: unknown;
  readonly unknown: unknown;
  readonly isForgotten: boolean;
  readonly isDeposed: boolean;
  readonly sensitive: readonly string[];
}

function changesOf(given: unknown): Change[] {
  const entries: unknown[] = Array.isArray(given) ? given : [];
  return entries.flatMap((entry) => {
    if (!isPlainObject(entry) || !isPlainObject(entry.change) || !isAccessResource(entry.type)) return [];
    const { change } = entry;
    const actions: unknown[] = Array.isArray(change.actions) ? change.actions : [];
    return [
      {
        address: String(entry.address),
        type: entry.type,
        before: change.before,
        unknown: change.after_unknown,
        isForgotten: actions.includes("forget"),
        isDeposed: entry.deposed !== undefined,
        sensitive: [
          ...sensitiveTexts(change.before, change.before_sensitive),
          ...sensitiveTexts(change.after, change.after_sensitive),
        ],
      },
    ];
  });
}

/** Objects that a replacement left behind and this plan deletes. */
function deposed(changes: readonly Change[]): ResourceValues[] {
  return changes.flatMap(({ isDeposed, address, type, before }) =>
    isDeposed && isPlainObject(before)
      ? [{ address: `${address} (deposed)`, type, values: before as Json }]
      : [],
  );
}

/** The managed resources of a state's or a plan's values, those of modules too. */
function resourcesIn(values: unknown): ResourceValues[] {
  if (!isPlainObject(values)) return [];
  return resourcesOfModule(values.root_module);
}

function resourcesOfModule(module: unknown): ResourceValues[] {
  if (!isPlainObject(module)) return [];
  const own: unknown[] = Array.isArray(module.resources) ? module.resources : [];
  const children: unknown[] = Array.isArray(module.child_modules) ? module.child_modules : [];
  return [
    ...own.flatMap((resource): ResourceValues[] => {
      if (!isPlainObject(resource) || resource.mode !== "managed" || !isAccessResource(resource.type))
        return [];
      const { address, type, values } = resource;
      const suffix = resource.deposed_key === undefined ? "" : " (deposed)";
      return isPlainObject(values) ? [{ address: `${address}${suffix}`, type, values: values as Json }] : [];
    }),
    ...children.flatMap(resourcesOfModule),
  ];
}

/** The planned value with DEFERRED wherever the plan marks it as known after the apply. */
function withUnknown(value: unknown, unknown: unknown): unknown {
  if (unknown === true) return DEFERRED;
  if (Array.isArray(unknown)) {
    const values: unknown[] = Array.isArray(value) ? value : [];
    const length = Math.max(values.length, unknown.length);
    return Array.from({ length }, (_, index) => withUnknown(values[index] ?? null, unknown[index]));
  }
  if (!isPlainObject(unknown)) return value;
  if (Object.keys(unknown).length === 0) return value;
  const members: Record<string, unknown> = { ...(isPlainObject(value) ? value : {}) };
  for (const [name, member] of Object.entries(unknown))
    members[name] = withUnknown(members[name] ?? null, member);
  return members;
}

function sensitiveTexts(value: unknown, marks: unknown): string[] {
  if (marks === true) return textsIn(value);
  if (Array.isArray(marks) && Array.isArray(value))
    return marks.flatMap((mark, index) => sensitiveTexts(value[index], mark));
  if (!isPlainObject(marks) || !isPlainObject(value)) return [];
  return Object.entries(marks).flatMap(([name, mark]) => sensitiveTexts(value[name], mark));
}

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return value === "" ? [] : [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return isPlainObject(value) ? Object.values(value).flatMap(textsIn) : [];
}
