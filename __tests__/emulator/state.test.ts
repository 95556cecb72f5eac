import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmulator } from "../../src/emulator";
import {
  ACCOUNT,
  appPolicies,
  call,
  closeAll,
  emulate,
  makeApp,
  makeReusable,
  POLICIES,
  STAFF,
} from "./support/api";

afterEach(closeAll);

describe("a data file", () => {
  let folder: string;
  let dataFile: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "emulator-"));
    dataFile = join(folder, "deeper", "data.json");
  });
  afterEach(async () => {
    await closeAll();
    await rm(folder, { recursive: true });
  });

  test("brings everything back at the next start", async () => {
    const first = await emulate({ dataFile });
    const shared = await makeReusable(first);
    const app = await makeApp(first, { policies: [shared.id] });
    await call(first, "POST", appPolicies(app.id), { ...STAFF, name: "Own" });
    const before = (await call(first, "GET", appPolicies(app.id))).result;
    await first.close();

    const second = await emulate({ dataFile });
    expect((await call(second, "GET", appPolicies(app.id))).result).toEqual(before);
    expect((await call(second, "GET", POLICIES)).result).toEqual([{ ...shared, app_count: 1 }]);
  });

  test("brings back objects and settings that were changed past the API", async () => {
    const given = {
      groups: [{ id: "staff", name: "Staff" }],
      lists: [{ id: "gone", name: "Gone", type: "IP" }],
    };
    const first = await emulate({ dataFile, ...given });
    first.editObject("groups", "staff", { name: "Employees" });
    first.removeObject("lists", "gone");
    first.addObject("lists", { id: "offices", name: "Offices", type: "IP", items: ["192.0.2.1"] });
    first.editOrganization({ deny_unmatched_requests: true });
    await first.close();

    const second = await emulate({ dataFile, ...given });
    const get = async (path: string) => (await call(second, "GET", `/accounts/${ACCOUNT}/${path}`)).result;
    expect(await get("access/groups")).toMatchObject([{ id: "staff", name: "Employees" }]);
    expect(await get("gateway/lists")).toMatchObject([{ id: "offices" }]);
    expect(await get("gateway/lists/offices/items")).toMatchObject([{ value: "192.0.2.1" }]);
    expect(await get("access/organizations")).toMatchObject({ deny_unmatched_requests: true });
  });

  test("holds each change by the time it is answered, and nothing lies beside it", async () => {
    const emulator = await emulate({ dataFile });
    const created = await Promise.all(
      [1, 2, 3, 4, 5].map((at) => makeReusable(emulator, { name: `policy ${at}` })),
    );
    const content = await readFile(dataFile, "utf8");
    for (const { id } of created) expect(content).toContain(id);
    expect(await readdir(join(folder, "deeper"))).toEqual(["data.json"]);
  });

  test("grows with what changes, not with what there is, and is compacted by the next start", async () => {
    const size = async () => (await stat(dataFile)).size;
    const first = await emulate({ dataFile });
    const { id } = await makeReusable(first, { name: "n".repeat(50_000) });
    const before = await size();
    await makeReusable(first, { name: "small" });
    expect((await size()) - before).toBeLessThan(1_000);
    for (let at = 0; at < 12; at++)
      await call(first, "PUT", `${POLICIES}/${id}`, { ...STAFF, name: `${at}`.repeat(25_000) });
    expect(await size()).toBeLessThan(400_000);
    await call(first, "PUT", `${POLICIES}/${id}`, STAFF);
    const listed = (await call(first, "GET", POLICIES)).result;
    await first.close();
    const second = await emulate({ dataFile });
    expect((await call(second, "GET", POLICIES)).result).toEqual(listed);
    await makeReusable(second);
    expect(await size()).toBeLessThan(2_000);
  });

  test("whose last change was cut off by a crash brings back all before it", async () => {
    const first = await emulate({ dataFile });
    const { id } = await makeReusable(first);
    const content = await readFile(dataFile, "utf8");
    await makeReusable(first);
    const longer = await readFile(dataFile, "utf8");
    await first.close();
    await writeFile(dataFile, longer.slice(0, content.length + 40));
    const second = await emulate({ dataFile });
    expect(second.policies().map((policy) => policy.id)).toEqual([id]);
  });

  test("holds a change made at the dashboard once the emulator is closed", async () => {
    const emulator = await emulate({ dataFile });
    const { id } = await makeReusable(emulator);
    emulator.edit(id, { name: "Edited", include: [{ badge: {} }] });
    await emulator.close();
    const next = await emulate({ dataFile });
    const { result } = await call(next, "GET", `${POLICIES}/${id}`);
    expect(result.name).toBe("Edited");
    expect((await call(next, "POST", POLICIES, { ...STAFF, include: result.include })).status).toBe(201);
  });

  test("keeps a deleted application deleted", async () => {
    const given = { dataFile, applications: [{ id: "given" }] };
    const first = await emulate(given);
    await call(first, "DELETE", `/accounts/${ACCOUNT}/access/apps/given`);
    await first.close();
    expect((await call(await emulate(given), "GET", appPolicies("given"))).status).toBe(404);
  });

  test.each([
    ["not JSON", "name: staff"],
    ["another program's", '{"version":4,"resources":[]}'],
  ])("that is %s is refused and left alone", async (_, content) => {
    const file = join(folder, "other.json");
    await writeFile(file, content);
    await expect(startEmulator({ dataFile: file })).rejects.toThrow(
      `${file} is not a data file of this emulator`,
    );
    expect(await readFile(file, "utf8")).toBe(content);
  });
});

