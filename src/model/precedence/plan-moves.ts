import type { Move, Placed } from "./placed";
import { Safety } from "./safety";

/** There is no way to the targets that lets in nobody in between whom both the old and the new order keep out. */
export class NoSafeMovesError extends Error {
  /** @param stuck the policies that cannot reach their targets */
  constructor(readonly stuck: readonly string[]) {
    super(`no safe way leads to the new precedence of ${stuck.join(", ")}`);
    this.name = "NoSafeMovesError";
  }
}

/**
 * The writes, one policy each, that bring policies to new precedences: at no moment have two the same, and at no moment
 * does someone get in whom neither the old nor the new order lets in.
 *
 * @param current all policies of the application, with their present numbers
 * @param targets the numbers wanted. Policies that are not in it are never moved; one that has its number already may be
 *   moved away and back where nothing else helps
 * @throws RangeError for targets that are no order: an id that `current` does not have, a number twice or below 1
 * @throws NoSafeMovesError when only moving a policy that is not in `targets` would help
 */
export function planMoves(current: readonly Placed[], targets: ReadonlyMap<string, number>): Move[] {
  const start = new Map(current.map(({ id, precedence }) => [id, precedence]));
  const end = new Map([...start, ...targets]);
  checkTargets(start, end);
  return new Planner(current, start, end, targets).plan();
}

class Planner {
  private readonly places: Map<string, number>;
  private readonly taken: Map<number, string>;
  private readonly wanted: ReadonlySet<number>;
  private readonly safety: Safety;
  private readonly parked = new Set<string>();
  private readonly moves: Move[] = [];
  private readonly allows: ReadonlySet<string>;
  private readonly movable: readonly Placed[];
  /** Above every number that is used or wanted. */
  private top: number;

  constructor(
    current: readonly Placed[],
    start: ReadonlyMap<string, number>,
    private readonly end: ReadonlyMap<string, number>,
    targets: ReadonlyMap<string, number>,
  ) {
    this.places = new Map(start);
    this.taken = new Map([...start].map(([id, number]) => [number, id]));
    this.wanted = new Set(end.values());
    this.safety = new Safety(current, start, end);
    this.allows = new Set(current.filter(({ decision }) => decision === "allow").map(({ id }) => id));
    this.movable = current.filter(({ id }) => targets.has(id));
    this.top = Math.max(0, ...start.values(), ...end.values()) + 1;
  }

  plan(): Move[] {
    while (this.pending().length > 0) {
      if (!(this.settleOne() || this.parkOne() || this.settleParkedAllow()))
        throw new NoSafeMovesError(this.pending().map(({ id }) => id));
    }
    return this.moves;
  }

  private pending(): readonly Placed[] {
    return this.movable.filter(({ id }) => this.places.get(id) !== this.end.get(id));
  }

  /** A parked allow policy stands behind all block policies and in nobody's way: it comes back last. */
  private settleOne(): boolean {
    const pending = this.pending().filter(({ id }) => !(this.allows.has(id) && this.parked.has(id)));
    const tightening = pending.filter((policy) => this.tightens(policy));
    return [...tightening, ...pending].some(({ id }) => this.tryMove(id, this.end.get(id)!));
  }

  private settleParkedAllow(): boolean {
    return this.pending().some(({ id }) => this.tryMove(id, this.end.get(id)!));
  }

  private tightens({ id }: Placed): boolean {
    const down = this.end.get(id)! > this.places.get(id)!;
    return this.allows.has(id) === down;
  }

  private parkOne(): boolean {
    const still = this.movable.filter(({ id }) => !this.parked.has(id));
    const pending = still.filter(({ id }) => this.places.get(id) !== this.end.get(id));
    const others = pending.filter(({ id }) => !this.allows.has(id));
    const allows = [...pending, ...still].filter(({ id }) => this.allows.has(id));
    const spots = this.spots();
    for (const { id } of others) if (spots.some((spot) => this.tryMove(id, spot))) return this.park(id);
    for (const { id } of allows) if (this.tryMove(id, this.top + this.movable.length)) return this.park(id);
    return false;
  }

  private park(id: string): true {
    this.parked.add(id);
    this.top += 1;
    return true;
  }

  private spots(): readonly number[] {
    const free = Array.from({ length: this.top }, (_, index) => index + 1);
    return free.filter((number) => !this.wanted.has(number) && !this.taken.has(number));
  }

  private tryMove(id: string, number: number): boolean {
    if (this.taken.has(number)) return false;
    const before = this.places.get(id)!;
    this.places.set(id, number);
    if (!this.safety.holds(this.places)) {
      this.places.set(id, before);
      return false;
    }
    this.taken.delete(before);
    this.taken.set(number, id);
    this.moves.push({ id, precedence: number });
    return true;
  }
}

function checkTargets(start: ReadonlyMap<string, number>, end: ReadonlyMap<string, number>): void {
  const holders = new Map<number, string>();
  for (const [id, number] of end) {
    if (!start.has(id)) throw new RangeError(`there is no policy ${id} to move`);
    if (!Number.isInteger(number) || number < 1) throw new RangeError(`${number} is no precedence`);
    const holder = holders.get(number);
    if (holder !== undefined)
      throw new RangeError(`${holder} and ${id} would both have precedence ${number}`);
    holders.set(number, id);
  }
}
