import { type Emulator, startEmulator } from "../../../src/emulator";
import type { ObjectValue } from "../../../src/plugin/framework";
import { accessProvider } from "../../../src/provider/provider";
import { Core, type Stored } from "../../plugin/framework/support/core";
import { SILENT } from "../lifecycle/support/silent-logger";

const ACCOUNT = "699d98642c564d2e855e9661899b7252";
const APP = "f174e90a-fafe-4643-bbbc-4a0ed4fc8415";
const TYPE = "cfaccess_application_policies";

let emulator: Emulator;
let core: Core<unknown>;
/** Refuses the writes of a run for which it says so; they are counted from 1. */
let refuses: (write: number, method: string) => boolean;
let writes: string[];
/** A request that is not the provider's is under way. */
let isCalling = false;
/** What somebody else does just before the next write. */
let disturb: (() => Promise<unknown>) | undefined;

beforeEach(async () => {
  refuses = () => false;
  writes = [];
  disturb = undefined;
  emulator = await startEmulator({
    rateLimit: false,
    newerSelectors: ["wifi"],
    onRequest: async ({ method, path }) => {
      if (method === "GET" || isCalling) return undefined;
      const now = disturb;
      disturb = undefined;
      await now?.();
      writes.push(`${method} ${path.replace(/^.*policies\/?/, "")}`.trim());
      const errors = [{ code: 11018, message: "refused by the test" }];
      return refuses(writes.length, method)
        ? { status: 400, body: { success: false, errors, result: null } }
        : undefined;
    },
  });
  core = await newRun();
});
afterEach(() => emulator.close());

/** A run of Terraform: a plugin of its own, and nothing remembered from the runs before. */
async function newRun(): Promise<Core<unknown>> {
  const variables = {
    CLOUDFLARE_API_TOKEN: "plugin",
    CLOUDFLARE_ACCOUNT_ID: ACCOUNT,
    CLOUDFLARE_BASE_URL: emulator.baseUrl,
  };
  const run = new Core<unknown>(accessProvider("0.0.0", variables, SILENT));
  expect(await run.configure()).toEqual([]);
  return run;
}

/** Calls the API as any other client would; `path` is below the application. */
const call = (method: string, path: string, body?: object) => somewhere(method, `apps/${APP}/${path}`, body);

async function somewhere(method: string, path: string, body?: object): Promise<{ id: string }> {
  isCalling = true;
  const response = await fetch(`${emulator.baseUrl}/accounts/${ACCOUNT}/access/${path}`, {
    method,
    headers: { authorization: "Bearer somebody", "content-type": "application/json" },
    body: body && JSON.stringify(body),
  });
  isCalling = false;
  const answer = (await response.json()) as { result: { id: string } };
  expect(answer).toMatchObject({ success: true });
  return answer.result;
}

const made = async (name: string, more: object = {}) =>
  (await call("POST", "policies", { name, decision: "allow", include: [{ everyone: {} }], ...more })).id;

const allow = (name: string, ...email: string[]): ObjectValue => ({
  name,
  decision: "allow",
  include: { email },
});
const block = (name: string, ...email: string[]): ObjectValue => ({
  name,
  decision: "deny",
  include: { email },
});

const list = (policies: Readonly<Record<string, ObjectValue>>, more: ObjectValue = {}): ObjectValue => ({
  app_id: APP,
  policies,
  order: Object.keys(policies),
  ...more,
});

const inForce = () =>
  emulator.order(ACCOUNT, APP).map(({ precedence, policy }) => `${precedence} ${policy.body.name}`);

const elements = (stored: Stored | null) => stored!.value.policies as Record<string, ObjectValue>;

async function apply(prior: Stored | null, config: ObjectValue | null): Promise<Stored | null> {
  const plan = await core.plan(TYPE, prior, config);
  expect(plan.diagnostics).toEqual([]);
  const applied = await core.apply(TYPE, plan);
  expect(applied.diagnostics).toEqual([]);
  return applied.stored;
}

const texts = (diagnostics: readonly { summary: string; detail: string }[]) =>
  diagnostics.map(({ summary, detail }) => `${summary}\n${detail}`).join("\n");

const WIFI = JSON.stringify({ wifi: { ssid: "x" } });
const TWO = { no: block("No guests", "eve@x.org"), staff: allow("Staff", "ann@x.org") };

