/** A policy as a plan knows it. */
interface Planned {
  /** Absent for a policy that is to be made. */
  readonly id: string | undefined;
  readonly name: string;
}

/**
 * The places that are planned in one run. A policy that is planned anew, as core does for a replacement, is told by its
 * id, or by its name while it has none.
 */
export class PlannedPlaces {
  readonly #places = new Map<string, Planned>();
  readonly #placeOf = new Map<string, string>();

  /** The other policy that is to have the same place; the first one keeps it. */
  enter(application: string, precedence: number, policy: Planned): Planned | undefined {
    const place = `${application}#${precedence}`;
    const other = this.#places.get(place);
    if (other !== undefined && !isSame(other, policy)) return other;
    const self = policy.id ?? `${application}#${policy.name}`;
    const before = this.#placeOf.get(self);
    if (before !== undefined && before !== place) this.#places.delete(before);
    this.#places.set(place, policy);
    this.#placeOf.set(self, place);
    return undefined;
  }

  /** An apply has begun: what was planned before it is no longer to be compared with. */
  clear(): void {
    this.#places.clear();
    this.#placeOf.clear();
  }
}

/** Core plans a policy without an id a second time only as the replacement of one that had an id before. */
function isSame(a: Planned, b: Planned): boolean {
  if (a.id === undefined && b.id === undefined) return false;
  return a.id !== undefined && b.id !== undefined ? a.id === b.id : a.name === b.name;
}
