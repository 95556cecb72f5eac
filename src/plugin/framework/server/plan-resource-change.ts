import type { ObjectValue } from "../../cty";
import type { tfplugin6 } from "../../protocol";
import { type Diagnostic, hasErrors } from "../diagnostic";
import { planResource } from "../planning";
import { decodePrivate, encodePrivate, type Notes } from "../private-state";
import type { Resource } from "../resource";
import { logFailure } from "./log";
import { decodeObject, encodeObject, toDiagnostics, toPath } from "./messages";
import { lookUp, type Runtime } from "./runtime";

/** A destroy plan stays null; everything else is planned from the schema, then refined by the resource. */
export async function planResourceChange<Meta>(
  runtime: Runtime<Meta>,
  request: tfplugin6.PlanResourceChangeRequest,
) {
  const { kind, schema } = lookUp(runtime.resources, request.typeName);
  const prior = decodeObject(request.priorState, schema.type);
  const config = decodeObject(request.config, schema.type);
  // What core proposes is worked out from prior and configuration too, with less knowledge of meaning.
  if (config === null)
    return { plannedState: encodeObject(null, schema.type), plannedPrivate: request.priorPrivate };

  let diagnostics: readonly Diagnostic[] = [];
  const priorPrivate = decodePrivate(request.priorPrivate);
  const refine = (planned: ObjectValue): ObjectValue => {
    if (!kind.plan) return planned;
    const refined = kind.plan({
      meta: runtime.configured,
      prior,
      config,
      planned,
      notes: priorPrivate.notes,
    });
    diagnostics = refined.diagnostics ?? [];
    return refined.planned;
  };
  const { planned, requiresReplace, privateState } = planResource({
    schema,
    prior,
    config,
    priorPrivate,
    refine,
  });
  const found = hasErrors(diagnostics)
    ? []
    : await lookAround(runtime, kind, { prior, planned, config, notes: priorPrivate.notes });
  return {
    plannedState: encodeObject(planned, schema.type),
    requiresReplace: requiresReplace.map(toPath),
    plannedPrivate: encodePrivate(privateState),
    diagnostics: toDiagnostics([...diagnostics, ...found], schema.type),
  };
}

/**
 * Without a configured provider there is nobody to ask. A plan does not fail for what is only a look. Core plans once more
 * while it applies, where what the look finds may be about to go, and where nobody decides by it any more.
 */
async function lookAround<Meta>(
  runtime: Runtime<Meta>,
  kind: Resource<Meta>,
  plan: { prior: ObjectValue | null; planned: ObjectValue; config: ObjectValue; notes?: Notes },
): Promise<readonly Diagnostic[]> {
  if (!kind.foresee || runtime.configured === undefined || runtime.applying) return [];
  const context = runtime.operation(`planning ${kind.typeName}`);
  if ("severity" in context) return [];
  try {
    const found = await kind.foresee(context, plan);
    return runtime.applying ? [] : found;
  } catch (thrown) {
    logFailure(thrown, `looking around for ${kind.typeName}`);
    return [];
  }
}
