export { PROVIDER_ADDRESS, PROVIDER_SOURCE, PROVIDER_VERSION, packageRoot, pluginFile } from "./address";
export type { Surroundings } from "./configuration-files";
export { type InstallOptions, installPlugin, isLocked } from "./install-plugin";
export { installationStanza, installationWarning } from "./installation-check";
export { exactVersion, type LockedPlugin, lockAddress, type RequiredProvider, updateLock } from "./lock-file";
export {
  type MirrorOptions,
  type PluginPackage,
  packageDirectory,
  readPluginPackage,
  writeMirror,
} from "./mirror";
export { hashFiles, type PackageFiles, packageHash } from "./package-hash";
export { COMMON_PLATFORMS, mirrorPlatforms, platformOf } from "./platforms";
export { readRequiredProviders } from "./required-providers";
