import type { Move, Placed } from "./placed";
import { type Circumstances, type Places, Safety } from "./safety";

/** An order on the way, and how it was come by. */
interface Station {
  readonly places: Places;
  readonly moved: number;
  readonly from?: Station;
  readonly move?: Move;
}

/**
 * Looks for a short way from one order to another over safe orders, moving one policy at a time (A*: the stations that
 * may be on the shortest way first, and of those the one that is furthest on).
 */
export class MoveSearch {
  private readonly start: Places;
  private readonly end: Places;
  /** Whether a policy that leaves lets in, wherever it stands, whom neither order does. */
  private readonly hopeless: boolean;
  private readonly safety: Safety;
  private readonly movable: readonly number[];
  private readonly changes: readonly boolean[];
  /** Above all numbers of both orders, with room below it for block policies, which have to stay before. */
  private readonly far: number;
  private readonly near: number;

  constructor(
    private readonly policies: readonly Placed[],
    targets: ReadonlyMap<string, number>,
    circumstances: Circumstances,
  ) {
    const { leaving, changing } = circumstances;
    // A policy that gets its content where it stands has not got it yet: it stands just before its own number.
    this.start = policies.map(({ id, precedence }) =>
      changing.has(id) && targets.get(id) === precedence ? precedence - 0.5 : precedence,
    );
    const wanted = policies.map(({ id, precedence }) => targets.get(id) ?? precedence);
    this.safety = new Safety(policies, this.start, wanted, circumstances);
    this.changes = policies.map(({ id }) => changing.has(id));
    const end = this.aside(wanted);
    this.hopeless = end === undefined;
    this.end = end ?? wanted;
    this.movable = policies.flatMap(({ id }, index) => (targets.has(id) || leaving.has(id) ? [index] : []));
    this.near = Math.max(0, ...this.start, ...this.end) + 1;
    this.far =
      this.near + policies.filter(({ id, decision }) => decision === "deny" || changing.has(id)).length;
  }

  /**
   * @param haste 1: a shortest way; more: one that is found sooner
   * @param mostTried after so many moves tried it is given up
   * @returns undefined when no way was found
   */
  run({ haste, mostTried }: { haste: number; mostTried: number }): Move[] | undefined {
    if (this.hopeless) return undefined;
    const open: Station[][] = [];
    const seen = new Set<string>();
    const enter = (station: Station) => {
      const cost = station.moved + haste * this.movesLeft(station.places);
      open[cost] ??= [];
      open[cost].push(station);
    };
    enter({ places: this.start, moved: 0 });
    for (let left = mostTried; left > 0; ) {
      const station = open.find((stations) => stations !== undefined && stations.length > 0)?.pop();
      if (station === undefined) return undefined;
      const key = station.places.join();
      if (seen.has(key)) continue;
      seen.add(key);
      if (this.pending(station.places).length === 0) return wayTo(station);
      const next = this.nextAfter(station);
      // Where there is only one way on, there is nothing to choose.
      left -= Math.max(0, next.length - 1);
      // The last in is the first out.
      for (const following of next.reverse()) enter(following);
    }
    return undefined;
  }

  /**
   * The order wanted, with those allow policies behind all others that leave, and until then would let in there whom
   * neither order does. Undefined where that does not help, since a block policy before them changes its content.
   */
  private aside(wanted: Places, already: readonly number[] = []): Places | undefined {
    const unsafe = this.safety.unsafe(wanted);
    if (unsafe === undefined) return wanted;
    if (already.includes(unsafe)) return undefined;
    const behind = Math.ceil(Math.max(...this.start, ...wanted)) + 1;
    return this.aside(wanted.with(unsafe, behind), [...already, unsafe]);
  }

  private pending(places: Places): number[] {
    return this.movable.filter((index) => places[index] !== this.end[index]);
  }

  /** At least so many: each policy that is not in place, and one more for each ring of such that wait for each other. */
  private movesLeft(places: Places): number {
    const pending = this.pending(places);
    const holders = new Map(pending.map((index) => [places[index]!, index]));
    const visited = new Map<number, number>();
    let rings = 0;
    for (const first of pending) {
      let index: number | undefined = first;
      while (index !== undefined && !visited.has(index)) {
        visited.set(index, first);
        index = holders.get(this.end[index]!);
      }
      if (index !== undefined && visited.get(index) === first) rings += 1;
    }
    return pending.length + rings;
  }

  private nextAfter(station: Station): Station[] {
    const { places } = station;
    const pending = this.pending(places);
    const holders = new Map(places.map((place, index) => [Math.ceil(place), index]));
    const direct = pending.flatMap((index) => {
      const holder = holders.get(this.end[index]!) ?? index;
      return holder === index ? this.step(station, index, this.end[index]!) : [];
    });
    // What lets in fewer is never a mistake; when nothing of that kind is left, neither is anything else.
    const tightening = pending.filter((index) => this.tightens(index, places));
    const sure = direct.find(({ move }) => tightening.some((index) => this.policies[index]!.id === move!.id));
    if (sure) return [sure];
    const contentWaits = pending.some((index) => this.changes[index]);
    if (tightening.length === 0 && direct.length > 0 && !contentWaits) return direct.slice(0, 1);

    const spots = this.spots(places);
    // What stands behind all others already gains nothing from going further, and would never come to an end.
    // And with its new content a policy is where it is to be.
    const parkable = this.movable.filter(
      (index) => places[index]! < this.far && !(this.changes[index] && places[index] === this.end[index]),
    );
    const parked = parkable.flatMap((index) =>
      this.spotsFor(index, spots).flatMap((spot) =>
        spot === this.end[index] ? [] : this.step(station, index, spot),
      ),
    );
    return [...direct, ...parked];
  }

  /** Whether its last move can only put more block policies before allow policies. */
  private tightens(index: number, places: Places): boolean {
    if (this.changes[index]) return false;
    const down = this.end[index]! > places[index]!;
    const { decision } = this.policies[index]!;
    return decision === "allow" ? down : decision === "deny" && !down;
  }

  /** Behind everything an allow policy lets in nobody new, and no place is better for it; any is as good for the rest. */
  private spotsFor(index: number, { between, last }: { between: readonly number[]; last: number }) {
    if (this.changes[index]) return [...between, last];
    return this.policies[index]!.decision === "deny" ? between : [last];
  }

  /** The first free number of each stretch of free ones: the others of a stretch mean the same. */
  private spots(places: Places): { between: readonly number[]; last: number } {
    const taken = new Set(places.map(Math.ceil));
    const between: number[] = [];
    const wanted = new Set(this.end);
    let open = false;
    for (let number = 1; number <= this.far; number += 1) {
      if (taken.has(number)) open = false;
      else if (wanted.has(number)) between.push(number);
      else {
        if (!open) between.push(number);
        open = true;
      }
    }
    let last = this.far;
    while (taken.has(last)) last += 1;
    return { between, last };
  }

  private step(from: Station, index: number, precedence: number): Station[] {
    const places = from.places.with(index, precedence);
    if (!this.safety.holds(places)) return [];
    return [{ places, moved: from.moved + 1, from, move: { id: this.policies[index]!.id, precedence } }];
  }
}

function wayTo(station: Station): Move[] {
  const moves: Move[] = [];
  for (let at: Station | undefined = station; at?.move; at = at.from) moves.unshift(at.move);
  return moves;
}
