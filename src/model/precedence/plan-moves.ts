import { MoveSearch } from "./move-search";
import type { Changing, Move, Placed } from "./placed";
import type { Circumstances } from "./safety";

/** There is no way to the targets that lets in nobody in between whom both the old and the new order keep out. */
export class NoSafeMovesError extends Error {
  /** @param stuck the policies that were to move */
  constructor(readonly stuck: readonly string[]) {
    super(`no safe way leads to the new precedence of ${stuck.join(", ")}`);
    this.name = "NoSafeMovesError";
  }
}

/**
 * The writes, one policy each, that bring policies to new precedences: at no moment have two the same, and at no moment
 * does someone get in whom neither the old nor the new order lets in.
 *
 * There are as few as the search finds: one for each policy that changes, and one more for each cycle (two that swap
 * are one) or wherever the way between would be unsafe. Numbers above all others serve as places in between. Among
 * policies that are all in `targets` there always is a way: the allow policies go behind everything first, where they
 * let in nobody new, and come back when all block policies stand.
 *
 * @param current all policies of the application, with their present numbers
 * @param targets the numbers wanted. A policy that is not in it is never moved; one that has its number already may be
 *   moved away and back where nothing else helps
 * @param leaving the policies that are deleted afterwards, the last one in the present order first: they are no part of the
 *   new order, have no target, and are moved only where somebody would get in by them otherwise
 * @param changing policies with a target whose content changes too, by the last move of each: where the target is the
 *   present number, a move to that
 * @throws RangeError for targets that are no order: an id that `current` does not have, a number twice or below 1
 * @throws NoSafeMovesError when only moving a policy would help that is neither in `targets` nor `leaving`
 */
export function planMoves(
  current: readonly Placed[],
  targets: ReadonlyMap<string, number>,
  leaving: ReadonlySet<string> = new Set(),
  changing: Changing = new Map(),
): Move[] {
  checkTargets(current, targets);
  const circumstances = { leaving, changing };
  // As few as possible where that is found soon, then few, then any.
  const search = new MoveSearch(current, targets, circumstances);
  const moves =
    search.run({ haste: 1, mostTried: 20_000 }) ??
    search.run({ haste: 4, mostTried: 20_000 }) ??
    throughTheEnd(current, targets, circumstances);
  if (moves === undefined) {
    const changed = current.filter(({ id, precedence }) => (targets.get(id) ?? precedence) !== precedence);
    throw new NoSafeMovesError(changed.map(({ id }) => id));
  }
  return moves;
}

/** Puts the allow policies behind all others, has the others take their places, and brings the allow policies back. */
function throughTheEnd(
  current: readonly Placed[],
  targets: ReadonlyMap<string, number>,
  circumstances: Circumstances,
): Move[] | undefined {
  const { leaving, changing } = circumstances;
  const isAside = ({ id, decision }: Placed) =>
    decision === "allow" && (changing.get(id) ?? "allow") === "allow" && (targets.has(id) || leaving.has(id));
  const numbers = [...current.map(({ precedence }) => precedence), ...targets.values()];
  // With room before them for the others.
  const end = Math.max(0, ...numbers) + current.length;
  const aside = current.filter(isAside).map(({ id }, index) => ({ id, precedence: end + index + 1 }));
  const back = aside.flatMap(({ id }) => (targets.has(id) ? { id, precedence: targets.get(id)! } : []));

  const away = new Map(aside.map(({ id, precedence }) => [id, precedence]));
  const between = current.map((policy) => ({
    ...policy,
    precedence: away.get(policy.id) ?? policy.precedence,
  }));
  const here = new Map([...changing].filter(([id]) => !away.has(id)));
  const others = new Map([...targets].filter(([id]) => !away.has(id)));
  const moves = new MoveSearch(between, others, { leaving, changing: here }).run({
    haste: 4,
    mostTried: 60_000,
  });
  return moves === undefined ? undefined : [...aside, ...moves, ...back];
}

function checkTargets(current: readonly Placed[], targets: ReadonlyMap<string, number>): void {
  const present = new Set(current.map(({ id }) => id));
  for (const [id, number] of targets) {
    if (!present.has(id)) throw new RangeError(`there is no policy ${id} to move`);
    if (!Number.isInteger(number) || number < 1) throw new RangeError(`${number} is no precedence`);
  }
  const holders = new Map<number, string>();
  for (const { id, precedence } of current) {
    const number = targets.get(id) ?? precedence;
    const holder = holders.get(number);
    if (holder !== undefined)
      throw new RangeError(`${holder} and ${id} would both have precedence ${number}`);
    holders.set(number, id);
  }
}
