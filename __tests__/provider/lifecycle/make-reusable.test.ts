import type { ObjectValue } from "../../../src/plugin";
import type { Stored } from "../../fake-terraform-core";
import { ACCOUNT, APPLICATION, errorsOf, PolicyLifecycle } from "./support/policy-lifecycle";

const [FROM, TO] = ["cfaccess_application_policy", "cfaccess_policy"];
const POLICY: ObjectValue = { name: "Staff", decision: "allow", include: { email: ["Ann@Example.com"] } };

/** A policy of an application whose state a moved block has brought to a reusable policy. */
async function moved(
  live: (lifecycle: PolicyLifecycle, moved: Stored, id: string) => Promise<void>,
): Promise<void> {
  await PolicyLifecycle.begin("application", {}, async (lifecycle) => {
    const created = await lifecycle.create(POLICY);
    const { stored, diagnostics } = await lifecycle.core.move(FROM!, TO!, created);
    expect(diagnostics).toEqual([]);
    await live(lifecycle, stored!, String(created.value.id));
  });
}

const refresh = (lifecycle: PolicyLifecycle, stored: Stored) => lifecycle.core.refresh(TO!, stored);
const plan = (lifecycle: PolicyLifecycle, stored: Stored, config: ObjectValue | null = POLICY) =>
  lifecycle.core.plan(TO!, stored, config);
const conversions = (lifecycle: PolicyLifecycle) =>
  lifecycle.emulator.requests.filter(({ path }) => path.endsWith("/make_reusable")).length;

describe("a policy of an application that moves to a reusable policy", () => {
  test("is planned as an update that says so", async () => {
    await moved(async (lifecycle, stored, id) => {
      const fresh = await refresh(lifecycle, stored);
      expect([fresh.diagnostics, fresh.stored!.value.id]).toEqual([[], id]);
      // The create above was another run.
      await lifecycle.beginApply();
      const planned = await plan(lifecycle, fresh.stored!);
      expect(planned.action).toBe("update");
      expect([fresh.stored!.value.summary, planned.planned!.summary]).toEqual([
        `NOT REUSABLE YET, of application ${APPLICATION} alone: ALLOW if email is ann@example.com`,
        "ALLOW if email is ann@example.com",
      ]);
      expect(planned.diagnostics).toEqual([
        expect.objectContaining({
          severity: "warning",
          summary: `Policy "Staff" of application ${APPLICATION} becomes reusable with this apply`,
        }),
      ]);
      expect(conversions(lifecycle)).toBe(0);
    });
  });

  test("is converted by the apply, under its id with its precedence, and then plans no change", async () => {
    await moved(async (lifecycle, stored, id) => {
      const before = lifecycle.writes();
      const fresh = await refresh(lifecycle, stored);
      const applied = await lifecycle.core.apply(TO!, await plan(lifecycle, fresh.stored!));
      expect(applied.diagnostics).toEqual([]);
      expect([lifecycle.writes() - before, conversions(lifecycle)]).toEqual([1, 1]);
      expect(lifecycle.emulator.order(ACCOUNT, APPLICATION)).toMatchObject([
        { policy: { id }, precedence: 1 },
      ]);
      expect(lifecycle.emulator.policies({ appId: null })).toMatchObject([{ id }]);
      const again = await refresh(lifecycle, applied.stored!);
      expect(again.stored!.value).toMatchObject({ id, include: { email: ["Ann@Example.com"] } });
      expect((await plan(lifecycle, again.stored!)).action).toBe("no-op");
    });
  });

  test("takes a new content with it", async () => {
    await moved(async (lifecycle, stored) => {
      const fresh = await refresh(lifecycle, stored);
      const config = { ...POLICY, name: "Everybody" };
      const applied = await lifecycle.core.apply(TO!, await plan(lifecycle, fresh.stored!, config));
      expect(applied.diagnostics).toEqual([]);
      expect(lifecycle.emulator.policies({ appId: null })).toMatchObject([{ body: { name: "Everybody" } }]);
      expect(
        (await plan(lifecycle, (await refresh(lifecycle, applied.stored!)).stored!, config)).action,
      ).toBe("no-op");
    });
  });

  test("is nothing to do where somebody made it reusable before", async () => {
    await moved(async (lifecycle, stored, id) => {
      await makeReusable(lifecycle, id);
      const fresh = await refresh(lifecycle, stored);
      const planned = await plan(lifecycle, fresh.stored!);
      expect([planned.action, planned.diagnostics]).toEqual(["no-op", []]);
    });
  });

  test("is converted once where the apply after the plan comes too late", async () => {
    await moved(async (lifecycle, stored, id) => {
      const planned = await plan(lifecycle, (await refresh(lifecycle, stored)).stored!);
      await makeReusable(lifecycle, id);
      const applied = await lifecycle.core.apply(TO!, planned);
      expect([errorsOf(applied), applied.stored!.value.id]).toEqual([[], id]);
    });
  });

  test("is deleted as what it is", async () => {
    await moved(async (lifecycle, stored) => {
      const fresh = await refresh(lifecycle, stored);
      const applied = await lifecycle.core.apply(TO!, await plan(lifecycle, fresh.stored!, null));
      expect([applied.diagnostics, lifecycle.emulator.policies()]).toEqual([[], []]);
    });
  });

  test("is planned as a create when it is gone", async () => {
    await moved(async (lifecycle, stored, id) => {
      lifecycle.emulator.remove(id);
      expect(await refresh(lifecycle, stored)).toEqual({ stored: null, diagnostics: [] });
    });
  });
});

describe("a policy of an application that somebody made reusable", () => {
  test("is read with a warning that says how to manage it", async () => {
    await PolicyLifecycle.begin("application", {}, async (lifecycle) => {
      const created = await lifecycle.create(POLICY);
      await makeReusable(lifecycle, String(created.value.id));
      const { stored, diagnostics } = await lifecycle.look(created);
      expect(stored!.value).toEqual(created.value);
      expect(diagnostics).toHaveLength(1);
      expect(diagnostics[0]).toMatchObject({
        severity: "warning",
        summary: `Policy "Staff" of application ${APPLICATION} is reusable: it is managed as a cfaccess_policy`,
      });
      const id = `${ACCOUNT}/${created.value.id}`;
      expect(diagnostics[0]!.detail).toContain(`terraform import cfaccess_policy.NAME ${id}`);
      expect(diagnostics[0]!.detail).toContain(`.importFrom("${id}")`);
    });
  });

  test("is not imported as one of the application", async () => {
    await PolicyLifecycle.begin("application", {}, async (lifecycle) => {
      const created = await lifecycle.create(POLICY);
      await makeReusable(lifecycle, String(created.value.id));
      const location = `${ACCOUNT}/${APPLICATION}/${created.value.id}`;
      const { diagnostics } = await lifecycle.core.importState(FROM!, location);
      expect(diagnostics).toMatchObject([
        { severity: "error", summary: expect.stringMatching(/is reusable/) },
      ]);
      expect(diagnostics[0]!.detail).toContain(
        `terraform import cfaccess_policy.NAME ${ACCOUNT}/${created.value.id}`,
      );
    });
  });
});

/** As somebody does with another program. */
async function makeReusable(lifecycle: PolicyLifecycle, id: string): Promise<void> {
  const url = `${lifecycle.emulator.baseUrl}/accounts/${ACCOUNT}/access/apps/${APPLICATION}/policies/${id}/make_reusable`;
  const { status } = await fetch(url, { method: "PUT", headers: { authorization: "Bearer a-token" } });
  expect(status).toBe(200);
}
