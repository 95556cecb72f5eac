import type { ObjectValue } from "../../../src/plugin";
import type { Stored } from "../../fake-terraform-core";
import {
  ACCOUNT,
  APP,
  allow,
  block,
  elements,
  ListedApplication,
  list,
  TWO,
  TYPE,
  texts,
} from "./support/listed-application";

let app: ListedApplication;
beforeEach(async () => {
  app = await ListedApplication.open();
});
afterEach(() => app.close());

const WIFI = JSON.stringify({ wifi: { ssid: "x" } });

describe("the policies of an application as one list", () => {
  it("are made in their order, numbered from 1, and the next plan has nothing to do", async () => {
    const stored = await app.apply(null, list(TWO));
    expect(app.inForce()).toEqual(["1 No guests", "2 Staff"]);
    expect(elements(stored).no).toMatchObject({ precedence: 1, summary: "BLOCK if email is eve@x.org" });
    await app.newRun();
    const { stored: fresh, diagnostics } = await app.core.refresh(TYPE, stored!);
    expect(diagnostics).toEqual([]);
    expect((await app.core.plan(TYPE, fresh, list(TWO))).action).toBe("no-op");
    expect(app.writes).toEqual(["POST", "POST"]);
  });

  it("are moved by writes of their number alone", async () => {
    const stored = await app.apply(null, list({ ...TWO, partners: allow("Partners", "pat@x.org") }));
    const { no, staff, partners } = { ...TWO, partners: allow("Partners", "pat@x.org") };
    app.emulator.edit(String(elements(stored).staff!.id), (body) => ({
      ...body,
      require: [{ wifi: { ssid: "x" } }],
    }));
    const plan = await app.core.plan(TYPE, stored, list({ no, partners, staff }));
    const planned = plan.planned!.policies as Record<string, ObjectValue>;
    expect(planned.no).toEqual(elements(stored).no);
    app.writes = [];
    await app.core.apply(TYPE, plan);
    expect(app.inForce()).toEqual(["1 No guests", "3 Partners", "10 Staff"]);
    expect(app.writes).toEqual([`PUT ${elements(stored).staff!.id}`]);
    const staffs = app.emulator.policies().find(({ body }) => body.name === "Staff");
    expect(staffs?.body.require).toEqual([{ wifi: { ssid: "x" } }]);
  });

  it("keep what the plan says of the ones that do not change", async () => {
    const stored = await app.apply(null, list(TWO));
    const config = list({ ...TWO, staff: allow("Staff", "ann@x.org", "bob@x.org") });
    const { planned } = await app.core.plan(TYPE, stored, config);
    const [before, after] = [elements(stored), planned!.policies as Record<string, ObjectValue>];
    expect(after.no).toEqual(before.no);
    expect(after.staff).toEqual({
      ...before.staff,
      include: { email: ["ann@x.org", "bob@x.org"] },
      summary: "ALLOW if email is ann@x.org or bob@x.org",
    });
  });

  it("keep a policy whose key changes and nothing else, without a write", async () => {
    const stored = await app.apply(null, list(TWO));
    app.writes = [];
    const renamed = await app.apply(stored, list({ no: TWO.no, employees: TWO.staff }));
    expect(app.writes).toEqual([]);
    expect(elements(renamed).employees).toEqual(elements(stored).staff);
  });

  it("replace everything for another application", async () => {
    const stored = await app.apply(null, list(TWO));
    const other = "0f6b4f3c-7a3a-4f8e-9a75-2a3b0a6a1111";
    const plan = await app.core.plan(TYPE, stored, { ...list(TWO), app_id: other });
    expect(plan.action).toBe("replace");
  });

  it("leave policies that are not in the list as they are", async () => {
    await app.made("Legacy");
    const stored = await app.apply(null, list({ staff: TWO.staff, no: TWO.no }));
    expect(app.inForce()).toEqual(["1 Legacy", "2 Staff", "3 No guests"]);
    const turned = await app.core.apply(TYPE, await app.core.plan(TYPE, stored, list(TWO)));
    expect(app.inForce()).toEqual(["1 Legacy", "3 No guests", "10 Staff"]);
    await app.apply(turned.stored, null);
    expect(app.inForce()).toEqual(["1 Legacy"]);
  });

  it("let nobody in for a moment while a block policy is narrowed and an allow policy leaves", async () => {
    const everyone = { everyone: ["*"] };
    const stored = await app.apply(
      null,
      list(
        { no: { ...TWO.no, include: everyone }, all: { ...TWO.staff, include: everyone } },
        {
          accepted_warnings: ["allow-everyone"],
        },
      ),
    );
    app.writes = [];
    await app.apply(stored, list({ no: TWO.no }));
    expect(app.writes.map((write) => write.split(" ")[0])).toEqual(["DELETE", "PUT"]);
  });

  it("take back a session duration that leaves the configuration", async () => {
    const stored = await app.apply(null, list({ staff: { ...TWO.staff, session_duration: "30m" } }));
    expect(app.emulator.policies()[0]!.body.session_duration).toBe("30m");
    const cleared = await app.apply(stored, list({ staff: TWO.staff }));
    expect(elements(cleared).staff!.session_duration).toBe("24h");
  });

  it("are imported whole, under keys made of their names", async () => {
    await app.made("No guests!", { decision: "deny" });
    await app.made("Staff");
    await app.made("Staff");
    const { stored, diagnostics } = await app.core.importState(TYPE, `${ACCOUNT}/${APP}`);
    expect(diagnostics).toEqual([]);
    const [first, second] = app.emulator.policies().filter(({ body }) => body.name === "Staff");
    expect(stored!.value.order).toEqual(["no_guests", `staff_${first!.id}`, `staff_${second!.id}`]);
    expect(stored!.value.exclusive).toBe(false);
  });

  it("are not imported where the application has none", async () => {
    const id = await app.made("Only one");
    await app.call("DELETE", `policies/${id}`);
    const { stored, diagnostics } = await app.core.importState(TYPE, `${ACCOUNT}/${APP}`);
    expect(texts(diagnostics)).toMatch(/Cannot import: (application|account)/);
    expect(stored?.value.policies).toBeNull();
  });

  it("are read by one list, and several applications by one request", async () => {
    const stored = await app.apply(null, list(TWO));
    await app.newRun();
    app.emulator.forgetRequests();
    await app.core.refresh(TYPE, stored!);
    expect(app.emulator.requests.map(({ method }) => method)).toEqual(["GET"]);
  });

  it("are read together with those of other applications, by one request for all", async () => {
    const other = await app.somewhere("POST", "apps", {
      name: "CRM",
      type: "self_hosted",
      domain: "crm.example.com",
    });
    const stored = [
      await app.apply(null, list(TWO)),
      await app.apply(null, { ...list(TWO), app_id: other.id }),
    ];
    await app.newRun();
    app.emulator.forgetRequests();
    const fresh = await Promise.all(stored.map((one) => app.core.refresh(TYPE, one!)));
    expect(
      app.emulator.requests.map(({ method, path }) => `${method} ${path.replace(/.*access/, "")}`),
    ).toEqual(["GET /apps"]);
    expect(fresh.map((one) => one.stored!.value)).toEqual(stored.map((one) => one!.value));
  });

  it("keep what the API has and this version does not manage, policy by policy", async () => {
    const stored = await app.apply(null, list(TWO));
    app.emulator.edit(String(elements(stored).staff!.id), (body) => ({
      ...body,
      require: [{ wifi: { ssid: "x" } }],
    }));
    app.emulator.edit(String(elements(stored).no!.id), (body) => ({ ...body, brand_new: { a: 1 } }));
    const fresh = await app.refreshed(stored);
    const policies = {
      no: { ...TWO.no, name: "No entry" },
      staff: { ...TWO.staff, require: { other: [WIFI] } },
    };
    const { diagnostics } = await app.core.run(TYPE, fresh, list(policies));
    expect(diagnostics).toEqual([]);
    const bodies = app.emulator.policies().map(({ body }) => body);
    expect(bodies.find(({ name }) => name === "No entry")).toMatchObject({ brand_new: { a: 1 } });
    expect(bodies.find(({ name }) => name === "Staff")).toMatchObject({ require: [{ wifi: { ssid: "x" } }] });
  });

  it("show what is missing, and what moved", async () => {
    const stored = await app.apply(null, list(TWO));
    await app.call("DELETE", `policies/${elements(stored).no!.id}`);
    const fresh = await app.refreshed(stored);
    expect(fresh!.value.order).toEqual(["staff"]);
    const repaired = await app.apply(fresh, list(TWO));
    expect(app.inForce()).toEqual(["1 No guests", "2 Staff"]);
    await app.apply(repaired, null);
    expect(app.inForce()).toEqual([]);
  });
});

