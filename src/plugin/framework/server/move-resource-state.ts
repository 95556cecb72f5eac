import type { tfplugin6 } from "../../protocol";
import { type Diagnostic, errorDiagnostic, hasErrors } from "../diagnostic";
import { decodePrivate, encodePrivate } from "../private-state";
import { encodeObject, toDiagnostics } from "./messages";
import { lookUp, type Runtime } from "./runtime";
import { storedJson } from "./upgrade-resource-state";

/** Refuses what the target does not know how to take over: taking a foreign state as it stands would invent facts. */
export function moveResourceState<Meta>(runtime: Runtime<Meta>, request: tfplugin6.MoveResourceStateRequest) {
  const { kind, schema } = lookUp(runtime.resources, request.targetTypeName);
  const refused = (diagnostics: readonly Diagnostic[]) => ({
    diagnostics: toDiagnostics(diagnostics, schema.type),
  });
  if (!kind.moveState) return refused([unknownSource(request)]);
  const isOwn = runtime.resources.has(request.sourceTypeName);
  const sourcePrivate = isOwn ? decodePrivate(request.sourcePrivate) : { configured: new Set<string>() };
  const source = {
    providerAddress: request.sourceProviderAddress,
    typeName: request.sourceTypeName,
    schemaVersion: Number(request.sourceSchemaVersion),
    state: JSON.parse(new TextDecoder().decode(storedJson(request.sourceState))) as Record<string, unknown>,
    ...(sourcePrivate.notes ? { notes: sourcePrivate.notes } : {}),
  };
  const { state, diagnostics = [], notes = sourcePrivate.notes } = kind.moveState(source, runtime.configured);
  if (hasErrors(diagnostics)) return refused(diagnostics);
  if (state === null) return refused([...diagnostics, unknownSource(request)]);
  return {
    targetState: encodeObject(state, schema.type),
    targetPrivate: encodePrivate({ ...sourcePrivate, notes }),
    diagnostics: toDiagnostics(diagnostics, schema.type),
  };
}

function unknownSource(request: tfplugin6.MoveResourceStateRequest): Diagnostic {
  const { sourceTypeName, sourceProviderAddress, targetTypeName } = request;
  return errorDiagnostic(
    `${sourceTypeName} cannot become ${targetTypeName}`,
    `${targetTypeName} takes over no state of ${sourceTypeName} (${sourceProviderAddress}). Take the old resource out ` +
      "of the state (terraform state rm) and import the new one (terraform import).",
  );
}
