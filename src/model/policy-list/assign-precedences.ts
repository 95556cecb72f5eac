/** Distance between numbers at the end of the list, so that later insertions find free ones. */
const SPACING = 10;

/** How many numbers of a gap are looked at: one of 2,000,000,000 is as good as empty. */
const WIDEST = 10_000;

/** A policy of the application and the precedence that it has. */
export interface Holder {
  readonly id: string;
  readonly precedence: number;
}

/**
 * Returns the precedences that bring policies into an order with as few changes as possible. Policies that are not in
 * `order` keep theirs, and their numbers stay taken. What has to change is spread over the free numbers.
 *
 * @param order ids in the order wanted; the ones `current` does not have need a number too
 * @param current all policies of the application
 * @param kept an id that keeps its number, where the least changes leave a choice
 * @returns the precedence of every policy in `order`, changed or not
 */
export function assignPrecedences(
  order: readonly string[],
  current: readonly Holder[],
  kept?: string,
): Map<string, number> {
  const ordered = new Set(order);
  const taken = new Set(current.filter(({ id }) => !ordered.has(id)).map(({ precedence }) => precedence));
  const precedences = new Map(current.map(({ id, precedence }) => [id, precedence]));
  if (!order.some((id) => precedences.has(id))) return consecutive(order, Math.max(0, ...taken));
  const unchanged = longestIncreasing(order, precedences, taken, kept);

  const assigned = new Map<string, number>();
  let after = 0;
  let waiting: string[] = [];
  const assign = (numbers: readonly number[]) => {
    for (const [index, id] of waiting.entries()) assigned.set(id, numbers[index]!);
    waiting = [];
  };
  for (const id of order) {
    if (unchanged.has(id)) {
      const before = precedences.get(id)!;
      assign(spread(waiting.length, after, before, taken));
      assigned.set(id, before);
      after = before;
    } else waiting.push(id);
  }
  assign(spaced(waiting.length, after, taken));
  return assigned;
}

/** The numbers of a list that is new: behind all others, without gaps, as the API gives them. */
function consecutive(order: readonly string[], after: number): Map<string, number> {
  return new Map(order.map((id, index) => [id, after + 1 + index]));
}

/**
 * The most policies that can stay: those whose numbers rise in the order wanted, with enough free numbers between them
 * for the ones that come in between. Counted in free numbers, less the index in the order, such a choice never falls.
 */
function longestIncreasing(
  order: readonly string[],
  precedences: ReadonlyMap<string, number>,
  taken: ReadonlySet<number>,
  required: string | undefined,
): Set<string> {
  const slack = order.map((id, index) => {
    const precedence = precedences.get(id);
    if (precedence === undefined) return -1;
    const blocked = [...taken].filter((number) => number < precedence).length;
    return precedence - blocked - 1 - index;
  });
  const at = required === undefined ? -1 : order.indexOf(required);
  if (at >= 0 && slack[at]! >= 0)
    for (const [index, value] of slack.entries())
      if (index < at ? value > slack[at]! : value < slack[at]!) slack[index] = -1;
  // The longest run that never falls: at each length the one that ends lowest, and what comes before each member.
  const ends: number[] = [];
  const previous: (number | undefined)[] = [];
  for (const [index, value] of slack.entries()) {
    if (value < 0) continue;
    const length = ends.findIndex((end) => slack[end]! > value);
    const at = length < 0 ? ends.length : length;
    previous[index] = ends[at - 1];
    ends[at] = index;
  }
  const kept = new Set<string>();
  for (let index = ends.at(-1); index !== undefined; index = previous[index]) kept.add(order[index]!);
  return kept;
}

/** Numbers between two others, as evenly apart as the free ones allow. */
function spread(count: number, after: number, before: number, taken: ReadonlySet<number>): number[] {
  const free: number[] = [];
  for (let number = after + 1; number < Math.min(before, after + WIDEST); number += 1)
    if (!taken.has(number)) free.push(number);
  return Array.from({ length: count }, (_, index) => {
    const at = Math.floor(((index + 1) * (free.length + 1)) / (count + 1)) - 1;
    return free[at]!;
  });
}

/** Numbers behind all others of the order: round ones with free ones between, each the next that is free. */
function spaced(count: number, after: number, taken: ReadonlySet<number>): number[] {
  const numbers: number[] = [];
  for (let last = after; numbers.length < count; numbers.push(last)) {
    last = (Math.floor(last / SPACING) + 1) * SPACING;
    while (taken.has(last)) last += 1;
  }
  return numbers;
}