describe("a list that fails halfway", () => {
  it("takes back what a create made, newest first", async () => {
    app.refuses = (write) => write === 3;
    const config = list({ ...TWO, partners: allow("Partners", "pat@x.org") });
    const { stored, diagnostics } = await app.core.run(TYPE, null, config);
    expect(stored).toBeNull();
    expect(texts(diagnostics)).toMatch(/Could not create application policy "Partners"/);
    expect(app.writes.map((write) => write.split(" ")[0])).toEqual([
      "POST",
      "POST",
      "POST",
      "DELETE",
      "DELETE",
    ]);
    expect(app.inForce()).toEqual([]);
  });

  it("has in its state what a create could not take back", async () => {
    app.refuses = (write) => write === 2 || write === 3;
    const { stored } = await app.core.run(TYPE, null, list(TWO));
    expect(stored?.tainted).toBe(true);
    expect(stored!.value.order).toEqual(["no"]);
  });

  it("saves how far an update came, and the next apply does the rest", async () => {
    let stored = await app.apply(null, list(TWO));
    const config = list({
      partners: allow("Partners", "pat@x.org"),
      no: block("No guests", "eve@x.org", "mallory@x.org"),
      staff: TWO.staff,
    });
    for (let step = 1; step <= 2; step += 1) {
      const before = app.writes.length;
      app.refuses = (write) => write === before + step;
      const plan = await app.core.plan(TYPE, stored, config);
      const failed = await app.core.apply(TYPE, plan);
      expect(texts(failed.diagnostics)).toMatch(/refused by the test/);
      app.refuses = () => false;
      const done = await app.apply(failed.stored, config);
      expect(app.inForce().map((line) => line.split(" ")[1])).toEqual(["Partners", "No", "Staff"]);
      const back = await app.core.run(TYPE, done, list(TWO));
      expect(back.diagnostics).toEqual([]);
      expect(app.inForce().map((line) => line.split(" ")[1])).toEqual(["No", "Staff"]);
      stored = back.stored;
    }
  });

  it("plans for the list as it is when somebody takes a number meanwhile", async () => {
    const stored = await app.apply(null, list(TWO));
    app.disturb = () => app.made("Stranger", { precedence: 10 });
    const { diagnostics } = await app.core.run(TYPE, stored, list({ staff: TWO.staff, no: TWO.no }));
    expect(diagnostics).toEqual([]);
    expect(
      app
        .inForce()
        .filter((line) => !line.includes("Stranger"))
        .map((line) => line.replace(/^\d+ /, "")),
    ).toEqual(["Staff", "No guests"]);
  });
});

