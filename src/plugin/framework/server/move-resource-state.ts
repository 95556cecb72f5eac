import type { tfplugin6 } from "../../protocol";
import { type Diagnostic, errorDiagnostic, hasErrors } from "../diagnostic";
import { decodePrivate, encodePrivate, type PrivateData } from "../private-state";
import type { MoveSource } from "../provider";
import { toDiagnostics } from "./diagnostic-message";
import { encodeObject } from "./dynamic-value";
import { lookUp, type ProviderServer } from "./provider-server";
import { storedJson } from "./upgrade-resource-state";

/** Refuses a source type that the target does not know: a state of another type is never taken as it is. */
export function moveResourceState<Meta>(
  server: ProviderServer<Meta>,
  request: tfplugin6.MoveResourceStateRequest,
) {
  const { kind: resource, schema } = lookUp(server.resources, request.targetTypeName);
  const refused = (diagnostics: readonly Diagnostic[]) => ({
    diagnostics: toDiagnostics(diagnostics, schema.type),
  });
  if (!resource.moveState) return refused([unknownSource(request)]);
  const isOwn = server.resources.has(request.sourceTypeName);
  const sourcePrivate: PrivateData = isOwn
    ? decodePrivate(request.sourcePrivate)
    : { configured: new Set<string>() };
  const source: MoveSource = {
    providerAddress: request.sourceProviderAddress,
    typeName: request.sourceTypeName,
    schemaVersion: Number(request.sourceSchemaVersion),
    state: JSON.parse(new TextDecoder().decode(storedJson(request.sourceState))) as Record<string, unknown>,
    ...(sourcePrivate.privateState ? { privateState: sourcePrivate.privateState } : {}),
  };
  const {
    state,
    diagnostics = [],
    privateState = sourcePrivate.privateState,
  } = resource.moveState(source, server.configured);
  if (hasErrors(diagnostics)) return refused(diagnostics);
  if (state === null) return refused([...diagnostics, unknownSource(request)]);
  return {
    targetState: encodeObject(state, schema.type),
    targetPrivate: encodePrivate({ ...sourcePrivate, privateState }),
    diagnostics: toDiagnostics(diagnostics, schema.type),
  };
}

function unknownSource(request: tfplugin6.MoveResourceStateRequest): Diagnostic {
  const { sourceTypeName, sourceProviderAddress, targetTypeName } = request;
  return errorDiagnostic(
    `${sourceTypeName} cannot become ${targetTypeName}`,
    `${targetTypeName} accepts no state of ${sourceTypeName} (${sourceProviderAddress}). Remove the old resource ` +
      "from the state (terraform state rm) and import the new one (terraform import).",
  );
}
