import type { ObjectValue } from "../../../src/plugin";
import type { Stored } from "../../fake-terraform-core";
import { ACCOUNT, APPLICATION, errorsOf, Life } from "./support/account";

const [FROM, TO] = ["cfaccess_application_policy", "cfaccess_policy"];
const POLICY: ObjectValue = { name: "Staff", decision: "allow", include: { email: ["Ann@Example.com"] } };

/** A policy of an application whose state a moved block has brought to a reusable policy. */
async function moved(live: (life: Life, moved: Stored, id: string) => Promise<void>): Promise<void> {
  await Life.begin("application", {}, async (life) => {
    const created = await life.create(POLICY);
    const { stored, diagnostics } = await life.core.move(FROM!, TO!, created);
    expect(diagnostics).toEqual([]);
    await live(life, stored!, String(created.value.id));
  });
}

const refresh = (life: Life, stored: Stored) => life.core.refresh(TO!, stored);
const plan = (life: Life, stored: Stored, config: ObjectValue | null = POLICY) =>
  life.core.plan(TO!, stored, config);
const conversions = (life: Life) =>
  life.emulator.requests.filter(({ path }) => path.endsWith("/make_reusable")).length;

describe("a policy of an application that moves to a reusable policy", () => {
  test("is planned as an update that says so", async () => {
    await moved(async (life, stored, id) => {
      const fresh = await refresh(life, stored);
      expect([fresh.diagnostics, fresh.stored!.value.id]).toEqual([[], id]);
      // The create above was another run.
      await life.beginApply();
      const planned = await plan(life, fresh.stored!);
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
      expect(conversions(life)).toBe(0);
    });
  });

  test("is converted by the apply, under its id and in its place, and then plans nothing", async () => {
    await moved(async (life, stored, id) => {
      const before = life.writes();
      const fresh = await refresh(life, stored);
      const applied = await life.core.apply(TO!, await plan(life, fresh.stored!));
      expect(applied.diagnostics).toEqual([]);
      expect([life.writes() - before, conversions(life)]).toEqual([1, 1]);
      expect(life.emulator.order(ACCOUNT, APPLICATION)).toMatchObject([{ policy: { id }, precedence: 1 }]);
      expect(life.emulator.policies({ appId: null })).toMatchObject([{ id }]);
      const again = await refresh(life, applied.stored!);
      expect(again.stored!.value).toMatchObject({ id, include: { email: ["Ann@Example.com"] } });
      expect((await plan(life, again.stored!)).action).toBe("no-op");
    });
  });

  test("takes a new content with it", async () => {
    await moved(async (life, stored) => {
      const fresh = await refresh(life, stored);
      const config = { ...POLICY, name: "Everybody" };
      const applied = await life.core.apply(TO!, await plan(life, fresh.stored!, config));
      expect(applied.diagnostics).toEqual([]);
      expect(life.emulator.policies({ appId: null })).toMatchObject([{ body: { name: "Everybody" } }]);
      expect((await plan(life, (await refresh(life, applied.stored!)).stored!, config)).action).toBe("no-op");
    });
  });

  test("is nothing to do where somebody made it reusable before", async () => {
    await moved(async (life, stored, id) => {
      await makeReusable(life, id);
      const fresh = await refresh(life, stored);
      const planned = await plan(life, fresh.stored!);
      expect([planned.action, planned.diagnostics]).toEqual(["no-op", []]);
    });
  });

  test("is converted once where the apply after the plan comes too late", async () => {
    await moved(async (life, stored, id) => {
      const planned = await plan(life, (await refresh(life, stored)).stored!);
      await makeReusable(life, id);
      const applied = await life.core.apply(TO!, planned);
      expect([errorsOf(applied), applied.stored!.value.id]).toEqual([[], id]);
    });
  });

  test("is deleted as what it is", async () => {
    await moved(async (life, stored) => {
      const fresh = await refresh(life, stored);
      const applied = await life.core.apply(TO!, await plan(life, fresh.stored!, null));
      expect([applied.diagnostics, life.emulator.policies()]).toEqual([[], []]);
    });
  });

  test("is planned as a create when it is gone", async () => {
    await moved(async (life, stored, id) => {
      life.emulator.remove(id);
      expect(await refresh(life, stored)).toEqual({ stored: null, diagnostics: [] });
    });
  });
});

describe("a policy of an application that somebody made reusable", () => {
  test("is read with a warning that says how to manage it", async () => {
    await Life.begin("application", {}, async (life) => {
      const created = await life.create(POLICY);
      await makeReusable(life, String(created.value.id));
      const { stored, diagnostics } = await life.look(created);
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
    await Life.begin("application", {}, async (life) => {
      const created = await life.create(POLICY);
      await makeReusable(life, String(created.value.id));
      const place = `${ACCOUNT}/${APPLICATION}/${created.value.id}`;
      const { diagnostics } = await life.core.importState(FROM!, place);
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
async function makeReusable(life: Life, id: string): Promise<void> {
  const url = `${life.emulator.baseUrl}/accounts/${ACCOUNT}/access/apps/${APPLICATION}/policies/${id}/make_reusable`;
  const { status } = await fetch(url, { method: "PUT", headers: { authorization: "Bearer a-token" } });
  expect(status).toBe(200);
}
