/** Why a state cannot be taken over, in sentences for the user. */
export class MoveRefusal extends Error {
  constructor(
    reason: string,
    /** What to do about it; without one, the policy is imported instead. */
    readonly fix?: string,
  ) {
    super(reason);
  }
}
