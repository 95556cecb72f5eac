/** How often a property is tried. `PROPERTY_RUNS=20` tries twenty times as often as the suite does. */
export function runs(usually: number): { readonly numRuns: number } {
  return { numRuns: Math.round(usually * Number(process.env.PROPERTY_RUNS ?? "1")) };
}