describe("the policies of an application as one list", () => {
  it("are made in their order, numbered from 1, and the next plan has nothing to do", async () => {
    const stored = await apply(null, list(TWO));
    expect(inForce()).toEqual(["1 No guests", "2 Staff"]);
    expect(elements(stored).no).toMatchObject({ precedence: 1, summary: "BLOCK if email is eve@x.org" });
    core = await newRun();
    const { stored: fresh, diagnostics } = await core.refresh(TYPE, stored!);
    expect(diagnostics).toEqual([]);
    expect((await core.plan(TYPE, fresh, list(TWO))).action).toBe("no-op");
    expect(writes).toEqual(["POST", "POST"]);
  });

  it("are moved by writes of their number alone", async () => {
    const stored = await apply(null, list({ ...TWO, partners: allow("Partners", "pat@x.org") }));
    const { no, staff, partners } = { ...TWO, partners: allow("Partners", "pat@x.org") };
    emulator.edit(String(elements(stored).staff!.id), (body) => ({
      ...body,
      require: [{ wifi: { ssid: "x" } }],
    }));
    const plan = await core.plan(TYPE, stored, list({ no, partners, staff }));
    const planned = plan.planned!.policies as Record<string, ObjectValue>;
    expect(planned.no).toEqual(elements(stored).no);
    writes = [];
    await core.apply(TYPE, plan);
    expect(inForce()).toEqual(["1 No guests", "3 Partners", "10 Staff"]);
    expect(writes).toEqual([`PUT ${elements(stored).staff!.id}`]);
    const staffs = emulator.policies().find(({ body }) => body.name === "Staff");
    expect(staffs?.body.require).toEqual([{ wifi: { ssid: "x" } }]);
  });

  it("keep what the plan says of the ones that do not change", async () => {
    const stored = await apply(null, list(TWO));
    const config = list({ ...TWO, staff: allow("Staff", "ann@x.org", "bob@x.org") });
    const { planned } = await core.plan(TYPE, stored, config);
    const [before, after] = [elements(stored), planned!.policies as Record<string, ObjectValue>];
    expect(after.no).toEqual(before.no);
    expect(after.staff).toEqual({
      ...before.staff,
      include: { email: ["ann@x.org", "bob@x.org"] },
      summary: "ALLOW if email is ann@x.org or bob@x.org",
    });
  });

  it("keep a policy whose key changes and nothing else, without a write", async () => {
    const stored = await apply(null, list(TWO));
    writes = [];
    const renamed = await apply(stored, list({ no: TWO.no, employees: TWO.staff }));
    expect(writes).toEqual([]);
    expect(elements(renamed).employees).toEqual(elements(stored).staff);
  });

  it("replace everything for another application", async () => {
    const stored = await apply(null, list(TWO));
    const other = "0f6b4f3c-7a3a-4f8e-9a75-2a3b0a6a1111";
    const plan = await core.plan(TYPE, stored, { ...list(TWO), app_id: other });
    expect(plan.action).toBe("replace");
  });

  it("leave policies that are not in the list as they are", async () => {
    await made("Legacy");
    const stored = await apply(null, list({ staff: TWO.staff, no: TWO.no }));
    expect(inForce()).toEqual(["1 Legacy", "2 Staff", "3 No guests"]);
    const turned = await core.apply(TYPE, await core.plan(TYPE, stored, list(TWO)));
    expect(inForce()).toEqual(["1 Legacy", "3 No guests", "10 Staff"]);
    await apply(turned.stored, null);
    expect(inForce()).toEqual(["1 Legacy"]);
  });

  it("let nobody in for a moment while a block policy is narrowed and an allow policy leaves", async () => {
    const everyone = { everyone: ["*"] };
    const stored = await apply(
      null,
      list(
        { no: { ...TWO.no, include: everyone }, all: { ...TWO.staff, include: everyone } },
        {
          accepted_warnings: ["allow-everyone"],
        },
      ),
    );
    writes = [];
    await apply(stored, list({ no: TWO.no }));
    expect(writes.map((write) => write.split(" ")[0])).toEqual(["DELETE", "PUT"]);
  });

  it("take back a session duration that leaves the configuration", async () => {
    const stored = await apply(null, list({ staff: { ...TWO.staff, session_duration: "30m" } }));
    expect(emulator.policies()[0]!.body.session_duration).toBe("30m");
    const cleared = await apply(stored, list({ staff: TWO.staff }));
    expect(elements(cleared).staff!.session_duration).toBe("24h");
  });

  it("are imported whole, under keys made of their names", async () => {
    await made("No guests!", { decision: "deny" });
    await made("Staff");
    await made("Staff");
    const { stored, diagnostics } = await core.importState(TYPE, `${ACCOUNT}/${APP}`);
    expect(diagnostics).toEqual([]);
    const [first, second] = emulator.policies().filter(({ body }) => body.name === "Staff");
    expect(stored!.value.order).toEqual(["no_guests", `staff_${first!.id}`, `staff_${second!.id}`]);
    expect(stored!.value.exclusive).toBe(false);
  });

  it("are not imported where the application has none", async () => {
    const id = await made("Only one");
    await call("DELETE", `policies/${id}`);
    const { stored, diagnostics } = await core.importState(TYPE, `${ACCOUNT}/${APP}`);
    expect(texts(diagnostics)).toMatch(/Cannot import: (application|account)/);
    expect(stored?.value.policies).toBeNull();
  });

  it("are read by one list, and several applications by one request", async () => {
    const stored = await apply(null, list(TWO));
    core = await newRun();
    emulator.forgetRequests();
    await core.refresh(TYPE, stored!);
    expect(emulator.requests.map(({ method }) => method)).toEqual(["GET"]);
  });

  it("are read together with those of other applications, by one request for all", async () => {
    const other = await somewhere("POST", "apps", {
      name: "CRM",
      type: "self_hosted",
      domain: "crm.example.com",
    });
    const stored = [await apply(null, list(TWO)), await apply(null, { ...list(TWO), app_id: other.id })];
    core = await newRun();
    emulator.forgetRequests();
    const fresh = await Promise.all(stored.map((one) => core.refresh(TYPE, one!)));
    expect(emulator.requests.map(({ method, path }) => `${method} ${path.replace(/.*access/, "")}`)).toEqual([
      "GET /apps",
    ]);
    expect(fresh.map((one) => one.stored!.value)).toEqual(stored.map((one) => one!.value));
  });

  it("keep what the API has and this version does not manage, policy by policy", async () => {
    const stored = await apply(null, list(TWO));
    emulator.edit(String(elements(stored).staff!.id), (body) => ({
      ...body,
      require: [{ wifi: { ssid: "x" } }],
    }));
    emulator.edit(String(elements(stored).no!.id), (body) => ({ ...body, brand_new: { a: 1 } }));
    core = await newRun();
    const { stored: fresh } = await core.refresh(TYPE, stored!);
    const policies = {
      no: { ...TWO.no, name: "No entry" },
      staff: { ...TWO.staff, require: { other: [WIFI] } },
    };
    const { diagnostics } = await core.run(TYPE, fresh, list(policies));
    expect(diagnostics).toEqual([]);
    const bodies = emulator.policies().map(({ body }) => body);
    expect(bodies.find(({ name }) => name === "No entry")).toMatchObject({ brand_new: { a: 1 } });
    expect(bodies.find(({ name }) => name === "Staff")).toMatchObject({ require: [{ wifi: { ssid: "x" } }] });
  });

  it("show what is missing, and what moved", async () => {
    const stored = await apply(null, list(TWO));
    await call("DELETE", `policies/${elements(stored).no!.id}`);
    core = await newRun();
    const { stored: fresh } = await core.refresh(TYPE, stored!);
    expect(fresh!.value.order).toEqual(["staff"]);
    const repaired = await apply(fresh, list(TWO));
    expect(inForce()).toEqual(["1 No guests", "2 Staff"]);
    await apply(repaired, null);
    expect(inForce()).toEqual([]);
  });
});

