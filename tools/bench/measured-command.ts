import { readFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../processes";
import { collectUsage, type PluginUsage, USAGE_FOLDER } from "./usage-report";

/** What one command of the engine took. */
export interface Usage {
  readonly wallMs: number;
  /** The engine and its plugins. */
  readonly cpuMs: number;
  readonly engineCpuMs: number;
  readonly plugin: PluginUsage;
}

export interface CommandPlace {
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  /** Where the plugins report to; empty before and after. */
  readonly usage: string;
}

// The shell knows the CPU time of what it has waited for, and of what that has waited for, to the millisecond.
const TIMED = 'TIMEFORMAT="%3R %3U %3S"; { time "$@" >"$BENCH_OUTPUT" 2>&1; } 2>"$BENCH_TIMES"';
const LONGEST = 30 * 60_000;

/**
 * Runs a command of the engine. The plugins report their own CPU time; the rest is the engine's.
 * @throws Error with all it said when it fails
 */
export async function measured(
  engine: string,
  args: readonly string[],
  { folder, env, usage }: CommandPlace,
): Promise<{ usage: Usage; output: string }> {
  const [output, times] = [join(folder, "output.txt"), join(folder, "times.txt")];
  const { code } = await run("bash", ["-c", TIMED, "bash", engine, ...args], {
    cwd: folder,
    env: { ...env, [USAGE_FOLDER]: usage, BENCH_OUTPUT: output, BENCH_TIMES: times },
    timeoutMs: LONGEST,
  });
  const said = readFileSync(output, "utf8");
  if (code !== 0) throw new Error(`${engine} ${args.join(" ")} ended with ${code}\n${said.slice(-4000)}`);
  const [real, user, system] = readFileSync(times, "utf8").trim().split(" ").map(seconds);
  const plugin = collectUsage(usage);
  const cpuMs = user! + system!;
  return {
    usage: { wallMs: real!, cpuMs, engineCpuMs: Math.max(0, cpuMs - plugin.cpuMs), plugin },
    output: said,
  };
}

/** Some locales write a comma. */
function seconds(text: string): number {
  return Math.round(Number(text.replace(",", ".")) * 1000);
}
