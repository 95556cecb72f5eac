import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { createInterface } from "node:readline";
import { Progress } from "../terminal";
import { builtProgram, type EngineBuild } from "./builds";

/** Whether a Go toolchain is on the PATH. */
export function hasGo(env: NodeJS.ProcessEnv): boolean {
  try {
    execFileSync("go", ["version"], { env, stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/**
 * Builds an engine into the user's cache, showing how far it is; about five minutes on two cores the first time.
 * @returns the program's path
 * @throws Error with the end of Go's own output
 */
export async function buildEngine(build: EngineBuild, env: NodeJS.ProcessEnv): Promise<string> {
  const program = builtProgram(build, env);
  // Another run may be building the same program: the finished file takes its place in one step.
  const unfinished = `${program}.${process.pid}`;
  mkdirSync(dirname(program), { recursive: true });
  const progress = new Progress(`Building ${build.name} ${build.version} (once; about five minutes)`);
  const module = `-modfile=${build.moduleFile}`;
  try {
    let total = 0;
    await go(["list", "-deps", module, build.goPackage], env, {
      out: () => {
        total += 1;
      },
      err: (line) => progress.update(line.replace(/^go: /, "")),
    });
    let compiled = 0;
    const flags = ["-v", "-trimpath", "-buildvcs=false", module, "-ldflags", build.linkerFlags];
    await go(["build", ...flags, "-o", unfinished, build.goPackage], env, {
      err: () => {
        compiled += 1;
        progress.update(`${compiled} of ${total} packages`);
      },
    });
    renameSync(unfinished, program);
    progress.done();
    return program;
  } catch (error) {
    progress.failed();
    rmSync(unfinished, { force: true });
    throw new Error(`Building ${build.name} ${build.version} failed: ${(error as Error).message}`);
  }
}

async function go(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  lines: { out?: (line: string) => void; err?: (line: string) => void },
): Promise<void> {
  const child = spawn("go", args, {
    cwd: __dirname,
    env: { ...env, CGO_ENABLED: "0" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const last: string[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => lines.out?.(line));
  createInterface({ input: child.stderr }).on("line", (line) => {
    last.push(line);
    if (last.length > 20) last.shift();
    lines.err?.(line);
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code !== 0) throw new Error(`go ${args[0]} ended with ${code}\n${last.join("\n")}`);
}
