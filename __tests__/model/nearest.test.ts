import fc from "fast-check";
import { nearestFirst } from "../../src/model";

test.each([
  ["Enginering", ["Sales", "Engineering"], ["Engineering", "Sales"]],
  ["eng", ["Sales", "Engineering", "Ops"], ["Engineering", "Ops", "Sales"]],
  ["engineering team", ["Steering", "Engineering"], ["Engineering", "Steering"]],
  ["on call", ["Callers", "On-Call", "OnCall"], ["On-Call", "OnCall", "Callers"]],
  ["", ["b", "a"], ["a", "b"]],
])("whoever wrote %j may have meant, of %j, these in turn: %j", (word, candidates, ranked) => {
  expect(nearestFirst(word, candidates)).toEqual(ranked);
});

test("every candidate is kept, and their order makes no difference", () => {
  const words = fc.array(fc.string(), { maxLength: 8 });
  fc.assert(
    fc.property(fc.string(), words, (word, candidates) => {
      const ranked = nearestFirst(word, candidates);
      expect([...ranked].sort()).toEqual([...candidates].sort());
      expect(nearestFirst(word, [...candidates].reverse())).toEqual(ranked);
    }),
  );
});
