import type { Handlers } from "../../protocol";
import type { Provider } from "../resource";
import { applyResourceChange } from "./apply-resource-change";
import { configureProvider } from "./configure-provider";
import { getProviderSchema } from "./get-provider-schema";
import { guarded } from "./guard";
import { importResourceState } from "./import-resource-state";
import { moveResourceState } from "./move-resource-state";
import { planResourceChange } from "./plan-resource-change";
import { readDataSource } from "./read-data-source";
import { readResource } from "./read-resource";
import { Runtime } from "./runtime";
import { stopProvider } from "./stop-provider";
import { upgradeResourceState } from "./upgrade-resource-state";
import { validateDataResourceConfig } from "./validate-data-resource-config";
import { validateProviderConfig } from "./validate-provider-config";
import { validateResourceConfig } from "./validate-resource-config";

/**
 * The provider as the protocol's calls. Every call answers with diagnostics, whatever happens.
 * @throws Error when the provider's schemas are not valid
 */
export function providerHandlers<Meta>(provider: Provider<Meta>): Handlers {
  const runtime = new Runtime(provider);
  const on = <Request, Response>(
    doing: string,
    call: (runtime: Runtime<Meta>, request: Request) => Response | Promise<Response>,
  ) =>
    guarded(
      (request: Request) => `${doing}${typeNameOf(request)}`,
      (request) => call(runtime, request),
    );
  return {
    getProviderSchema: on("telling the schema", getProviderSchema),
    getFunctions: () => ({}),
    validateProviderConfig: on("validating the provider's configuration", validateProviderConfig),
    configureProvider: on("configuring the provider", configureProvider),
    stopProvider: () => stopProvider(runtime),
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

function typeNameOf(request: unknown): string {
  const { typeName, targetTypeName } = request as { typeName?: string; targetTypeName?: string };
  const name = typeName ?? targetTypeName;
  return name ? ` ${name}` : "";
}
