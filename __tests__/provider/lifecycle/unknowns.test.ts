import fc from "fast-check";
import type { ObjectValue } from "../../../src/plugin";
import { applyProblems } from "../../fake-terraform-core";
import { configurationOf } from "./support/configuration";
import { edited } from "./support/edits";
import { differences } from "./support/oracle";
import { ACCOUNT, APPLICATION, errorsOf, PolicyLifecycle } from "./support/policy-lifecycle";
import { kinds, policies } from "./support/policy-spec";
import { PATIENCE, runs } from "./support/runs";
import { isHoled, withUnknowns } from "./support/unknowns";

/** Where the policy lives may be a reference as well. */
const placed = (lifecycle: PolicyLifecycle, config: ObjectValue): ObjectValue => ({
  account_id: ACCOUNT,
  ...(lifecycle.kind === "application" ? { app_id: APPLICATION } : {}),
  ...config,
});

async function expectNoErrors(lifecycle: PolicyLifecycle, config: ObjectValue): Promise<void> {
  const diagnostics = await lifecycle.core.validate(lifecycle.typeName, lifecycle.whole(config));
  expect(errorsOf({ diagnostics })).toEqual([]);
}

describe("a configuration with references to what is not there yet", () => {
  test(
    "is planned, and its apply makes what was planned",
    async () => {
      const cases = fc.record({ kind: kinds, policy: policies, style: fc.nat(), holes: fc.nat() });
      await fc.assert(
        fc.asyncProperty(cases, ({ kind, policy, style, holes }) =>
          PolicyLifecycle.begin(kind, {}, async (lifecycle) => {
            const known = placed(lifecycle, configurationOf(kind, policy, { seed: style, absences: true }));
            const early = withUnknowns(known, holes);
            await expectNoErrors(lifecycle, early);
            const first = await lifecycle.plan(null, early);
            expect(errorsOf(first)).toEqual([]);
            for (const [name, value] of Object.entries(early))
              if (value !== null && !isHoled(value))
                expect([name, isHoled(first.planned![name])]).toEqual([name, false]);

            await lifecycle.beginApply();
            const created = await lifecycle.apply(null, known);
            expect(applyProblems(lifecycle.schema, first.planned, created.value)).toEqual([]);
            expect(differences(kind, policy, lifecycle.inForce()!)).toEqual([]);
            await lifecycle.expectNothingToDo(created, known);
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
          PolicyLifecycle.begin(kind, {}, async (lifecycle) => {
            const created = await lifecycle.create(
              placed(lifecycle, configurationOf(kind, before, { seed: 0 })),
            );
            const known = placed(lifecycle, configurationOf(kind, edit.after, { seed: 0 }));
            const early = withUnknowns(known, holes);
            await expectNoErrors(lifecycle, early);
            const first = await lifecycle.plan(created, early);
            expect(errorsOf(first)).toEqual([]);

            const plan = await lifecycle.plan(created, known);
            fc.pre(plan.action === first.action);
            const changed = await lifecycle.carryOut(plan);
            expect(applyProblems(lifecycle.schema, first.planned, changed.value)).toEqual([]);
            expect(differences(kind, edit.after, lifecycle.inForce()!)).toEqual([]);
            await lifecycle.expectNothingToDo(changed, known);
          }),
        ),
        runs(50),
      );
    },
    PATIENCE,
  );
});
