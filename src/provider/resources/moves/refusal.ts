/**
 * Why a state cannot be taken over, in sentences for the user. Thrown while a state is read and caught at the door, so
 * that no half-read policy ever gets out.
 */
export class MoveRefusal extends Error {
  constructor(
    reason: string,
    /** What to do about it; without one, the policy is imported instead. */
    readonly fix?: string,
  ) {
    super(reason);
  }
}

/** The refusal of something the state says and we cannot read. `expected` ends the sentence "…, not …". */
export function unreadable(place: string, value: unknown, expected: string): MoveRefusal {
  return new MoveRefusal(
    `Its state holds at ${place} ${kindOf(value)}, not ${expected}: this cannot be read, and leaving it out could let in somebody else.`,
  );
}

/** The refusal of a member we know nothing about. */
export function unheardOf(place: string): MoveRefusal {
  return new MoveRefusal(
    `Its state says something at ${place}, which this version does not know; leaving it out could let in somebody else.`,
  );
}

/** What kind of thing a value is; never the value itself. */
function kindOf(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
