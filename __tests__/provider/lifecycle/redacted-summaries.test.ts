import type { ObjectValue } from "../../../src/plugin";
import { PolicyLifecycle } from "./support/policy-lifecycle";

const POLICY: ObjectValue = {
  name: "Staff",
  decision: "allow",
  include: { email: ["ann@secret.example", "bob@secret.example"] },
};

/** Configures the provider as a run with the setting does. */
const configure = (lifecycle: PolicyLifecycle, redact: boolean) =>
  lifecycle.core.configure({ redact_summaries: redact });

describe("with redact_summaries", () => {
  test("a summary holds kinds and counts, in the plan and in the state", async () => {
    await PolicyLifecycle.begin("reusable", {}, async (lifecycle) => {
      await configure(lifecycle, true);
      const plan = await lifecycle.plan(null, POLICY);
      expect(plan.planned!.summary).toBe("ALLOW if any of 2 emails");
      const stored = await lifecycle.carryOut(plan);
      expect(stored.value.summary).toBe("ALLOW if any of 2 emails");
      expect((await lifecycle.plan(await lifecycle.refresh(stored), POLICY)).action).toBe("no-op");
    });
  });

  test("a policy that was made without it is planned with a redacted summary and without a request", async () => {
    await PolicyLifecycle.begin("reusable", {}, async (lifecycle) => {
      const stored = await lifecycle.create(POLICY);
      await configure(lifecycle, true);
      const plan = await lifecycle.plan(stored, POLICY);
      expect(plan.planned!.summary).toBe("ALLOW if any of 2 emails");
      const writes = lifecycle.emulator.requests.filter(({ method }) => method !== "GET").length;
      const redacted = await lifecycle.carryOut(plan);
      expect(lifecycle.emulator.requests.filter(({ method }) => method !== "GET")).toHaveLength(writes);
      await configure(lifecycle, false);
      expect((await lifecycle.plan(redacted, POLICY)).planned!.summary).toMatch(/ann@secret\.example/);
    });
  });

  test.each<[string, ObjectValue]>([
    ["a value that is refused", { include: { email: ["ann@secret example"] } }],
    ["an id that is none", { include: { group: ["Secret Engineers"] } }],
    ["a rule that is included and excluded", { exclude: { email: ["ann@secret.example"] } }],
    ["a wide range", { include: { ip: ["10.1.2.3/1"] } }],
  ])("what is said of %s quotes no value", async (_what, wrong) => {
    await PolicyLifecycle.begin("reusable", {}, async (lifecycle) => {
      await configure(lifecycle, true);
      const found = await lifecycle.core.validate(
        lifecycle.typeName,
        lifecycle.whole({ ...POLICY, ...wrong }),
      );
      expect(found.length).toBeGreaterThan(0);
      expect(JSON.stringify(found)).toMatch(/[Gg]ot \(redacted\)/);
      expect(JSON.stringify(found)).not.toMatch(/secret|10\.1\.2\.3|127\.|Engineers/i);
    });
  });

  test.each([
    ["a create", false],
    ["an update", true],
  ])("the error of the API that quotes a value is shown without it after %s", async (_what, exists) => {
    await PolicyLifecycle.begin("reusable", {}, async (lifecycle) => {
      const stored = exists ? await lifecycle.create(POLICY) : null;
      const message = "ann@secret.example is not a member of bob@secret.example";
      lifecycle.emulator.faults([
        { kind: "refusal", methods: ["POST", "PUT"], status: 400, code: 12130, message },
      ]);
      for (const redact of [false, true]) {
        await configure(lifecycle, redact);
        const config = { ...POLICY, session_duration: "1h" };
        const { diagnostics } = await lifecycle.core.apply(
          lifecycle.typeName,
          await lifecycle.plan(stored, config),
        );
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
