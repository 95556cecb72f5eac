import { type Cell, measureInTurns, type Variant } from "./cells";
import { roundsOf } from "./options";
import { largePolicy, reusablePolicies, terraformData } from "./subjects";
import type { Bench } from "./workspace";

/** The variants by their names in the tables. */
export const VARIANTS = {
  ours: "policies",
  before: "policies, --before",
  schemaFloor: "floor: our schema",
  engineFloor: "floor: terraform_data",
} as const;

/**
 * Measures plan, apply, plan, edit and destroy at every size, latency and limit. The floors send no requests, so they
 * are measured once for all latencies. Under the limit many policies take minutes of waiting: one round.
 */
export async function measureCommands(bench: Bench): Promise<Cell[]> {
  const { sizes, limits } = bench.options;
  const cells: Cell[] = [];
  for (const count of sizes) {
    for (const limit of limits) {
      const rounds = limit ? 1 : roundsOf(bench.options, count);
      cells.push(...(await measureInTurns(bench, variantsOf(bench, count, limit), rounds)));
    }
  }
  return cells;
}

/** Measures one policy with many emails up to the plan of an edit: the time is the engine's, so one round. */
export async function measureLargePolicies(bench: Bench): Promise<Cell[]> {
  const variants = bench.options.large.map(
    (emails): Variant => ({
      name: `${emails} emails`,
      plugin: bench.plugins.ours,
      subject: largePolicy(emails),
      until: "one-edit plan",
    }),
  );
  return measureInTurns(bench, variants, 1);
}

function variantsOf({ plugins, options }: Bench, count: number, limit: boolean): Variant[] {
  const subject = reusablePolicies(count);
  const { ours, before, floor } = plugins;
  const provided = options.latencies.flatMap((latencyMs): Variant[] => [
    { name: VARIANTS.ours, plugin: ours, subject, latencyMs, limit },
    ...(before ? [{ name: VARIANTS.before, plugin: before, subject, latencyMs, limit }] : []),
  ]);
  if (limit) return provided;
  return [
    ...provided,
    { name: VARIANTS.schemaFloor, plugin: floor, subject },
    { name: VARIANTS.engineFloor, plugin: undefined, subject: terraformData(count) },
  ];
}
