import { quoted } from "../../../text";
import type { tfplugin6 } from "../../protocol";
import { errorDiagnostic, hasErrors } from "../diagnostic";
import { unknownInResult } from "../inconsistent-result";
import { toDiagnostics } from "./diagnostic-message";
import { encodeObject } from "./dynamic-value";
import { lookUp, type ProviderServer, runOperation } from "./provider-server";

/** Returns one object of the requested type, or errors. Terraform reads it afterwards; the private state is empty. */
export async function importResourceState<Meta>(
  server: ProviderServer<Meta>,
  request: tfplugin6.ImportResourceStateRequest,
) {
  const { kind: resource, schema } = lookUp(server.resources, request.typeName);
  const operation = `importing ${resource.typeName}`;
  const importState = resource.importState?.bind(resource);
  if (!importState)
    return {
      diagnostics: toDiagnostics([
        errorDiagnostic(`${resource.typeName} cannot be imported`, "It has no import id."),
      ]),
    };
  const context = server.context(operation);
  if ("severity" in context) return { diagnostics: toDiagnostics([context]) };

  const { state, diagnostics } = await runOperation(operation, () => importState(context, request.id));
  if (!hasErrors(diagnostics)) {
    if (state === null) diagnostics.push(notFound(request.id));
    else diagnostics.push(...unknownInResult(schema.type, state, operation));
  }
  const messages = toDiagnostics(diagnostics, schema.type);
  if (hasErrors(diagnostics)) return { diagnostics: messages };
  return {
    importedResources: [{ typeName: resource.typeName, state: encodeObject(state, schema.type) }],
    diagnostics: messages,
  };
}

function notFound(id: string) {
  return errorDiagnostic("Nothing to import", `There is nothing with the id ${quoted(id)}.`);
}
