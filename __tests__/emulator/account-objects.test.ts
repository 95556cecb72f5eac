import type { ObjectKind } from "../../src/emulator";
import { ACCOUNT, call, closeAll, emulate } from "./support/api";

afterEach(closeAll);

const PATHS: readonly (readonly [ObjectKind, string])[] = [
  ["groups", "access/groups"],
  ["identityProviders", "access/identity_providers"],
  ["serviceTokens", "access/service_tokens"],
  ["lists", "gateway/lists"],
  ["postureRules", "devices/posture"],
];
const at = (path: string, account = ACCOUNT) => `/accounts/${account}/${path}`;
const named = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ name: `object ${index}`, type: "any" }));
const namesIn = (result: { name: string }[]) => result.map(({ name }) => name);

describe.each(PATHS)("%s", (kind, path) => {
  test("that are given at the start are listed, and read one by one", async () => {
    const emulator = await emulate({
      now: () => 0,
      [kind]: [
        { id: "first", name: "First", type: "any" },
        { name: "Second", type: "any" },
      ],
    });
    const { result } = await call(emulator, "GET", at(path));
    expect(result).toMatchObject([{ id: "first", name: "First" }, { name: "Second" }]);
    expect(result[1].id).toMatch(/^[0-9a-f-]{36}$/);
    expect((await call(emulator, "GET", at(`${path}/first`))).result).toEqual(result[0]);
  });

  test("are none where none are given", async () => {
    expect((await call(await emulate(), "GET", at(path))).result).toEqual([]);
  });

  test("belong to the account that they were given for, or to every one", async () => {
    const emulator = await emulate({
      [kind]: [
        { accountId: "theirs", id: "t", name: "Theirs", type: "any" },
        { name: "Everyone's", type: "any" },
      ],
    });
    expect(namesIn((await call(emulator, "GET", at(path))).result)).toEqual(["Everyone's"]);
    expect((await call(emulator, "GET", at(`${path}/t`))).status).toBe(404);
    expect(namesIn((await call(emulator, "GET", at(path, "theirs"))).result)).toEqual([
      "Theirs",
      "Everyone's",
    ]);
  });

  test("are added and removed past the API", async () => {
    const emulator = await emulate();
    const id = emulator.addObject(kind, { name: "Added", type: "any" });
    expect((await call(emulator, "GET", at(`${path}/${id}`))).result.name).toBe("Added");
    emulator.removeObject(kind, id);
    expect((await call(emulator, "GET", at(`${path}/${id}`))).status).toBe(404);
    expect(() => emulator.removeObject(kind, id)).toThrow(id);
  });

  test("go back to those given at the start when the emulator is cleared", async () => {
    const emulator = await emulate({ [kind]: named(1) });
    emulator.addObject(kind, { name: "Added", type: "any" });
    emulator.clear();
    expect(namesIn((await call(emulator, "GET", at(path))).result)).toEqual(["object 0"]);
  });

  test("are not written through these endpoints", async () => {
    expect((await call(await emulate(), "POST", at(path), { name: "New" })).status).toBe(405);
  });

  test("hold no secret, whatever was given", async () => {
    const emulator = await emulate({
      [kind]: [{ name: "CI", type: "any", client_secret: "hush", config: { client_secret: "hush" } }],
    });
    expect(JSON.stringify((await call(emulator, "GET", at(path))).body)).not.toMatch(/hush|secret/);
  });
});

describe("a list", () => {
  test.each([
    ["groups", "access/groups", 1000],
    ["identityProviders", "access/identity_providers", 200],
    ["serviceTokens", "access/service_tokens", 1000],
  ] as const)("of %s comes in pages, %s of %i where the request does not say", async (kind, path, size) => {
    const emulator = await emulate({ [kind]: named(size + 1) });
    const first = await call(emulator, "GET", at(path));
    expect(first.result).toHaveLength(size);
    expect(first.body.result_info).toEqual({
      page: 1,
      per_page: size,
      count: size,
      total_count: size + 1,
      total_pages: 2,
    });
    const last = await call(emulator, "GET", `${at(path)}?page=3&per_page=${size / 2}`);
    expect(namesIn(last.result)).toEqual([`object ${size}`]);
    expect((await call(emulator, "GET", `${at(path)}?per_page=1001`)).status).toBe(400);
  });

  test.each([
    ["lists", "gateway/lists"],
    ["postureRules", "devices/posture"],
  ] as const)("of %s comes whole, whatever page is asked for", async (kind, path) => {
    const emulator = await emulate({ [kind]: named(1001) });
    const { body } = await call(emulator, "GET", `${at(path)}?page=2&per_page=5`);
    expect(body.result).toHaveLength(1001);
    expect(body.result_info).toEqual({ page: 1, per_page: 1001, count: 1001, total_count: 1001 });
  });

  test.each([
    ["groups", "access/groups", "name=object 1", ["object 1"]],
    ["groups", "access/groups", "search=T 1", ["object 1", "object 10"]],
    ["serviceTokens", "access/service_tokens", "name=object", []],
    ["identityProviders", "access/identity_providers", "scim_enabled=true", []],
  ] as const)("of %s (%s) is narrowed by %s", async (kind, path, query, names) => {
    const emulator = await emulate({ [kind]: named(11) });
    expect(namesIn((await call(emulator, "GET", `${at(path)}?${query}`)).result)).toEqual(names);
  });

  test("of Zero Trust lists is narrowed by type", async () => {
    const emulator = await emulate({
      lists: [
        { name: "Partners", type: "EMAIL" },
        { name: "Offices", type: "IP" },
      ],
    });
    expect(namesIn((await call(emulator, "GET", `${at("gateway/lists")}?type=IP`)).result)).toEqual([
      "Offices",
    ]);
  });
});

