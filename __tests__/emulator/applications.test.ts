import {
  APPS,
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

const WIKI = { name: "Wiki", type: "self_hosted", domain: "wiki.example.com" };

test("an application is created with further settings, read, and listed", async () => {
  const emulator = await emulate({ applications: [] });
  const created = await call(emulator, "POST", APPS, { ...WIKI, app_launcher_visible: true });
  expect(created.status).toBe(201);
  expect(created.result).toMatchObject({ ...WIKI, app_launcher_visible: true, policies: [] });
  expect(created.result.aud).toMatch(/^[0-9a-f]{64}$/);
  const read = await call(emulator, "GET", `${APPS}/${created.result.id}`);
  expect(read.result).toEqual(created.result);
  expect((await call(emulator, "GET", APPS)).result).toEqual([created.result]);
});

test("applications embed their policies in full, in order of precedence", async () => {
  const emulator = await emulate();
  const shared = await makeReusable(emulator, { name: "Shared" });
  const app = await makeApp(emulator, { policies: [shared.id, { ...STAFF, name: "Own" }] });
  expect(app.policies).toMatchObject([
    { ...STAFF, name: "Shared", id: shared.id, precedence: 1, reusable: true },
    { ...STAFF, name: "Own", precedence: 2 },
  ]);
  const [listed] = (await call(emulator, "GET", APPS)).result;
  expect(listed.policies).toEqual(app.policies);
});

test("a reusable policy in use is not deleted: 409, which names the application", async () => {
  const emulator = await emulate();
  const { id } = await makeReusable(emulator);
  const app = await makeApp(emulator, { policies: [id] });
  expect((await call(emulator, "GET", `${POLICIES}/${id}`)).result.app_count).toBe(1);
  const refused = await call(emulator, "DELETE", `${POLICIES}/${id}`);
  expect(refused.status).toBe(409);
  expect(refused.body.errors[0].message).toContain(app.id);
  await call(emulator, "PUT", `${APPS}/${app.id}`, { ...WIKI, policies: [] });
  expect((await call(emulator, "DELETE", `${POLICIES}/${id}`)).status).toBe(202);
});

test("a replacement without policies keeps those that the application has", async () => {
  const emulator = await emulate();
  const { id } = await makeReusable(emulator);
  const app = await makeApp(emulator, { policies: [id] });
  const replaced = await call(emulator, "PUT", `${APPS}/${app.id}`, { ...WIKI, name: "Renamed" });
  expect(replaced.result).toMatchObject({ name: "Renamed", policies: [{ id }] });
});

test("an own policy that a replacement does not name is deleted, one that it names may move", async () => {
  const emulator = await emulate();
  const app = await makeApp(emulator, {
    policies: [
      { ...STAFF, name: "first" },
      { ...STAFF, name: "second" },
    ],
  });
  const [first, second] = app.policies;
  const replaced = await call(emulator, "PUT", `${APPS}/${app.id}`, {
    ...WIKI,
    policies: [{ id: second.id }],
  });
  expect(replaced.result.policies).toMatchObject([{ id: second.id, name: "second", precedence: 1 }]);
  expect((await call(emulator, "GET", `${appPolicies(app.id)}/${first.id}`)).status).toBe(404);
});

test.each([
  ["a policy that does not exist", ["597147a1-976b-4ef2-9af0-81d5d007fc34"], 12130, "/policies/0"],
  [
    "the same precedence twice",
    [
      { ...STAFF, precedence: 1 },
      { ...STAFF, precedence: 1 },
    ],
    12130,
    "/precedence",
  ],
  ["a policy with an unknown field", [{ ...STAFF, color: "red" }], 12130, "/policies/0/color"],
  ["precedence 0", [{ ...STAFF, precedence: 0 }], 11018, "/precedence"],
])("an application with %s is refused, and changes nothing", async (_, policies, code, pointer) => {
  const emulator = await emulate();
  const app = await makeApp(emulator, { policies: [STAFF] });
  const answer = await call(emulator, "PUT", `${APPS}/${app.id}`, { ...WIKI, policies });
  expect([answer.status, answer.code, answer.pointers]).toEqual([400, code, [pointer]]);
  expect((await call(emulator, "GET", `${APPS}/${app.id}`)).result).toEqual(app);
});

test.each([
  ["no type", { name: "Wiki", domain: "wiki.example.com" }, "/type"],
  ["an unknown type", { ...WIKI, type: "website" }, "/type"],
  ["no domain where the type needs one", { name: "Wiki", type: "self_hosted" }, "/domain"],
])("an application with %s is refused", async (_, body, pointer) => {
  const emulator = await emulate();
  const answer = await call(emulator, "POST", APPS, body);
  expect([answer.status, answer.pointers]).toEqual([400, [pointer]]);
});

test("a second application of the same domain is 409 with code 11010", async () => {
  const emulator = await emulate();
  await makeApp(emulator);
  const answer = await call(emulator, "POST", APPS, WIKI);
  expect([answer.status, answer.code]).toEqual([409, 11010]);
});

test("applications are found by name and domain, exactly or in part", async () => {
  const emulator = await emulate();
  await makeApp(emulator, { name: "Wiki", domain: "wiki.example.com" });
  await makeApp(emulator, { name: "Wiki archive", domain: "old.example.com" });
  const names = async (query: string) =>
    (await call(emulator, "GET", `${APPS}?${query}`)).result.map((app: { name: string }) => app.name);
  expect(await names("name=Wiki")).toEqual(["Wiki", "Wiki archive"]);
  expect(await names("name=Wiki&exact=true")).toEqual(["Wiki"]);
  expect(await names("domain=old.example.com&exact=true")).toEqual(["Wiki archive"]);
  expect(await names("search=archive")).toEqual(["Wiki archive"]);
});

test("a deleted application stays deleted, where any id was taken as existing too", async () => {
  const emulator = await emulate();
  const app = await makeApp(emulator);
  expect((await call(emulator, "DELETE", `${APPS}/${app.id}`)).result).toEqual({ id: app.id });
  expect((await call(emulator, "GET", `${APPS}/${app.id}`)).code).toBe(12045);
});
