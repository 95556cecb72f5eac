import type { ObjectValue } from "../../../src/plugin";
import type { Stored } from "../../fake-terraform-core";
import { ACCOUNT, PolicyLifecycle } from "./support/policy-lifecycle";

const CHECK = "aa0a4aab-672b-4bdb-bc33-a59f1130a11f";
const POLICY: ObjectValue = {
  name: "Staff",
  decision: "allow",
  include: { email: ["ann@example.com"] },
  require: { device_posture: [CHECK] },
  approval_groups: [{ approvals_needed: 1, email_addresses: ["lead@example.com"], email_list_uuid: null }],
};
const KINDS = ["reusable", "application"] as const;

type Body = Readonly<Record<string, unknown>>;

/** A policy to which the server, or somebody in the dashboard, adds fields that this version does not know. */
const EXTENDED = {
  new_field: { level: 2 },
  mfa_config: { new_field: "x" },
  connection_rules: { rdp: { new_field: ["a"] } },
  include: [{ email: { email: "ann@example.com", new_field: true } }],
  require: [{ device_posture: { integration_uid: CHECK, new_field: 1 } }],
  approval_groups: [{ approvals_needed: 1, email_addresses: ["lead@example.com"], new_field: 1 }],
};

const NAMES = [
  "approval_groups.new_field",
  "connection_rules.rdp.new_field",
  "include.email.new_field",
  "mfa_config.new_field",
  "new_field",
  "require.device_posture.new_field",
];

async function extended(lifecycle: PolicyLifecycle): Promise<Stored> {
  const created = await lifecycle.create(POLICY);
  lifecycle.emulator.edit(String(created.value.id), EXTENDED);
  return created;
}

describe.each(KINDS)("fields of a policy that this version does not know: %s", (kind) => {
  test("are no difference, and each is named once a run", async () => {
    await PolicyLifecycle.begin(kind, {}, async (lifecycle) => {
      const { stored, diagnostics } = await lifecycle.look(await extended(lifecycle));
      expect(diagnostics).toEqual([
        expect.objectContaining({
          severity: "warning",
          summary: `Policy "Staff" has fields that this version does not manage: ${NAMES.join(", ")}`,
        }),
      ]);
      await lifecycle.expectNothingToDo(stored!, POLICY);
    });
  });

  test("outlive an update of what is managed", async () => {
    await PolicyLifecycle.begin(kind, {}, async (lifecycle) => {
      const { stored } = await lifecycle.look(await extended(lifecycle));
      const config = { ...POLICY, name: "Everybody", approval_required: true };
      const updated = await lifecycle.apply(stored, config);
      const { name: _, ...inForce } = lifecycle.inForce() as Body;
      expect(inForce).toMatchObject({ ...EXTENDED, approval_required: true });
      await lifecycle.expectNothingToDo(updated, config);
      // What the update noted of its own answer is enough for the next one.
      await lifecycle.apply(updated, { ...config, name: "Staff again" });
      expect(lifecycle.inForce()).toMatchObject(EXTENDED);
    });
  });

  test("go with the rule or the group that has them", async () => {
    await PolicyLifecycle.begin(kind, {}, async (lifecycle) => {
      const { stored } = await lifecycle.look(await extended(lifecycle));
      await lifecycle.apply(stored, { ...POLICY, include: { email: ["bob@example.com"] }, require: null });
      expect(lifecycle.inForce()).toMatchObject({
        new_field: { level: 2 },
        include: [{ email: { email: "bob@example.com" } }],
      });
      expect(JSON.stringify([lifecycle.inForce()!.include, lifecycle.inForce()!.require])).not.toContain(
        "new_field",
      );
    });
  });

  test("are kept after an import", async () => {
    await PolicyLifecycle.begin(kind, {}, async (lifecycle) => {
      const created = await extended(lifecycle);
      await lifecycle.look(created);
      const imported = await lifecycle.import(String(created.value.id));
      expect(imported.value.include).toMatchObject({ email: ["ann@example.com"] });
      await lifecycle.apply(imported, { ...POLICY, name: "Everybody" });
      expect(lifecycle.inForce()).toMatchObject(EXTENDED);
    });
  });

  test("are forgotten when the server has them no more", async () => {
    await PolicyLifecycle.begin(kind, {}, async (lifecycle) => {
      const { stored } = await lifecycle.look(await extended(lifecycle));
      lifecycle.emulator.edit(String(stored!.value.id), ({ new_field: _, ...body }) => body);
      const fresh = await lifecycle.refresh(stored!);
      await lifecycle.apply(fresh, { ...POLICY, name: "Everybody" });
      expect(lifecycle.inForce()).not.toHaveProperty("new_field");
      expect(lifecycle.inForce()).toMatchObject({ mfa_config: { new_field: "x" } });
    });
  });
});

