import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { run } from "../../../src/cli/main";

/** What a command printed, and its exit code. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A folder of its own with files, in which commands run. */
export class Workplace {
  readonly folder = mkdtempSync(join(tmpdir(), "cf-access-cli-"));

  constructor(private readonly env: Readonly<Record<string, string>> = {}) {}

  write(file: string, content: string | object): string {
    const path = join(this.folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
    return path;
  }

  async cfAccess(...args: readonly string[]): Promise<Ran> {
    const said = { out: "", err: "" };
    const stream = (name: "out" | "err") => ({
      write: (text: string) => {
        said[name] += text;
      },
    });
    const code = await run(args, {
      stdout: stream("out"),
      stderr: stream("err"),
      env: this.env,
      cwd: () => this.folder,
    });
    return { code, ...said };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
