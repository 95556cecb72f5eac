import type { tfplugin6 } from "../../protocol";
import { hasErrors } from "../diagnostic";
import { whollyKnown } from "../known";
import { decodeObject, toDiagnostics } from "./messages";
import type { Runtime } from "./runtime";

export function configureProvider<Meta>(runtime: Runtime<Meta>, request: tfplugin6.ConfigureProviderRequest) {
  const { provider, schema } = runtime;
  const config = decodeObject(request.config, schema.type) ?? {};
  const { meta, diagnostics = [] } = provider.configure(config, { engineVersion: request.terraformVersion });
  runtime.configure(meta, whyUnconfigured(hasErrors(diagnostics), whollyKnown(config)));
  return { diagnostics: toDiagnostics(diagnostics, schema.type) };
}

function whyUnconfigured(failed: boolean, known: boolean): string {
  if (failed) return "its configuration was refused, see the error there.";
  if (known) return "its configuration made none.";
  return (
    "its configuration depends on values that are only known after apply. " +
    "Apply what they come from first (-target=…), or give them as variables."
  );
}
