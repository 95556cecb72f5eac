import fc from "fast-check";
import { closestFirst } from "../../src/model";

test.each([
  ["Enginering", ["Sales", "Engineering"], ["Engineering", "Sales"]],
  ["eng", ["Sales", "Engineering", "Ops"], ["Engineering", "Ops", "Sales"]],
  ["engineering team", ["Steering", "Engineering"], ["Engineering", "Steering"]],
  ["on call", ["Callers", "On-Call", "OnCall"], ["On-Call", "OnCall", "Callers"]],
  ["", ["b", "a"], ["a", "b"]],
])("for %j, sorts the candidates %j by closeness: %j", (word, candidates, ranked) => {
  expect(closestFirst(word, candidates)).toEqual(ranked);
});

test("returns every candidate, whatever their order", () => {
  const words = fc.array(fc.string(), { maxLength: 8 });
  fc.assert(
    fc.property(fc.string(), words, (word, candidates) => {
      const ranked = closestFirst(word, candidates);
      expect([...ranked].sort()).toEqual([...candidates].sort());
      expect(closestFirst(word, [...candidates].reverse())).toEqual(ranked);
    }),
  );
});
