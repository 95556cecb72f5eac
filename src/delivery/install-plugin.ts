import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PROVIDER_SOURCE, PROVIDER_VERSION } from "./address";
import { hasEntry, type RequiredProvider, updateLock } from "./lock-file";
import { type MirrorOptions, pruneOtherVersions, writeMirror } from "./mirror";
import { writeFileIfChanged } from "./write-file";

/** Terraform searches this folder of the working directory by itself ("implied mirror"). */
const IMPLIED_MIRROR = join("terraform.d", "plugins");
const LOCK_FILE = ".terraform.lock.hcl";

export interface InstallOptions extends MirrorOptions {
  /**
   * The other providers the stack requires, so that all of them are locked.
   * @default none
   */
  readonly requiredProviders?: readonly RequiredProvider[];
}

/**
 * Installs the plugin beside a stack's `cdk.tf.json`: in the implied mirror, and in the dependency lock file. Writes
 * nothing that is there already. After this the folder is complete: copied to another machine it still initializes.
 */
export function installPlugin(stackDirectory: string, options: InstallOptions = {}): void {
  const mirror = join(stackDirectory, IMPLIED_MIRROR);
  const { hash } = writeMirror(mirror, options);
  pruneOtherVersions(mirror);

  const lockFile = join(stackDirectory, LOCK_FILE);
  const lock = existsSync(lockFile) ? readFileSync(lockFile, "utf8") : undefined;
  const plugin = { source: PROVIDER_SOURCE, version: PROVIDER_VERSION, hash };
  writeFileIfChanged(lockFile, Buffer.from(updateLock(lock, plugin, options.requiredProviders)));
}

/** Reports whether the stack's lock file has an entry for a provider already. */
export function isLocked(stackDirectory: string, source: string): boolean {
  const lockFile = join(stackDirectory, LOCK_FILE);
  return existsSync(lockFile) && hasEntry(readFileSync(lockFile, "utf8"), source);
}
