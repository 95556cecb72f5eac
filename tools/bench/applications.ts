import { type Cell, measureInTurns } from "./cells";
import { roundsOf } from "./options";
import { attachedPolicies, policyLists, singlePolicies } from "./subjects";
import type { Bench } from "./workspace";

const POLICIES_OF_A_LIST = 5;

/** Measures whole life cycles of applications with five policies each, in all forms that policies of applications have. */
export async function measureLists(bench: Bench): Promise<Cell[]> {
  const { lists } = bench.options;
  return measureInTurns(
    bench,
    variantsOf(bench, lists, POLICIES_OF_A_LIST),
    roundsOf(bench.options, lists * POLICIES_OF_A_LIST),
  );
}

/** Measures many applications up to the plan whose requests count: those do not vary from run to run, so one round. */
export async function measureApplications(bench: Bench): Promise<Cell[]> {
  const variants = variantsOf(bench, bench.options.applications, 2);
  return measureInTurns(
    bench,
    variants.map((variant) => ({ ...variant, until: "no-op plan" as const })),
    1,
  );
}

/** The variants by their names in the tables. */
export const APPLICATION_VARIANTS = {
  lists: "lists",
  attached: "attached, each its own",
  shared: "attached, all the same",
  single: "single policies",
} as const;

function variantsOf({ plugins: { ours: plugin } }: Bench, applications: number, each: number) {
  return [
    { name: APPLICATION_VARIANTS.lists, plugin, subject: policyLists(applications, each) },
    { name: APPLICATION_VARIANTS.attached, plugin, subject: attachedPolicies(applications, each) },
    {
      name: APPLICATION_VARIANTS.shared,
      plugin,
      subject: attachedPolicies(applications, each, { shared: true }),
    },
    { name: APPLICATION_VARIANTS.single, plugin, subject: singlePolicies(applications, each) },
  ];
}
