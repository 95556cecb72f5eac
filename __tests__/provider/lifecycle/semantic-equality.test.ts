import fc from "fast-check";
import { leftOut, spelledOut } from "./support/absence";
import { configurationOf } from "./support/configuration";
import { normalizations } from "./support/normalizations";
import { differences } from "./support/oracle";
import { PolicyLifecycle } from "./support/policy-lifecycle";
import { kinds, policies } from "./support/policy-spec";
import { PATIENCE, runs } from "./support/runs";

const cases = fc.record({
  kind: kinds,
  policy: policies,
  style: fc.record({ seed: fc.nat(), absences: fc.boolean() }),
  other: fc.record({ seed: fc.nat(), absences: fc.constant(true) }),
  normalize: normalizations,
});

describe("whatever the policy, its representation and the server's", () => {
  test(
    "after a create the server has what was written, and the next plan is empty",
    async () => {
      await fc.assert(
        fc.asyncProperty(cases, ({ kind, policy, style, normalize }) =>
          PolicyLifecycle.begin(kind, normalize, async (lifecycle) => {
            const config = configurationOf(kind, policy, style);
            const created = await lifecycle.create(config);
            expect(differences(kind, policy, lifecycle.inForce()!)).toEqual([]);
            await lifecycle.expectNothingToDo(created, config);
          }),
        ),
        runs(50),
      );
    },
    PATIENCE,
  );

  test(
    "a semantically equal configuration plans no change",
    async () => {
      await fc.assert(
        fc.asyncProperty(cases, ({ kind, policy, style, other, normalize }) =>
          PolicyLifecycle.begin(kind, normalize, async (lifecycle) => {
            const created = await lifecycle.create(configurationOf(kind, policy, style));
            const rewritten = leftOut(created.value, configurationOf(kind, policy, other));
            await lifecycle.expectNothingToDo(created, rewritten);
          }),
        ),
        runs(50),
      );
    },
    PATIENCE,
  );

  test(
    "an explicit absence is shown in the plan, and no request is sent for it",
    async () => {
      await fc.assert(
        fc.asyncProperty(cases, ({ kind, policy, style, other, normalize }) =>
          PolicyLifecycle.begin(kind, normalize, async (lifecycle) => {
            const created = await lifecycle.create(configurationOf(kind, policy, style));
            const rewritten = configurationOf(kind, policy, other);
            const explicit = spelledOut(created.value, rewritten);
            const before = lifecycle.writes();
            const plan = await lifecycle.plan(created, rewritten);
            expect(plan.action).toBe(explicit.length > 0 ? "update" : "no-op");
            const stored = await lifecycle.carryOut(plan);
            expect(lifecycle.writes()).toBe(before);
            await lifecycle.expectNothingToDo(stored, rewritten);
          }),
        ),
        runs(50),
      );
    },
    PATIENCE,
  );
});
