/** Below this, text is not folded any further: a terminal that reports less does not know its size. */
const NARROWEST = 40;

/**
 * How many characters a line may have: what the terminal reports, within limits. Terminals without a size (some CI
 * runners, `script`, `expect`, a shell in an editor) report 0 columns.
 */
export function widthOf(output: { readonly columns?: number }, unknown: number): number {
  const { columns = 0 } = output;
  return columns === 0 ? unknown : Math.max(columns, NARROWEST);
}
