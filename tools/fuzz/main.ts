/**
 * `npm run fuzz`: runs the tests of properties with random seeds, and prints how to replay what fails. `npm test` has
 * one seed, so that it gives the same result twice.
 *
 * FUZZ_ROUNDS: how many seeds, 5 if not set. PROPERTY_RUNS: how many times as many runs of the properties that read it.
 */
import { spawnSync } from "node:child_process";
import { randomInt } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

const ROOT = join(__dirname, "..", "..");
const ROUNDS = Number(process.env.FUZZ_ROUNDS ?? "5");
const RUNS = process.env.PROPERTY_RUNS ?? "3";

const tests = join(ROOT, "__tests__");
const files = readdirSync(tests, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".test.ts") && !name.startsWith("e2e"))
  .map((name) => join(tests, name))
  .filter((file) => readFileSync(file, "utf8").includes('from "fast-check"'))
  .map((file) => relative(ROOT, file))
  .sort();

const given = process.argv.slice(2);
const chosen = given.length === 0 ? files : files.filter((file) => given.some((part) => file.includes(part)));
if (chosen.length === 0) throw new Error(`No test of a property matches ${given.join(", ")}.`);

const replays: string[] = [];
for (let round = 1; round <= ROUNDS; round++) {
  const seed = String(randomInt(2 ** 31));
  console.log(`Round ${round} of ${ROUNDS}: seed ${seed}, ${chosen.length} files`);
  const environment = { ...process.env, PROPERTY_SEED: seed, PROPERTY_RUNS: RUNS };
  const jest = join(ROOT, "node_modules", "jest", "bin", "jest.js");
  const { status } = spawnSync(process.execPath, [jest, ...chosen, "--selectProjects", "unit"], {
    cwd: ROOT,
    env: environment,
    stdio: "inherit",
  });
  if (status !== 0)
    replays.push(`PROPERTY_SEED=${seed} PROPERTY_RUNS=${RUNS} npx jest <file> --selectProjects unit`);
}

if (replays.length > 0) {
  console.log(
    `\n${replays.length} of ${ROUNDS} seeds failed. Replay them, with the file that is named above:`,
  );
  for (const replay of replays) console.log(`  ${replay}`);
  console.log("What is found becomes an example in its test.");
  process.exitCode = 1;
} else {
  console.log(`\nAll ${ROUNDS} seeds passed.`);
}
