import type { ObjectValue } from "../../cty";
import type { tfplugin6 } from "../../protocol";
import { type Diagnostic, hasErrors } from "../diagnostic";
import { planResource } from "../planning";
import { decodePrivate, encodePrivate, type PrivateState } from "../private-state";
import type { Resource } from "../provider";
import { toDiagnostics, toPath } from "./diagnostic-message";
import { decodeObject, encodeObject } from "./dynamic-value";
import { logThrown, lookUp, type ProviderServer } from "./provider-server";

/** Plans a create or an update from the schema, then lets the resource modify it. The plan of a destroy is null. */
export async function planResourceChange<Meta>(
  server: ProviderServer<Meta>,
  request: tfplugin6.PlanResourceChangeRequest,
) {
  const { kind: resource, schema } = lookUp(server.resources, request.typeName);
  const prior = decodeObject(request.priorState, schema.type);
  const config = decodeObject(request.config, schema.type);
  // The proposed state in the request is ignored: it follows from prior and configuration, without semantic equality.
  if (config === null)
    return { plannedState: encodeObject(null, schema.type), plannedPrivate: request.priorPrivate };

  let diagnostics: readonly Diagnostic[] = [];
  const priorPrivate = decodePrivate(request.priorPrivate);
  const { privateState } = priorPrivate;
  const modify = (planned: ObjectValue): ObjectValue => {
    if (!resource.plan) return planned;
    const modified = resource.plan({ meta: server.configured, prior, config, planned, privateState });
    diagnostics = modified.diagnostics ?? [];
    return modified.planned;
  };
  const { planned, requiresReplace, plannedPrivate } = planResource({
    schema,
    prior,
    config,
    priorPrivate,
    modify,
  });
  const warnings = hasErrors(diagnostics)
    ? []
    : await planDiagnostics(server, resource, { prior, planned, config, privateState });
  return {
    plannedState: encodeObject(planned, schema.type),
    requiresReplace: requiresReplace.map(toPath),
    plannedPrivate: encodePrivate(plannedPrivate),
    diagnostics: toDiagnostics([...diagnostics, ...warnings], schema.type),
  };
}

/**
 * Returns the resource's warnings about a plan. A plan does not fail with them. There are none while the provider is not
 * configured, and none while core applies: it then plans once more, when the user has decided and the server changes.
 */
async function planDiagnostics<Meta>(
  server: ProviderServer<Meta>,
  resource: Resource<Meta>,
  plan: { prior: ObjectValue | null; planned: ObjectValue; config: ObjectValue; privateState?: PrivateState },
): Promise<readonly Diagnostic[]> {
  if (!resource.planDiagnostics || server.configured === undefined || server.isApplying) return [];
  const context = server.context(`planning ${resource.typeName}`);
  if ("severity" in context) return [];
  try {
    const warnings = await resource.planDiagnostics(context, plan);
    return server.isApplying ? [] : warnings;
  } catch (thrown) {
    logThrown(thrown, `checking the plan of ${resource.typeName}`);
    return [];
  }
}
