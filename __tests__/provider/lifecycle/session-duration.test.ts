import { UNKNOWN } from "../../../src/plugin";
import { Life } from "./support/account";

const POLICY = { name: "Staff", decision: "allow", include: { everyone: ["*"] } };

const ANSWERS = ["24h", "24h0m0s", "", null, undefined];

describe("a session duration that is not configured", () => {
  test.each(ANSWERS)("stays as the server answers it, %p, through other changes", async (answer) => {
    await Life.begin("reusable", { unsetSessionDuration: answer }, async (life) => {
      const plan = await life.plan(null, POLICY);
      expect(plan.planned!.session_duration).toBe(UNKNOWN);
      const created = await life.refresh(await life.carryOut(plan));
      expect(created.value.session_duration).toBe(answer ?? null);

      const renamed = { ...POLICY, name: "Everybody" };
      const next = await life.plan(created, renamed);
      expect(next.planned!.session_duration).toBe(answer ?? null);
      await life.expectNothingToDo(await life.carryOut(next), renamed);
    });
  });

  test("takes what someone set in the dashboard, and leaves it so", async () => {
    await Life.begin("reusable", {}, async (life) => {
      const created = await life.create(POLICY);
      life.emulator.edit(String(created.value.id), { session_duration: "1h" });
      await life.expectNothingToDo(created, POLICY);
      const renamed = { ...POLICY, name: "Everybody" };
      await life.expectNothingToDo(await life.apply(await life.refresh(created), renamed), renamed);
      expect(life.inForce()).toMatchObject({ session_duration: "1h" });
    });
  });
});

test.each(["as sent", "null", "absent"] as const)(
  "an empty session duration stays empty when the server answers it %s",
  async (emptySessionDuration) => {
    await Life.begin("reusable", { emptySessionDuration }, async (life) => {
      const config = { ...POLICY, session_duration: "" };
      const created = await life.create(config);
      expect(created.value.session_duration).toBe("");
      expect(life.inForce()).toMatchObject({ session_duration: "" });
      await life.expectNothingToDo(created, config);
      const renamed = { ...config, name: "Everybody" };
      await life.expectNothingToDo(await life.apply(created, renamed), renamed);
    });
  },
);

describe("a session duration that is taken out of the configuration", () => {
  test.each(["12h", "", "24h"])("was %p: is decided anew by the server, once", async (was) => {
    await Life.begin("reusable", {}, async (life) => {
      const created = await life.create({ ...POLICY, session_duration: was });
      const plan = await life.plan(created, POLICY);
      expect([plan.action, plan.planned!.session_duration]).toEqual(["update", UNKNOWN]);

      const stored = await life.carryOut(plan);
      expect(life.inForce()).not.toHaveProperty("session_duration");
      expect(stored.value.session_duration).toBe("24h");
      await life.expectNothingToDo(stored, POLICY);
    });
  });

  test("is planned so again when the server refused the change", async () => {
    await Life.begin("reusable", {}, async (life) => {
      const created = await life.create({ ...POLICY, session_duration: "12h" });
      const plan = await life.plan(created, POLICY);
      life.emulator.remove(String(created.value.id));
      const failed = await life.core.apply(life.typeName, plan);
      expect(failed.diagnostics).toEqual([expect.objectContaining({ severity: "error" })]);
      expect((await life.plan(failed.stored, POLICY)).planned!.session_duration).toBe(UNKNOWN);
    });
  });
});
