import { execFileSync } from "node:child_process";

/** A process of this machine. */
export interface ProcessEntry {
  readonly id: number;
  readonly parent: number;
  readonly command: string;
}

/** All processes there are, without those that have ended and that nobody has asked about yet. */
function processes(): ProcessEntry[] {
  const columns = ["pid=", "ppid=", "stat=", "args="].flatMap((column) => ["-o", column]);
  const table = execFileSync("ps", ["-A", "-ww", ...columns], { encoding: "utf8" });
  return Array.from(table.matchAll(/^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/gm))
    .filter(([, , , state]) => !state!.startsWith("Z"))
    .map(([, id, parent, , command]) => ({ id: Number(id), parent: Number(parent), command: command! }));
}

/** What a process has started, and what that has, as far as those in between are still there. */
export function descendants(id: number): ProcessEntry[] {
  const all = processes();
  const below = (parent: number): ProcessEntry[] =>
    all.filter((entry) => entry.parent === parent).flatMap((entry) => [entry, ...below(entry.id)]);
  return below(id);
}

/** Those of the processes that are still there; an id that was given to another program since does not count. */
export function stillThere(known: readonly ProcessEntry[]): ProcessEntry[] {
  const now = processes();
  return known.filter(({ id, command }) => now.some((entry) => entry.id === id && entry.command === command));
}

/** Sends one process a signal, by default the one that nothing can withstand; answers whether it was there. */
export function killProcess(id: number, signal: NodeJS.Signals = "SIGKILL"): boolean {
  try {
    process.kill(id, signal);
    return true;
  } catch {
    return false;
  }
}
