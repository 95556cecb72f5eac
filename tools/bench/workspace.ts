import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeMirror } from "../../src/delivery";
import { type Engine, findEngine } from "../engines";
import { sealedEnvironment } from "../processes";
import type { Progress } from "../terminal";
import { measured, type Usage } from "./measured-command";
import type { BenchOptions } from "./options";

/** What every part of the benchmark works with. */
export interface Bench {
  readonly options: BenchOptions;
  readonly workspace: Workspace;
  /** Plugins that report what they use. */
  readonly plugins: { readonly ours: string; readonly before?: string; readonly floor: string };
  /** Our plugin as it ships. */
  readonly shipped: { readonly file: string; readonly bytes: number };
  readonly progress: Pick<Progress, "update">;
}

/** A folder of this run's own, outside of the repository, and what all measures share. */
export class Workspace {
  private constructor(
    readonly folder: string,
    readonly engine: Engine,
  ) {}

  static async open(): Promise<Workspace> {
    const engine = await findEngine();
    const folder = mkdtempSync(join(tmpdir(), "cfaccess-bench-"));
    for (const name of ["home", "usage"]) mkdirSync(join(folder, name));
    return new Workspace(folder, engine);
  }

  /** Returns the whole environment of a command. */
  environment(variables: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
    return sealedEnvironment({ engine: this.engine.command, home: join(this.folder, "home"), variables });
  }

  /**
   * Makes a folder for one configuration.
   * @param plugin undefined where the engine's built-in provider is enough
   */
  async project(plugin: string | undefined, baseUrl: string): Promise<Project> {
    const folder = mkdtempSync(join(this.folder, "project-"));
    if (plugin !== undefined) writeMirror(join(folder, "terraform.d", "plugins"), { plugin });
    const env = this.environment({ CLOUDFLARE_API_TOKEN: "bench-token", CLOUDFLARE_BASE_URL: baseUrl });
    return new Project(folder, this.engine.command, env, join(this.folder, "usage"));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** One configuration and its state. */
export class Project {
  constructor(
    readonly folder: string,
    private readonly engine: string,
    private readonly env: NodeJS.ProcessEnv,
    private readonly usage: string,
  ) {}

  configure(configuration: object): void {
    writeFileSync(join(this.folder, "main.tf.json"), JSON.stringify(configuration));
  }

  /** Runs a command of the engine and measures it. @throws Error when it fails */
  async run(...args: readonly string[]): Promise<{ usage: Usage; output: string }> {
    return measured(this.engine, args, { folder: this.folder, env: this.env, usage: this.usage });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
