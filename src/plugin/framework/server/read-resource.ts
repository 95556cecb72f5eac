import type { tfplugin6 } from "../../protocol";
import { hasErrors } from "../diagnostic";
import { decodePrivate, notedPrivate } from "../private-state";
import { attempt } from "./guard";
import { decodeObject, encodeObject, toDiagnostics } from "./messages";
import { unknownLeft } from "./result-check";
import { lookUp, type Runtime } from "./runtime";

/** Private state is given back, with what the resource notes: leaving it out would erase it. */
export async function readResource<Meta>(runtime: Runtime<Meta>, request: tfplugin6.ReadResourceRequest) {
  const { kind, schema } = lookUp(runtime.resources, request.typeName);
  const doing = `reading ${kind.typeName}`;
  const kept = { newState: request.currentState, private: request.private };
  const context = runtime.operation(doing);
  if ("severity" in context) return { ...kept, diagnostics: toDiagnostics([context]) };
  const state = decodeObject(request.currentState, schema.type);
  if (state === null) return kept;

  const notes = decodePrivate(request.private).notes ?? {};
  const outcome = await attempt(doing, () => kind.read(context, { state, notes }));
  const { state: fresh, diagnostics } = outcome;
  // Most reads find nothing new: then the state goes back as it came.
  if (fresh !== state && !hasErrors(diagnostics)) diagnostics.push(...unknownLeft(schema.type, fresh, doing));
  const messages = toDiagnostics(diagnostics, schema.type);
  if (hasErrors(diagnostics)) return { ...kept, diagnostics: messages };
  return {
    newState: encodeObject(fresh, schema.type),
    private: notedPrivate(request.private, outcome.notes),
    diagnostics: messages,
  };
}
