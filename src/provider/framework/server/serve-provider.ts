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
 */
export async function serveProvider<Meta>(
  provider: Provider<Meta>,
  options: ServeProviderOptions,
): Promise<void> {
  // A function, as schemas can be worked out while the engine connects.
  await serve({ ...options, handlers: () => providerHandlers(provider) });
}
