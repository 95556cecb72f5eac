import { type Cell, cellsOf, oneLife } from "./commands";
import type { Bench } from "./parts";
import { applicationId } from "./policies";

/** Many applications with two policies each, up to the plan whose requests count: those do not vary from run to run. */
export async function measureApplications(bench: Bench): Promise<Cell[]> {
  const { applications } = bench.options;
  const ids = Array.from({ length: applications }, (_, index) => applicationId(index));
  const what = { subject: "application", count: applications * 2 } as const;
  const title = `${applications} applications × 2 policies`;
  const life = await oneLife(
    bench,
    bench.plugins.ours,
    what,
    { applications: ids, until: "no-op plan" },
    title,
  );
  return cellsOf({ variant: "application policies", policies: what.count, latencyMs: 0, limit: false }, [
    life,
  ]);
}