describe("the dashboard", () => {
  test("edits fields, takes them away, and moves a policy", async () => {
    const emulator = await emulate();
    const { result } = await call(emulator, "POST", appPolicies("app"), { ...STAFF, session_duration: "1h" });
    emulator.edit(result.id, { name: "By hand", session_duration: undefined, precedence: 9 });
    const read = await call(emulator, "GET", `${appPolicies("app")}/${result.id}`);
    expect(read.result).toMatchObject({ ...STAFF, name: "By hand", session_duration: "24h", precedence: 9 });
  });

  test("edits by a function of what was there", async () => {
    const emulator = await emulate();
    const { id } = await makeReusable(emulator);
    emulator.edit(id, (body) => ({ ...body, include: [...(body.include as object[]), { everyone: {} }] }));
    expect((await call(emulator, "GET", `${POLICIES}/${id}`)).result.include).toEqual([
      ...STAFF.include,
      { everyone: {} },
    ]);
  });

  test("may use a selector that the API took in later, which is accepted from then on", async () => {
    const emulator = await emulate();
    const include = [{ badge: { color: "red" } }];
    const id = emulator.add({ accountId: ACCOUNT }, { ...STAFF, include });
    expect((await call(emulator, "GET", `${POLICIES}/${id}`)).result.include).toEqual(include);
    expect((await call(emulator, "PUT", `${POLICIES}/${id}`, { ...STAFF, include })).status).toBe(200);
  });

  test("adds a policy behind the others", async () => {
    const emulator = await emulate();
    await call(emulator, "POST", appPolicies("app"), { ...STAFF, precedence: 4 });
    const id = emulator.add({ accountId: ACCOUNT, appId: "app" }, { ...STAFF, name: "By hand" });
    expect((await call(emulator, "GET", `${appPolicies("app")}/${id}`)).result.precedence).toBe(5);
  });

  test("removes a policy and an application", async () => {
    const emulator = await emulate();
    const { id } = await makeReusable(emulator);
    emulator.remove(id);
    expect((await call(emulator, "GET", `${POLICIES}/${id}`)).status).toBe(404);
    await call(emulator, "POST", appPolicies("app"), STAFF);
    emulator.removeApplication(ACCOUNT, "app");
    expect((await call(emulator, "GET", appPolicies("app"))).code).toBe(12045);
  });

  test("lists what is in force, by account and application", async () => {
    const emulator = await emulate();
    emulator.add({ accountId: "other" }, { ...STAFF, name: "elsewhere" });
    emulator.add({ accountId: ACCOUNT }, { ...STAFF, name: "shared" });
    emulator.add({ accountId: ACCOUNT, appId: "app" }, { ...STAFF, name: "own", precedence: 3 });
    const names = (filter?: Parameters<typeof emulator.policies>[0]) =>
      emulator.policies(filter).map(({ body }) => body.name);
    expect(names()).toEqual(["elsewhere", "shared", "own"]);
    expect(names({ accountId: ACCOUNT, appId: null })).toEqual(["shared"]);
    expect(names({ appId: "app" })).toEqual(["own"]);
    emulator.clear();
    expect(names()).toEqual([]);
  });

  test("does not know a policy that does not exist", async () => {
    const emulator = await emulate();
    expect(() => emulator.edit("none", {})).toThrow("no policy none");
    expect(() => emulator.remove("none")).toThrow("no policy none");
  });
});

