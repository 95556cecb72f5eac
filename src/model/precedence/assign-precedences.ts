import type { Placed } from "./placed";

/**
 * The precedences that bring policies into an order with as few changes as can be. Policies that are not in `order`
 * keep theirs, and their numbers stay taken.
 *
 * @param order ids in the order wanted; the ones `current` does not have need a number too
 * @param current all policies of the application
 * @returns the precedence of every policy in `order`, changed or not
 */
export function assignPrecedences(order: readonly string[], current: readonly Placed[]): Map<string, number> {
  const ordered = new Set(order);
  const taken = new Set(current.filter(({ id }) => !ordered.has(id)).map(({ precedence }) => precedence));
  const places = new Map(current.map(({ id, precedence }) => [id, precedence]));
  const kept = keepers(order, places, taken);

  const assigned = new Map<string, number>();
  let last = 0;
  for (const id of order) {
    last = kept.has(id) ? places.get(id)! : next(last, taken);
    assigned.set(id, last);
  }
  return assigned;
}

/**
 * The most policies that can stay: those whose numbers rise in the order wanted, with enough free numbers between them
 * for the ones that come in between. Counted in free numbers, less the place in the order, such a choice never falls.
 */
function keepers(
  order: readonly string[],
  places: ReadonlyMap<string, number>,
  taken: ReadonlySet<number>,
): Set<string> {
  const blocked = [...taken].sort((a, b) => a - b);
  const slack = order.map((id, index) => {
    const place = places.get(id);
    return place === undefined ? -1 : place - blocked.filter((number) => number < place).length - 1 - index;
  });
  // Longest run that never falls, each with the one before it (patience sorting).
  const ends: number[] = [];
  const previous: (number | undefined)[] = [];
  slack.forEach((value, index) => {
    if (value < 0) return;
    const at = firstGreater(
      ends.map((end) => slack[end]!),
      value,
    );
    previous[index] = ends[at - 1];
    ends[at] = index;
  });
  const kept = new Set<string>();
  for (let index = ends.at(-1); index !== undefined; index = previous[index]) kept.add(order[index]!);
  return kept;
}

function firstGreater(sorted: readonly number[], value: number): number {
  const at = sorted.findIndex((other) => other > value);
  return at < 0 ? sorted.length : at;
}

function next(after: number, taken: ReadonlySet<number>): number {
  let number = after + 1;
  while (taken.has(number)) number += 1;
  return number;
}
