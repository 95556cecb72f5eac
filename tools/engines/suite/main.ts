/*
 * Runs the end-to-end tests on several engines, one after the other, and prints the results.
 *
 *   npm run test:engines                     all engines
 *   npm run test:engines -- terraform-1.5.7  only those named; `own` is the engine that this machine has
 *
 *   --except-own    leaves out this machine's engine: `npm test` was run on it
 *   --if-go         without a Go toolchain, leaves out what would have to be built, with a line, instead of failing
 *   --json <file>   write the counts there too
 *
 * Engines that this machine does not have are built with Go, once, into $XDG_CACHE_HOME (or ~/.cache)
 * /cdktf-cloudflare-access/engines. All are built before the first test runs.
 */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { testOn } from "./test-on";

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: "string" }, "except-own": { type: "boolean" }, "if-go": { type: "boolean" } },
  });
  const { lines, ...counts } = await testOn({
    labels: positionals,
    env: process.env,
    exceptOwn: values["except-own"],
    ifGo: values["if-go"],
  });
  console.log(`\n${lines.join("\n")}`);
  if (values.json) writeFileSync(values.json, JSON.stringify(counts));
  const { passed, failed, leftOut } = counts;
  // A run without tests fails, unless all engines may be left out.
  process.exitCode = failed > 0 || (passed === 0 && leftOut.length === 0) ? 1 : 0;
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
