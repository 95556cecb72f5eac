import { type ObjectValue, UNKNOWN } from "../../../src/plugin";
import { applyProblems } from "../../fake-terraform-core";
import { errorsOf, PolicyLifecycle } from "./support/policy-lifecycle";

const POLICY = { name: "Staff", decision: "allow", include: { everyone: ["*"] } };

interface InvalidConfig {
  readonly path: readonly string[];
  /** The policy with the error, and another unknown value. */
  readonly early: ObjectValue;
  /** The policy with an unknown value where the error was. */
  readonly open: ObjectValue;
  readonly late: ObjectValue;
}

/** Where the errors are: what Terraform cannot point at is named in the detail. */
function pathsOf(answer: Parameters<typeof errorsOf>[0]): string[] {
  return errorsOf(answer).map(
    ({ detail, path }) =>
      /\nAt (.+)\.$/.exec(detail)?.[1] ??
      path!.map((step) => (typeof step === "object" ? step.key : step)).join("."),
  );
}

const GROUPS = ["f174e90a-fafe-4643-bbbc-4a0ed4fc8415", "aa0a4aab-672b-4bdb-bc33-a59f1130a11f"];
const IDP = "ea85612a-29c8-46c2-bacb-669d65136971";
const okta = (text: unknown) => ({ okta: [text] }) as ObjectValue;

const INVALID_CONFIGS: Readonly<Record<string, InvalidConfig>> = {
  "an email address among others": {
    path: ["include", "email"],
    early: { include: { email: ["ann@", UNKNOWN] } },
    open: { include: { email: ["bob@example.com", UNKNOWN] } },
    late: { include: { email: ["bob@example.com", "ann@"] } },
  },
  "an address, in a list that is a reference": {
    path: ["exclude", "ip"],
    early: { exclude: { ip: ["999.1.1.1"], geo: UNKNOWN } },
    open: { exclude: { ip: UNKNOWN } },
    late: { exclude: { ip: ["203.0.113.7", "999.1.1.1"] } },
  },
  "a country, in rules that are a reference": {
    path: ["require", "geo"],
    early: { require: { geo: ["ZZZ", UNKNOWN] } },
    open: { require: UNKNOWN },
    late: { require: { geo: ["ZZZ"] } },
  },
  "a field in the text of a rule": {
    path: ["include", "okta"],
    early: { include: { okta: [`${IDP}/`, UNKNOWN] } },
    open: { include: okta(UNKNOWN) },
    late: { include: okta(`${IDP}/`) },
  },
  "the text of a rule": {
    path: ["include", "okta"],
    early: { include: { okta: ["engineering", UNKNOWN] } },
    open: { include: okta(UNKNOWN) },
    late: { include: okta("engineering") },
  },
  "the name of a selector": {
    path: ["exclude", "emial"],
    early: { exclude: { emial: UNKNOWN } },
    open: { exclude: UNKNOWN },
    late: { exclude: { emial: ["ann@example.com"] } },
  },
  "a rule as JSON": {
    path: ["include", "other"],
    early: { include: { other: ["{", UNKNOWN] } },
    open: { include: { other: [UNKNOWN] } },
    late: { include: { other: ["{"] } },
  },
  "rules without an element": {
    path: ["include"],
    early: { include: {}, name: UNKNOWN },
    open: { include: { email: UNKNOWN } },
    late: { include: { email: [] } },
  },
  "a decision": {
    path: ["decision"],
    early: { decision: "ALLOW", include: UNKNOWN },
    open: { decision: UNKNOWN },
    late: { decision: "ALLOW" },
  },
  "a session duration": {
    path: ["session_duration"],
    early: { session_duration: "banana", include: { everyone: UNKNOWN } },
    open: { session_duration: UNKNOWN },
    late: { session_duration: "banana" },
  },
  "a multi-factor session": {
    path: ["mfa_config", "session_duration"],
    early: { mfa_config: { session_duration: "721h", mfa_disabled: UNKNOWN } },
    open: { mfa_config: { session_duration: UNKNOWN } },
    late: { mfa_config: { session_duration: "721h" } },
  },
  "both names of the multi-factor switch": {
    path: ["mfa_config", "mfa_bypass"],
    early: { mfa_config: { mfa_bypass: false, mfa_disabled: true, session_duration: UNKNOWN } },
    open: { mfa_config: { mfa_bypass: UNKNOWN, mfa_disabled: true } },
    late: { mfa_config: { mfa_bypass: false, mfa_disabled: true } },
  },
  "an approver": {
    path: ["approval_groups"],
    early: { approval_groups: [{ approvals_needed: UNKNOWN, email_addresses: ["ann"] }] },
    open: { approval_groups: UNKNOWN },
    late: { approval_groups: [{ approvals_needed: 1, email_addresses: ["ann"] }] },
  },
  "a precedence": {
    path: ["precedence"],
    early: { precedence: 0, name: UNKNOWN },
    open: { precedence: UNKNOWN },
    late: { precedence: 0 },
  },
};

