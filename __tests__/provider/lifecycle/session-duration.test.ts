import { UNKNOWN } from "../../../src/plugin";
import { PolicyLifecycle } from "./support/policy-lifecycle";

const POLICY = { name: "Staff", decision: "allow", include: { everyone: ["*"] } };

const ANSWERS = ["24h", "24h0m0s", "", null, undefined];

describe("a session duration that is not configured", () => {
  test.each(ANSWERS)("stays as the server answers it, %p, through other changes", async (answer) => {
    await PolicyLifecycle.begin("reusable", { unsetSessionDuration: answer }, async (lifecycle) => {
      const plan = await lifecycle.plan(null, POLICY);
      expect(plan.planned!.session_duration).toBe(UNKNOWN);
      const created = await lifecycle.refresh(await lifecycle.carryOut(plan));
      expect(created.value.session_duration).toBe(answer ?? null);

      const renamed = { ...POLICY, name: "Everybody" };
      const next = await lifecycle.plan(created, renamed);
      expect(next.planned!.session_duration).toBe(answer ?? null);
      await lifecycle.expectNothingToDo(await lifecycle.carryOut(next), renamed);
    });
  });

  test("takes what someone set in the dashboard, and leaves it so", async () => {
    await PolicyLifecycle.begin("reusable", {}, async (lifecycle) => {
      const created = await lifecycle.create(POLICY);
      lifecycle.emulator.edit(String(created.value.id), { session_duration: "1h" });
      await lifecycle.expectNothingToDo(created, POLICY);
      const renamed = { ...POLICY, name: "Everybody" };
      await lifecycle.expectNothingToDo(
        await lifecycle.apply(await lifecycle.refresh(created), renamed),
        renamed,
      );
      expect(lifecycle.inForce()).toMatchObject({ session_duration: "1h" });
    });
  });
});

test.each(["as sent", "null", "absent"] as const)(
  "an empty session duration stays empty when the server answers it %s",
  async (emptySessionDuration) => {
    await PolicyLifecycle.begin("reusable", { emptySessionDuration }, async (lifecycle) => {
      const config = { ...POLICY, session_duration: "" };
      const created = await lifecycle.create(config);
      expect(created.value.session_duration).toBe("");
      expect(lifecycle.inForce()).toMatchObject({ session_duration: "" });
      await lifecycle.expectNothingToDo(created, config);
      const renamed = { ...config, name: "Everybody" };
      await lifecycle.expectNothingToDo(await lifecycle.apply(created, renamed), renamed);
    });
  },
);

describe("a session duration that is taken out of the configuration", () => {
  test.each(["12h", "", "24h"])("was %p: is set by the server once more, and then kept", async (was) => {
    await PolicyLifecycle.begin("reusable", {}, async (lifecycle) => {
      const created = await lifecycle.create({ ...POLICY, session_duration: was });
      const plan = await lifecycle.plan(created, POLICY);
      expect([plan.action, plan.planned!.session_duration]).toEqual(["update", UNKNOWN]);

      const stored = await lifecycle.carryOut(plan);
      expect(lifecycle.inForce()).not.toHaveProperty("session_duration");
      expect(stored.value.session_duration).toBe("24h");
      await lifecycle.expectNothingToDo(stored, POLICY);
    });
  });

  test("is planned so again when the server refused the change", async () => {
    await PolicyLifecycle.begin("reusable", {}, async (lifecycle) => {
      const created = await lifecycle.create({ ...POLICY, session_duration: "12h" });
      const plan = await lifecycle.plan(created, POLICY);
      lifecycle.emulator.remove(String(created.value.id));
      const failed = await lifecycle.core.apply(lifecycle.typeName, plan);
      expect(failed.diagnostics).toEqual([expect.objectContaining({ severity: "error" })]);
      expect((await lifecycle.plan(failed.stored, POLICY)).planned!.session_duration).toBe(UNKNOWN);
    });
  });
});
