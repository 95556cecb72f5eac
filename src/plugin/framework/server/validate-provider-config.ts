import type { tfplugin6 } from "../../protocol";
import { decodeObject, toDiagnostics } from "./messages";
import type { Runtime } from "./runtime";

export function validateProviderConfig<Meta>(
  { provider, schema }: Runtime<Meta>,
  request: tfplugin6.ValidateProviderConfigRequest,
) {
  const config = decodeObject(request.config, schema.type);
  return { diagnostics: toDiagnostics((config && provider.validate?.(config)) ?? [], schema.type) };
}
