import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Progress } from "../terminal";
import { builtProgram, type EngineBuild } from "./builds";

/** Returns whether a Go toolchain is on the PATH. */
export function hasGo(env: NodeJS.ProcessEnv): boolean {
  try {
    execFileSync("go", ["version"], { env, stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/**
 * Builds an engine into the user's cache, showing how far it is; about five minutes on two cores the first time. Go
 * keeps what it has compiled, so a build that was stopped goes on where it was.
 * @returns the program's path
 * @throws Error with the end of Go's own output
 */
export async function buildEngine(build: EngineBuild, environment: NodeJS.ProcessEnv): Promise<string> {
  const program = builtProgram(build, environment);
  // Another run may be building the same program: the finished file is renamed in one step.
  const unfinished = `${program}.${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  const progress = new Progress(`Building ${build.name} ${build.version} (once; about five minutes)`);
  const env = { ...environment, CGO_ENABLED: "0", GOBIN: unfinished };
  const { goPackage, moduleFile, version } = build;
  const flags = ["-v", "-trimpath", "-buildvcs=false", "-ldflags", build.linkerFlags];
  try {
    let packages = "packages";
    if (moduleFile) {
      const listed = await go(["list", "-deps", `-modfile=${moduleFile}`, goPackage], env, (line) =>
        progress.update(line),
      );
      packages = `of ${listed.length} packages`;
    }
    let compiled = 0;
    const args = moduleFile
      ? ["build", ...flags, `-modfile=${moduleFile}`, "-o", `${unfinished}/`, goPackage]
      : ["install", ...flags, `${goPackage}@v${version}`];
    await go(args, env, (line) => {
      // Go prints downloads among the packages that it compiles.
      if (!line.startsWith("go: ")) compiled += 1;
      progress.update(compiled === 0 ? line : `${compiled} ${packages}`);
    });
    renameSync(join(unfinished, build.program), program);
    progress.done();
    return program;
  } catch (error) {
    progress.failed();
    throw new Error(`Building ${build.name} ${version} failed: ${(error as Error).message}`);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

/**
 * Runs Go beside the module files.
 * @param onLine gets each line of the standard error output as it comes
 * @returns the lines of the standard output
 */
async function go(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  onLine: (line: string) => void,
): Promise<string[]> {
  const child = spawn("go", args, { cwd: __dirname, env, stdio: ["ignore", "pipe", "pipe"] });
  const output: string[] = [];
  const errors: string[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => output.push(line));
  createInterface({ input: child.stderr }).on("line", (line) => {
    errors.push(line);
    onLine(line);
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code !== 0) throw new Error(`go ${args[0]} ended with ${code}\n${errors.slice(-20).join("\n")}`);
  return output;
}