test("a service token says when it was last seen, which changes by itself", async () => {
  let now = Date.parse("2026-01-01T00:00:00Z");
  const emulator = await emulate({ serviceTokens: [{ id: "ci", name: "CI" }], now: () => now });
  const before = (await call(emulator, "GET", at("access/service_tokens/ci"))).result;
  now += 60_000;
  const after = (await call(emulator, "GET", at("access/service_tokens/ci"))).result;
  expect(after).toEqual({ ...before, last_seen_at: "2026-01-01T00:01:00.000Z" });
});

test("an application says all that it is reached under", async () => {
  const destinations = [{ type: "public", uri: "wiki.example.com" }];
  const emulator = await emulate({ applications: [{ id: "wiki", destinations }] });
  expect((await call(emulator, "GET", at("access/apps"))).result).toMatchObject([
    { id: "wiki", destinations },
  ]);
});

describe("what an object holds", () => {
  test("is answered: the rules of a group, the items of a list in pages, the state of a token", async () => {
    const include = [{ email: { email: "ann@example.com" } }];
    const emulator = await emulate({
      groups: [{ id: "staff", name: "Staff", include, require: [{ geo: { country_code: "PT" } }] }],
      lists: [{ id: "offices", name: "Offices", type: "IP", items: ["192.0.2.0/24", "203.0.113.7"] }],
      serviceTokens: [{ id: "ci", name: "CI", enabled: false, expiresAt: "2026-01-01T00:00:00Z" }],
    });
    expect((await call(emulator, "GET", at("access/groups/staff"))).result).toMatchObject({
      include,
      exclude: [],
      require: [{ geo: { country_code: "PT" } }],
    });
    const page = await call(emulator, "GET", `${at("gateway/lists/offices/items")}?page=2&per_page=1`);
    expect(page.result).toMatchObject([{ value: "203.0.113.7" }]);
    expect(page.body.result_info).toMatchObject({ total_count: 2, total_pages: 2 });
    expect((await call(emulator, "GET", at("gateway/lists"))).result).toMatchObject([{ count: 2 }]);
    expect((await call(emulator, "GET", at("gateway/lists/none/items"))).status).toBe(404);
    expect((await call(emulator, "GET", at("access/service_tokens/ci"))).result).toMatchObject({
      enabled: false,
      expires_at: "2026-01-01T00:00:00Z",
    });
  });

  test("changes past the API, and goes back to what was given when the emulator is cleared", async () => {
    const emulator = await emulate({
      lists: [{ id: "partners", name: "Partners", type: "EMAIL", items: ["ann@example.org"] }],
    });
    emulator.editObject("lists", "partners", { items: ["bob@example.org"] });
    const items = async () => (await call(emulator, "GET", at("gateway/lists/partners/items"))).result;
    expect(await items()).toMatchObject([{ value: "bob@example.org" }]);
    expect((await call(emulator, "GET", at("gateway/lists/partners"))).result.name).toBe("Partners");
    expect(() => emulator.editObject("lists", "none", { items: [] })).toThrow("none");
    emulator.clear();
    expect(await items()).toMatchObject([{ value: "ann@example.org" }]);
  });
});

test("the organization and an application have settings that change past the API", async () => {
  const emulator = await emulate({
    applications: [{ id: "wiki", allowed_idps: ["okta"] }],
    organization: { deny_unmatched_requests: true },
  });
  const organization = async () => (await call(emulator, "GET", at("access/organizations"))).result;
  expect(await organization()).toMatchObject({ deny_unmatched_requests: true, session_duration: "24h" });
  emulator.editOrganization({ deny_unmatched_requests: false });
  expect(await organization()).toMatchObject({ deny_unmatched_requests: false });
  emulator.editApplication(ACCOUNT, "wiki", { allowed_idps: undefined, session_duration: "6h" });
  const { result } = await call(emulator, "GET", at("access/apps/wiki"));
  expect(result).toMatchObject({ session_duration: "6h" });
  expect(result).not.toHaveProperty("allowed_idps");
});
