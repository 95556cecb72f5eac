import { serve } from "../../protocol";
import type { Provider } from "../resource";
import { providerHandlers } from "./handlers";

/**
 * Serves a provider to the Terraform or OpenTofu that started this process; the process ends with it.
 * Started by hand it says what it is.
 * @throws Error when the provider's schemas are not valid
 */
export async function serveProvider<Meta>(
  provider: Provider<Meta>,
  { name, version }: { readonly name: string; readonly version: string },
): Promise<void> {
  await serve({ name, version, handlers: providerHandlers(provider) });
}
