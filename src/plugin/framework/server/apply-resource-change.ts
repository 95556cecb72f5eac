import type { ObjectValue } from "../../cty";
import type { tfplugin6 } from "../../protocol";
import type { CompiledSchema } from "../compiled-schema";
import { type Diagnostic, errorDiagnostic, hasErrors } from "../diagnostic";
import { knownPart } from "../known";
import { decodePrivate, encodePrivate, type Notes, settlePrivate } from "../private-state";
import type { OperationContext, Resource } from "../resource";
import { attempt, type Outcome } from "./guard";
import { decodeObject, toDiagnostics } from "./messages";
import { brokenPromises } from "./result-check";
import { lookUp, type Runtime } from "./runtime";
import { saveableState } from "./saveable-state";

/** One change as Terraform decided it: which of prior and planned is null says which kind it is. */
interface Change {
  readonly prior: ObjectValue | null;
  readonly planned: ObjectValue | null;
  readonly config: ObjectValue | null;
}

/**
 * Creates, updates or deletes. Whatever happens the answer says what exists as far as it is known: of a failed create
 * what was made, of a failed update or delete at least what was there before.
 */
export async function applyResourceChange<Meta>(
  runtime: Runtime<Meta>,
  request: tfplugin6.ApplyResourceChangeRequest,
) {
  const { kind, schema } = lookUp(runtime.resources, request.typeName);
  runtime.beginChange();
  const change: Change = {
    prior: decodeObject(request.priorState, schema.type),
    planned: decodeObject(request.plannedState, schema.type),
    config: decodeObject(request.config, schema.type),
  };
  const doing = `${verb(change)} ${kind.typeName}`;
  const context = runtime.operation(doing);
  const outcome =
    "severity" in context
      ? { state: change.prior, diagnostics: [context] }
      : await run(kind, context, change, decodePrivate(request.plannedPrivate).notes ?? {}, doing);
  return answer(schema, change, outcome, request.plannedPrivate, doing);
}

function verb({ prior, planned }: Change): string {
  if (planned === null) return "deleting";
  return prior === null ? "creating" : "updating";
}

function run<Meta>(
  resource: Resource<Meta>,
  context: OperationContext<Meta>,
  { prior, planned, config }: Change,
  notes: Notes,
  doing: string,
): Promise<Outcome> {
  return attempt(doing, async () => {
    if (planned === null) {
      const diagnostics = prior === null ? [] : await resource.delete(context, { state: prior, notes });
      return { state: hasErrors(diagnostics) ? prior : null, diagnostics };
    }
    // Core always sends the configuration with what it plans to make of it.
    const wanted = { planned, config: config ?? planned };
    return prior === null
      ? resource.create(context, wanted)
      : resource.update(context, { prior, ...wanted, notes });
  });
}

function answer(
  schema: CompiledSchema,
  { prior, planned }: Change,
  { state: result, diagnostics, notes }: Outcome,
  plannedPrivate: Uint8Array,
  doing: string,
) {
  // Of something that failed and said nothing more, what was there before is still there.
  const state = hasErrors(diagnostics) ? (result ?? prior) : result;
  const { encoded, problems } = saveableState(schema.type, state && knownPart(state), doing);
  diagnostics.push(...problems);
  // Errors there are already explain what is not as planned.
  if (planned !== null && !hasErrors(diagnostics))
    diagnostics.push(...(state === null ? [vanished(doing)] : brokenPromises(schema, planned, state, doing)));
  return {
    newState: encoded,
    private:
      state === null
        ? new Uint8Array()
        : encodePrivate(settlePrivate(decodePrivate(plannedPrivate), hasErrors(diagnostics), notes)),
    diagnostics: toDiagnostics(diagnostics, schema.type),
  };
}

function vanished(doing: string): Diagnostic {
  return errorDiagnostic(
    `Nothing was there after ${doing}`,
    "It may have been deleted by someone else at the same moment. The next plan looks again and makes what is missing.",
  );
}
