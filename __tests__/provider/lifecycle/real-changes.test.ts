import fc from "fast-check";
import { leftOut } from "./support/absence";
import { Life } from "./support/account";
import { configurationOf } from "./support/configuration";
import { edited } from "./support/edits";
import { kinds, policies } from "./support/meaning";
import { normalisations } from "./support/normalisations";
import { differences } from "./support/oracle";
import { PATIENCE, runs } from "./support/runs";

const cases = kinds.chain((kind) =>
  fc.record({
    kind: fc.constant(kind),
    change: edited(kind, policies),
    style: fc.record({ seed: fc.nat(), absences: fc.boolean() }),
    seed: fc.nat(),
    normalise: normalisations,
  }),
);

describe("a real change", () => {
  test(
    "is planned as an update however the rest is spelt, takes hold, and is done with",
    async () => {
      await fc.assert(
        fc.asyncProperty(cases, ({ kind, change: { before, edit }, style, seed, normalise }) =>
          Life.begin(kind, normalise, async (life) => {
            const created = await life.create(configurationOf(kind, before, style));
            const config = leftOut(
              created.value,
              configurationOf(kind, edit.after, { seed, absences: true }),
            );

            const plan = await life.plan(created, config);
            expect([edit.what, plan.action]).toEqual([edit.what, "update"]);

            const stored = await life.carryOut(plan);
            expect(differences(kind, edit.after, life.inForce()!)).toEqual([]);
            await life.expectNothingToDo(stored, config);
          }),
        ),
        runs(60),
      );
    },
    PATIENCE,
  );

  test(
    "of the rules changes the summary, which the plan knows",
    async () => {
      const rulesOnly = cases.filter(({ change }) =>
        ["include", "exclude", "require"].includes(change.edit.attribute),
      );
      await fc.assert(
        fc.asyncProperty(rulesOnly, ({ kind, change: { before, edit }, style }) =>
          Life.begin(kind, {}, async (life) => {
            const created = await life.create(configurationOf(kind, before, style));
            const { planned } = await life.plan(created, configurationOf(kind, edit.after, style));
            expect(planned!.summary).toEqual(expect.any(String));
            expect(planned!.summary).not.toBe(created.value.summary);
          }),
        ),
        runs(20),
      );
    },
    PATIENCE,
  );
});
