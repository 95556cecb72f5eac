import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { buildPackageCopy } from "./package-copy";
import type { Bench } from "./parts";

/** In bytes. */
export interface PackageSize {
  /** The tarball that npm fetches. */
  readonly packed: number;
  readonly unpacked: number;
  /** The plugin, one file. */
  readonly plugin: number;
}

export async function measurePackageSize(bench: Bench): Promise<PackageSize> {
  const copy = await buildPackageCopy(bench);
  const { stdout } = await promisify(execFile)(
    "npm",
    ["pack", "--dry-run", "--json", "--ignore-scripts", "--offline"],
    { cwd: copy },
  );
  const [{ size, unpackedSize }] = JSON.parse(stdout);
  return { packed: size, unpacked: unpackedSize, plugin: bench.shipped.bytes };
}
