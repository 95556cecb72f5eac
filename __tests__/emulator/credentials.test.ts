import { call, closeAll, emulate, POLICIES, STAFF } from "./support/api";

afterEach(closeAll);

const KNOWN = {
  tokens: [
    { token: "writer", permission: "write" },
    { token: "reader", permission: "read" },
    { token: "stranger", permission: "none" },
  ],
  apiKeys: [{ email: "ann@example.com", key: "0123456789abcdef", permission: "write" }],
} as const;

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

test.each([
  ["a writing token writes", bearer("writer"), "POST", 201, undefined],
  ["a reading token reads", bearer("reader"), "GET", 200, undefined],
  ["a reading token does not write", bearer("reader"), "POST", 403, 10000],
  ["a token without the permission does not read", bearer("stranger"), "GET", 403, 10000],
  ["an unknown token is refused", bearer("nobody"), "GET", 401, 10000],
  ["another scheme is refused", { authorization: "Basic d3JpdGVy" }, "GET", 400, 6003],
  [
    "email and key write",
    { authorization: "", "x-auth-email": "ann@example.com", "x-auth-key": "0123456789abcdef" },
    "POST",
    201,
    undefined,
  ],
  [
    "a wrong key is refused",
    { authorization: "", "x-auth-email": "ann@example.com", "x-auth-key": "fedcba" },
    "GET",
    401,
    10000,
  ],
  [
    "an email without a key is refused",
    { authorization: "", "x-auth-email": "ann@example.com" },
    "GET",
    400,
    9106,
  ],
  ["no credentials at all are refused", { authorization: "" }, "GET", 400, 9106],
])("%s", async (_, headers, method, status, code) => {
  const emulator = await emulate(KNOWN);
  const answer = await call(emulator, method, POLICIES, method === "POST" ? STAFF : undefined, headers);
  expect([answer.status, answer.code]).toEqual([status, code]);
});

test("any token may write where none is known", async () => {
  const emulator = await emulate();
  expect((await call(emulator, "POST", POLICIES, STAFF, bearer("whatever"))).status).toBe(201);
});

test("an account that the token does not reach is 403 with code 9109", async () => {
  const emulator = await emulate({ accounts: ["another"] });
  const answer = await call(emulator, "GET", POLICIES);
  expect([answer.status, answer.code]).toEqual([403, 9109]);
  expect((await call(emulator, "GET", "/accounts/another/access/policies")).status).toBe(200);
});

test("a recorded request shows what was asked and never the credentials", async () => {
  const emulator = await emulate(KNOWN);
  await call(emulator, "POST", `${POLICIES}?a=1`, STAFF, { ...bearer("writer"), "user-agent": "tester/1.0" });
  await call(emulator, "GET", POLICIES, undefined, {
    authorization: "",
    "x-auth-email": "ann@example.com",
    "x-auth-key": "0123456789abcdef",
  });
  const [post, get] = emulator.requests;
  expect(post).toMatchObject({
    number: 1,
    method: "POST",
    path: POLICIES,
    query: { a: "1" },
    body: STAFF,
    status: 201,
  });
  expect(post?.headers["user-agent"]).toBe("tester/1.0");
  expect(get).toMatchObject({ number: 2, method: "GET", status: 200, body: undefined });
  expect(JSON.stringify(emulator.requests)).not.toMatch(/writer|0123456789abcdef|ann@/);
});
