import { copyFileSync, existsSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { run } from "../processes";
import type { Bench } from "./parts";

const ROOT = join(__dirname, "..", "..");

/** The package built into a folder of its own, with the checkout's dependencies: `dist` of the checkout stays as it is. */
export async function buildPackageCopy({ workspace, shipped, progress }: Bench): Promise<string> {
  const copy = join(workspace.folder, "package");
  if (existsSync(copy)) return copy;
  progress.update("building the package");
  mkdirSync(join(copy, "dist", "plugin"), { recursive: true });
  for (const file of ["package.json", "README.md", "LICENSE"])
    copyFileSync(join(ROOT, file), join(copy, file));
  symlinkSync(join(ROOT, "node_modules"), join(copy, "node_modules"));
  const tsc = join(ROOT, "node_modules", "typescript", "bin", "tsc");
  const project = join(ROOT, "tsconfig.build.json");
  const args = [tsc, "-p", project, "--outDir", join(copy, "dist")];
  const { code, output } = await run(process.execPath, args, { cwd: ROOT, env: process.env });
  if (code !== 0) throw new Error(`The package does not compile:\n${output}`);
  copyFileSync(shipped.file, join(copy, "dist", "plugin", "terraform-provider-cfaccess"));
  return copy;
}
