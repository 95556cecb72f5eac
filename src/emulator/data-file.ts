import { appendFile, mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { Change, Store } from "./store";

/** What the first line says, so that another program's file, or a later form, can be recognized. */
const HEADER = JSON.stringify({ emulator: "access policies", format: 2 });

/** A file is rewritten when what was added to it is longer than this and than what it began with. */
const WORTH_REWRITING = 256 * 1024;

/**
 * The state in a file of JSON lines: a header, then one change a line. Changes are added at its end, so that a save
 * costs what has changed and not what there is; now and then it is replaced by the shortest history of the same state.
 */
export class DataFile {
  private last: Promise<unknown> = Promise.resolve();
  private next: Promise<void> | undefined;
  private waiting: string[] = [];
  private store: Store | undefined;
  /** Whether the next save replaces the file: at first, and after a save that failed. */
  private rewriteDue = true;
  private length = { whole: 0, added: 0 };

  constructor(private readonly file: string) {}

  /** Empty where there is no file yet. Throws when there is one that is not the emulator's. */
  async load(): Promise<readonly Change[]> {
    let content: string;
    try {
      content = await readFile(this.file, "utf8");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
      throw error;
    }
    const changes = parse(content);
    if (changes) return changes;
    throw new Error(
      `${this.file} is not a data file of this emulator; name another file, or delete it to start empty.`,
    );
  }

  /** Takes down what changes from now on. */
  follow(store: Store): void {
    this.store = store;
    store.onChange((change) => this.waiting.push(`${JSON.stringify(change)}\n`));
  }

  /** Resolves when the state as it is now, or a later one, is in the file. Saves that wait are made in one. */
  save(): Promise<void> {
    this.next ??= this.last.then(() => {
      this.next = undefined;
      return this.write();
    });
    const saving = this.next;
    this.last = saving.catch(() => undefined);
    return saving;
  }

  private async write(): Promise<void> {
    const added = this.waiting.join("");
    this.waiting = [];
    const grown = this.length.added + added.length;
    const rewrite = this.rewriteDue || grown > Math.max(WORTH_REWRITING, this.length.whole);
    this.rewriteDue = true;
    if (rewrite) {
      await this.replace();
    } else {
      await appendFile(this.file, added);
      this.length.added = grown;
    }
    this.rewriteDue = false;
  }

  /** A reader sees the old or the new, never half. */
  private async replace(): Promise<void> {
    const lines = (this.store?.history() ?? []).map((change) => JSON.stringify(change));
    const content = `${[HEADER, ...lines].join("\n")}\n`;
    await mkdir(dirname(this.file), { recursive: true });
    const draft = `${this.file}.${process.pid}.tmp`;
    await writeFile(draft, content);
    await rename(draft, this.file);
    this.length = { whole: content.length, added: 0 };
  }
}

/** Undefined where the text is not of this form. A last line without its end was cut off by a crash, and was never reported. */
function parse(content: string): Change[] | undefined {
  const [header, ...lines] = content.split("\n");
  if (header !== HEADER) return undefined;
  try {
    return lines.slice(0, -1).map((line) => JSON.parse(line));
  } catch {
    return undefined;
  }
}
