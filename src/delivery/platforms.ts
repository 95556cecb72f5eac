import { endianness } from "node:os";

/**
 * The platforms a mirror holds, as Terraform spells them. The plugin is one script and the same on all of them.
 * Windows is missing on purpose: it runs no `#!` scripts, and without a package Terraform says so plainly ("not
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

/** This machine, as Terraform spells it, for instance `linux_amd64`. */
export function platformOf(platform: string = process.platform, arch: string = process.arch): string {
  const os = platform === "win32" ? "windows" : platform === "sunos" ? "solaris" : platform;
  const architecture =
    arch === "ppc64" && endianness() === "LE" ? "ppc64le" : (GO_ARCHITECTURE[arch] ?? arch);
  return `${os}_${architecture}`;
}

/** The common platforms, and this machine's when it is a rarer one that can run scripts. */
export function mirrorPlatforms(
  platform: string = process.platform,
  arch: string = process.arch,
): readonly string[] {
  const here = platformOf(platform, arch);
  if (platform === "win32" || COMMON_PLATFORMS.includes(here)) return COMMON_PLATFORMS;
  return [...COMMON_PLATFORMS, here].sort();
}
