import { type Emulator, startEmulator } from "../../../src/emulator";
import type { ObjectValue } from "../../../src/provider/framework";
import { accessProvider } from "../../../src/provider/provider";
import { applicationPolicyOrder } from "../../../src/provider/resources";
import { Core, type Stored } from "../framework/support/core";
import { SILENT } from "../lifecycle/support/silent-logger";

const ACCOUNT = "699d98642c564d2e855e9661899b7252";
const APP = "f174e90a-fafe-4643-bbbc-4a0ed4fc8415";
const TYPE = "cfaccess_application_policy_order";

let emulator: Emulator;
let core: Core<unknown>;
/** What somebody else does just before the next write. */
let disturb: (() => void) | undefined;

beforeEach(async () => {
  emulator = await startEmulator({
    rateLimit: false,
    newerSelectors: ["wifi"],
    onRequest: ({ method }) => {
      if (method === "PUT") disturb?.();
      disturb = method === "PUT" ? undefined : disturb;
      return undefined;
    },
  });
  const variables = {
    CLOUDFLARE_API_TOKEN: "a-token",
    CLOUDFLARE_ACCOUNT_ID: ACCOUNT,
    CLOUDFLARE_BASE_URL: emulator.baseUrl,
  };
  core = new Core<unknown>(accessProvider("0.0.0", variables, SILENT));
  expect(await core.configure()).toEqual([]);
});
afterEach(() => emulator.close());

/** Calls the API as anybody would; `path` is below the account. */
async function call(method: string, path: string, body?: object): Promise<{ id: string }> {
  const response = await fetch(`${emulator.baseUrl}/accounts/${ACCOUNT}/access/${path}`, {
    method,
    headers: { authorization: "Bearer a-token", "content-type": "application/json" },
    body: body && JSON.stringify(body),
  });
  const answer = (await response.json()) as { result: { id: string } };
  expect(answer).toMatchObject({ success: true });
  return answer.result;
}

const content = (name: string) => ({
  name,
  decision: name.startsWith("no ") ? "deny" : "allow",
  include: [{ everyone: {} }],
});

/** Policies that are there already, in their order: their ids by name. */
async function made(...names: string[]): Promise<Record<string, string>> {
  const ids: Record<string, string> = {};
  for (const name of names) ids[name] = (await call("POST", `apps/${APP}/policies`, content(name))).id;
  return ids;
}

const wanting = (policies: Readonly<Record<string, string>>, ...order: string[]): ObjectValue => ({
  app_id: APP,
  policies: Object.fromEntries(order.map((key) => [key, policies[key]!])),
  order,
});

const inForce = () =>
  [...emulator.policies()]
    .filter(({ precedence }) => precedence !== undefined)
    .sort((a, b) => a.precedence! - b.precedence!)
    .map(({ body, precedence }) => `${precedence} ${body.name}`);

const writes = () => emulator.requests.filter(({ method }) => method === "PUT").length;

async function apply(prior: Stored | null, config: ObjectValue): Promise<Stored> {
  const applied = await core.apply(TYPE, await core.plan(TYPE, prior, config));
  expect(applied.diagnostics).toEqual([]);
  return applied.stored!;
}

async function refused(prior: Stored | null, config: ObjectValue) {
  const { diagnostics } = await core.apply(TYPE, await core.plan(TYPE, prior, config));
  return diagnostics.map(({ summary, detail }) => `${summary}: ${detail}`).join("\n");
}

