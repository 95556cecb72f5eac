import { ACCOUNT, call, closeAll, emulate, makeReusable, POLICIES, STAFF } from "./support/api";

afterEach(closeAll);

test("a policy that is created is answered with 201, an id, timestamps and the reusable mark", async () => {
  const emulator = await emulate();
  const answer = await call(emulator, "POST", POLICIES, STAFF);
  expect(answer.status).toBe(201);
  expect(answer.body).toMatchObject({ success: true, errors: [], messages: [] });
  expect(answer.result).toMatchObject({ ...STAFF, reusable: true, app_count: 0 });
  expect(answer.result.id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  expect(Date.parse(answer.result.created_at)).not.toBeNaN();
  expect(answer.result.updated_at).toBe(answer.result.created_at);
});

test("a policy that was created is read back the same", async () => {
  const emulator = await emulate();
  const created = await makeReusable(emulator);
  const read = await call(emulator, "GET", `${POLICIES}/${created.id}`);
  expect(read.status).toBe(200);
  expect(read.result).toEqual(created);
});

test("a replacement keeps nothing of the former body, and keeps id and creation time", async () => {
  let clock = Date.UTC(2026, 0, 1);
  const emulator = await emulate({ now: () => clock });
  const created = await makeReusable(emulator, { session_duration: "12h", exclude: [{ everyone: {} }] });
  clock += 1000;
  const body = { name: "Renamed", decision: "deny", include: [{ geo: { country_code: "PT" } }] };
  const replaced = await call(emulator, "PUT", `${POLICIES}/${created.id}`, body);
  expect(replaced.status).toBe(200);
  expect(replaced.result).toMatchObject({ ...body, exclude: [], session_duration: "24h", id: created.id });
  expect(replaced.result.created_at).toBe("2026-01-01T00:00:00.000Z");
  expect(replaced.result.updated_at).toBe("2026-01-01T00:00:01.000Z");
});

test("a deletion is answered with 202 and the id, and is final", async () => {
  const emulator = await emulate();
  const { id } = await makeReusable(emulator);
  const deleted = await call(emulator, "DELETE", `${POLICIES}/${id}`);
  expect([deleted.status, deleted.result]).toEqual([202, { id }]);
  expect((await call(emulator, "GET", `${POLICIES}/${id}`)).status).toBe(404);
  expect((await call(emulator, "DELETE", `${POLICIES}/${id}`)).status).toBe(404);
});

test.each(["GET", "PUT", "DELETE"])(
  "%s of a policy that does not exist is 404 with code 12135",
  async (method) => {
    const emulator = await emulate();
    const body = method === "PUT" ? STAFF : undefined;
    const answer = await call(emulator, method, `${POLICIES}/597147a1-976b-4ef2-9af0-81d5d007fc34`, body);
    expect([answer.status, answer.code]).toEqual([404, 12135]);
    expect(answer.body).toMatchObject({ success: false, result: null, messages: [] });
  },
);

test("a policy of another account is not found", async () => {
  const emulator = await emulate();
  const { id } = await makeReusable(emulator);
  const elsewhere = POLICIES.replace(ACCOUNT, "ffffffffffffffffffffffffffffffff");
  expect((await call(emulator, "GET", `${elsewhere}/${id}`)).status).toBe(404);
  expect((await call(emulator, "GET", elsewhere)).result).toEqual([]);
});

test("the same POST twice makes two policies of the same name", async () => {
  const emulator = await emulate();
  const [first, second] = [await makeReusable(emulator), await makeReusable(emulator)];
  expect(first.id).not.toBe(second.id);
  expect((await call(emulator, "GET", POLICIES)).result).toHaveLength(2);
});

test("a list comes in pages of 100 unless asked otherwise, and says where it stands", async () => {
  const emulator = await emulate();
  for (let at = 0; at < 103; at++) emulator.add({ accountId: ACCOUNT }, { ...STAFF, name: `policy ${at}` });
  const first = await call(emulator, "GET", POLICIES);
  expect(first.result).toHaveLength(100);
  expect(first.body.result_info).toEqual({
    page: 1,
    per_page: 100,
    count: 100,
    total_count: 103,
    total_pages: 2,
  });
  const second = await call(emulator, "GET", `${POLICIES}?page=2`);
  expect(second.result.map((policy: { name: string }) => policy.name)).toEqual([
    "policy 100",
    "policy 101",
    "policy 102",
  ]);
  expect((await call(emulator, "GET", `${POLICIES}?page=3`)).result).toEqual([]);
  expect((await call(emulator, "GET", `${POLICIES}?per_page=1000`)).result).toHaveLength(103);
});

test("a changed policy keeps its position in the list", async () => {
  const emulator = await emulate();
  const first = await makeReusable(emulator, { name: "first" });
  await makeReusable(emulator, { name: "second" });
  await call(emulator, "PUT", `${POLICIES}/${first.id}`, { ...STAFF, name: "changed" });
  const names = (await call(emulator, "GET", POLICIES)).result.map((policy: { name: string }) => policy.name);
  expect(names).toEqual(["changed", "second"]);
});

test.each(["per_page=1001", "per_page=0", "page=0", "page=-1", "page=two", "per_page=1.5"])(
  "a list with %s is refused",
  async (query) => {
    const emulator = await emulate();
    expect((await call(emulator, "GET", `${POLICIES}?${query}`)).status).toBe(400);
  },
);
