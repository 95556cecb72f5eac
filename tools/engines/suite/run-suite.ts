import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Engine } from "../engine";

const ROOT = join(__dirname, "..", "..", "..");

/**
 * The end-to-end tests that do not depend on the engine: they test the package's files and types, or the provider with an
 * API that fails. They run on the engine of this machine only.
 */
export const RUN_ONCE: readonly string[] = ["package.test.ts", "soak/soak.test.ts"];

/** The result of the tests on one engine. */
export interface Score {
  readonly passed: number;
  readonly failed: number;
  readonly seconds: number;
}

/** Runs the end-to-end tests on an engine; without `everything`, only those that depend on the engine. */
export type RunSuite = (
  engine: Engine,
  options: { readonly everything: boolean; readonly env: NodeJS.ProcessEnv },
) => Promise<Score>;

/** Runs the tests and shows the output of jest as it comes. */
export const runSuite: RunSuite = async (engine, { everything, env }) => {
  const folder = mkdtempSync(join(tmpdir(), "cf-access-score-"));
  const results = join(folder, "results.json");
  const ignored = everything ? [] : RUN_ONCE.map((file) => `/e2e/${file.replaceAll(".", "\\.")}$`);
  const jest = [join(ROOT, "node_modules", "jest", "bin", "jest.js"), "--selectProjects", "e2e", "--ci"];
  const patterns = ["/node_modules/", ...ignored].flatMap((pattern) => ["--testPathIgnorePatterns", pattern]);
  const begun = Date.now();
  try {
    const code = await ended(process.execPath, [...jest, ...patterns, "--json", "--outputFile", results], {
      ...env,
      TERRAFORM_BINARY_NAME: engine.command,
    });
    return { ...counts(results, code), seconds: (Date.now() - begun) / 1_000 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

function ended(command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<number | null> {
  const child = spawn(command, args, { cwd: ROOT, env, stdio: ["ignore", "ignore", "inherit"] });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
}

/** Returns what jest counted. A suite that could not be loaded, or a run that ended without counting, is one failure. */
function counts(results: string, code: number | null): { passed: number; failed: number } {
  let counted: { numPassedTests: number; numFailedTests: number; numRuntimeErrorTestSuites: number };
  try {
    counted = JSON.parse(readFileSync(results, "utf8"));
  } catch {
    return { passed: 0, failed: 1 };
  }
  const failed = counted.numFailedTests + counted.numRuntimeErrorTestSuites;
  return { passed: counted.numPassedTests, failed: failed === 0 && code !== 0 ? 1 : failed };
}
