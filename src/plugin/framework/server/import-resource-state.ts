import { quoted } from "../../../text";
import type { tfplugin6 } from "../../protocol";
import { errorDiagnostic, hasErrors } from "../diagnostic";
import { attempt } from "./guard";
import { encodeObject, toDiagnostics } from "./messages";
import { unknownLeft } from "./result-check";
import { lookUp, type Runtime } from "./runtime";

/** One object of the type asked for, or errors; Terraform reads it afterwards. Private state stays empty. */
export async function importResourceState<Meta>(
  runtime: Runtime<Meta>,
  request: tfplugin6.ImportResourceStateRequest,
) {
  const { kind, schema } = lookUp(runtime.resources, request.typeName);
  const doing = `importing ${kind.typeName}`;
  const importState = kind.importState?.bind(kind);
  if (!importState)
    return {
      diagnostics: toDiagnostics([
        errorDiagnostic(`${kind.typeName} cannot be imported`, "It has no id to find it by."),
      ]),
    };
  const context = runtime.operation(doing);
  if ("severity" in context) return { diagnostics: toDiagnostics([context]) };

  const { state, diagnostics } = await attempt(doing, () => importState(context, request.id));
  if (!hasErrors(diagnostics)) {
    if (state === null) diagnostics.push(notFound(request.id));
    else diagnostics.push(...unknownLeft(schema.type, state, doing));
  }
  const messages = toDiagnostics(diagnostics, schema.type);
  if (hasErrors(diagnostics)) return { diagnostics: messages };
  return {
    importedResources: [{ typeName: kind.typeName, state: encodeObject(state, schema.type) }],
    diagnostics: messages,
  };
}

function notFound(id: string) {
  return errorDiagnostic("Nothing to import", `There is nothing with the id ${quoted(id)}.`);
}
