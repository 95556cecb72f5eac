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

/**
 * The variants: their names in the tables, and the requests that a plan without changes may take. Attached policies need the
 * list of applications and that of reusable policies.
 */
export const APPLICATION_VARIANTS = {
  lists: { name: "lists", requests: 1 },
  attached: { name: "attached, each its own", requests: 2 },
  shared: { name: "attached, shared", requests: 2 },
  single: { name: "single policies", requests: 1 },
} as const;

function variantsOf({ plugins: { ours: plugin } }: Bench, applications: number, each: number) {
  const { lists, attached, shared, single } = APPLICATION_VARIANTS;
  return [
    { name: lists.name, plugin, subject: policyLists(applications, each) },
    { name: attached.name, plugin, subject: attachedPolicies(applications, each) },
    { name: shared.name, plugin, subject: attachedPolicies(applications, each, { shared: true }) },
    { name: single.name, plugin, subject: singlePolicies(applications, each) },
  ];
}
