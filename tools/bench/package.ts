import { execFile } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { run } from "../processes";
import type { Bench } from "./workspace";

const ROOT = join(__dirname, "..", "..");

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

/**
 * Builds the package into a folder of its own, with the checkout's dependencies, so that `dist` of the checkout stays
 * as it is. Once a run.
 */
export async function buildPackageCopy({ workspace, progress }: Bench): Promise<string> {
  const copy = join(workspace.folder, "package");
  if (existsSync(copy)) return copy;
  progress.update("building the package");
  mkdirSync(copy);
  for (const file of ["package.json", "README.md", "LICENSE"])
    copyFileSync(join(ROOT, file), join(copy, file));
  symlinkSync(join(ROOT, "node_modules"), join(copy, "node_modules"));
  const build = [join(ROOT, "tools", "build.mjs"), copy];
  const { code, output } = await run(process.execPath, build, { cwd: ROOT, env: process.env });
  if (code !== 0) throw new Error(`The package cannot be built:\n${output}`);
  return copy;
}
