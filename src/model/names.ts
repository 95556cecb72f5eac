/** Converts a snake_case name to camelCase: `email_domain` → `emailDomain`. */
export function camelCase(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());
}

/** Two words are compared letter by letter, each with each. */
const LONGEST_COMPARED = 200;

/** Returns the candidate that is closest to a misspelled word; undefined where none is close enough. */
export function closestMatch(word: string, candidates: readonly string[]): string | undefined {
  if (word.length > LONGEST_COMPARED) return undefined;
  const plain = bareName(word);
  let best: { candidate: string; distance: number } | undefined;
  for (const candidate of candidates) {
    const distance = editDistance(plain, bareName(candidate));
    if (distance < (best?.distance ?? Number.POSITIVE_INFINITY)) best = { candidate, distance };
  }
  // A third of the letters may be wrong, and three at most.
  return best && best.distance <= Math.min(3, Math.floor(plain.length / 3)) ? best.candidate : undefined;
}

/** Sorts candidates by how close they are to a misspelled or shortened word; equally close ones alphabetically. */
export function closestFirst(word: string, candidates: readonly string[]): string[] {
  const plain = bareName(word.slice(0, LONGEST_COMPARED));
  const ranked = candidates.map((candidate) => {
    const other = bareName(candidate.slice(0, LONGEST_COMPARED));
    const holds = plain !== "" && other !== "" && (other.includes(plain) || plain.includes(other));
    return { candidate, apart: holds ? 0 : 1, distance: editDistance(plain, other) };
  });
  return ranked
    .sort((a, b) => a.apart - b.apart || a.distance - b.distance || (a.candidate < b.candidate ? -1 : 1))
    .map(({ candidate }) => candidate);
}

/** Removes what people mix up in a name: case and word separators. */
export function bareName(word: string): string {
  return word.toLowerCase().replace(/[^a-z0-9]/g, "");
}

/** Letters to insert, delete, change or swap with the next one to get from one word to the other. */
function editDistance(from: string, to: string): number {
  let before: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1];
      let steps = Math.min(last[column]! + 1, current[column - 1]! + 1, last[column - 1]! + (same ? 0 : 1));
      const swapped =
        row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      if (swapped) steps = Math.min(steps, before[column - 2]! + 1);
      current.push(steps);
    }
    before = last;
    last = current;
  }
  return last[to.length]!;
}
