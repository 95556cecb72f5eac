import fc from "fast-check";
import { type ListChange, type ListPlan, planList } from "../../../src/model";
import { judgeOpaque } from "../../../src/model/policy-list/opaque-transition";
import { changes, denies, difference, isUnsafe, listsAlong, type Standings } from "./support/list-world";

/** Plans a change and judges every list on the way by every request there can be. */
function judged(change: ListChange): ListPlan {
  const plan = planList(change);
  const lists = listsAlong(change, plan.steps);
  const [old, next] = [lists[0]!, lists.at(-1)!];
  expect(difference(change, plan, next)).toBeUndefined();
  if (plan.transitionalAccess === undefined)
    expect(lists.filter((list) => isUnsafe(list, old, next))).toEqual([]);
  expect(lists.filter((list) => denies(list, old, next)).length).toBeLessThanOrEqual(plan.denials);
  return plan;
}

describe("a plan of a list's changes", () => {
  it("reaches the wanted list over safe lists, whatever the contents match", () => {
    fc.assert(
      fc.property(changes({ most: 5, rules: 7, unmanaged: true }), (change) => {
        judged(change);
      }),
      { numRuns: 60 },
    );
  });

  it("needs no transitional access where every policy is managed", () => {
    fc.assert(
      fc.property(changes({ most: 5, rules: 7, unmanaged: false }), (change) => {
        expect(judged(change).transitionalAccess).toBeUndefined();
      }),
      { numRuns: 60 },
    );
  });

  it("is as safe for lists of allow and deny policies alone, where several have the same rules", () => {
    fc.assert(
      fc.property(
        changes({ most: 5, rules: 4, unmanaged: true, decisions: ["allow", "deny"] }),
        (change) => void judged(change),
      ),
      { numRuns: 80 },
    );
  });

  it("stays safe when it stops after any step and another plan continues", () => {
    fc.assert(
      fc.property(changes({ most: 4, rules: 6, unmanaged: false }), fc.nat(), (change, failure) => {
        const plan = planList(change);
        const lists = listsAlong(change, plan.steps);
        const stop = failure % lists.length;
        const resumed = continued(change, lists[stop]!);
        const after = listsAlong(resumed, planList(resumed).steps);
        expect(after.filter((list) => isUnsafe(list, lists[0]!, lists.at(-1)!))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

/** The change that is left: what was created has an id, and temporary policies are removed. */
function continued(change: ListChange, present: Standings): ListChange {
  const there = new Set(present.map(({ id }) => id));
  const listed = new Set(change.wanted.map(({ id, key }) => id ?? key));
  return {
    present,
    wanted: change.wanted.map((policy) => (there.has(policy.key) ? { ...policy, id: policy.key } : policy)),
    removed: new Set([...there].filter((id) => !listed.has(id))),
  };
}

describe("the judge that knows no contents", () => {
  it("agrees with every request there can be", () => {
    const list = changes({ most: 5, rules: 5, unmanaged: false }).map(({ present }) => present);
    const distinct = (standings: Standings): Standings =>
      standings.map((one) => ({
        ...one,
        content: { ...one.content, rules: `${one.content.decision} ${one.content.rules}` },
      }));
    fc.assert(
      fc.property(list.map(distinct), list.map(distinct), fc.nat(), fc.nat(), (old, next, from, seed) => {
        // Any order of any policies of the two lists.
        const some = [...old, ...next].filter((_, index) => (from >> index) % 2 === 0);
        const between = some.map((one, index) => ({
          ...one,
          precedence: ((index + 1) * (2 * (seed % 50) + 1)) % 101,
        }));
        const judge = judgeOpaque(old, next);
        expect(judge.findUnsafe(between) !== undefined).toBe(isUnsafe(between, old, next));
        expect(judge.mayDeny(between)).toBe(denies(between, old, next));
      }),
      { numRuns: 300 },
    );
  });
});
