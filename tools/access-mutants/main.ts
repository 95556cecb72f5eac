/**
 * Turns around one rule of the evaluator at a time, in a copy of its source, and runs the tables of tests and some random
 * worlds on it. A mutant that passes them is a rule that no test holds.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { build, type Plugin } from "esbuild";
import { expect } from "expect";
import { MUTANTS, type Mutant } from "./mutants";

const ROOT = join(__dirname, "..", "..");
const TESTS = join(ROOT, "__tests__", "access");
const TABLES = readdirSync(TESTS).filter((file) => file.endsWith(".test.ts") && !file.startsWith("random"));

const CHECKS = [
  ...TABLES.map((name) => `import "./__tests__/access/${name}";`),
  'import { verifyDecisions } from "./__tests__/access/reference/verify";',
  'test("random worlds", () => {',
  "  for (let seed = 1; seed <= 40; seed++) expect(verifyDecisions(seed, 12)).toEqual([]);",
  "});",
].join("\n");

async function bundle(mutant?: Mutant): Promise<string> {
  const plugin: Plugin = {
    name: "mutant",
    setup: ({ onLoad }) => {
      onLoad({ filter: /src[/\\]access[/\\][^/\\]+\.ts$/ }, ({ path }) => {
        const contents = readFileSync(path, "utf8");
        if (mutant === undefined || path !== join(ROOT, "src", "access", mutant.file))
          return { contents, loader: "ts" };
        if (!contents.includes(mutant.from)) throw new Error(`${mutant.file} has no ${mutant.from}`);
        return { contents: contents.replace(mutant.from, () => mutant.to), loader: "ts" };
      });
    },
  };
  const { outputFiles } = await build({
    stdin: { contents: CHECKS, resolveDir: ROOT, loader: "ts" },
    bundle: true,
    write: false,
    platform: "node",
    format: "cjs",
    logLevel: "silent",
    plugins: [plugin],
  });
  return outputFiles[0]!.text;
}

/** The title of the first check that fails; undefined: all pass. */
function firstFailure(code: string): string | undefined {
  const titles: string[] = [];
  let failed: string | undefined;
  const run = (title: string, check: () => void): void => {
    if (failed !== undefined) return;
    try {
      check();
    } catch {
      failed = [...titles, title].join(" › ");
    }
  };
  const each = (rows: readonly unknown[]) => (title: string, check: (...row: unknown[]) => void) => {
    for (const row of rows) {
      const values = Array.isArray(row) ? row : [row];
      run(title.replace("%s", String(values[0])), () => check(...values));
    }
  };
  const describe = (title: string, body: () => void): void => {
    titles.push(title);
    body();
    titles.pop();
  };
  const test = Object.assign(run, { each });
  new Function("require", "module", "exports", "describe", "test", "expect", code)(
    require,
    { exports: {} },
    {},
    describe,
    test,
    expect,
  );
  return failed;
}

async function main(): Promise<void> {
  const broken = firstFailure(await bundle());
  if (broken !== undefined) throw new Error(`Without a mutant this fails: ${broken}`);
  let survivors = 0;
  for (const mutant of MUTANTS) {
    let failure: string | undefined;
    try {
      failure = firstFailure(await bundle(mutant));
    } catch (error) {
      process.stdout.write(`?  ${mutant.rule}: ${(error as Error).message.slice(0, 200)}\n`);
      survivors += 1;
      continue;
    }
    if (failure === undefined) survivors += 1;
    process.stdout.write(failure === undefined ? `✗  ${mutant.rule}\n` : `✓  ${mutant.rule}: ${failure}\n`);
  }
  process.stdout.write(`${MUTANTS.length - survivors} of ${MUTANTS.length} mutants are caught\n`);
  process.exitCode = survivors === 0 ? 0 : 1;
}

main().catch((error: Error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
