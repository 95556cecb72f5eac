import type { tfplugin6 } from "../../protocol";
import { errorDiagnostic, hasErrors } from "../diagnostic";
import { unknownInResult } from "../inconsistent-result";
import { decodePrivate, replacePrivateState } from "../private-state";
import { toDiagnostics } from "./diagnostic-message";
import { decodeObject, encodeObject } from "./dynamic-value";
import { lookUp, type ProviderServer, runOperation } from "./provider-server";

/** The response repeats the private state where the resource returns none: without it, Terraform would erase it. */
export async function readResource<Meta>(
  server: ProviderServer<Meta>,
  request: tfplugin6.ReadResourceRequest,
) {
  const { kind: resource, schema } = lookUp(server.resources, request.typeName);
  const operation = `reading ${resource.typeName}`;
  const unchanged = { newState: request.currentState, private: request.private };
  const context = server.context(operation);
  if ("severity" in context) return { ...unchanged, diagnostics: toDiagnostics([context]) };
  const state = decodeObject(request.currentState, schema.type);
  if (state === null) return unchanged;

  const privateState = decodePrivate(request.private).privateState ?? {};
  const result = await runOperation(operation, () => resource.read(context, { state, privateState }));
  const { state: refreshed, diagnostics } = result;
  // Most reads return the same state.
  if (refreshed !== state && !hasErrors(diagnostics))
    diagnostics.push(...unknownInResult(schema.type, refreshed, operation));
  const messages = toDiagnostics(diagnostics, schema.type);
  if (hasErrors(diagnostics)) return { ...unchanged, diagnostics: messages };
  return {
    newState: encodeObject(refreshed, schema.type),
    private: replacePrivateState(request.private, result.privateState),
    diagnostics: messages,
  };
}

export async function readDataSource<Meta>(
  server: ProviderServer<Meta>,
  request: tfplugin6.ReadDataSourceRequest,
) {
  const { kind: dataSource, schema } = lookUp(server.dataSources, request.typeName);
  const operation = `reading data source ${dataSource.typeName}`;
  const context = server.context(operation);
  if ("severity" in context) return { diagnostics: toDiagnostics([context]) };
  const config = decodeObject(request.config, schema.type) ?? {};

  const { state, diagnostics } = await runOperation(operation, () => dataSource.read(context, { config }));
  if (!hasErrors(diagnostics)) {
    if (state === null)
      diagnostics.push(errorDiagnostic("Not found", `Nothing fits data source ${dataSource.typeName}.`));
    else diagnostics.push(...unknownInResult(schema.type, state, operation));
  }
  const messages = toDiagnostics(diagnostics, schema.type);
  return hasErrors(diagnostics)
    ? { diagnostics: messages }
    : { state: encodeObject(state, schema.type), diagnostics: messages };
}
