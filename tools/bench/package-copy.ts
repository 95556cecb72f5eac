import { copyFileSync, existsSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { run } from "../processes";
import type { Bench } from "./parts";

const ROOT = join(__dirname, "..", "..");

/** The package built into a folder of its own, with the checkout's dependencies: `dist` of the checkout stays as it is. */
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
