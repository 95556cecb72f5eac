import { APPS, call, closeAll, emulate, POLICIES, STAFF } from "./support/api";

afterEach(closeAll);

test.each([
  ["an unknown path", "/accounts/a/access/unknown"],
  ["an identifier that is none", "/accounts/a/access/policies/not%20an%20id"],
  ["an identifier that is too long", `${POLICIES}/${"a".repeat(37)}`],
  ["an empty account", "/accounts//access/policies"],
])("%s is 400 with codes 7003 and 7000", async (_, path) => {
  const emulator = await emulate();
  const answer = await call(emulator, "GET", path);
  expect(answer.status).toBe(400);
  expect(answer.body.errors.map((error: { code: number }) => error.code)).toEqual([7003, 7000]);
});

test("a path outside the API is refused as one", async () => {
  const emulator = await emulate();
  const response = await fetch(`${emulator.url}/`);
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ success: false, errors: [{ code: 7003 }, { code: 7000 }] });
});

test.each([
  ["PATCH", `${POLICIES}/597147a1-976b-4ef2-9af0-81d5d007fc34`, "GET, PUT, DELETE"],
  ["PUT", POLICIES, "GET, POST"],
  ["DELETE", APPS, "GET, POST"],
])("%s %s is 405 and says what is allowed", async (method, path, allow) => {
  const emulator = await emulate();
  const answer = await call(emulator, method, path, {});
  expect([answer.status, answer.code, answer.headers.get("allow")]).toEqual([405, 7001, allow]);
});

test.each([
  ["a body that is not JSON", "{name:", {}, 400, 6007],
  ["an empty body", "", {}, 400, 6007],
  ["a body of another type", JSON.stringify(STAFF), { "content-type": "text/plain" }, 400, 6003],
  ["a list", [STAFF], {}, 400, 12130],
  ["null", "null", {}, 400, 12130],
  ["a text", '"policy"', {}, 400, 12130],
])("%s is refused", async (_, body, headers, status, code) => {
  const emulator = await emulate();
  const answer = await call(emulator, "POST", POLICIES, body, headers);
  expect([answer.status, answer.code]).toEqual([status, code]);
});

test("a content type with a charset is JSON too", async () => {
  const emulator = await emulate();
  const headers = { "content-type": "application/json; charset=utf-8" };
  expect((await call(emulator, "POST", POLICIES, STAFF, headers)).status).toBe(201);
});

test("a body that is too large is 413, answered in full", async () => {
  const emulator = await emulate();
  const answer = await call(emulator, "POST", POLICIES, { ...STAFF, name: "x".repeat(11 * 1024 * 1024) });
  expect([answer.status, answer.body.success]).toEqual([413, false]);
});

test("every answer has a request id of its own, which the record shows", async () => {
  const emulator = await emulate();
  const ids = [await call(emulator, "GET", POLICIES), await call(emulator, "GET", `${POLICIES}/none`)].map(
    (it) => it.headers.get("cf-ray"),
  );
  expect(new Set(ids).size).toBe(2);
  expect(emulator.requests.map(({ requestId }) => requestId)).toEqual(ids);
});

describe("the rate limit", () => {
  test("is shown in every answer, and counts down", async () => {
    const emulator = await emulate();
    const headers = [await call(emulator, "GET", POLICIES), await call(emulator, "GET", POLICIES)].map(
      (answer) => [answer.headers.get("ratelimit"), answer.headers.get("ratelimit-policy")],
    );
    expect(headers).toEqual([
      ['"default";r=1199;t=300', '"default";q=1200;w=300'],
      ['"default";r=1198;t=300', '"default";q=1200;w=300'],
    ]);
  });

  test("refuses with 429 once it is passed, for a whole window from then on", async () => {
    let clock = 0;
    const emulator = await emulate({ now: () => clock, rateLimit: { requests: 2, windowSeconds: 60 } });
    const ask = () => call(emulator, "GET", POLICIES);
    expect([(await ask()).status, (await ask()).status]).toEqual([200, 200]);
    clock = 50_000;
    const refused = await ask();
    expect([refused.status, refused.headers.get("retry-after"), refused.body.success]).toEqual([
      429,
      "60",
      false,
    ]);
    clock = 61_000;
    expect((await ask()).headers.get("retry-after")).toBe("49");
    clock = 110_000;
    expect((await ask()).status).toBe(200);
  });

  test("is each credential's own", async () => {
    const emulator = await emulate({ rateLimit: { requests: 1, windowSeconds: 60 } });
    const ask = (token: string) =>
      call(emulator, "GET", POLICIES, undefined, { authorization: `Bearer ${token}` });
    expect((await ask("one")).status).toBe(200);
    expect((await ask("one")).status).toBe(429);
    expect((await ask("two")).status).toBe(200);
  });

  test("refuses before anything is done", async () => {
    const emulator = await emulate({ rateLimit: { requests: 1, windowSeconds: 60 } });
    await call(emulator, "POST", POLICIES, STAFF);
    expect((await call(emulator, "POST", POLICIES, STAFF)).status).toBe(429);
    expect(emulator.policies()).toHaveLength(1);
  });

  test("is shown and not enforced when enforcement is off", async () => {
    const emulator = await emulate({ rateLimit: { requests: 1, windowSeconds: 60, enforced: false } });
    const answers = [await call(emulator, "GET", POLICIES), await call(emulator, "GET", POLICIES)];
    expect(answers.map(({ status, headers }) => [status, headers.get("ratelimit")])).toEqual([
      [200, '"default";r=0;t=60'],
      [200, '"default";r=0;t=60'],
    ]);
  });

  test("is the API's own in the headers when switched off, and nothing of it is ever used", async () => {
    const emulator = await emulate({ rateLimit: false });
    await call(emulator, "GET", POLICIES);
    const { headers } = await call(emulator, "GET", POLICIES);
    expect(headers.get("ratelimit")).toBe('"default";r=1200;t=300');
    expect(headers.get("ratelimit-policy")).toBe('"default";q=1200;w=300');
  });
});