describe("a field that a rule has under other", () => {
  const written = { email: { email: "ann@example.com", new_field: "mine" } };
  const config = { ...POLICY, include: { other: [JSON.stringify(written)] } };

  async function begin(live: (lifecycle: PolicyLifecycle, created: Stored) => Promise<void>): Promise<void> {
    await PolicyLifecycle.begin("reusable", {}, async (lifecycle) => {
      const id = lifecycle.emulator.add({ accountId: ACCOUNT }, { ...EXTENDED, name: "x", decision: "deny" });
      lifecycle.emulator.remove(id);
      await live(lifecycle, await lifecycle.create(config));
    });
  }

  test("is the configuration's own: what the server adds makes no difference", async () => {
    await begin(async (lifecycle, created) => {
      lifecycle.emulator.edit(String(created.value.id), {
        include: [{ email: { ...written.email, added: 1 } }],
      });
      const { stored } = await lifecycle.look(created);
      expect(stored!.value.include).toEqual(created.value.include);
      await lifecycle.expectNothingToDo(stored!, config);
      await lifecycle.apply(stored, { ...config, name: "Everybody" });
      expect(lifecycle.inForce()!.include).toEqual([{ email: { ...written.email, added: 1 } }]);
    });
  });

  test("is drift when it changes in the dashboard", async () => {
    await begin(async (lifecycle, created) => {
      const changed = { email: { ...written.email, new_field: "theirs" } };
      lifecycle.emulator.edit(String(created.value.id), { include: [changed] });
      const fresh = await lifecycle.refresh(created);
      const plan = await lifecycle.plan(fresh, config);
      expect(plan.action).toBe("update");
      await lifecycle.carryOut(plan);
      expect(lifecycle.inForce()!.include).toEqual([written]);
    });
  });

  test("is an update when it changes in the configuration", async () => {
    await begin(async (lifecycle, created) => {
      const changed = { email: { ...written.email, new_field: "other" } };
      await lifecycle.apply(created, { ...config, include: { other: [JSON.stringify(changed)] } });
      expect(lifecycle.inForce()!.include).toEqual([changed]);
    });
  });
});

describe("the policy's own account in a rule", () => {
  const without = POLICY.require as ObjectValue;
  const withOwn = { device_posture: [`${CHECK}/${ACCOUNT}`] };
  const other = "0123456789abcdef".repeat(2);
  const ofOther = { device_posture: [`${CHECK}/${other}`] };

  test.each([
    ["added by the server", true, without],
    ["written in the configuration", false, withOwn],
    ["written, and added by the server", true, withOwn],
  ])("makes no difference: %s", async (_what, addOwnAccount, require) => {
    await PolicyLifecycle.begin("reusable", { addOwnAccount }, async (lifecycle) => {
      const config = { ...POLICY, require };
      await lifecycle.expectNothingToDo(await lifecycle.create(config), config);
    });
  });

  test.each([
    ["written", without, withOwn],
    ["left out", withOwn, without],
  ])("makes no difference once it is %s", async (_what, before, after) => {
    await PolicyLifecycle.begin("reusable", {}, async (lifecycle) => {
      const created = await lifecycle.create({ ...POLICY, require: before });
      const plan = await lifecycle.plan(created, { ...POLICY, require: after });
      expect([plan.action, plan.diagnostics]).toEqual(["no-op", []]);
    });
  });

  test("differs from another account", async () => {
    await PolicyLifecycle.begin("reusable", {}, async (lifecycle) => {
      const created = await lifecycle.create(POLICY);
      await lifecycle.apply(created, { ...POLICY, require: ofOther });
      expect(lifecycle.inForce()!.require).toEqual([
        { device_posture: { integration_uid: CHECK, account_id: other } },
      ]);
    });
  });
});
