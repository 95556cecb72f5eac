import type { Finished, RunOptions } from "../../../tools/processes";
import { descendants, killProcess, type ProcessEntry, stillThere } from "./process-table";

const PLUGIN = /terraform-provider-cfaccess/;

/** A command under way. */
export class Running {
  /** Its process's id, and its group's. */
  readonly id: number;
  readonly ended: Promise<Finished>;
  private readonly stop = new AbortController();
  private readonly lines: string[] = [];

  constructor(run: (terms: Pick<RunOptions, "onLine" | "onStart" | "signal">) => Promise<Finished>) {
    let started: number | undefined;
    this.ended = run({
      onStart: (id) => {
        started = id;
      },
      onLine: (line) => this.lines.push(line),
      signal: this.stop.signal,
    });
    // Whoever waits for it hears of it.
    this.ended.catch(() => {});
    if (started === undefined) throw new Error("The command could not be started.");
    this.id = started;
    underWay.add(this);
    void this.ended.catch(() => {}).then(() => underWay.delete(this));
  }

  /** Whether it has said this by now. */
  hasSaid(text: RegExp): boolean {
    return this.lines.some((line) => text.test(line));
  }

  /** As Ctrl-C in a terminal: to the whole process group. */
  interrupt(): void {
    process.kill(-this.id, "SIGINT");
  }

  /** As `kill -9`: the command alone. */
  kill(): void {
    killProcess(this.id);
  }

  /** The provider's processes that it has started and that are there. */
  plugins(): ProcessEntry[] {
    return descendants(this.id).filter(({ command }) => PLUGIN.test(command));
  }

  /** Ends it with all it has started. */
  endAll(): void {
    for (const { id } of stillThere(descendants(this.id))) killProcess(id);
    this.stop.abort();
  }
}

const underWay = new Set<Running>();

/** Ends what a test has left under way. */
export function endAllRunning(): void {
  for (const running of underWay) running.endAll();
}

/** Resolves once it is so; the test fails when it is not so within a time that only a fault takes. */
export async function until(what: string, isSo: () => boolean, withinMs = 60_000): Promise<void> {
  const end = performance.now() + withinMs;
  while (!isSo()) {
    if (performance.now() > end) throw new Error(`After ${withinMs / 1_000} s still not: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
