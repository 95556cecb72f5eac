import fc from "fast-check";
import { assignPrecedences } from "../../../src/model";

function placed(numbers: Readonly<Record<string, number>>) {
  return Object.entries(numbers).map(([id, precedence]) => ({ id, precedence }));
}

const assigned = (order: string, numbers: Readonly<Record<string, number>>) =>
  Object.fromEntries(assignPrecedences(order === "" ? [] : order.split(" "), placed(numbers)));

describe("numbers for an order", () => {
  it.each([
    ["leaves an order that stands", "a b c", { a: 1, b: 5, c: 7 }, { a: 1, b: 5, c: 7 }],
    ["has nothing to do for nobody", "", { x: 1 }, {}],
    ["puts one into the middle of a gap", "a x b", { a: 1, b: 9, x: 10 }, { a: 1, x: 5, b: 9 }],
    ["puts one in front where a number is free", "x a", { a: 4, x: 5 }, { x: 2, a: 4 }],
    ["moves one to the end", "b c a", { a: 1, b: 2, c: 3 }, { b: 2, c: 3, a: 10 }],
    [
      "moves the later ones, and leaves numbers free",
      "a x b c",
      { a: 1, b: 2, c: 3, x: 4 },
      { a: 1, x: 4, b: 10, c: 20 },
    ],
    [
      "spreads several over a gap",
      "a x y b c",
      { a: 1, b: 10, c: 11, y: 12, x: 13 },
      { a: 1, x: 4, y: 7, b: 10, c: 11 },
    ],
    ["passes over numbers of others", "x a", { a: 3, x: 4, stranger: 2 }, { x: 1, a: 3 }],
    ["gives a number to one without", "a b", { a: 1 }, { a: 1, b: 10 }],
  ])("%s", (_, order, numbers, expected) => {
    expect(assigned(order, numbers as Readonly<Record<string, number>>)).toEqual(expected);
  });

  const problems = fc.integer({ min: 1, max: 6 }).chain((count) =>
    fc
      .record({
        numbers: fc.shuffledSubarray([1, 2, 3, 4, 5, 6, 7, 8], { minLength: count, maxLength: count }),
        unmanaged: fc.integer({ min: 0, max: Math.min(2, count) }),
      })
      .map(({ numbers, unmanaged }) => ({
        current: placed(Object.fromEntries(numbers.map((number, index) => [`p${index}`, number]))),
        order: numbers.slice(unmanaged).map((_, index) => `p${index + unmanaged}`),
      })),
  );

  it("gives rising numbers that nobody else has", () => {
    fc.assert(
      fc.property(problems, ({ current, order }) => {
        const numbers = assignPrecedences(order, current);
        const inOrder = order.map((id) => numbers.get(id)!);
        expect(inOrder).toEqual([...new Set(inOrder)].sort((a, b) => a - b));
        const others = current.filter(({ id }) => !numbers.has(id)).map(({ precedence }) => precedence);
        expect(inOrder.filter((number) => number < 1 || others.includes(number))).toEqual([]);
      }),
    );
  });

  it("changes no more numbers than has to be", () => {
    fc.assert(
      fc.property(problems, ({ current, order }) => {
        const numbers = assignPrecedences(order, current);
        const before = new Map(current.map(({ id, precedence }) => [id, precedence]));
        const changes = order.filter((id) => numbers.get(id) !== before.get(id)).length;
        expect(changes).toBe(fewestChanges(order, current));
      }),
    );
  });

  it("leaves alone what it made before", () => {
    fc.assert(
      fc.property(problems, ({ current, order }) => {
        const numbers = assignPrecedences(order, current);
        const next = current.map((policy) => ({
          ...policy,
          precedence: numbers.get(policy.id) ?? policy.precedence,
        }));
        expect(assignPrecedences(order, next)).toEqual(numbers);
      }),
    );
  });
});

/** By trying every choice of policies that stay. */
function fewestChanges(order: readonly string[], current: ReturnType<typeof placed>): number {
  const precedences = new Map(current.map(({ id, precedence }) => [id, precedence]));
  const others = current.filter(({ id }) => !order.includes(id)).map(({ precedence }) => precedence);
  let fewest = order.length;
  for (let choice = 0; choice < 2 ** order.length; choice += 1) {
    let last = 0;
    const fits = order.every((id, index) => {
      const number = choice & (1 << index) ? precedences.get(id)! : lowestAbove(last, others);
      const rises = number > last;
      last = number;
      return rises;
    });
    const changed = order.filter((_, index) => !(choice & (1 << index))).length;
    if (fits) fewest = Math.min(fewest, changed);
  }
  return fewest;
}

function lowestAbove(number: number, taken: readonly number[]): number {
  return taken.includes(number + 1) ? lowestAbove(number + 1, taken) : number + 1;
}
