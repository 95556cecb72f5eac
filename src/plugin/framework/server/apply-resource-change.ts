import {
  type CtyType,
  type CtyValue,
  type ObjectValue,
  renderPath,
  unknownsAsNull,
  ValueError,
} from "../../cty";
import type { tfplugin6 } from "../../protocol";
import type { CompiledSchema } from "../compiled-schema";
import { type Diagnostic, errorDiagnostic, hasErrors } from "../diagnostic";
import { inconsistentResult } from "../inconsistent-result";
import {
  decodePrivate,
  encodePrivate,
  type PrivateData,
  type PrivateState,
  privateAfterApply,
} from "../private-state";
import type { OperationContext, Resource } from "../provider";
import { toDiagnostics } from "./diagnostic-message";
import { decodeObject, encodeObject } from "./dynamic-value";
import { lookUp, type OperationResult, type ProviderServer, runOperation } from "./provider-server";

/** A planned change: a create has no prior state, a delete no planned one. */
interface Change {
  readonly prior: ObjectValue | null;
  readonly planned: ObjectValue | null;
  readonly config: ObjectValue | null;
}

/**
 * Creates, updates or deletes. The response always holds what is known to exist: after a failed create what was created,
 * after a failed update or delete at least the prior state.
 */
export async function applyResourceChange<Meta>(
  server: ProviderServer<Meta>,
  request: tfplugin6.ApplyResourceChangeRequest,
) {
  const { kind: resource, schema } = lookUp(server.resources, request.typeName);
  server.beginApply();
  const change: Change = {
    prior: decodeObject(request.priorState, schema.type),
    planned: decodeObject(request.plannedState, schema.type),
    config: decodeObject(request.config, schema.type),
  };
  const operation = `${verb(change)} ${resource.typeName}`;
  const context = server.context(operation);
  const plannedPrivate = decodePrivate(request.plannedPrivate);
  const result =
    "severity" in context
      ? { state: change.prior, diagnostics: [context] }
      : await runChange(resource, context, change, plannedPrivate.privateState ?? {}, operation);
  return response(schema, change, result, plannedPrivate, operation);
}

function verb({ prior, planned }: Change): string {
  if (planned === null) return "deleting";
  return prior === null ? "creating" : "updating";
}

function runChange<Meta>(
  resource: Resource<Meta>,
  context: OperationContext<Meta>,
  { prior, planned, config }: Change,
  privateState: PrivateState,
  operation: string,
): Promise<OperationResult> {
  return runOperation(operation, async () => {
    if (planned === null) {
      const diagnostics =
        prior === null ? [] : await resource.delete(context, { state: prior, privateState });
      return { state: hasErrors(diagnostics) ? prior : null, diagnostics };
    }
    // Core always sends the configuration with a planned state.
    const wanted = { planned, config: config ?? planned };
    return prior === null
      ? resource.create(context, wanted)
      : resource.update(context, { prior, ...wanted, privateState });
  });
}

function response(
  schema: CompiledSchema,
  { prior, planned }: Change,
  { state: returned, diagnostics, privateState }: OperationResult,
  plannedPrivate: PrivateData,
  operation: string,
) {
  // After a failure without a state, the prior state still exists.
  const state = hasErrors(diagnostics) ? (returned ?? prior) : returned;
  const { encoded, problems } = encodeFitting(schema.type, state && unknownsAsNull(state), operation);
  diagnostics.push(...problems);
  // Earlier errors explain the difference already.
  if (planned !== null && !hasErrors(diagnostics))
    diagnostics.push(
      ...(state === null ? [notFound(operation)] : inconsistentResult(schema, planned, state, operation)),
    );
  return {
    newState: encoded,
    private:
      state === null
        ? new Uint8Array()
        : encodePrivate(privateAfterApply(plannedPrivate, hasErrors(diagnostics), privateState)),
    diagnostics: toDiagnostics(diagnostics, schema.type),
  };
}

function notFound(operation: string): Diagnostic {
  return errorDiagnostic(
    `Nothing was there after ${operation}`,
    "It may have been deleted outside of Terraform at the same time. The next plan reads it again and plans to create it.",
  );
}

/**
 * Encodes the state that a resource returned after a change. An attribute that does not fit the schema is an error and
 * left out, so that the rest (above all the id) is not lost.
 */
function encodeFitting(
  type: CtyType,
  state: CtyValue,
  operation: string,
): { encoded: { msgpack: Uint8Array }; problems: Diagnostic[] } {
  const problems: Diagnostic[] = [];
  let rest = state;
  for (;;) {
    try {
      return { encoded: encodeObject(rest, type), problems };
    } catch (error) {
      const misfit = misfitAttribute(error, type, rest);
      if (misfit === undefined) throw error;
      const { [misfit]: _, ...others } = rest as ObjectValue;
      rest = others;
      const { reason, path } = error as ValueError;
      problems.push(
        errorDiagnostic(
          `The result after ${operation} does not fit the schema`,
          `${renderPath([misfit, ...path.slice(1)])}: ${reason}. This is a bug in the provider: please report it. ` +
            "The state has everything else.",
          [misfit],
        ),
      );
    }
  }
}

function misfitAttribute(error: unknown, type: CtyType, state: CtyValue): string | undefined {
  if (!(error instanceof ValueError) || type.kind !== "object" || state === null) return undefined;
  const [named] = error.path;
  if (typeof named === "string") return named;
  return Object.keys(state as ObjectValue).find((name) => !Object.hasOwn(type.attributes, name));
}
