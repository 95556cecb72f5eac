import { isWhollyKnown } from "../../cty";
import type { tfplugin6 } from "../../protocol";
import { hasErrors } from "../diagnostic";
import { toDiagnostics } from "./diagnostic-message";
import { decodeObject } from "./dynamic-value";
import { lookUp, type ProviderServer } from "./provider-server";

/** Called when Terraform validates, and again with more known values when it plans or applies. */
export function validateResourceConfig<Meta>(
  server: ProviderServer<Meta>,
  request: tfplugin6.ValidateResourceConfigRequest,
) {
  const { kind: resource, schema } = lookUp(server.resources, request.typeName);
  const config = resource.validate || resource.lint ? decodeObject(request.config, schema.type) : null;
  if (config === null) return { diagnostics: [] };
  const errors = resource.validate?.(config, server.configured) ?? [];
  const warnings = (server.isPlanning && resource.lint?.(config, server.configured)) || [];
  return { diagnostics: toDiagnostics([...errors, ...warnings], schema.type) };
}

export function validateDataResourceConfig<Meta>(
  server: ProviderServer<Meta>,
  request: tfplugin6.ValidateDataResourceConfigRequest,
) {
  const { kind: dataSource, schema } = lookUp(server.dataSources, request.typeName);
  const config = dataSource.validate ? decodeObject(request.config, schema.type) : null;
  return { diagnostics: toDiagnostics((config && dataSource.validate?.(config)) ?? [], schema.type) };
}

export function configureProvider<Meta>(
  server: ProviderServer<Meta>,
  request: tfplugin6.ConfigureProviderRequest,
) {
  const { provider, schema } = server;
  const config = decodeObject(request.config, schema.type) ?? {};
  const { meta, diagnostics = [] } = provider.configure(config, { engineVersion: request.terraformVersion });
  server.configure(meta, unconfiguredReason(hasErrors(diagnostics), isWhollyKnown(config)));
  return { diagnostics: toDiagnostics(diagnostics, schema.type) };
}

function unconfiguredReason(failed: boolean, known: boolean): string {
  if (failed) return "its configuration was refused, see the error there.";
  if (known) return "its configuration made none.";
  return (
    "its configuration depends on values that are only known after apply. " +
    "Apply what they come from first (-target=…), or give them as variables."
  );
}
