import { isSafeStep, mark, type WirePolicy } from "../../../model";
import { changedContents, movesWithContents, type Planned } from "./changing-content";
import type { PlacedPolicy } from "./placed-policy";

/** A place that an operation of this run brings a policy to. */
export interface Wish {
  /** Absent for a policy that is still to be made. */
  readonly id?: string;
  readonly name: string;
  readonly precedence: number;
  /** The whole of what its operation writes, from when it is about to. */
  content?: WirePolicy;
}

export interface Situation {
  readonly policies: readonly PlacedPolicy[];
  readonly wish: Wish;
  /** All wishes of this moment, this one among them. */
  readonly wishes: Iterable<Wish>;
  /** The policies that are being deleted. */
  readonly leaving: ReadonlySet<string>;
  /** The configured precedences by the mark of a policy's name. */
  readonly order?: ReadonlyMap<string, number>;
}

/** The moves that free the place (none: it is free), or the policy in the way of which nothing is known. */
export type Way = Planned | { readonly holder: PlacedPolicy };

/**
 * How a policy gets to its place, together with all others of whom it is known where they are to go: planned at once, no
 * order in between lets in whom neither the old nor the new one does. Whoever cannot get to its place yet stays.
 *
 * @throws NoSafeMovesError when a policy in the way of a safe order may not be moved
 */
export function findWay(situation: Situation): Way {
  const { policies, wish } = situation;
  const wishes = [...situation.wishes];
  const targets = targetsOf({ ...situation, wishes });
  const because = new Map<string, PlacedPolicy>();
  for (;;) {
    const standing = new Map(
      policies.filter(({ id }) => !targets.has(id)).map((policy) => [policy.precedence, policy]),
    );
    const blocker = standing.get(wish.precedence);
    if (blocker !== undefined && blocker.id !== wish.id)
      return { holder: because.get(blocker.id) ?? blocker };
    const stuck = [...targets].find(([id, precedence]) => id !== wish.id && standing.has(precedence));
    if (stuck === undefined)
      return movesWithContents(policies, targets, changedContents(policies, [wish, ...wishes]));
    const [id, precedence] = stuck;
    const inTheWay = standing.get(precedence)!;
    because.set(id, because.get(inTheWay.id) ?? inTheWay);
    targets.delete(id);
  }
}

/** Where each policy is to go: by the operations under way first, then by what the stack says. */
function targetsOf({ policies, wish, wishes, leaving, order }: Situation): Map<string, number> {
  const own = policies.filter(({ linked, id }) => !linked && !leaving.has(id));
  const all = [wish, ...wishes];
  const toBeMade = new Set(all.filter(({ id }) => id === undefined).map(({ name }) => name));
  const targets = new Map<string, number>();
  const claimed = new Set(all.filter(({ id }) => id === undefined).map(({ precedence }) => precedence));
  for (const { id, precedence } of all) {
    if (id === undefined || targets.has(id) || claimed.has(precedence)) continue;
    if (!own.some((policy) => policy.id === id)) continue;
    targets.set(id, precedence);
    claimed.add(precedence);
  }
  if (order === undefined) return targets;
  for (const { id, name } of own) {
    const precedence = order.get(mark(name));
    if (precedence === undefined || targets.has(id) || claimed.has(precedence)) continue;
    // A name that stands for two policies, or for one that is still to be made, tells neither's place.
    if (toBeMade.has(name) || own.filter((other) => other.name === name).length > 1) continue;
    targets.set(id, precedence);
    claimed.add(precedence);
  }
  return targets;
}

/**
 * The policy that others make room for first, where no way brings all to their places: this one, unless another has to
 * go before it so that nobody gets in on the way, as a deny policy that moves up goes before one that moves down.
 */
export function firstInTurn(policies: readonly PlacedPolicy[], wish: Wish, wishes: Iterable<Wish>): Wish {
  const known = [wish, ...wishes].filter(({ id }) => policies.some((policy) => policy.id === id));
  const wanted = new Map(known.map(({ id, precedence }) => [id!, precedence]));
  const isPlaced = ({ id, precedence }: Wish) =>
    policies.some((policy) => policy.id === id && policy.precedence === precedence);
  const safe = known
    .filter((it) => !isPlaced(it))
    .find((it) => {
      const step = makeRoom(policies, it);
      return step !== undefined && isSafeStep(policies, step, wanted);
    });
  return safe ?? wish;
}

/**
 * The new places that free one without a change of order: whoever holds it goes one further, and so does whoever stands
 * there. Undefined where that would have to move a linked policy.
 */
export function makeRoom(
  policies: readonly PlacedPolicy[],
  { id, precedence }: Wish,
): Map<string, number> | undefined {
  const places = new Map(policies.filter((policy) => policy.id !== id).map((it) => [it.precedence, it]));
  const targets = new Map<string, number>();
  for (let place = precedence; places.has(place); place += 1) {
    const holder = places.get(place)!;
    if (holder.linked) return undefined;
    targets.set(holder.id, place + 1);
  }
  if (id !== undefined) targets.set(id, precedence);
  return targets;
}
