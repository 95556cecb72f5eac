import type { Emulator } from "../../src/emulator";
import { appPolicies, call, closeAll, emulate, POLICIES, STAFF } from "./support/api";

afterEach(closeAll);

async function control(emulator: Emulator, method: string, name: string, body?: unknown) {
  const response = await fetch(`${emulator.url}/emulator/${name}`, {
    method,
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  return [response.status, await response.json()];
}

test("another process gives faults, sees how often they struck, and ends them", async () => {
  const emulator = await emulate();
  const fault = { kind: "server-error", methods: ["GET"], next: 1 };
  expect(await control(emulator, "PUT", "faults", [fault])).toEqual([
    200,
    { faults: [{ ...fault, met: 0, struck: 0 }] },
  ]);
  expect((await call(emulator, "GET", POLICIES)).status).toBe(500);
  expect((await call(emulator, "GET", POLICIES)).status).toBe(200);
  expect(await control(emulator, "GET", "faults")).toEqual([
    200,
    { faults: [{ ...fault, met: 2, struck: 1 }] },
  ]);
  expect(await control(emulator, "DELETE", "faults")).toEqual([200, { faults: [] }]);
  expect(emulator.faultReport()).toEqual([]);
});

test.each([
  [{ faults: [{ kind: "nothing" }] }, /faults\[0\]\.kind: must be one of/],
  [undefined, /must be an object/],
])("a wrong plan is refused, and none is in force", async (plan, error) => {
  const emulator = await emulate();
  expect(await control(emulator, "PUT", "faults", plan)).toEqual([
    400,
    { error: expect.stringMatching(error) },
  ]);
  expect(emulator.faultReport()).toEqual([]);
});

test("a plan that is not JSON is refused as such", async () => {
  const emulator = await emulate();
  const response = await fetch(`${emulator.url}/emulator/faults`, { method: "PUT", body: "{bad" });
  expect([response.status, await response.json()]).toEqual([
    400,
    { error: expect.stringMatching(/^The body is not JSON: .*\.$/) },
  ]);
});

test("requests are counted by route, by status and by the faults that struck, and forgotten", async () => {
  const emulator = await emulate();
  const { result } = await call(emulator, "POST", POLICIES, STAFF);
  await call(emulator, "GET", `${POLICIES}/${result.id}`);
  await call(emulator, "GET", `${POLICIES}/none`);
  await call(emulator, "GET", "/nowhere");
  emulator.faults([{ kind: "latency", ms: 1 }, { kind: "reset" }]);
  await expect(call(emulator, "GET", appPolicies("app"))).rejects.toThrow("fetch failed");
  const counts = {
    total: 5,
    byRoute: {
      "POST /accounts/:accountId/access/policies": 1,
      "GET /accounts/:accountId/access/policies/:policyId": 2,
      "GET (unknown path)": 1,
      "GET /accounts/:accountId/access/apps/:appId/policies": 1,
    },
    byStatus: { 201: 1, 200: 1, 404: 1, 400: 1, dropped: 1 },
    byFault: { latency: 1, reset: 1 },
  };
  expect(await control(emulator, "GET", "requests")).toEqual([200, counts]);
  expect(emulator.counts()).toEqual(counts);
  const none = { total: 0, byRoute: {}, byStatus: {}, byFault: {} };
  expect(await control(emulator, "DELETE", "requests")).toEqual([200, none]);
  expect(emulator.requests).toEqual([]);
});

test("an unknown control and an unknown method say what there is", async () => {
  const emulator = await emulate();
  expect(await control(emulator, "GET", "policies")).toEqual([
    404,
    { error: "There is no /emulator/policies; there are /emulator/faults and /emulator/requests." },
  ]);
  expect(await control(emulator, "POST", "faults", [])).toEqual([
    405,
    { error: "/emulator/faults takes GET, PUT, DELETE." },
  ]);
});

test("controls are not requests to the API: not recorded, not limited, not struck", async () => {
  const emulator = await emulate({
    rateLimit: { requests: 1, windowSeconds: 60 },
    faults: [{ kind: "reset" }],
  });
  for (let at = 0; at < 3; at++) expect((await control(emulator, "GET", "faults"))[0]).toBe(200);
  expect(emulator.requests).toEqual([]);
});
