/** Reports what a state or a plan holds and this version cannot read. Whoever reads one catches it: nothing is half read. */
export class UnreadableState extends Error {
  constructor(
    reason: string,
    /** What to do about it, where there is more to do than to leave the resource as it is. */
    readonly fix?: string,
  ) {
    super(reason);
  }
}

/** Reports a value of another kind. `expected` ends the sentence "…, not …". */
export function unreadable(path: string, value: unknown, expected: string): UnreadableState {
  return new UnreadableState(
    `Its state holds at ${path} ${kindOf(value)}, not ${expected}: this cannot be read, and leaving it out could let in somebody else.`,
  );
}

/** Reports a member that this version does not know. */
export function unheardOf(path: string): UnreadableState {
  return new UnreadableState(
    `Its state says something at ${path}, which this version does not know; leaving it out could let in somebody else.`,
  );
}

/** Names the kind of a value; never the value itself. */
function kindOf(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
