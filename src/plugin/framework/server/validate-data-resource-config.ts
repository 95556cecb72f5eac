import type { tfplugin6 } from "../../protocol";
import { decodeObject, toDiagnostics } from "./messages";
import { lookUp, type Runtime } from "./runtime";

export function validateDataResourceConfig<Meta>(
  runtime: Runtime<Meta>,
  request: tfplugin6.ValidateDataResourceConfigRequest,
) {
  const { kind, schema } = lookUp(runtime.dataSources, request.typeName);
  const config = kind.validate ? decodeObject(request.config, schema.type) : null;
  return { diagnostics: toDiagnostics((config && kind.validate?.(config)) ?? [], schema.type) };
}
