import { log, type Provider } from "../plugin";
import { ACCESS_DATA_SOURCES } from "./data-sources";
import { configureAccess, type Logger, PROVIDER_ATTRIBUTES } from "./provider-configuration";
import {
  type AccessMeta,
  applicationPolicies,
  applicationPolicy,
  attachedPolicies,
  reusablePolicy,
} from "./resources";

/**
 * The provider `cfaccess`: what it manages, and how it is configured.
 *
 * @param logger hears of requests. By default the log that the engine shows
 */
export function accessProvider(
  version: string,
  variables: NodeJS.ProcessEnv,
  logger: Logger = log,
): Provider<AccessMeta> {
  return {
    schema: { description: "Cloudflare Access policies.", attributes: PROVIDER_ATTRIBUTES },
    resources: [reusablePolicy, applicationPolicy, applicationPolicies, attachedPolicies],
    dataSources: ACCESS_DATA_SOURCES,
    configure: (config, { engineVersion }) =>
      configureAccess(config, { engineVersion, version, variables, logger }),
  };
}
