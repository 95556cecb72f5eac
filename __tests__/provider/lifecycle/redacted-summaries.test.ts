import type { ObjectValue } from "../../../src/plugin";
import { Life } from "./support/account";

const POLICY: ObjectValue = {
  name: "Staff",
  decision: "allow",
  include: { email: ["ann@secret.example", "bob@secret.example"] },
};

/** Configures the provider as a run with the setting does. */
const configure = (life: Life, redact: boolean) => life.core.configure({ redact_summaries: redact });

describe("with redact_summaries", () => {
  test("a summary holds kinds and counts, in the plan and in the state", async () => {
    await Life.begin("reusable", {}, async (life) => {
      await configure(life, true);
      const plan = await life.plan(null, POLICY);
      expect(plan.planned!.summary).toBe("ALLOW if any of 2 emails");
      const stored = await life.carryOut(plan);
      expect(stored.value.summary).toBe("ALLOW if any of 2 emails");
      expect((await life.plan(await life.refresh(stored), POLICY)).action).toBe("no-op");
    });
  });

  test("a policy that was made without it is planned with a redacted summary and without a request", async () => {
    await Life.begin("reusable", {}, async (life) => {
      const stored = await life.create(POLICY);
      await configure(life, true);
      const plan = await life.plan(stored, POLICY);
      expect(plan.planned!.summary).toBe("ALLOW if any of 2 emails");
      const writes = life.emulator.requests.filter(({ method }) => method !== "GET").length;
      const redacted = await life.carryOut(plan);
      expect(life.emulator.requests.filter(({ method }) => method !== "GET")).toHaveLength(writes);
      await configure(life, false);
      expect((await life.plan(redacted, POLICY)).planned!.summary).toMatch(/ann@secret\.example/);
    });
  });

  test.each<[string, ObjectValue]>([
    ["a value that is refused", { include: { email: ["ann@secret example"] } }],
    ["an id that is none", { include: { group: ["Secret Engineers"] } }],
    ["a rule that is included and excluded", { exclude: { email: ["ann@secret.example"] } }],
    ["a wide range", { include: { ip: ["10.1.2.3/1"] } }],
  ])("what is said of %s quotes no value", async (_what, wrong) => {
    await Life.begin("reusable", {}, async (life) => {
      await configure(life, true);
      const found = await life.core.validate(life.typeName, life.whole({ ...POLICY, ...wrong }));
      expect(found.length).toBeGreaterThan(0);
      expect(JSON.stringify(found)).toMatch(/[Gg]ot \(redacted\)/);
      expect(JSON.stringify(found)).not.toMatch(/secret|10\.1\.2\.3|127\.|Engineers/i);
    });
  });

  test.each([
    ["a create", false],
    ["an update", true],
  ])("the error of the API that quotes a value is shown without it after %s", async (_what, exists) => {
    await Life.begin("reusable", {}, async (life) => {
      const stored = exists ? await life.create(POLICY) : null;
      const message = "ann@secret.example is not a member of bob@secret.example";
      life.emulator.faults([
        { kind: "refusal", methods: ["POST", "PUT"], status: 400, code: 12130, message },
      ]);
      for (const redact of [false, true]) {
        await configure(life, redact);
        const config = { ...POLICY, session_duration: "1h" };
        const { diagnostics } = await life.core.apply(life.typeName, await life.plan(stored, config));
        expect(diagnostics).toEqual([expect.objectContaining({ severity: "error" })]);
        const { summary, detail } = diagnostics[0]!;
        expect(`${summary} ${detail}`).toContain(
          redact ? "(redacted) is not a member of (redacted)" : message,
        );
        if (redact) expect(`${summary} ${detail}`).not.toContain("secret");
      }
    });
  });
});
