import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { type Finished, type RunOptions, run, sealedEnvironment } from "../../../tools/processes";
import { plain } from "../../../tools/terminal";
import { Running } from "./running";
import { session } from "./session";

const REPOSITORY = join(__dirname, "..", "..", "..");
const MODULES = join(REPOSITORY, "node_modules");
const CDKTF = join(MODULES, "cdktf-cli", "bundle", "bin", "cdktf");

/** A user's folder outside of the repository, and what a user would run in it. */
export class Project {
  readonly folder: string;
  /**
   * A home of its own: the cdktf CLI keeps a cache of plugins there, from which engines must not install two projects
   * at once, as each takes a plugin away for a moment that the other may be about to start.
   */
  private readonly home: string;

  constructor(
    name: string,
    /** What the user has set, such as the token. */
    private readonly variables: Readonly<Record<string, string>> = {},
    /** Where it is made: what is installed there is what it finds. */
    within = session().projects,
  ) {
    this.folder = mkdtempSync(join(within, `${name}-`));
    this.home = mkdtempSync(join(session().homes, `${name}-`));
  }

  path(...parts: string[]): string {
    return join(this.folder, ...parts);
  }

  write(file: string, content: string | object): void {
    const text = typeof content === "string" ? content : `${JSON.stringify(content, null, 2)}\n`;
    writeFileSync(this.path(file), text);
  }

  /** The engine, with its output free of colors. */
  engine(...args: string[]): Promise<Finished> {
    return this.run(session().engine.command, args);
  }

  /** The engine, with other variables. */
  engineWith(variables: Readonly<Record<string, string>>, ...args: string[]): Promise<Finished> {
    return this.run(session().engine.command, args, { variables });
  }

  /** The engine in a folder inside. */
  engineIn(folder: string, ...args: string[]): Promise<Finished> {
    return this.run(session().engine.command, args, { cwd: this.path(folder) });
  }

  /** The engine, stopped as soon as it says something; answers the line. Fails when it ends without. */
  async engineUntil(text: RegExp, ...args: string[]): Promise<string> {
    const stop = new AbortController();
    let found: string | undefined;
    const onLine = (line: string) => {
      if (!text.test(line)) return;
      found ??= line;
      stop.abort();
    };
    const { output } = await this.run(session().engine.command, args, { onLine, signal: stop.signal });
    if (found === undefined) throw new Error(`The engine ended without saying ${text}:\n${output}`);
    return found;
  }

  /** The cdktf CLI as it comes. */
  cdktf(...args: string[]): Promise<Finished> {
    return this.node(CDKTF, ...args);
  }

  /** The engine, for what is done to it while it is under way. */
  startEngine(...args: string[]): Running {
    return this.start(session().engine.command, args);
  }

  /** The cdktf CLI, for what is done to it while it is under way. */
  startCdktf(...args: string[]): Running {
    return this.start(process.execPath, [CDKTF, ...args]);
  }

  /** The command line of the installed package. */
  cfAccess(...args: string[]): Promise<Finished> {
    return this.run(join(session().projects, "node_modules", ".bin", "cf-access"), args);
  }

  /** Lines for a shell, as a page has them; `terraform` is the engine in them, and `cdktf` (or `npx cdktf`) the CLI, `cf-access` the package's. */
  shell(lines: string): Promise<Finished> {
    const programs = join(this.home, "programs");
    mkdirSync(programs, { recursive: true });
    const commands = {
      terraform: session().engine.command,
      cdktf: CDKTF,
      "cf-access": join(session().projects, "node_modules", ".bin", "cf-access"),
    };
    for (const [name, program] of Object.entries(commands)) {
      rmSync(join(programs, name), { force: true });
      symlinkSync(program, join(programs, name));
    }
    // What npx would find in the folder is in front of the PATH already.
    writeFileSync(join(programs, "npx"), '#!/bin/sh\nexec "$@"\n', { mode: 0o755 });
    const path = [programs, dirname(process.execPath), process.env.PATH].join(delimiter);
    return this.run("sh", ["-ec", lines], { variables: { PATH: path } });
  }

  /** The TypeScript compiler, on this project. */
  tsc(...args: string[]): Promise<Finished> {
    return this.node(join(MODULES, "typescript", "bin", "tsc"), ...args);
  }

  node(...args: string[]): Promise<Finished> {
    return this.run(process.execPath, args);
  }

  /** Any other program that a user runs here. */
  program(command: string, ...args: string[]): Promise<Finished> {
    return this.run(command, args);
  }

  private start(command: string, args: readonly string[]): Running {
    return new Running((terms) => this.run(command, args, terms));
  }

  private async run(
    command: string,
    args: readonly string[],
    {
      variables: further,
      ...more
    }: Partial<Pick<RunOptions, "cwd" | "onLine" | "onStart" | "signal">> & {
      variables?: Readonly<Record<string, string>>;
    } = {},
  ): Promise<Finished> {
    const { engine, nullProvider } = session();
    const variables = { ...nullProvider, ...this.variables, ...further };
    const env = sealedEnvironment({ engine: engine.command, home: this.home, variables });
    const finished = await run(command, args, { cwd: this.folder, env, ...more });
    const { stdout, stderr, output } = finished;
    return { ...finished, stdout: plain(stdout), stderr: plain(stderr), output: plain(output) };
  }
}

/** The command that runs TypeScript without a build step, for a project's cdktf.json. */
export const RUN_TYPESCRIPT = `${process.execPath} ${join(MODULES, "tsx", "dist", "cli.mjs")}`;

/** What a command said, once it has ended well; otherwise the test fails with everything it said. */
export async function succeeded(finished: Promise<Finished>): Promise<string> {
  const { code, output } = await finished;
  if (code !== 0) throw new Error(`The command ended with ${code}:\n${output}`);
  return output;
}

/** What a command said on its way to failing; a success fails the test. */
export async function failed(finished: Promise<Finished>): Promise<string> {
  const { code, output } = await finished;
  if (code === 0) throw new Error(`The command should have failed, but said:\n${output}`);
  return output;
}
