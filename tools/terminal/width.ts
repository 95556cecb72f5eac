/** Below this, text is not folded any further: a terminal that reports less does not know its size. */
const NARROWEST = 40;

/**
 * Returns how many characters a line may have: what the terminal reports, within limits. Terminals without a size (some
 * CI runners, `script`, `expect`, a shell in an editor) report 0 columns.
 */
export function widthOf(output: { readonly columns?: number }, unknown: number): number {
  const { columns = 0 } = output;
  return columns === 0 ? unknown : Math.max(columns, NARROWEST);
}

/**
 * Breaks a line that is too long at its spaces; continuation lines are indented deeper than the line. A change
 * (`old -> new`) breaks at its arrow first.
 */
export function fold(line: string, width: number): string[] {
  if (line.length <= width) return [line];
  const indent = " ".repeat(line.search(/\S/) + 4);
  return line.split(/ (?=-> )/).flatMap((part, index) => {
    const folded: string[] = [];
    let current = index === 0 ? "" : indent;
    for (const word of part.match(/^\s*\S+|\S+/g) ?? []) {
      const begun = current.trim() !== "";
      if (begun && current.length + 1 + word.length > width) {
        folded.push(current);
        current = indent + word;
      } else {
        current += begun ? ` ${word}` : word;
      }
    }
    return [...folded, current];
  });
}
