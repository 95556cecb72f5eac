export { PROVIDER_ADDRESS, PROVIDER_SOURCE, PROVIDER_VERSION, packageRoot, pluginFile } from "./address";
export { type InstallOptions, installPlugin, isLocked } from "./install-plugin";
export { type HostEnvironment, installationStanza, installationWarning } from "./installation-check";
export {
  exactVersion,
  type LockedPlugin,
  lockAddress,
  type RequiredProvider,
  readRequiredProviders,
  updateLock,
} from "./lock-file";
export {
  COMMON_PLATFORMS,
  hashFiles,
  type MirrorOptions,
  mirrorPlatforms,
  type PackageFiles,
  type PluginPackage,
  packageDirectory,
  packageHash,
  platformOf,
  readPluginPackage,
  writeMirror,
} from "./mirror";
