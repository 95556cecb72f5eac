import { type Handlers, type ServeOptions, serve } from "../../protocol";
import { thrownDiagnostic } from "../diagnostic";
import type { Provider } from "../provider";
import { applyResourceChange } from "./apply-resource-change";
import { configureProvider, validateDataResourceConfig, validateResourceConfig } from "./configuration";
import { type DiagnosticMessage, toDiagnostics } from "./diagnostic-message";
import { getProviderSchema } from "./get-provider-schema";
import { importResourceState } from "./import-resource-state";
import { moveResourceState } from "./move-resource-state";
import { planResourceChange } from "./plan-resource-change";
import { logThrown, ProviderServer } from "./provider-server";
import { readDataSource, readResource } from "./read";
import { upgradeResourceState } from "./upgrade-resource-state";

export type ServeProviderOptions = Omit<ServeOptions, "handlers">;

/**
 * Serves a provider to the Terraform or OpenTofu that started this process; the process ends with it.
 * Started by hand it prints what it is.
 * @param provider a function, so that the provider is loaded and its schemas are compiled while the engine connects
 */
export async function serveProvider<Meta>(
  provider: () => Provider<Meta> | Promise<Provider<Meta>>,
  options: ServeProviderOptions,
): Promise<void> {
  await serve({ ...options, handlers: async () => providerHandlers(await provider()) });
}

/**
 * Returns the provider's RPC handlers. Every handler returns diagnostics and never throws.
 * @throws Error when a schema of the provider is not valid
 */
export function providerHandlers<Meta>(provider: Provider<Meta>): Handlers {
  const server = new ProviderServer(provider);
  const on = <Request, Response>(
    operation: string,
    rpc: (server: ProviderServer<Meta>, request: Request) => Response | Promise<Response>,
  ) =>
    catchThrown(
      (request: Request) => `${operation}${typeNameOf(request)}`,
      (request) => rpc(server, request),
    );
  return {
    getProviderSchema: on("getting the schema", getProviderSchema),
    getFunctions: () => ({}),
    // `configure` validates: it returns diagnostics too.
    validateProviderConfig: () => ({}),
    configureProvider: on("configuring the provider", configureProvider),
    stopProvider: () => {
      server.stop();
      return {};
    },
    validateResourceConfig: on("validating", validateResourceConfig),
    upgradeResourceState: on("reading the stored state of", upgradeResourceState),
    readResource: on("reading", readResource),
    planResourceChange: on("planning", planResourceChange),
    applyResourceChange: on("applying", applyResourceChange),
    importResourceState: on("importing", importResourceState),
    moveResourceState: on("moving to", moveResourceState),
    validateDataResourceConfig: on("validating data source", validateDataResourceConfig),
    readDataSource: on("reading data source", readDataSource),
  };
}

/** Wraps a handler: what it throws is returned as the only diagnostic. */
function catchThrown<Request, Response>(
  operation: (request: Request) => string,
  handler: (request: Request) => Response | Promise<Response>,
): (request: Request) => Promise<Response | { diagnostics: DiagnosticMessage[] }> {
  return async (request) => {
    try {
      return await handler(request);
    } catch (thrown) {
      logThrown(thrown, operation(request));
      return { diagnostics: toDiagnostics([thrownDiagnostic(thrown, operation(request))]) };
    }
  };
}

function typeNameOf(request: unknown): string {
  const { typeName, targetTypeName } = request as { typeName?: string; targetTypeName?: string };
  const name = typeName ?? targetTypeName;
  return name ? ` ${name}` : "";
}
