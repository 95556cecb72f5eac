import { AccessDecision, isSafeStep, type MarkedOrder, NoSafeMovesError } from "../../../model";
import { changedContents, movesWithContents, type Planned } from "./changing-content";
import type { PlacedPolicy } from "./placed-policy";
import { absentIn, type Known, leaversIn, targetsOf, waitingIn } from "./prospects";
import type { Wish } from "./wish";

export interface Situation extends Omit<Known, "wishes"> {
  readonly wishes: Iterable<Wish>;
  readonly order?: MarkedOrder;
  /** Whether a policy that leaves may be put behind all others where it is in the way. @default none may */
  readonly evicts?: (holder: PlacedPolicy) => boolean;
  /** Policies that stand elsewhere until a block policy is made, as planned before. */
  readonly aside?: ReadonlySet<string>;
  /** Where policies stood before this run moved them. @default where they stand */
  readonly origins?: ReadonlyMap<string, number>;
  /** Policies that have their new content. */
  readonly finished?: ReadonlySet<string>;
  /** Whether what is not there by now is not waited for any more. */
  readonly last?: boolean;
}

/** The moves that bring all to their places. */
export interface Moving extends Planned {
  /** Those that have to stand elsewhere for now, until a block policy is made that is to stand before them. */
  readonly aside: ReadonlySet<string>;
}

/** The moves that free the place (none: it is free), or the policy in the way of which nothing is known. */
export type Way = Moving | { readonly holder: PlacedPolicy };

/**
 * How a policy gets to its place, together with all others of whom it is known where they are to go: planned at once, no
 * order in between lets in whom neither the old nor the new one does. Whoever cannot get to its place yet stays.
 *
 * @throws NoSafeMovesError when a policy in the way of a safe order may not be moved
 */
export function findWay(situation: Situation): Way {
  const known = { ...situation, wishes: [...situation.wishes] };
  const { policies, wish, wishes } = known;
  const targets = targetsOf(known);
  const leavers = leaversIn(known, targets);
  const absent = absentIn(known, leavers);
  const because = new Map<string, PlacedPolicy>();
  let end = Math.max(0, ...policies.map(({ precedence }) => precedence), ...targets.values(), ...absent.all);
  const evicted = (holder: PlacedPolicy) => {
    if (!leavers.has(holder.id) || !situation.evicts?.(holder)) return false;
    end += 1;
    targets.set(holder.id, end);
    return true;
  };
  for (;;) {
    const standing = new Map(
      policies.filter(({ id }) => !targets.has(id)).map((policy) => [policy.precedence, policy]),
    );
    const blocker = wish && standing.get(wish.precedence);
    if (blocker !== undefined && blocker.id !== wish!.id) {
      if (evicted(blocker)) continue;
      return { holder: because.get(blocker.id) ?? blocker };
    }
    const stuck = [...targets].find(([id, precedence]) => id !== wish?.id && standing.has(precedence));
    if (stuck === undefined) break;
    const [id, precedence] = stuck;
    const inTheWay = standing.get(precedence)!;
    if (evicted(inTheWay)) continue;
    because.set(id, because.get(inTheWay.id) ?? inTheWay);
    targets.delete(id);
  }
  const changed = changedContents(policies, wish ? [wish, ...wishes] : wishes);
  return movesTo(situation, targets, { leavers, absent, changed });
}

/** The moves to the targets, with regard to what leaves and to what is not there yet. */
function movesTo(
  situation: Situation,
  targets: ReadonlyMap<string, number>,
  {
    leavers,
    absent,
    changed,
  }: {
    leavers: ReadonlySet<string>;
    absent: ReturnType<typeof absentIn>;
    changed: ReturnType<typeof changedContents>;
  },
): Moving {
  const { policies, wish, order, past, aside: asideBefore, last = false } = situation;
  const kept = guardKeepers(situation, targets, leavers, absent.denies);
  // Of which it is not known whether they stay.
  const doubtful =
    order === undefined || last || past === undefined || past.size > 0
      ? []
      : policies.filter((it) => !it.linked && !targets.has(it.id) && it.decision === AccessDecision.ALLOW);
  const asBefore = new Set([...kept, ...doubtful.map(({ id }) => id)]);

  const taken = new Set([...policies.map(({ precedence }) => precedence), ...targets.values()]);
  const reserved = absent.all
    .filter((precedence) => !taken.has(precedence))
    .map((precedence) => ({ id: `place ${precedence}`, precedence, decision: AccessDecision.BYPASS }));
  // Until the new one is there, what the policy blocks so far is not to be let go.
  const yields = policies.find(({ id, decision }) => id === wish?.id && decision === AccessDecision.DENY);
  if (yields && changed.has(yields.id) && absent.denies.length > 0 && !last)
    throw new NoSafeMovesError([yields.id]);
  // Whoever stands aside already and still has to may stay where it is.
  const forNow = new Map(targets);
  for (const { id, precedence } of policies) {
    if (kept.has(id) && asideBefore?.has(id) && ![...targets.values()].includes(precedence))
      forNow.set(id, precedence);
  }
  const planned = movesWithContents(policies, forNow, changed, { leaving: asBefore, reserved });

  const places = new Map(planned.moves.map(({ id, precedence }) => [id, precedence]));
  const fixed = [...places.keys()].filter((id) => !targets.has(id) && !leavers.has(id));
  const aside = policies.filter(
    ({ id, precedence }) => targets.has(id) && (places.get(id) ?? precedence) !== targets.get(id),
  );
  if (fixed.length > 0 || aside.some(({ id }) => id === wish?.id))
    throw new NoSafeMovesError(fixed.length > 0 ? fixed : [wish!.id!]);
  return { ...planned, aside: new Set(aside.map(({ id }) => id)) };
}

/**
 * The policies that need all block policies before them that they have had: they leave, or wait for one that is to be
 * made.
 */
export function keepingGuards(situation: Situation): Set<string> {
  const known = { ...situation, wishes: [...situation.wishes] };
  const targets = targetsOf(known);
  const leavers = leaversIn(known, targets);
  return guardKeepers(situation, targets, leavers, absentIn(known, leavers).denies);
}

function guardKeepers(
  situation: Situation,
  targets: ReadonlyMap<string, number>,
  leavers: ReadonlySet<string>,
  denies: readonly number[],
): Set<string> {
  const { policies, wish, last } = situation;
  const waiting = waitingIn(policies, targets, denies).filter(
    (id) => !last || (id !== wish?.id && targets.has(id)),
  );
  return new Set([...leavers, ...waiting, ...unheardOf(situation, targets)]);
}

/**
 * The allow policies that the stack moves and whose own operations are still to come: with the content that they have until
 * then they let in nobody whom the block policies before them keep out.
 */
function unheardOf(
  { policies, wish, wishes, order, origins, finished }: Situation,
  targets: ReadonlyMap<string, number>,
): string[] {
  if (order === undefined) return [];
  const heardOf = new Set(finished);
  for (const { id, content } of wishes) if (id !== undefined && content !== undefined) heardOf.add(id);
  const moves = ({ id, precedence }: PlacedPolicy) =>
    targets.has(id) && targets.get(id) !== (origins?.get(id) ?? precedence);
  return policies
    .filter((policy) => policy.decision === AccessDecision.ALLOW && moves(policy))
    .filter(({ id }) => id !== wish?.id && !heardOf.has(id))
    .map(({ id }) => id);
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
