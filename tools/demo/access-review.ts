import { join } from "node:path";
import { run } from "../processes";
import { type Progress, plain } from "../terminal";
import { CommandFailed } from "./cdktf";
import { ROOT } from "./workspace";

const TSX = join(ROOT, "node_modules", "tsx", "dist", "cli.mjs");
const CLI = join(ROOT, "src", "cli", "main.ts");

/** The exit codes of a review that was made: nobody gains, somebody gains, undecided. */
const REVIEWED = [0, 3, 4];

/**
 * Runs `cf-access review` from its source in the folder of a project.
 *
 * @returns the lines of the report
 * @throws CommandFailed
 */
export async function accessReview(
  folder: string,
  env: NodeJS.ProcessEnv,
  { signal, progress }: { readonly signal: AbortSignal; readonly progress: Progress },
): Promise<string[]> {
  const { code, stdout, output } = await run(process.execPath, [TSX, CLI, "review"], {
    cwd: folder,
    env,
    signal,
    timeoutMs: 300_000,
    onLine: (line) => {
      if (/^(Synthesizing|Planning) /.test(line)) progress.update(line);
    },
  });
  signal.throwIfAborted();
  if (code === null || !REVIEWED.includes(code)) throw new CommandFailed("cf-access review", plain(output));
  return plain(stdout).trimEnd().split("\n");
}
