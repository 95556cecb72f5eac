import type { Notes } from "../../framework";

/** The names (as marks) that the stack had in the policy's application when it was last looked at, and before that. */
const NOW = "order";
const BEFORE = "order_before";

/** The notes with the present names; undefined where they stand there already. */
export function noteNames(notes: Notes, names: Iterable<string>): Notes | undefined {
  const now = [...names].sort().join(",");
  if (notes[NOW] === now) return undefined;
  return { ...notes, [NOW]: now, [BEFORE]: notes[NOW] ?? "" };
}

/** What is noted of names alone. */
export function namesOnly(notes: Notes): Notes {
  return Object.fromEntries(Object.entries(notes).filter(([name]) => name === NOW || name === BEFORE));
}

/** All names that are noted. */
export function notedNames(notes: Notes): readonly string[] {
  return [NOW, BEFORE].flatMap((name) => (notes[name] ?? "").split(",")).filter((name) => name !== "");
}
