import { spawn } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { type CommandContext, CommandError, environmentOf } from "./command";

interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Terraform or OpenTofu: the program in TERRAFORM_BINARY_NAME, as the cdktf CLI takes it, otherwise `terraform`, otherwise
 * `tofu` on the PATH.
 *
 * @throws CommandError where there is none
 */
export function findEngine(context: CommandContext): string {
  const { TERRAFORM_BINARY_NAME: named, PATH = "" } = environmentOf(context);
  if (named) return named;
  const found = ["terraform", "tofu"].find((name) =>
    PATH.split(delimiter).some((folder) => isProgram(join(folder || ".", name))),
  );
  if (found === undefined)
    throw new CommandError(
      "Neither terraform nor tofu is on the PATH. Install one, or name it in TERRAFORM_BINARY_NAME.",
    );
  return found;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/**
 * Runs a program to its end and answers what it printed.
 *
 * @throws CommandError with what it said where it fails
 */
export async function runProgram(
  context: CommandContext,
  command: string,
  args: readonly string[],
  { cwd, env = {}, shell = false }: { cwd: string; env?: Readonly<Record<string, string>>; shell?: boolean },
): Promise<string> {
  const { code, stdout, stderr } = await finished(context, command, args, { cwd, env, shell });
  if (code === 0) return stdout;
  const said =
    [stderr, stdout].map((text) => text.trim()).find((text) => text !== "") ?? "It printed nothing.";
  throw new CommandError(
    `${[command, ...args].join(" ")} failed in ${cwd} with exit code ${code}:\n\n${said}`,
  );
}

function finished(
  context: CommandContext,
  command: string,
  args: readonly string[],
  { cwd, env, shell }: { cwd: string; env: Readonly<Record<string, string>>; shell: boolean },
): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      shell,
      // Nothing may ask: there is nobody to answer.
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...environmentOf(context), TF_IN_AUTOMATION: "1", TF_INPUT: "0", ...env },
      ...(context.signal === undefined ? {} : { signal: context.signal }),
    });
    const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
    child.on("error", (error: NodeJS.ErrnoException) => {
      const reason = error.code === "ENOENT" ? "there is no such program" : error.message;
      reject(new CommandError(`${command} cannot be started: ${reason}.`));
    });
    child.on("close", (code) =>
      resolve({
        code,
        stdout: Buffer.concat(stdout).toString("utf8"),
        stderr: Buffer.concat(stderr).toString("utf8"),
      }),
    );
  });
}
