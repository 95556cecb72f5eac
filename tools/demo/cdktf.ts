import { join } from "node:path";
import { run } from "../processes";
import { type Progress, plain } from "../terminal";
import { ROOT } from "./workspace";

const CLI = join(ROOT, "node_modules", "cdktf-cli", "bundle", "bin", "cdktf");

/** A command failed; `output` is all that it printed. */
export class CommandFailed extends Error {
  constructor(
    readonly command: string,
    readonly output: string,
  ) {
    super(`${command} failed`);
  }
}

/** Runs the cdktf CLI in one folder and environment. */
export class Cdktf {
  constructor(
    private readonly folder: string,
    private readonly env: NodeJS.ProcessEnv,
    private readonly signal: AbortSignal,
  ) {}

  /** @throws CommandFailed */
  async run(args: readonly string[], progress: Progress): Promise<string> {
    const { code, output } = await run(process.execPath, [CLI, ...args], {
      cwd: this.folder,
      env: this.env,
      signal: this.signal,
      timeoutMs: 300_000,
      onLine: (line) => {
        const text = activityIn(line);
        if (text) progress.update(text);
      },
    });
    this.signal.throwIfAborted();
    if (code !== 0) throw new CommandFailed(`cdktf ${args.join(" ")}`, plain(output));
    return plain(output);
  }
}

/** Returns the activity that a line reports, without the stack's name before it. */
function activityIn(line: string): string | undefined {
  const text = plain(line)
    .replace(/^\S+ {2}/, "")
    .replace(/ \[id=.*/, "")
    .trim();
  return /^(Initializing|Installing|Synthesizing|Generated|\S+: (Creat|Modif|Destroy|Refresh|Read|Still))/.test(
    text,
  )
    ? text
    : undefined;
}
