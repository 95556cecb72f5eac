import { serve } from "../../protocol";
import type { Provider } from "../resource";
import { providerHandlers } from "./handlers";

export interface ServeProviderOptions {
  /** What the program is called when someone starts it by hand. */
  readonly name: string;
  readonly version: string;
  /** As `required_providers` spells it; for `--debug`. */
  readonly address?: string;
}

/**
 * Serves a provider to the Terraform or OpenTofu that started this process; the process ends with it.
 * Started by hand it says what it is.
 * @param provider a function, so that the provider is loaded and its schemas are worked out while the engine connects
 */
export async function serveProvider<Meta>(
  provider: () => Provider<Meta> | Promise<Provider<Meta>>,
  options: ServeProviderOptions,
): Promise<void> {
  await serve({ ...options, handlers: async () => providerHandlers(await provider()) });
}
