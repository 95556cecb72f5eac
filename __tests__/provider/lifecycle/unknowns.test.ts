import fc from "fast-check";
import type { ObjectValue } from "../../../src/plugin";
import { applyProblems } from "../../fake-terraform-core";
import { ACCOUNT, APPLICATION, errorsOf, Life } from "./support/account";
import { configurationOf } from "./support/configuration";
import { edited } from "./support/edits";
import { kinds, policies } from "./support/meaning";
import { differences } from "./support/oracle";
import { PATIENCE, runs } from "./support/runs";
import { isHoled, withUnknowns } from "./support/unknowns";

/** Where the policy lives may be a reference as well. */
const placed = (life: Life, config: ObjectValue): ObjectValue => ({
  account_id: ACCOUNT,
  ...(life.kind === "application" ? { app_id: APPLICATION } : {}),
  ...config,
});

async function expectNoErrors(life: Life, config: ObjectValue): Promise<void> {
  const diagnostics = await life.core.validate(life.typeName, life.whole(config));
  expect(errorsOf({ diagnostics })).toEqual([]);
}

describe("a configuration with references to what is not there yet", () => {
  test(
    "is planned, and its apply makes what was planned",
    async () => {
      const cases = fc.record({ kind: kinds, policy: policies, style: fc.nat(), holes: fc.nat() });
      await fc.assert(
        fc.asyncProperty(cases, ({ kind, policy, style, holes }) =>
          Life.begin(kind, {}, async (life) => {
            const known = placed(life, configurationOf(kind, policy, { seed: style, absences: true }));
            const early = withUnknowns(known, holes);
            await expectNoErrors(life, early);
            const first = await life.plan(null, early);
            expect(errorsOf(first)).toEqual([]);
            for (const [name, value] of Object.entries(early))
              if (value !== null && !isHoled(value))
                expect([name, isHoled(first.planned![name])]).toEqual([name, false]);

            await life.beginApply();
            const created = await life.apply(null, known);
            expect(applyProblems(life.schema, first.planned, created.value)).toEqual([]);
            expect(differences(kind, policy, life.inForce()!)).toEqual([]);
            await life.expectNothingToDo(created, known);
          }),
        ),
        runs(50),
      );
    },
    PATIENCE,
  );

  test(
    "is planned as a change of what there is, and its apply makes what was planned",
    async () => {
      const cases = kinds.chain((kind) =>
        fc.record({ kind: fc.constant(kind), change: edited(kind, policies), holes: fc.nat() }),
      );
      await fc.assert(
        fc.asyncProperty(cases, ({ kind, change: { before, edit }, holes }) =>
          Life.begin(kind, {}, async (life) => {
            const created = await life.create(placed(life, configurationOf(kind, before, { seed: 0 })));
            const known = placed(life, configurationOf(kind, edit.after, { seed: 0 }));
            const early = withUnknowns(known, holes);
            await expectNoErrors(life, early);
            const first = await life.plan(created, early);
            expect(errorsOf(first)).toEqual([]);

            const plan = await life.plan(created, known);
            fc.pre(plan.action === first.action);
            const changed = await life.carryOut(plan);
            expect(applyProblems(life.schema, first.planned, changed.value)).toEqual([]);
            expect(differences(kind, edit.after, life.inForce()!)).toEqual([]);
            await life.expectNothingToDo(changed, known);
          }),
        ),
        runs(50),
      );
    },
    PATIENCE,
  );
});
