import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { join, resolve } from "node:path";
import { EngineNotFound } from "../engines";
import { Progress } from "../terminal";
import { measureAccess } from "./access";
import { measureApplications, measureLists } from "./applications";
import { measureCommands, measureLargePolicies } from "./commands";
import { type BenchOptions, HELP, PARTS, type Part, parseOptions, UsageError } from "./options";
import { measurePackageSize } from "./package";
import { bundleFloor, bundleOurs, reporting } from "./plugins";
import { render, writePage } from "./print";
import { type Report, withEarlier } from "./report";
import { measureSchemaVariants } from "./schema-variants";
import { measureStartUp } from "./start-up";
import { measureSynth } from "./synth/measure";
import { judge } from "./targets";
import { type Bench, Workspace } from "./workspace";

/** Measures each part of the report. */
const MEASURES: { readonly [Name in Part]: (bench: Bench) => Promise<Report[Name]> } = {
  start: measureStartUp,
  size: measurePackageSize,
  synth: measureSynth,
  commands: measureCommands,
  lists: measureLists,
  applications: measureApplications,
  large: measureLargePolicies,
  schema: measureSchemaVariants,
  access: measureAccess,
};

async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2));
  if (options === "help") {
    process.stdout.write(HELP);
    return;
  }
  const file = resolve(options.output);
  const measured = await measure(options);
  const report =
    options.keep && existsSync(file)
      ? withEarlier(measured, JSON.parse(readFileSync(file, "utf8")))
      : measured;
  writeFileSync(file, `${JSON.stringify({ ...report, targets: judge(report) }, null, 2)}\n`);
  const tables = render(report);
  if (options.docs) writePage(tables);
  process.stdout.write(`\n${tables}\nAll figures are in ${file}\n`);
}

async function measure(options: BenchOptions): Promise<Report> {
  const load = loadavg()[0]!;
  const workspace = await Workspace.open();
  process.once("exit", () => workspace.remove());
  process.once("SIGINT", () => process.exit(130));
  process.once("SIGTERM", () => process.exit(143));
  const { file, plain, bytes } = await bundleOurs(workspace.folder);
  const floor = await bundleFloor(workspace.folder, "floor");
  const shared = {
    options,
    workspace,
    plugins: {
      ...{ ours: file, floor },
      ...(options.before && { before: reporting(options.before, join(workspace.folder, "before")) }),
    },
    shipped: { file: plain, bytes },
  };
  const report: { -readonly [Name in Part]?: Report[Name] } = {};
  const measurePart = async <Name extends Part>(part: Name): Promise<void> => {
    const progress = new Progress(`Measuring ${part}`);
    try {
      report[part] = await MEASURES[part]({ ...shared, progress });
      progress.done();
    } catch (error) {
      progress.failed();
      throw error;
    }
  };
  for (const part of PARTS) if (options.parts.includes(part)) await measurePart(part);
  const { engine } = workspace;
  return {
    machine: {
      at: new Date().toISOString(),
      cpu: cpus()[0]?.model ?? "unknown",
      cores: cpus().length,
      node: process.version,
      engine: `${engine.name} ${engine.version}`,
      load,
    },
    rounds: options.rounds,
    largeRounds: options.largeRounds,
    ...report,
  };
}

main().catch((error: Error) => {
  const expected = error instanceof UsageError || error instanceof EngineNotFound;
  process.stderr.write(`${expected ? error.message : error.stack}\n`);
  process.exitCode = 1;
});
