import type { tfplugin6 } from "../../protocol";
import { errorDiagnostic, hasErrors } from "../diagnostic";
import { attempt } from "./guard";
import { decodeObject, encodeObject, toDiagnostics } from "./messages";
import { unknownLeft } from "./result-check";
import { lookUp, type Runtime } from "./runtime";

export async function readDataSource<Meta>(runtime: Runtime<Meta>, request: tfplugin6.ReadDataSourceRequest) {
  const { kind, schema } = lookUp(runtime.dataSources, request.typeName);
  const doing = `reading data source ${kind.typeName}`;
  const context = runtime.operation(doing);
  if ("severity" in context) return { diagnostics: toDiagnostics([context]) };
  const config = decodeObject(request.config, schema.type) ?? {};

  const { state, diagnostics } = await attempt(doing, () => kind.read(context, { config }));
  if (!hasErrors(diagnostics)) {
    if (state === null)
      diagnostics.push(errorDiagnostic("Not found", `Nothing fits data source ${kind.typeName}.`));
    else diagnostics.push(...unknownLeft(schema.type, state, doing));
  }
  const messages = toDiagnostics(diagnostics, schema.type);
  return hasErrors(diagnostics)
    ? { diagnostics: messages }
    : { state: encodeObject(state, schema.type), diagnostics: messages };
}