describe("a change that no order of the writes makes safe", () => {
  const before = list({ a: block("A", "a@x.org"), b: block("B", "b@x.org") });
  const after = list({ a: block("A", "c@x.org"), b: block("B", "d@x.org") });

  async function beforeAnAllowPolicy(): Promise<Stored> {
    const stored = await app.apply(null, before);
    await app.made("Everyone", { precedence: 3 });
    await app.newRun();
    return (await app.core.refresh(TYPE, stored!)).stored!;
  }

  it("fails the plan, which names the policy that would let in blocked requests", async () => {
    const stored = await beforeAnAllowPolicy();
    const { diagnostics } = await app.core.plan(TYPE, stored, after);
    expect(texts(diagnostics)).toMatch(/for a moment "Everyone" lets in requests that "B" and "A" block/);
  });

  it("is made where allow_transitional_access accepts it", async () => {
    const stored = await beforeAnAllowPolicy();
    const plan = await app.core.plan(TYPE, stored, { ...after, allow_transitional_access: true });
    expect(plan.diagnostics.map(({ severity }) => severity)).toEqual(["warning"]);
    expect((await app.core.apply(TYPE, plan)).diagnostics).toEqual([]);
  });
});

describe("the configuration of a list", () => {
  it.each([
    ["an order without a key", list(TWO, { order: ["no"] }), /Missing key "staff" in order/],
    ["an order with a key twice", list(TWO, { order: ["no", "no", "staff"] }), /Duplicate key "no"/],
    ["an order with another key", list(TWO, { order: ["no", "stuff", "staff"] }), /Invalid key "stuff"/],
    ["no policies", list({}), /The list has no policies/],
    ["a wrong decision", list({ a: { ...TWO.no, decision: "block" } }), /Invalid decision|"block"/],
    ["a misspelled selector", list({ a: { ...TWO.no, include: { emial: ["x@x.org"] } } }), /emial/],
  ])("is refused with %s", async (_, config, expected) => {
    expect(texts(await app.core.validate(TYPE, config))).toMatch(expected);
  });

  it("gives lint warnings by policy, unless the list or the policy accepts them", async () => {
    const open = { ...TWO.staff, include: { everyone: ["*"] } };
    const plan = async (config: ObjectValue) =>
      (await app.core.validate(TYPE, config)).map(({ path }) => path);
    expect(await plan(list({ open }))).toEqual([["policies", { key: "open" }]]);
    expect(await plan(list({ open: { ...open, accepted_warnings: ["allow-everyone"] } }))).toEqual([]);
    expect(await plan(list({ open }, { accepted_warnings: ["allow-everyone"] }))).toEqual([]);
  });
});
