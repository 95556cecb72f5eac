import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { State } from "./store";

/** What the file starts with, so that a later form can tell it. */
const FORMAT = 1;

/** The state in a JSON file, replaced whole at each save: a reader sees the old or the new, never half. */
export class DataFile {
  private last: Promise<unknown> = Promise.resolve();
  private next: Promise<void> | undefined;

  constructor(private readonly file: string) {}

  /** Undefined where there is no file yet. Throws when there is one that is not the emulator's. */
  async load(): Promise<State | undefined> {
    let content: string;
    try {
      content = await readFile(this.file, "utf8");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      throw error;
    }
    const parsed = parse(content);
    if (parsed?.format === FORMAT) return parsed.state;
    throw new Error(
      `${this.file} is not a data file of this emulator; name another file, or delete it to start empty.`,
    );
  }

  /** Resolves when the state as it is now, or a later one, is in the file. Saves that wait are made in one. */
  save(state: () => State): Promise<void> {
    this.next ??= this.last.then(() => {
      this.next = undefined;
      return this.write(state());
    });
    const saving = this.next;
    this.last = saving.catch(() => undefined);
    return saving;
  }

  private async write(state: State): Promise<void> {
    await mkdir(dirname(this.file), { recursive: true });
    const draft = `${this.file}.${process.pid}.tmp`;
    await writeFile(draft, `${JSON.stringify({ format: FORMAT, state }, null, 2)}\n`);
    await rename(draft, this.file);
  }
}

function parse(content: string): { format?: unknown; state: State } | undefined {
  try {
    const parsed = JSON.parse(content);
    return Array.isArray(parsed?.state?.policies) && Array.isArray(parsed.state.applications)
      ? parsed
      : undefined;
  } catch {
    return undefined;
  }
}
