import { spawn } from "node:child_process";

export interface RunOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** After this the command and all it started are killed. @default 180 s */
  readonly timeoutMs?: number;
  /** Gets the id of the process, which is also its group's, before the command does anything. */
  readonly onStart?: (id: number) => void;
  /** Gets every line as it comes. */
  readonly onLine?: (line: string) => void;
  /** Kills the command and all it started. */
  readonly signal?: AbortSignal;
}

export interface Finished {
  /** Null when it was killed. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Both, in the order they came. */
  readonly output: string;
}

/**
 * Runs a command to its end and keeps its output. Rejects only when it cannot be started or takes too long. When this
 * process exits before, the command is killed with all it started.
 */
export function run(command: string, args: readonly string[], options: RunOptions): Promise<Finished> {
  const { timeoutMs = 180_000, onLine, signal } = options;
  return new Promise((resolve, reject) => {
    // A group of its own, so that what it starts can be ended with it.
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    if (child.pid !== undefined) options.onStart?.(child.pid);
    const kill = () => {
      try {
        process.kill(-child.pid!, "SIGKILL");
      } catch {
        // It ended by itself.
      }
    };
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      kill();
    }, timeoutMs);
    signal?.addEventListener("abort", kill, { once: true });
    // Nothing else would end it: Ctrl-C in a terminal reaches this process's group alone.
    process.once("exit", kill);

    const texts = { stdout: "", stderr: "", output: "" };
    let unfinished = "";
    const collect = (stream: "stdout" | "stderr") => (text: string) => {
      texts[stream] += text;
      texts.output += text;
      const lines = (unfinished + text).split("\n");
      unfinished = lines.pop()!;
      if (onLine) for (const line of lines) onLine(line);
    };
    child.stdout.setEncoding("utf8").on("data", collect("stdout"));
    child.stderr.setEncoding("utf8").on("data", collect("stderr"));

    const cleanUp = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", kill);
      process.off("exit", kill);
    };
    child.once("error", (error) => {
      cleanUp();
      reject(new Error(`${command} cannot be started: ${error.message}`));
    });
    child.once("close", (code) => {
      cleanUp();
      if (late) {
        const seconds = Math.round(timeoutMs / 1_000);
        reject(new Error(`${command} ${args.join(" ")} took longer than ${seconds} s\n${texts.output}`));
      } else {
        resolve({ code, ...texts });
      }
    });
  });
}
