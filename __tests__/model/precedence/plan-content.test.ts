import fc from "fast-check";
import {
  ACCESS_DECISIONS,
  type AccessDecision,
  type Move,
  NoSafeMovesError,
  type Placed,
  planContentChange,
} from "../../../src/model";
import { isSafe } from "./support/orders";

interface List {
  readonly current: readonly Placed[];
  /** The list wanted; block policies among it are still to be made. */
  readonly wanted: readonly string[];
  readonly leaving: ReadonlySet<string>;
  readonly id: string;
  readonly decision: AccessDecision;
}

const decisions = fc.constantFrom<AccessDecision>(...ACCESS_DECISIONS, "allow", "deny");

/** A list of policies of which some leave, others come in at any place, and one changes its content. */
function lists({ most, made, left }: { most: number; made: number; left: number }): fc.Arbitrary<List> {
  return fc
    .record({
      kinds: fc.array(decisions, { minLength: 1, maxLength: most }),
      numbers: fc.shuffledSubarray(
        Array.from({ length: most + 2 }, (_, index) => index + 1),
        { minLength: most },
      ),
      coming: fc.integer({ min: 0, max: made }),
      going: fc.integer({ min: 0, max: left }),
      order: fc.shuffledSubarray(
        Array.from({ length: most + made }, (_, index) => index),
        { minLength: most + made },
      ),
      decision: decisions,
    })
    .map(({ kinds, numbers, coming, going, order, decision }) => {
      const current = kinds.map((kind, index) => ({
        id: `${kind}-${index}`,
        precedence: numbers[index]!,
        decision: kind,
      }));
      const ids = current.map(({ id }) => id);
      const leaving = new Set(ids.slice(Math.max(1, ids.length - going)));
      const made = Array.from({ length: coming }, (_, index) => `deny-made-${index}`);
      const listed = [...ids.filter((id) => !leaving.has(id)), ...made];
      const wanted = order.flatMap((index) => listed[index] ?? []);
      return { current, wanted, leaving, id: ids[0]!, decision };
    });
}

/** The allow policies behind a block policy that is not there. */
function early({ wanted, id, decision }: List): Set<string> {
  const missing = wanted.findIndex((other) => other.includes("made"));
  const behind = missing < 0 ? [] : wanted.slice(missing);
  return new Set(behind.filter((it) => (it === id ? decision : it).startsWith("allow")));
}

function attempt(list: List): Move[] | undefined {
  const order = list.wanted.filter((id) => !id.includes("made"));
  try {
    return planContentChange({ ...list, order, early: early(list) });
  } catch (error) {
    if (error instanceof NoSafeMovesError) return undefined;
    throw error;
  }
}

/** What comes of the list in the end. */
function outcome({ wanted, id, decision, current }: List): Placed[] {
  const decisionOf = (other: string) =>
    current.find((policy) => policy.id === other)?.decision ?? ("deny" as AccessDecision);
  return wanted.map((other, index) =>
    other === id
      ? { id: `new ${id}`, precedence: index + 1, decision }
      : { id: other, precedence: index + 1, decision: decisionOf(other) },
  );
}

function stages({ current, id, decision }: List, moves: readonly Move[]): (readonly Placed[])[] {
  const orders: (readonly Placed[])[] = [current];
  const last = moves.findLastIndex((move) => move.id === id);
  for (const [index, move] of moves.entries())
    orders.push(
      orders.at(-1)!.map((policy) => {
        if (policy.id !== move.id) return policy;
        const moved = { ...policy, precedence: move.precedence };
        return index === last ? { ...moved, id: `new ${id}`, decision } : moved;
      }),
    );
  return orders;
}

describe("a policy of an ordered list whose content changes", () => {
  it.each([
    ["while the list is turned round", { most: 5, made: 0, left: 0 }],
    ["while policies leave and block policies are still to be made", { most: 4, made: 2, left: 2 }],
  ])("changes so that nobody slips in %s", (_, size) => {
    fc.assert(
      fc.property(lists(size), (list) => {
        const moves = attempt(list);
        if (moves === undefined) return;
        const orders = stages(list, moves);
        expect(orders.at(-1)!.some(({ id }) => id === `new ${list.id}`)).toBe(true);
        for (const order of orders) {
          expect(new Set(order.map(({ precedence }) => precedence)).size).toBe(order.length);
          expect(isSafe(order, list.current, outcome(list))).toBe(true);
        }
      }),
      { numRuns: 400 },
    );
  });

  it("always can where nothing leaves and nothing is to be made", () => {
    fc.assert(
      fc.property(lists({ most: 5, made: 0, left: 0 }), (list) => expect(attempt(list)).toBeDefined()),
      { numRuns: 400 },
    );
  });

  it.each<[string, string, string, AccessDecision, string]>([
    ["where it stands, if nothing moves", "deny-a, allow-c", "deny-a, allow-c", "deny", "deny-a 1"],
    ["where it stands, if that lets in nobody", "allow-b, deny-a", "deny-a, allow-b", "deny", "allow-b 1"],
    ["behind a block policy that comes before it", "deny-a, deny-b", "deny-b, deny-a", "allow", "deny-a 10"],
    [
      "after another block policy came before what it kept from",
      "deny-a, allow-c, deny-d",
      "deny-d, deny-a, allow-c",
      "deny",
      "allow-c 20, deny-a 10",
    ],
  ])("changes %s", (_, present, wanted, decision, expected) => {
    const ids = present.split(", ");
    const current = ids.map((id, index) => ({
      id,
      precedence: index + 1,
      decision: id.split("-")[0] as AccessDecision,
    }));
    const id = ids.find((other) => other === "allow-b" || other === "deny-a")!;
    const moves = planContentChange({ current, order: wanted.split(", "), id, decision });
    expect(moves.map((move) => `${move.id} ${move.precedence}`).join(", ")).toBe(expected);
  });
});
