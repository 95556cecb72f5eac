import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export const ROOT = join(__dirname, "..", "..");
const FOLDER = join(ROOT, ".demo");

/** The folder of the demo: a copy of the example stack, its output and its state. Git ignores it. */
export class Workspace {
  readonly folder = FOLDER;
  readonly home = join(FOLDER, "home");
  private source: string;

  /** Removes what an earlier run left. */
  constructor(appCommand: string) {
    this.remove();
    mkdirSync(this.home, { recursive: true });
    this.source = readFileSync(join(ROOT, "main.ts"), "utf8").replace(/from "\.\/src"/g, 'from "../src"');
    writeFileSync(join(this.folder, "main.ts"), this.source);
    const settings = {
      language: "typescript",
      app: appCommand,
      projectId: "demo",
      sendCrashReports: "false",
    };
    writeFileSync(join(this.folder, "cdktf.json"), `${JSON.stringify(settings, null, 2)}\n`);
  }

  /**
   * Edits the copy of the example.
   * @returns the lines that changed, as a diff shows them
   */
  edit(change: (source: string) => string): string[] {
    const before = this.source;
    this.source = change(before);
    writeFileSync(join(this.folder, "main.ts"), this.source);
    const [old, now] = [before.split("\n"), this.source.split("\n")];
    const lines = [
      ...old.filter((line) => !now.includes(line)).map((line) => `- ${line.trim()}`),
      ...now.filter((line) => !old.includes(line)).map((line) => `+ ${line.trim()}`),
    ];
    if (lines.length === 0) throw new Error("The edit of the demo no longer fits main.ts: nothing changed.");
    return lines;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