describe("a policy of the list that somebody made reusable", () => {
  it("leaves the list with a warning, which has the import command", async () => {
    const stored = await apply(null, list(TWO));
    const { id } = elements(stored).staff!;
    await call("PUT", `policies/${id}/make_reusable`);
    core = await newRun();
    const { stored: fresh, diagnostics } = await core.refresh(TYPE, stored!);
    expect(fresh!.value.order).toEqual(["no"]);
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]).toMatchObject({
      severity: "warning",
      summary: `Policy "Staff" of application "${APP}" is reusable now, so it left the list`,
    });
    expect(diagnostics[0]!.detail).toContain(`terraform import cfaccess_policy.NAME ${ACCOUNT}/${id}`);
  });
});

describe("an exclusive list", () => {
  it("shows other policies by their names, and deletes them", async () => {
    const stored = await apply(null, list(TWO, { exclusive: true }));
    await made("Backdoor");
    core = await newRun();
    const { stored: fresh } = await core.refresh(TYPE, stored!);
    expect(fresh!.value.order).toEqual(["no", "staff", "backdoor"]);
    await apply(fresh, list(TWO, { exclusive: true }));
    expect(inForce()).toEqual(["1 No guests", "2 Staff"]);
  });

  it("deletes exactly the policies that its plan names when it is turned on", async () => {
    const stored = await apply(null, list(TWO));
    await Promise.all([made("Legacy"), made("Old partners")]);
    core = await newRun();
    const { stored: fresh } = await core.refresh(TYPE, stored!);
    expect(fresh!.value).toEqual(stored!.value);
    const plan = await core.plan(TYPE, fresh, list(TWO, { exclusive: true }));
    expect(plan.diagnostics.map(({ summary }) => summary).sort()).toEqual([
      expect.stringMatching(/^This apply deletes policy "Legacy" \(.*\) of application ".*", which is not/),
      expect.stringMatching(/^This apply deletes policy "Old partners"/),
    ]);
    await made("Made after the plan");
    core = await newRun();
    const applied = await core.apply(TYPE, plan);
    expect(applied.diagnostics).toEqual([]);
    expect(inForce()).toEqual(["1 No guests", "2 Staff", "5 Made after the plan"]);
    core = await newRun();
    const next = await core.refresh(TYPE, applied.stored!);
    expect(next.stored!.value.order).toEqual(["no", "staff", "made_after_the_plan"]);
  });

  it("deletes the others by the next apply where the first one fails halfway", async () => {
    const stored = await apply(null, list(TWO));
    await Promise.all([made("Legacy"), made("Old partners")]);
    core = await newRun();
    const { stored: fresh } = await core.refresh(TYPE, stored!);
    const plan = await core.plan(TYPE, fresh, list(TWO, { exclusive: true }));
    writes = [];
    refuses = (write) => write === 2;
    const failed = await core.apply(TYPE, plan);
    expect(texts(failed.diagnostics)).toMatch(/refused by the test/);
    expect(inForce()).toHaveLength(3);
    refuses = () => false;
    core = await newRun();
    const next = await core.refresh(TYPE, failed.stored!);
    await apply(next.stored, list(TWO, { exclusive: true }));
    expect(inForce()).toEqual(["1 No guests", "2 Staff"]);
  });

  it("leaves a policy that appeared in the dashboard when it is turned off by the same plan", async () => {
    const stored = await apply(null, list(TWO, { exclusive: true }));
    await made("Backdoor");
    core = await newRun();
    const { stored: fresh } = await core.refresh(TYPE, stored!);
    const plan = await core.plan(TYPE, fresh, list(TWO));
    expect(texts(plan.diagnostics)).toMatch(/This apply leaves policy "Backdoor" .* as it is/);
    const { stored: after, diagnostics } = await core.apply(TYPE, plan);
    expect(diagnostics).toEqual([]);
    expect(inForce()).toEqual(["1 No guests", "2 Staff", "3 Backdoor"]);
    core = await newRun();
    expect((await core.refresh(TYPE, after!)).stored!.value.order).toEqual(["no", "staff"]);
  });

  it("keeps a policy that was beside it and that the configuration takes into the list", async () => {
    const stored = await apply(null, list(TWO, { exclusive: true }));
    await made("Backdoor");
    core = await newRun();
    const { stored: fresh } = await core.refresh(TYPE, stored!);
    const more = { ...TWO, extra: { name: "Backdoor", decision: "allow", include: { everyone: ["*"] } } };
    writes = [];
    const taken = await core.run(TYPE, fresh, list(more, { exclusive: true }));
    expect(taken.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(writes).toEqual([]);
    await apply(taken.stored, list(TWO));
    expect(inForce()).toEqual(["1 No guests", "2 Staff"]);
  });

  it("deletes nothing that no plan has shown", async () => {
    await made("Legacy", { decision: "deny" });
    const plan = await core.plan(TYPE, null, list(TWO, { exclusive: true }));
    expect(texts(plan.diagnostics)).toMatch(/has policies that are not in the list: "Legacy"/);
    await core.apply(TYPE, plan);
    expect(inForce()).toEqual(["1 Legacy", "2 No guests", "3 Staff"]);
  });
});

describe("a list that fails halfway", () => {
  it("takes back what a create made, newest first", async () => {
    refuses = (write) => write === 3;
    const config = list({ ...TWO, partners: allow("Partners", "pat@x.org") });
    const { stored, diagnostics } = await core.run(TYPE, null, config);
    expect(stored).toBeNull();
    expect(texts(diagnostics)).toMatch(/Could not create application policy "Partners"/);
    expect(writes.map((write) => write.split(" ")[0])).toEqual(["POST", "POST", "POST", "DELETE", "DELETE"]);
    expect(inForce()).toEqual([]);
  });

  it("has in its state what a create could not take back", async () => {
    refuses = (write) => write === 2 || write === 3;
    const { stored } = await core.run(TYPE, null, list(TWO));
    expect(stored?.tainted).toBe(true);
    expect(stored!.value.order).toEqual(["no"]);
  });

  it("saves how far an update came, and the next apply does the rest", async () => {
    let stored = await apply(null, list(TWO));
    const config = list({
      partners: allow("Partners", "pat@x.org"),
      no: block("No guests", "eve@x.org", "mallory@x.org"),
      staff: TWO.staff,
    });
    for (let step = 1; step <= 2; step += 1) {
      const before = writes.length;
      refuses = (write) => write === before + step;
      const plan = await core.plan(TYPE, stored, config);
      const failed = await core.apply(TYPE, plan);
      expect(texts(failed.diagnostics)).toMatch(/refused by the test/);
      refuses = () => false;
      const done = await apply(failed.stored, config);
      expect(inForce().map((line) => line.split(" ")[1])).toEqual(["Partners", "No", "Staff"]);
      const back = await core.run(TYPE, done, list(TWO));
      expect(back.diagnostics).toEqual([]);
      expect(inForce().map((line) => line.split(" ")[1])).toEqual(["No", "Staff"]);
      stored = back.stored;
    }
  });

  it("plans for the list as it is when somebody takes a number meanwhile", async () => {
    const stored = await apply(null, list(TWO));
    disturb = () => made("Stranger", { precedence: 10 });
    const { diagnostics } = await core.run(TYPE, stored, list({ staff: TWO.staff, no: TWO.no }));
    expect(diagnostics).toEqual([]);
    expect(
      inForce()
        .filter((line) => !line.includes("Stranger"))
        .map((line) => line.replace(/^\d+ /, "")),
    ).toEqual(["Staff", "No guests"]);
  });
});

describe("a change that no order of the writes makes safe", () => {
  const before = list({ a: block("A", "a@x.org"), b: block("B", "b@x.org") });
  const after = list({ a: block("A", "c@x.org"), b: block("B", "d@x.org") });

  async function beforeAnAllowPolicy(): Promise<Stored> {
    const stored = await apply(null, before);
    await made("Everyone", { precedence: 3 });
    core = await newRun();
    return (await core.refresh(TYPE, stored!)).stored!;
  }

  it("fails the plan, which names who lets in whom nobody may", async () => {
    const stored = await beforeAnAllowPolicy();
    const { diagnostics } = await core.plan(TYPE, stored, after);
    expect(texts(diagnostics)).toMatch(/for a moment "Everyone" lets in requests that "B" and "A" block/);
  });

  it("is made where allow_transitional_access accepts it", async () => {
    const stored = await beforeAnAllowPolicy();
    const plan = await core.plan(TYPE, stored, { ...after, allow_transitional_access: true });
    expect(plan.diagnostics.map(({ severity }) => severity)).toEqual(["warning"]);
    expect((await core.apply(TYPE, plan)).diagnostics).toEqual([]);
  });
});

describe("the configuration of a list", () => {
  it.each([
    ["an order without a key", list(TWO, { order: ["no"] }), /Missing key "staff" in order/],
    ["an order with a key twice", list(TWO, { order: ["no", "no", "staff"] }), /Duplicate key "no"/],
    ["an order with another key", list(TWO, { order: ["no", "stuff", "staff"] }), /Invalid key "stuff"/],
    ["no policies", list({}), /The list has no policies/],
    ["a wrong decision", list({ a: { ...TWO.no, decision: "block" } }), /Invalid decision|"block"/],
    ["a misspelt selector", list({ a: { ...TWO.no, include: { emial: ["x@x.org"] } } }), /emial/],
  ])("is refused with %s", async (_, config, expected) => {
    expect(texts(await core.validate(TYPE, config))).toMatch(expected);
  });

  it("gives lint warnings by policy, unless the list or the policy accepts them", async () => {
    const open = { ...TWO.staff, include: { everyone: ["*"] } };
    const plan = async (config: ObjectValue) => (await core.validate(TYPE, config)).map(({ path }) => path);
    expect(await plan(list({ open }))).toEqual([["policies", { key: "open" }]]);
    expect(await plan(list({ open: { ...open, accepted_warnings: ["allow-everyone"] } }))).toEqual([]);
    expect(await plan(list({ open }, { accepted_warnings: ["allow-everyone"] }))).toEqual([]);
  });
});