describe("the order of an application's policies", () => {
  it("writes nothing where the policies stand in it already", async () => {
    const ids = await made("no guests", "staff");
    await apply(null, wanting(ids, "no guests", "staff"));
    expect(writes()).toBe(0);
  });

  it("moves one policy with one write where there is room, and leaves everything else of it", async () => {
    const ids = await made("no guests", "staff", "partners");
    emulator.edit(ids.staff!, (body) => ({
      ...body,
      session_duration: "30m",
      require: [{ wifi: { ssid: "office" } }],
    }));
    const look = () => call("GET", `apps/${APP}/policies/${ids.staff}`);
    const before = await look();
    await apply(null, wanting(ids, "no guests", "partners", "staff"));
    expect(inForce()).toEqual(["1 no guests", "3 partners", "10 staff"]);
    expect(writes()).toBe(1);
    expect(await look()).toEqual({ ...before, precedence: 10, updated_at: expect.any(String) });
  });

  it("leaves linked and other policies their numbers", async () => {
    const ids = await made("staff", "stranger", "no guests");
    const reusable = await call("POST", "policies", content("reusable"));
    await call("PUT", `apps/${APP}`, {
      name: "Wiki",
      type: "self_hosted",
      domain: "wiki.example.com",
      policies: [...Object.values(ids), reusable.id].map((id, index) => ({ id, precedence: index + 1 })),
    });
    await apply(null, wanting(ids, "no guests", "staff"));
    expect(inForce()).toEqual(["2 stranger", "3 no guests", "10 staff"]);
    await expect(
      refused(null, wanting({ ...ids, reusable: reusable.id }, "reusable", "staff")),
    ).resolves.toMatch(/^"reusable" is a reusable policy: /);
  });

  it("shows an order that was changed in the dashboard, and brings it back", async () => {
    const ids = await made("no guests", "staff");
    const config = wanting(ids, "no guests", "staff");
    const stored = await apply(null, config);
    emulator.edit(ids["no guests"]!, (body) => ({ ...body, precedence: 9 }));
    const { stored: drifted } = await core.refresh(TYPE, stored);
    expect(drifted!.value).toMatchObject({ order: ["staff", "no guests"] });
    await core.refresh(TYPE, await apply(drifted!, config));
    expect(inForce().map((line) => line.slice(2))).toEqual(["no guests", "staff"]);
  });

  it("does not take other numbers for another order", async () => {
    const ids = await made("no guests", "staff");
    const stored = await apply(null, wanting(ids, "no guests", "staff"));
    emulator.edit(ids.staff!, (body) => ({ ...body, precedence: 77 }));
    expect((await core.refresh(TYPE, stored)).stored!.value).toEqual(stored.value);
  });

  it("leaves out a policy that is gone", async () => {
    const ids = await made("no guests", "staff");
    const stored = await apply(null, wanting(ids, "no guests", "staff"));
    emulator.remove(ids.staff!);
    const { stored: fresh } = await core.refresh(TYPE, stored);
    expect(fresh!.value).toMatchObject({ order: ["no guests"], policies: { "no guests": ids["no guests"] } });
  });

  it("is imported with the policies under their names", async () => {
    const ids = await made("no guests", "staff", "twin", "twin");
    const { stored, diagnostics } = await core.importState(TYPE, `${ACCOUNT}/${APP}`);
    expect(diagnostics).toEqual([]);
    const { order } = stored!.value as { order: string[] };
    expect(order.slice(0, 2)).toEqual(["no guests", "staff"]);
    expect(order[3]).toBe(ids.twin);
  });

  it("is left as it is by a destroy", async () => {
    const ids = await made("no guests", "staff");
    const stored = await apply(null, wanting(ids, "staff", "no guests"));
    const before = inForce();
    await core.apply(TYPE, await core.plan(TYPE, stored, null));
    expect(inForce()).toEqual(before);
  });

  it("refuses what would let somebody in on the way, and changes nothing", async () => {
    const ids = await made("no guests", "staff", "no robots", "partners");
    const before = inForce();
    const message = await refused(null, wanting(ids, "no robots", "no guests", "partners"));
    expect(message).toMatch(/^The policies cannot be brought into this order safely: /);
    expect(message).toContain('  2  "staff" (allow, not managed here)\n  3  "no robots" (deny)');
    expect(inForce()).toEqual(before);
  });

  it("looks again when somebody takes a number at the same time", async () => {
    const ids = await made("no guests", "staff", "partners");
    const stored = await apply(null, wanting(ids, "no guests", "staff", "partners"));
    disturb = () => emulator.edit(ids["no guests"]!, (body) => ({ ...body, precedence: 10 }));
    await apply(stored, wanting(ids, "no guests", "partners", "staff"));
    expect(inForce().map((line) => line.replace(/^\d+ /, ""))).toEqual(["no guests", "partners", "staff"]);
    expect(emulator.requests.filter(({ status }) => status === 400)).toHaveLength(1);
  });

  it.each([
    ["an empty order", {}, [], "The order is empty"],
    ["a key twice", { a: "1", b: "2" }, ["a", "b", "a"], '"a" comes twice'],
    ["a key without a policy", { a: "1" }, ["a", "b"], '"b" is no key of policies'],
    ["a policy without a place", { a: "1", b: "2" }, ["a"], '"b" has no place'],
    ["one policy under two keys", { a: "1", b: "1" }, ["a", "b"], '"b" is the same policy as "a"'],
  ])("does not take %s", (_, policies, order, summary) => {
    const diagnostics = applicationPolicyOrder.validate!({ account_id: null, app_id: APP, policies, order });
    expect(diagnostics).toEqual([expect.objectContaining({ severity: "error", summary })]);
  });

  it("does not take a policy of another application", async () => {
    expect(await refused(null, wanting({ a: "11111111-2222-4333-8444-555555555555" }, "a"))).toMatch(
      /^The application has no policy "11111111-/,
    );
  });

  it("has a policy that is to be deleted step behind a block policy that moves past it", async () => {
    const ids = await made("no visitors", "staff", "no robots");
    const all = ["no visitors", "staff", "no robots"];
    const stored = await apply(null, wanting(ids, ...all));

    await apply(stored, wanting(ids, "no robots", "no visitors"));

    const order = inForce().map((line) => line.replace(/^\d+ /, ""));
    expect(order).toEqual(["no robots", "no visitors", "staff"]);
  });
});

describe("an update of a policy that has no configured precedence", () => {
  it("leaves it where it stands by now", async () => {
    const POLICY = "cfaccess_application_policy";
    const config = { app_id: APP, name: "staff", decision: "allow", include: { everyone: ["*"] } };
    const stored = (await core.apply(POLICY, await core.plan(POLICY, null, config))).stored!;
    emulator.edit(String((stored.value as ObjectValue).id), (body) => ({ ...body, precedence: 7 }));
    const plan = await core.plan(POLICY, stored, { ...config, name: "all staff" });
    const { diagnostics, stored: renamed } = await core.apply(POLICY, plan);
    expect(diagnostics).toEqual([]);
    expect(inForce()).toEqual(["7 all staff"]);
    expect((await core.refresh(POLICY, renamed!)).stored!.value).toMatchObject({ precedence: 7 });
  });
});
