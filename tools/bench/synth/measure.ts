import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { run } from "../../processes";
import { median } from "../cells";
import { buildPackageCopy } from "../package";
import type { Bench } from "../workspace";
import type { SynthReport } from "./program";

export interface Synth {
  readonly policies: number;
  readonly ours: SynthReport;
  /** The same resources as plain `TerraformResource`s of cdktf. */
  readonly plain: SynthReport;
  readonly ratio: number;
}

/** A synth takes a second, and differs by more than the difference to be seen. */
const ROUNDS_PER_ROUND = 5;

/** Measures how long it takes to load and to synthesize many policies, beside cdktf alone. */
export async function measureSynth(bench: Bench): Promise<Synth> {
  const { options, progress } = bench;
  const copy = await buildPackageCopy(bench);
  const program = join(copy, "synth.js");
  // As plain JavaScript, so that no compiler's time is counted.
  await build({
    entryPoints: [join(__dirname, "program.ts")],
    outfile: program,
    bundle: true,
    platform: "node",
    packages: "external",
    logLevel: "warning",
  });
  const reports: Record<"ours" | "plain", SynthReport[]> = { ours: [], plain: [] };
  const rounds = options.rounds * ROUNDS_PER_ROUND;
  // The first reads the files from the disk.
  for (let round = 0; round <= rounds; round++) {
    for (const variant of ["ours", "plain"] as const) {
      progress.update(`synth of ${options.synthPolicies} ${variant} policies, round ${round}/${rounds}`);
      const report = await oneSynth(bench, copy, [program, variant, copy]);
      if (round > 0) reports[variant].push(report);
    }
  }
  const [ours, plain] = [medianOf(reports.ours), medianOf(reports.plain)];
  return { policies: options.synthPolicies, ours, plain, ratio: ours.synthMs / plain.synthMs };
}

async function oneSynth({ workspace, options }: Bench, cwd: string, args: string[]): Promise<SynthReport> {
  const outdir = mkdtempSync(join(workspace.folder, "synth-"));
  const { code, stdout, output } = await run(
    process.execPath,
    [...args, outdir, String(options.synthPolicies)],
    {
      cwd,
      env: workspace.environment(),
    },
  );
  rmSync(outdir, { recursive: true, force: true });
  if (code !== 0) throw new Error(`Synth ended with ${code}\n${output}`);
  return JSON.parse(stdout.slice(stdout.indexOf("{")));
}

function medianOf(reports: readonly SynthReport[]): SynthReport {
  return {
    loadMs: median(reports.map(({ loadMs }) => loadMs)),
    synthMs: median(reports.map(({ synthMs }) => synthMs)),
  };
}