describe.each(Object.entries(INVALID_CONFIGS))("%s that is wrong", (_what, { path, early, open, late }) => {
  const wrong = path.join(".");

  test("is refused at once when it is known, whatever else is not", async () => {
    await PolicyLifecycle.begin("application", {}, async (lifecycle) => {
      const diagnostics = await lifecycle.core.validate(
        lifecycle.typeName,
        lifecycle.whole({ ...POLICY, ...early }),
      );
      expect(pathsOf({ diagnostics })).toContain(wrong);
    });
  });

  test("is refused before any request when it becomes known at apply", async () => {
    await PolicyLifecycle.begin("application", {}, async (lifecycle) => {
      const before = { ...POLICY, ...open };
      expect(
        errorsOf({ diagnostics: await lifecycle.core.validate(lifecycle.typeName, lifecycle.whole(before)) }),
      ).toEqual([]);
      expect(errorsOf(await lifecycle.plan(null, before))).toEqual([]);

      const failed = await lifecycle.core.apply(
        lifecycle.typeName,
        await lifecycle.plan(null, { ...POLICY, ...late }),
      );
      expect(failed.stored).toBeNull();
      expect(pathsOf(failed)).toEqual([wrong]);
      expect(lifecycle.emulator.requests.filter(({ method }) => method !== "GET")).toEqual([]);
    });
  });

  test("leaves what there is as it is", async () => {
    await PolicyLifecycle.begin("application", {}, async (lifecycle) => {
      const created = await lifecycle.create(POLICY);
      const requests = lifecycle.emulator.requests.length;
      const failed = await lifecycle.core.apply(
        lifecycle.typeName,
        await lifecycle.plan(created, { ...POLICY, ...late }),
      );
      expect(pathsOf(failed)).toEqual([wrong]);
      expect(failed.stored!.value).toEqual(created.value);
      expect(lifecycle.emulator.requests).toHaveLength(requests);
    });
  });
});

describe("a reference that turns out to be what it was", () => {
  test("changes nothing", async () => {
    await PolicyLifecycle.begin("reusable", {}, async (lifecycle) => {
      const config = { ...POLICY, include: { group: [GROUPS[0], GROUPS[1]], ip: ["203.0.113.7"] } };
      const created = await lifecycle.create(config);
      const early = { ...config, include: { ...config.include, group: [GROUPS[0], UNKNOWN] } };
      const first = await lifecycle.plan(created, early);
      expect(first.action).toBe("update");
      expect(first.planned!.summary).toBe(UNKNOWN);
      const plan = await lifecycle.plan(created, config);
      expect(plan.action).toBe("no-op");
      expect(applyProblems(lifecycle.schema, first.planned, plan.planned)).toEqual([]);
    });
  });

  test("leaves the rest of the plan known", async () => {
    await PolicyLifecycle.begin("reusable", {}, async (lifecycle) => {
      const config = {
        ...POLICY,
        include: { group: [GROUPS[0]], ip: ["203.0.113.7"] },
        exclude: { geo: ["FR"] },
      };
      const created = await lifecycle.create(config);
      const { planned } = await lifecycle.plan(created, {
        ...config,
        include: { ...config.include, group: [UNKNOWN] },
      });
      const include = { ...(created.value.include as ObjectValue), group: [UNKNOWN] };
      expect(planned).toEqual({ ...created.value, include, summary: UNKNOWN });
    });
  });

  test("cannot be distinguished from a new representation beside it, a limit of Terraform that docs/equality.md names", async () => {
    await PolicyLifecycle.begin("reusable", {}, async (lifecycle) => {
      const created = await lifecycle.create({
        ...POLICY,
        include: { email: ["ann@example.com", "bob@example.com"] },
      });
      const early = { ...POLICY, include: { email: ["Ann@example.com", UNKNOWN] } };
      const known = { ...POLICY, include: { email: ["Ann@example.com", "bob@example.com"] } };
      const first = await lifecycle.plan(created, early);
      const plan = await lifecycle.plan(created, known);
      expect(plan.action).toBe("no-op");
      expect(applyProblems(lifecycle.schema, first.planned, plan.planned)).toEqual([
        expect.stringContaining("include[email]"),
      ]);
    });
  });
});
