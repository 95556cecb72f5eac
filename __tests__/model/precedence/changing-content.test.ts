import fc from "fast-check";
import {
  ACCESS_DECISIONS,
  type AccessDecision,
  type Move,
  NoSafeMovesError,
  type Placed,
  planMoves,
} from "../../../src/model";
import { isSafe, type Reorder, reorders } from "./support/orders";

interface Change extends Reorder {
  readonly changing: ReadonlyMap<string, AccessDecision>;
}

/** Some of the policies that move change their content too, and with it perhaps their decision. */
function changes(most: number, mostChanging: number, unmanaged: boolean): fc.Arbitrary<Change> {
  return reorders({ most, spread: 2, unmanaged }).chain(({ current, targets }) => {
    const moving = current.filter(({ id, precedence }) => (targets.get(id) ?? precedence) !== precedence);
    const ids = moving.map(({ id }) => id);
    return fc
      .tuple(
        fc.subarray(ids, { maxLength: Math.min(ids.length, mostChanging) }),
        fc.array(fc.constantFrom<AccessDecision>(...ACCESS_DECISIONS), { minLength: most, maxLength: most }),
      )
      .map(([some, decisions]) => ({
        current,
        targets,
        changing: new Map(some.map((id, index) => [id, decisions[index]!])),
      }));
  });
}

/** The orders that the moves lead through. A policy with its new content is another one: nothing is known of whom it matches. */
function stages({ current, targets, changing }: Change, moves: readonly Move[]): (readonly Placed[])[] {
  const orders: (readonly Placed[])[] = [current];
  for (const { id, precedence } of moves)
    orders.push(
      orders.at(-1)!.map((policy) => {
        if (policy.id !== id) return policy;
        const decision = precedence === targets.get(id) ? changing.get(id) : undefined;
        return decision === undefined ? { ...policy, precedence } : { id: `new ${id}`, precedence, decision };
      }),
    );
  return orders;
}

function attempt({ current, targets, changing }: Change): Move[] | undefined {
  try {
    return planMoves(current, targets, undefined, changing);
  } catch (error) {
    if (error instanceof NoSafeMovesError) return undefined;
    throw error;
  }
}

describe("planning moves of policies whose content changes with them", () => {
  it("brings each its content once, with its last move, and lets nobody slip in", () => {
    fc.assert(
      fc.property(changes(5, 3, true), (change) => {
        const moves = attempt(change);
        if (moves === undefined) return;
        const orders = stages(change, moves);
        const last = orders.at(-1)!;
        for (const id of change.changing.keys())
          expect(last.map((policy) => policy.id)).toContain(`new ${id}`);
        for (const { id, precedence } of last)
          expect(change.targets.get(id.replace("new ", "")) ?? precedence).toBe(precedence);
        for (const order of orders) {
          expect(new Set(order.map(({ precedence }) => precedence)).size).toBe(order.length);
          expect(isSafe(order, change.current, last)).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("finds a way for one of them wherever all may be moved", () => {
    fc.assert(
      fc.property(changes(5, 1, false), (change) => {
        expect(attempt(change)).toBeDefined();
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    [
      "an allow policy steps back as it was, and comes before a block policy as it is to be",
      "deny-a 1, allow-b 2",
      "deny-a 2, allow-b 1",
      "allow",
      "allow-b 3, deny-a 2, allow-b 1",
    ],
  ])("%s", (_, current, wanted, decision, expected) => {
    const read = (text: string) =>
      text.split(", ").map((entry) => {
        const [id, precedence] = entry.split(" ") as [string, string];
        return { id, precedence: Number(precedence), decision: id.split("-")[0] as AccessDecision };
      });
    const targets = new Map(read(wanted).map(({ id, precedence }) => [id, precedence]));
    const changing = new Map([["allow-b", decision as AccessDecision]]);
    const moves = planMoves(read(current), targets, undefined, changing);
    expect(moves.map(({ id, precedence }) => `${id} ${precedence}`).join(", ")).toBe(expected);
  });
});
