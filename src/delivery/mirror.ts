import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { PROVIDER_ADDRESS, PROVIDER_VERSION, pluginFile } from "./address";
import { hashFiles, type PackageFiles } from "./package-hash";
import { mirrorPlatforms } from "./platforms";
import { linkFile, writeFileIfChanged } from "./write-file";

const EXECUTABLE = `terraform-provider-${PROVIDER_ADDRESS.type}_v${PROVIDER_VERSION}`;

/**
 * Says how node is to read the extensionless script. Without it the nearest package.json above would decide, and in a
 * `"type": "module"` project that is the user's.
 */
const MODULE_KIND = Buffer.from('{ "type": "commonjs" }\n');

/** What one platform's folder holds. */
export interface PluginPackage {
  readonly files: PackageFiles;
  /** The checksum for the lock file, the same on every platform. */
  readonly hash: string;
}

export interface MirrorOptions {
  /**
   * The plugin to copy.
   * @default the one this package carries
   */
  readonly plugin?: string;
}

/**
 * The plugin as a provider package.
 *
 * Throws when the plugin is not there, which in an installed package cannot be.
 */
export function readPluginPackage({ plugin = pluginFile() }: MirrorOptions = {}): PluginPackage {
  if (!existsSync(plugin)) {
    throw new Error(
      `The Terraform plugin is missing: ${plugin} does not exist. ` +
        "In a checkout run `npm run bundle`; an installed package carries it, so install it again.",
    );
  }
  const files = { [EXECUTABLE]: readFileSync(plugin), "package.json": MODULE_KIND };
  return { files, hash: hashFiles(files) };
}

/** The provider's folder in a mirror; a folder for each version is inside. */
function providerDirectory(mirror: string): string {
  return join(mirror, PROVIDER_ADDRESS.hostname, PROVIDER_ADDRESS.namespace, PROVIDER_ADDRESS.type);
}

/** One platform's package folder in a mirror. */
export function packageDirectory(mirror: string, platform: string): string {
  return join(providerDirectory(mirror), PROVIDER_VERSION, platform);
}

/**
 * Writes the plugin for every platform into a Terraform filesystem mirror (unpacked layout:
 * `<mirror>/<host>/<namespace>/<type>/<version>/<os>_<arch>/`). Other providers and versions in it stay. The platforms
 * share one copy through hard links. Cheap when all is already there.
 *
 * Source: https://developer.hashicorp.com/terraform/cli/config/config-file#filesystem_mirror
 */
export function writeMirror(mirror: string, options: MirrorOptions = {}): PluginPackage {
  const contents = readPluginPackage(options);
  const [first, ...others] = mirrorPlatforms();
  for (const [name, content] of Object.entries(contents.files)) {
    const mode = name === EXECUTABLE ? 0o755 : 0o644;
    const original = join(packageDirectory(mirror, first!), name);
    writeFileIfChanged(original, content, { mode, scratch: mirror });
    for (const platform of others) {
      linkFile(join(packageDirectory(mirror, platform), name), original, { mode, scratch: mirror });
    }
  }
  return contents;
}

/** Removes the provider's other versions from a mirror that is ours alone. */
export function pruneOtherVersions(mirror: string): void {
  for (const version of readdirSync(providerDirectory(mirror))) {
    if (version !== PROVIDER_VERSION) rmSync(join(providerDirectory(mirror), version), { recursive: true });
  }
}
