import fc from "fast-check";
import { leftOut, spelledOut } from "./support/absence";
import { Life } from "./support/account";
import { configurationOf } from "./support/configuration";
import { kinds, policies } from "./support/meaning";
import { normalizations } from "./support/normalizations";
import { differences } from "./support/oracle";
import { PATIENCE, runs } from "./support/runs";

const cases = fc.record({
  kind: kinds,
  policy: policies,
  style: fc.record({ seed: fc.nat(), absences: fc.boolean() }),
  other: fc.record({ seed: fc.nat(), absences: fc.constant(true) }),
  normalize: normalizations,
});

describe("whatever the policy, its spelling and the server's", () => {
  test(
    "after a create the server has what was written, and the next plan is empty",
    async () => {
      await fc.assert(
        fc.asyncProperty(cases, ({ kind, policy, style, normalize }) =>
          Life.begin(kind, normalize, async (life) => {
            const config = configurationOf(kind, policy, style);
            const created = await life.create(config);
            expect(differences(kind, policy, life.inForce()!)).toEqual([]);
            await life.expectNothingToDo(created, config);
          }),
        ),
        runs(50),
      );
    },
    PATIENCE,
  );

  test(
    "the configuration spelt otherwise plans nothing",
    async () => {
      await fc.assert(
        fc.asyncProperty(cases, ({ kind, policy, style, other, normalize }) =>
          Life.begin(kind, normalize, async (life) => {
            const created = await life.create(configurationOf(kind, policy, style));
            const respelt = leftOut(created.value, configurationOf(kind, policy, other));
            await life.expectNothingToDo(created, respelt);
          }),
        ),
        runs(50),
      );
    },
    PATIENCE,
  );

  test(
    "an absence that is spelt out is shown, and nothing is sent for it",
    async () => {
      await fc.assert(
        fc.asyncProperty(cases, ({ kind, policy, style, other, normalize }) =>
          Life.begin(kind, normalize, async (life) => {
            const created = await life.create(configurationOf(kind, policy, style));
            const respelt = configurationOf(kind, policy, other);
            const places = spelledOut(created.value, respelt);
            const before = life.writes();
            const plan = await life.plan(created, respelt);
            expect(plan.action).toBe(places.length > 0 ? "update" : "no-op");
            const stored = await life.carryOut(plan);
            expect(life.writes()).toBe(before);
            await life.expectNothingToDo(stored, respelt);
          }),
        ),
        runs(50),
      );
    },
    PATIENCE,
  );
});
