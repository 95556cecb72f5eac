const FACTOR = Number(process.env.PROPERTY_RUNS ?? "1");

/** How often a property is tried. `PROPERTY_RUNS=20` tries twenty times as often as the suite does. */
export function runs(usually: number): { readonly numRuns: number } {
  return { numRuns: Math.round(usually * FACTOR) };
}

/** Milliseconds for one property on a busy machine, the search for the smallest counterexample included. */
export const PATIENCE = 60_000 * Math.max(1, FACTOR);
