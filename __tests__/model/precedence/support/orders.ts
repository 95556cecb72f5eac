import fc from "fast-check";
import { ACCESS_DECISIONS, type AccessDecision, type Move, type Placed } from "../../../../src/model";

export interface Reorder {
  readonly current: readonly Placed[];
  readonly targets: ReadonlyMap<string, number>;
}

/** An application's policies with any numbers and decisions, some unmanaged, and new numbers for the managed ones. */
export function reorders(options: {
  most: number;
  spread: number;
  unmanaged: boolean;
}): fc.Arbitrary<Reorder> {
  return fc.integer({ min: 1, max: options.most }).chain((count) => {
    const numbers = Array.from({ length: count + options.spread }, (_, index) => index + 1);
    return fc
      .record({
        old: fc.shuffledSubarray(numbers, { minLength: count, maxLength: count }),
        next: fc.shuffledSubarray(numbers, { minLength: numbers.length, maxLength: numbers.length }),
        decisions: fc.array(fc.constantFrom<AccessDecision>(...ACCESS_DECISIONS), {
          minLength: count,
          maxLength: count,
        }),
        managed: fc.array(
          options.unmanaged ? fc.integer({ max: 3, min: 0 }).map(Boolean) : fc.constant(true),
          {
            minLength: count,
            maxLength: count,
          },
        ),
      })
      .map(({ old, next, decisions, managed }) => {
        const current = old.map((precedence, index) => ({
          id: `${decisions[index]}-${index}`,
          precedence,
          decision: decisions[index]!,
        }));
        const fixed = new Set(old.filter((_, index) => !managed[index]));
        const free = next.filter((number) => !fixed.has(number));
        const moving = current.filter((_, index) => managed[index]);
        return { current, targets: new Map(moving.map(({ id }, index) => [id, free[index]!])) };
      });
  });
}

/** The orders that the moves lead through, the first and the last among them. */
export function ordersOf(current: readonly Placed[], moves: readonly Move[]): (readonly Placed[])[] {
  const orders = [current];
  for (const { id, precedence } of moves)
    orders.push(orders.at(-1)!.map((policy) => (policy.id === id ? { ...policy, precedence } : policy)));
  return orders;
}

/** What Access does with somebody whom exactly these policies match: the first Allow or Block decides. */
function letsIn(order: readonly Placed[], matching: ReadonlySet<string>): boolean {
  const first = [...order]
    .sort((a, b) => a.precedence - b.precedence)
    .find(({ id, decision }) => matching.has(id) && (decision === "allow" || decision === "deny"));
  return first?.decision === "allow";
}

/** Whether nobody at all, whatever of the old and new policies match them, gets in by this order alone. */
export function isSafe(order: readonly Placed[], old: readonly Placed[], next: readonly Placed[]): boolean {
  const ids = [...new Set([...old, ...next].map(({ id }) => id))];
  const people = 2 ** ids.length;
  for (let person = 0; person < people; person += 1) {
    const matching = new Set(ids.filter((_, index) => person & (1 << index)));
    if (letsIn(order, matching) && !letsIn(old, matching) && !letsIn(next, matching)) return false;
  }
  return true;
}

/** The length of the shortest safe way, by trying all; undefined: there is none. */
export function shortestWay({ current, targets }: Reorder): number | undefined {
  const goal = current.map((policy) => ({
    ...policy,
    precedence: targets.get(policy.id) ?? policy.precedence,
  }));
  const highest =
    Math.max(...current.map(({ precedence }) => precedence), ...targets.values()) + current.length;
  const key = (order: readonly Placed[]) => order.map(({ precedence }) => precedence).join();
  const known = new Set([key(current)]);
  let reached: (readonly Placed[])[] = [current];
  for (let length = 0; reached.length > 0; length += 1) {
    if (reached.some((order) => key(order) === key(goal))) return length;
    const next: (readonly Placed[])[] = [];
    for (const order of reached) {
      for (const id of targets.keys()) {
        for (let precedence = 1; precedence <= highest; precedence += 1) {
          if (order.some((policy) => policy.precedence === precedence)) continue;
          const moved = order.map((policy) => (policy.id === id ? { ...policy, precedence } : policy));
          if (known.has(key(moved)) || !isSafe(moved, current, goal)) continue;
          known.add(key(moved));
          next.push(moved);
        }
      }
    }
    reached = next;
  }
  return undefined;
}
