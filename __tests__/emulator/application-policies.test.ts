import type { Emulator } from "../../src/emulator";
import {
  ACCOUNT,
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

const ANY_APP = "f174e90a-fafe-4643-bbbc-4a0ed4fc8415";
const add = (emulator: Emulator, change: object = {}, app = ANY_APP) =>
  call(emulator, "POST", appPolicies(app), { ...STAFF, ...change });
const precedences = async (emulator: Emulator, app = ANY_APP) =>
  (await call(emulator, "GET", appPolicies(app))).result.map((it: { name: string; precedence: number }) => [
    it.name,
    it.precedence,
  ]);

test("a policy of an application is created, read, replaced and deleted", async () => {
  const emulator = await emulate();
  const created = await add(emulator, { precedence: 3 });
  expect(created.status).toBe(201);
  expect(created.result).toMatchObject({ ...STAFF, precedence: 3, account_id: ACCOUNT });
  expect(created.result).not.toHaveProperty("reusable");
  expect(created.result).not.toHaveProperty("app_count");
  const one = `${appPolicies(ANY_APP)}/${created.result.id}`;
  expect((await call(emulator, "GET", one)).result).toEqual(created.result);
  const replaced = await call(emulator, "PUT", one, { ...STAFF, name: "New", precedence: 5 });
  expect([replaced.status, replaced.result.name, replaced.result.precedence]).toEqual([200, "New", 5]);
  const deleted = await call(emulator, "DELETE", one);
  expect([deleted.status, deleted.result]).toEqual([202, { id: created.result.id }]);
  expect((await call(emulator, "GET", one)).code).toBe(12135);
});

test("a policy without precedence goes behind the others", async () => {
  const emulator = await emulate();
  expect((await add(emulator)).result.precedence).toBe(1);
  await add(emulator, { precedence: 7 });
  expect((await add(emulator)).result.precedence).toBe(8);
});

test("a replacement that names no precedence keeps the precedence", async () => {
  const emulator = await emulate();
  const { id } = (await add(emulator, { precedence: 4 })).result;
  const replaced = await call(emulator, "PUT", `${appPolicies(ANY_APP)}/${id}`, { ...STAFF, name: "New" });
  expect(replaced.result.precedence).toBe(4);
});

test("policies are listed in order of precedence", async () => {
  const emulator = await emulate();
  await add(emulator, { name: "second", precedence: 2 });
  await add(emulator, { name: "first", precedence: 1 });
  expect(await precedences(emulator)).toEqual([
    ["first", 1],
    ["second", 2],
  ]);
});

test("a precedence already taken in the application is 400 with code 12130, on create and on replace", async () => {
  const emulator = await emulate();
  await add(emulator, { precedence: 1 });
  const other = (await add(emulator, { precedence: 2 })).result;
  const created = await add(emulator, { precedence: 1 });
  expect([created.status, created.code, created.pointers]).toEqual([400, 12130, ["/precedence"]]);
  expect(created.body.errors[0].message).toContain("policy precedences must be unique");
  const moved = await call(emulator, "PUT", `${appPolicies(ANY_APP)}/${other.id}`, {
    ...STAFF,
    precedence: 1,
  });
  expect([moved.status, moved.code]).toEqual([400, 12130]);
  const stayed = await call(emulator, "PUT", `${appPolicies(ANY_APP)}/${other.id}`, {
    ...STAFF,
    precedence: 2,
  });
  expect(stayed.status).toBe(200);
});

test("the same precedence in two applications is fine", async () => {
  const emulator = await emulate();
  await add(emulator, { precedence: 1 }, "app-a");
  expect((await add(emulator, { precedence: 1 }, "app-b")).status).toBe(201);
});

test.each([0, -1])("precedence %p is 400 with code 11018", async (precedence) => {
  const emulator = await emulate();
  const answer = await add(emulator, { precedence });
  expect([answer.status, answer.code, answer.pointers]).toEqual([400, 11018, ["/precedence"]]);
});

test("once applications are given, another one is 404 with code 12045", async () => {
  const emulator = await emulate({ applications: [{ id: "known-app", name: "Known" }] });
  expect((await add(emulator, {}, "known-app")).status).toBe(201);
  const answer = await add(emulator, {}, "other-app");
  expect([answer.status, answer.code]).toEqual([404, 12045]);
  expect((await call(emulator, "GET", appPolicies("other-app"))).status).toBe(404);
});

test("a policy of one application is neither another's nor a reusable one", async () => {
  const emulator = await emulate();
  const { id } = (await add(emulator, {}, "app-a")).result;
  expect((await call(emulator, "GET", `${appPolicies("app-b")}/${id}`)).status).toBe(404);
  expect((await call(emulator, "GET", `${POLICIES}/${id}`)).status).toBe(404);
  expect((await call(emulator, "GET", POLICIES)).result).toEqual([]);
});

test("make_reusable turns a policy into a reusable one that keeps its precedence, and answers a list", async () => {
  const emulator = await emulate();
  const { id } = (await add(emulator, { precedence: 2 })).result;
  const made = await call(emulator, "PUT", `${appPolicies(ANY_APP)}/${id}/make_reusable`);
  expect(made.status).toBe(200);
  expect(made.result).toMatchObject([{ id, reusable: true, precedence: 2 }]);
  expect((await call(emulator, "GET", `${POLICIES}/${id}`)).result).toMatchObject({ id, app_count: 1 });
  expect(await precedences(emulator)).toEqual([["Staff", 2]]);
});

describe("a reusable policy linked to the application", () => {
  const linked = async () => {
    const emulator = await emulate();
    const policy = await makeReusable(emulator, { name: "Shared" });
    const app = await makeApp(emulator, { policies: [{ id: policy.id, precedence: 2 }] });
    return { emulator, app, one: `${appPolicies(app.id)}/${policy.id}` };
  };

  test("is listed and read with the others, marked as reusable", async () => {
    const { emulator, app, one } = await linked();
    await add(emulator, { name: "Own", precedence: 1 }, app.id);
    expect(await precedences(emulator, app.id)).toEqual([
      ["Own", 1],
      ["Shared", 2],
    ]);
    expect((await call(emulator, "GET", one)).result).toMatchObject({ reusable: true, precedence: 2 });
  });

  test("holds its precedence against new policies", async () => {
    const { emulator, app } = await linked();
    expect((await add(emulator, { precedence: 2 }, app.id)).code).toBe(12130);
    expect((await add(emulator, {}, app.id)).result.precedence).toBe(3);
  });

  test.each(["PUT", "DELETE"])("refuses %s under the application", async (method) => {
    const { emulator, one } = await linked();
    const answer = await call(emulator, method, one, method === "PUT" ? STAFF : undefined);
    expect(answer.status).toBe(400);
    expect((await call(emulator, "GET", one)).result.name).toBe("Shared");
  });
});

test("the policies of a deleted application are gone with it", async () => {
  const emulator = await emulate();
  const { id } = (await add(emulator)).result;
  expect((await call(emulator, "DELETE", `${APPS}/${ANY_APP}`)).status).toBe(202);
  const read = await call(emulator, "GET", `${appPolicies(ANY_APP)}/${id}`);
  expect([read.status, read.code]).toEqual([404, 12045]);
  expect(emulator.policies()).toEqual([]);
});
