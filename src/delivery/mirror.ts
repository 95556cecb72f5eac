import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { endianness } from "node:os";
import { join, relative, sep } from "node:path";
import { PROVIDER_ADDRESS, PROVIDER_VERSION, pluginFile } from "./address";
import { linkFile, writeFileIfChanged } from "./write-file";

const EXECUTABLE = `terraform-provider-${PROVIDER_ADDRESS.type}_v${PROVIDER_VERSION}`;

/**
 * Declares how node reads the extensionless script. Without it the closest package.json above would decide, and in a
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
 * Reads the plugin as a provider package.
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

/** Returns the provider's folder in a mirror; a folder for each version is inside. */
function providerDirectory(mirror: string): string {
  return join(mirror, PROVIDER_ADDRESS.hostname, PROVIDER_ADDRESS.namespace, PROVIDER_ADDRESS.type);
}

/** Returns the package folder of one platform in a mirror. */
export function packageDirectory(mirror: string, platform: string): string {
  return join(providerDirectory(mirror), PROVIDER_VERSION, platform);
}

/**
 * Writes the plugin for every platform into a Terraform filesystem mirror (unpacked layout:
 * `<mirror>/<host>/<namespace>/<type>/<version>/<os>_<arch>/`). Other providers and versions in it stay. The platforms
 * share one copy through hard links. Nothing is written that is there already.
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

/** Removes the provider's other versions from a mirror that nothing else uses. */
export function pruneOtherVersions(mirror: string): void {
  for (const version of readdirSync(providerDirectory(mirror))) {
    if (version !== PROVIDER_VERSION) rmSync(join(providerDirectory(mirror), version), { recursive: true });
  }
}

/**
 * The platforms a mirror holds, as Terraform spells them. The plugin is one script and the same on all of them.
 * Windows is left out: it runs no `#!` scripts, and without a package Terraform reports it clearly ("not
 * available for windows_amd64") instead of failing to start the plugin.
 */
export const COMMON_PLATFORMS: readonly string[] = [
  "darwin_amd64",
  "darwin_arm64",
  "freebsd_amd64",
  "freebsd_arm64",
  "linux_386",
  "linux_amd64",
  "linux_arm",
  "linux_arm64",
];

const GO_ARCHITECTURE: Readonly<Record<string, string>> = { x64: "amd64", ia32: "386", mipsel: "mipsle" };

/** Returns this machine, as Terraform spells it, for instance `linux_amd64`. */
export function platformOf(platform: string = process.platform, arch: string = process.arch): string {
  const os = platform === "win32" ? "windows" : platform === "sunos" ? "solaris" : platform;
  const architecture =
    arch === "ppc64" && endianness() === "LE" ? "ppc64le" : (GO_ARCHITECTURE[arch] ?? arch);
  return `${os}_${architecture}`;
}

/** Returns the common platforms, and this machine's when it is a rarer one that can run scripts. */
export function mirrorPlatforms(
  platform: string = process.platform,
  arch: string = process.arch,
): readonly string[] {
  const here = platformOf(platform, arch);
  if (platform === "win32" || COMMON_PLATFORMS.includes(here)) return COMMON_PLATFORMS;
  return [...COMMON_PLATFORMS, here].sort();
}

/** The files of a provider package: path within the package (with `/`) and content. */
export type PackageFiles = Readonly<Record<string, Uint8Array>>;

/**
 * Computes the `h1:` checksum of a provider package as Terraform's lock file holds it: the SHA-256 of one line a file, sorted
 * by name, `"<sha256 of the content, hex>  <name>\n"`, in base64. Names, contents, nothing else: modes and times do
 * not count, and so the hash is the same on every platform.
 */
export function hashFiles(files: PackageFiles): string {
  const lines = Object.keys(files)
    .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    .map((name) => `${createHash("sha256").update(files[name]!).digest("hex")}  ${name}\n`);
  return `h1:${createHash("sha256").update(lines.join("")).digest("base64")}`;
}

/** Computes the `h1:` checksum of an unpacked provider package on disk. */
export function packageHash(directory: string): string {
  const files: Record<string, Uint8Array> = {};
  for (const entry of readdirSync(directory, { withFileTypes: true, recursive: true })) {
    if (entry.isDirectory()) continue;
    const path = join(entry.parentPath ?? entry.path, entry.name);
    files[relative(directory, path).split(sep).join("/")] = readFileSync(path);
  }
  return hashFiles(files);
}