describe("an intervention", () => {
  test("before a request drops it undone", async () => {
    const emulator = await emulate({ onRequest: ({ method }) => (method === "POST" ? "drop" : undefined) });
    await expect(call(emulator, "POST", POLICIES, STAFF)).rejects.toThrow("fetch failed");
    expect((await call(emulator, "GET", POLICIES)).result).toEqual([]);
    expect(emulator.requests.map(({ method, status }) => [method, status])).toEqual([
      ["POST", undefined],
      ["GET", 200],
    ]);
  });

  test("before a request answers instead of the emulator", async () => {
    const emulator = await emulate({
      onRequest: () => ({
        status: 502,
        headers: { "content-type": "text/html" },
        body: "<h1>Bad gateway</h1>",
      }),
    });
    const response = await fetch(emulator.baseUrl + POLICIES);
    expect([response.status, response.headers.get("content-type")]).toEqual([502, "text/html"]);
    expect(await response.text()).toBe("<h1>Bad gateway</h1>");
  });

  test("after a request loses the answer and not the change", async () => {
    const emulator = await emulate({ onAnswer: ({ method }) => (method === "POST" ? "drop" : undefined) });
    await expect(call(emulator, "POST", POLICIES, STAFF)).rejects.toThrow("fetch failed");
    expect((await call(emulator, "GET", POLICIES)).result).toHaveLength(1);
  });

  test("after a request sees the answer and may send another", async () => {
    const emulator = await emulate({
      onAnswer: (_, { status }) => ({ status: 500, body: { success: false, errors: [{ code: status }] } }),
    });
    const answer = await call(emulator, "POST", POLICIES, STAFF);
    expect([answer.status, answer.code]).toEqual([500, 201]);
    expect(emulator.policies()).toHaveLength(1);
  });

  test("may take its time", async () => {
    const emulator = await emulate({
      onRequest: () => new Promise((resolve) => setTimeout(() => resolve(undefined), 30)),
    });
    await call(emulator, "GET", POLICIES);
    expect(emulator.requests[0]?.durationMs).toBeGreaterThan(25);
  });

  test("that fails is a 500 with code 10001", async () => {
    const emulator = await emulate({
      onRequest: () => {
        throw new Error("error in a test");
      },
    });
    const answer = await call(emulator, "GET", POLICIES);
    expect([answer.status, answer.code, emulator.requests[0]?.status]).toEqual([500, 10001, 500]);
  });
});

test("closing ends requests that are under way, and frees the port", async () => {
  const emulator = await emulate({ onRequest: () => new Promise(() => undefined) });
  const asked = call(emulator, "GET", POLICIES);
  const refused = expect(asked).rejects.toThrow("fetch failed");
  while (emulator.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  await emulator.close();
  await refused;
  await (await startEmulator({ port: emulator.port })).close();
});
