import fc from "fast-check";
import { type Move, NoSafeMovesError, type Placed, planMoves } from "../../../src/model";
import { isSafe, ordersOf, type Reorder, reorders, shortestWay } from "./support/orders";

const END = (order: readonly Placed[]) =>
  Object.fromEntries(order.map(({ id, precedence }) => [id, precedence]));

/** "allow-a 1, deny-b 2": the decision is the first word of the id. */
function order(text: string): Placed[] {
  return text.split(", ").map((entry) => {
    const [id, precedence] = entry.split(" ") as [string, string];
    return { id, precedence: Number(precedence), decision: id.split("-")[0] as Placed["decision"] };
  });
}

function targets(text: string): Map<string, number> {
  return new Map(order(text).map(({ id, precedence }) => [id, precedence]));
}

const told = (moves: readonly Move[]) => moves.map(({ id, precedence }) => `${id} ${precedence}`).join(", ");

function attempt({ current, targets, leaving }: Reorder & { leaving?: Set<string> }): Move[] | undefined {
  try {
    return planMoves(current, targets, leaving);
  } catch (error) {
    if (error instanceof NoSafeMovesError) return undefined;
    throw error;
  }
}

describe("planning the moves from one order to another", () => {
  it.each([
    ["nothing for an order that stands", "allow-a 1, deny-b 2", "allow-a 1, deny-b 2", ""],
    ["one write where the number is free", "allow-a 1, deny-b 2", "allow-a 3", "allow-a 3"],
    [
      "three writes for a swap",
      "allow-a 1, allow-b 2",
      "allow-a 2, allow-b 1",
      "allow-a 3, allow-b 1, allow-a 2",
    ],
    [
      "the last one first where all make room",
      "deny-a 1, allow-b 2, deny-c 3",
      "deny-a 2, allow-b 3, deny-c 4",
      "deny-c 4, allow-b 3, deny-a 2",
    ],
    [
      "a block policy up before another goes down",
      "deny-a 2, allow-b 3, deny-c 4",
      "deny-a 4, deny-c 1",
      "deny-c 1, deny-a 4",
    ],
    [
      "an allow policy out of the way where block policies swap around it",
      "deny-a 1, allow-b 2, deny-c 3",
      "deny-a 3, allow-b 2, deny-c 1",
      "deny-c 4, allow-b 6, deny-a 3, deny-c 1, allow-b 2",
    ],
  ])("is %s", (_, current, wanted, moves) => {
    expect(told(planMoves(order(current), targets(wanted)))).toBe(moves);
  });

  it("never lets two have one number, lets nobody slip in, and ends at the targets", () => {
    fc.assert(
      fc.property(reorders({ most: 8, spread: 3, unmanaged: true }), ({ current, targets }) => {
        const moves = attempt({ current, targets });
        if (moves === undefined) return;
        const orders = ordersOf(current, moves);
        const last = orders.at(-1)!;
        expect(END(last)).toEqual({ ...END(current), ...Object.fromEntries(targets) });
        for (const stage of orders) {
          expect(new Set(stage.map(({ precedence }) => precedence)).size).toBe(stage.length);
          expect(stage.every(({ precedence }) => precedence >= 1)).toBe(true);
          expect(isSafe(stage, current, last)).toBe(true);
        }
        expect(moves.every(({ id }) => targets.has(id))).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  describe("where policies leave", () => {
    const moves = (current: string, wanted: string, ...leaving: string[]) =>
      told(planMoves(order(current), targets(wanted), new Set(leaving)));

    it.each([
      [
        "has an allow policy step behind a block policy that goes down",
        "deny-a 1, allow-b 2, deny-c 3",
        "deny-a 4",
        ["allow-b"],
        "allow-b 5, deny-a 4",
      ],
      ["leaves a block policy in its place", "deny-a 1, allow-b 2", "allow-b 3", ["deny-a"], "allow-b 3"],
      [
        "leaves an allow policy in its place that lets in nobody new",
        "deny-a 1, allow-b 2, allow-c 3",
        "allow-c 4",
        ["allow-b"],
        "allow-c 4",
      ],
      ["does nothing where nothing else moves", "allow-a 1, deny-b 2", "deny-b 2", ["allow-a"], ""],
    ])("%s", (_, current, wanted, leaving, expected) => {
      expect(moves(current, wanted, ...leaving)).toBe(expected);
    });

    it("lets nobody slip in until the last of them is deleted", () => {
      const some = reorders({ most: 7, spread: 3, unmanaged: true }).chain((reorder) => {
        const others = reorder.current.flatMap(({ id }) => (reorder.targets.has(id) ? [] : id));
        return fc.subarray(others).map((leaving) => ({ ...reorder, leaving: new Set(leaving) }));
      });
      fc.assert(
        fc.property(some, ({ current, targets, leaving }) => {
          const moves = attempt({ current, targets, leaving });
          if (moves === undefined) return;
          const orders = ordersOf(current, moves);
          const lastFirst = [...current].sort((a, b) => b.precedence - a.precedence);
          for (const { id } of lastFirst)
            if (leaving.has(id)) orders.push(orders.at(-1)!.filter((policy) => policy.id !== id));
          const stays = ([id]: [string, number]) => !leaving.has(id);
          const wanted = { ...END(current), ...Object.fromEntries(targets) };
          expect(END(orders.at(-1)!)).toEqual(Object.fromEntries(Object.entries(wanted).filter(stays)));
          for (const stage of orders) expect(isSafe(stage, current, orders.at(-1)!)).toBe(true);
        }),
        { numRuns: 200 },
      );
    });
  });

  it("finds a way as short as there is, and none only where there is none", () => {
    fc.assert(
      fc.property(reorders({ most: 4, spread: 1, unmanaged: true }), (reorder) => {
        expect(attempt(reorder)?.length).toBe(shortestWay(reorder));
      }),
      { numRuns: 60 },
    );
  });

  it("always finds a way where it may move all of them, with at most two writes for each", () => {
    fc.assert(
      fc.property(reorders({ most: 14, spread: 2, unmanaged: false }), ({ current, targets }) => {
        expect(planMoves(current, targets).length).toBeLessThanOrEqual(2 * current.length);
      }),
      { numRuns: 60 },
    );
  });

  it("finds a way through sixty policies that all change places", () => {
    const current = Array.from(
      { length: 60 },
      (_, index) => `${index % 3 ? "allow" : "deny"}-${index} ${index + 1}`,
    );
    const wanted = current
      .map((entry) => `${entry.split(" ")[0]} ${61 - Number(entry.split(" ")[1])}`)
      .join(", ");
    const moves = planMoves(order(current.join(", ")), targets(wanted));
    const stages = ordersOf(order(current.join(", ")), moves);
    expect(stages.every((stage) => new Set(stage.map(({ precedence }) => precedence)).size === 60)).toBe(
      true,
    );
    expect(END(stages.at(-1)!)).toEqual(Object.fromEntries(targets(wanted)));
  });

  it("refuses a swap of block policies around an allow policy that it may not move", () => {
    const swap = () => planMoves(order("deny-a 1, allow-b 2, deny-c 3"), targets("deny-a 3, deny-c 1"));
    expect(swap).toThrow(NoSafeMovesError);
    expect(swap).toThrow("no safe way leads to the new precedence of deny-a, deny-c");
  });

  it("comes to an end where all that can move is an allow policy that stands aside", () => {
    const current = "deny-a 1, deny-b 2, allow-c 3, deny-d 4, allow-e 5, allow-f 6";
    const move = () => planMoves(order(current), targets("deny-a 4, deny-b 6, deny-d 2, allow-f 1"));
    expect(move).toThrow(NoSafeMovesError);
  });

  it.each([
    ["a stranger", "deny-x 3", "there is no policy deny-x to move"],
    ["a number that another keeps", "allow-a 2", "allow-a and deny-b would both have precedence 2"],
    ["no number of the API", "allow-a 0", "0 is no precedence"],
  ])("refuses %s", (_, wanted, message) => {
    expect(() => planMoves(order("allow-a 1, deny-b 2"), targets(wanted))).toThrow(new RangeError(message));
  });
});
