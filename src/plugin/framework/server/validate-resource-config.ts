import type { tfplugin6 } from "../../protocol";
import { decodeObject, toDiagnostics } from "./messages";
import { lookUp, type Runtime } from "./runtime";

/** Called when Terraform validates, and again with what is known by then whenever it plans or applies. */
export function validateResourceConfig<Meta>(
  runtime: Runtime<Meta>,
  request: tfplugin6.ValidateResourceConfigRequest,
) {
  const { kind, schema } = lookUp(runtime.resources, request.typeName);
  const config = kind.validate || kind.advise ? decodeObject(request.config, schema.type) : null;
  if (config === null) return { diagnostics: [] };
  const advice = runtime.planning ? kind.advise?.(config, runtime.configured) : undefined;
  const diagnostics = [...(kind.validate?.(config, runtime.configured) ?? []), ...(advice ?? [])];
  return { diagnostics: toDiagnostics(diagnostics, schema.type) };
}
