import { isWhollyKnown } from "../../cty";
import type { tfplugin6 } from "../../protocol";
import { hasErrors } from "../diagnostic";
import { toDiagnostics } from "./diagnostic-message";
import { decodeObject } from "./dynamic-value";
import type { ProviderServer } from "./provider-server";

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
