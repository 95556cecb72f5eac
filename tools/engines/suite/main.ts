/*
 * Runs the end-to-end tests on several engines, one after the other, and says how they went.
 *
 *   npm run test:engines                     all engines
 *   npm run test:engines -- terraform-1.5.7  only those named; `own` is the engine that this machine has
 *
 * Engines that this machine has not are built with Go, once, into ~/.cache/cdktf-cloudflare-access/engines. All are
 * built before the first test runs. With `--json <file>` the counts are written there too.
 */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { testOn } from "./test-on";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: "string" } },
});

testOn(positionals, process.env).then(
  ({ passed, failed }) => {
    if (values.json) writeFileSync(values.json, JSON.stringify({ passed, failed }));
    process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
  },
  (error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  },
);
