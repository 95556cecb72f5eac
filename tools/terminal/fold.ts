/**
 * Breaks a line that is too long at its spaces; what follows is indented deeper than the line began. A change
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
