import type { ObjectValue } from "../../cty";
import type { tfplugin6 } from "../../protocol";
import type { Diagnostic } from "../diagnostic";
import { planResource } from "../planning";
import { decodePrivate, encodePrivate } from "../private-state";
import { decodeObject, encodeObject, toDiagnostics, toPath } from "./messages";
import { lookUp, type Runtime } from "./runtime";

/** A destroy plan stays null; everything else is planned from the schema, then refined by the resource. */
export function planResourceChange<Meta>(
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
  const refine = (planned: ObjectValue): ObjectValue => {
    if (!kind.plan) return planned;
    const refined = kind.plan({ meta: runtime.configured, prior, config, planned });
    diagnostics = refined.diagnostics ?? [];
    return refined.planned;
  };
  const priorPrivate = decodePrivate(request.priorPrivate);
  const { planned, requiresReplace, privateState } = planResource({
    schema,
    prior,
    config,
    priorPrivate,
    refine,
  });
  return {
    plannedState: encodeObject(planned, schema.type),
    requiresReplace: requiresReplace.map(toPath),
    plannedPrivate: encodePrivate(privateState),
    diagnostics: toDiagnostics(diagnostics, schema.type),
  };
}
