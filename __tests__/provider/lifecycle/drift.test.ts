import fc from "fast-check";
import type { ObjectValue } from "../../../src/plugin";
import { bodyOf } from "./support/body";
import { configurationOf } from "./support/configuration";
import { edited } from "./support/edits";
import { differences } from "./support/oracle";
import { ACCOUNT, APPLICATION, PolicyLifecycle } from "./support/policy-lifecycle";
import { kinds, NEWER_SELECTOR, policies } from "./support/policy-spec";
import { PATIENCE, runs } from "./support/runs";

const POLICY = { name: "Staff", decision: "allow", include: { email: ["Ann@Example.com"] } };
const NEWER_RULE = { [NEWER_SELECTOR]: { phase: "full" } };
const LEFT_TO_THE_SERVER = ["session_duration", "precedence"];
const AS_JSON = JSON.stringify(NEWER_RULE);

describe("a policy deleted by hand", () => {
  test.each(["reusable", "application"] as const)("is planned as a create: %s", async (kind) => {
    await PolicyLifecycle.begin(kind, {}, async (lifecycle) => {
      const created = await lifecycle.create(POLICY);
      lifecycle.emulator.remove(String(created.value.id));
      const { stored, diagnostics } = await lifecycle.look(created);
      expect([stored, diagnostics]).toEqual([null, []]);
      await lifecycle.expectNothingToDo(await lifecycle.create(POLICY), POLICY);
    });
  });

  test("is planned as a create when its whole application is gone, and the create says what is missing", async () => {
    await PolicyLifecycle.begin("application", {}, async (lifecycle) => {
      const created = await lifecycle.create(POLICY);
      lifecycle.emulator.removeApplication(ACCOUNT, APPLICATION);
      const { stored, diagnostics } = await lifecycle.look(created);
      expect([stored, diagnostics]).toEqual([null, []]);
      const plan = await lifecycle.plan(null, POLICY);
      expect([plan.action, plan.diagnostics]).toEqual(["create", []]);
      const failed = await lifecycle.core.apply(lifecycle.typeName, plan);
      expect(failed.stored).toBeNull();
      expect(failed.diagnostics).toEqual([expect.objectContaining({ severity: "error" })]);
      expect(failed.diagnostics[0]!.detail).toMatch(/application/i);
    });
  });

  test.each(["reusable", "application"] as const)(
    "counts as destroyed when that is the plan: %s",
    async (kind) => {
      await PolicyLifecycle.begin(kind, {}, async (lifecycle) => {
        const created = await lifecycle.create(POLICY);
        lifecycle.emulator.remove(String(created.value.id));
        const plan = await lifecycle.core.plan(lifecycle.typeName, created, null);
        expect(await lifecycle.core.apply(lifecycle.typeName, plan)).toEqual({
          stored: null,
          diagnostics: [],
        });
      });
    },
  );
});

describe("a change made in the dashboard", () => {
  test(
    "shows as drift, and the next apply undoes exactly it",
    async () => {
      const cases = kinds.chain((kind) =>
        fc.record({ kind: fc.constant(kind), change: edited(kind, policies), seed: fc.nat() }),
      );
      await fc.assert(
        fc.asyncProperty(cases, ({ kind, change: { before, edit }, seed }) =>
          PolicyLifecycle.begin(kind, {}, async (lifecycle) => {
            const config = configurationOf(kind, before, { seed });
            // A change of what the server sets is not drift.
            fc.pre(
              (edit.attribute in config && config[edit.attribute] !== null) ||
                !LEFT_TO_THE_SERVER.includes(edit.attribute),
            );
            const created = await lifecycle.create(config);
            lifecycle.emulator.edit(String(created.value.id), () => bodyOf(edit.after));

            const drifted = await lifecycle.refresh(created);
            const others = { summary: "may follow", [edit.attribute]: "differs" };
            expect({ ...drifted.value, ...others }).toEqual({ ...created.value, ...others });
            expect(drifted.value[edit.attribute]).not.toEqual(created.value[edit.attribute]);

            const plan = await lifecycle.plan(drifted, config);
            expect(plan.action).toBe("update");
            const reverted = await lifecycle.carryOut(plan);
            expect(differences(kind, before, lifecycle.inForce()!)).toEqual([]);
            await lifecycle.expectNothingToDo(reverted, config);
          }),
        ),
        runs(30),
      );
    },
    PATIENCE,
  );
});

describe("a rule of a kind we do not know, set in the dashboard,", () => {
  const lists = ["include", "exclude", "require"] as const;

  test.each(lists)("is drift under other in %s, and goes only as planned", async (list) => {
    await PolicyLifecycle.begin("reusable", {}, async (lifecycle) => {
      const config = { ...POLICY, exclude: { geo: ["FR"] }, require: { geo: ["PT"] } };
      const created = await lifecycle.create(config);
      lifecycle.emulator.edit(String(created.value.id), (body) => ({
        ...body,
        [list]: [...(body[list] as object[]), NEWER_RULE],
      }));
      const drifted = await lifecycle.refresh(created);
      expect(drifted.value[list]).toMatchObject({ ...config[list], other: [AS_JSON] });
      expect(drifted.value.summary).toContain(NEWER_SELECTOR);

      const plan = await lifecycle.plan(drifted, config);
      expect(plan.action).toBe("update");
      expect(plan.planned![list]).toEqual(created.value[list]);
      expect(plan.planned!.summary).toBe(created.value.summary);
      await lifecycle.carryOut(plan);
      expect(JSON.stringify(lifecycle.inForce())).not.toContain(NEWER_SELECTOR);
    });
  });

  test.each(lists)(
    "stays in %s when the configuration lists it there, however it is written",
    async (list) => {
      await PolicyLifecycle.begin("reusable", {}, async (lifecycle) => {
        const created = await lifecycle.create(POLICY);
        lifecycle.emulator.edit(String(created.value.id), (body) => ({
          ...body,
          [list]: [...((body[list] as object[] | undefined) ?? []), NEWER_RULE],
        }));
        const drifted = await lifecycle.refresh(created);
        const before: ObjectValue = list === "include" ? POLICY.include : {};
        const config = {
          ...POLICY,
          [list]: { ...before, other: [JSON.stringify(NEWER_RULE, null, 2)] },
        };
        await lifecycle.expectNothingToDo(drifted, config);

        const renamed = { ...config, name: "Everybody" };
        await lifecycle.expectNothingToDo(await lifecycle.apply(drifted, renamed), renamed);
        expect(lifecycle.inForce()![list]).toContainEqual(NEWER_RULE);
      });
    },
  );

  test("is there after an import", async () => {
    await PolicyLifecycle.begin("reusable", {}, async (lifecycle) => {
      const id = lifecycle.emulator.add({ accountId: ACCOUNT }, { ...POLICY, include: [NEWER_RULE] });
      const imported = await lifecycle.import(id);
      expect(imported.value.include).toMatchObject({ other: [AS_JSON] });
      await lifecycle.expectNothingToDo(imported, { ...POLICY, include: { other: [AS_JSON] } });
    });
  });
});
