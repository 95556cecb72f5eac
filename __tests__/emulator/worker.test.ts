import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSync } from "esbuild";
import type * as EmulatorModule from "../../src/emulator";
import { ACCOUNT, POLICIES, STAFF } from "./support/api";

const folder = mkdtempSync(join(tmpdir(), "emulator-worker-"));
let startEmulatorInWorker: typeof EmulatorModule.startEmulatorInWorker;
let emulator: EmulatorModule.WorkerEmulator;

beforeAll(() => {
  // A worker runs JavaScript, as the package has it.
  buildSync({
    entryPoints: ["index", "worker"].map((name) => join(__dirname, "../../src/emulator", `${name}.ts`)),
    outdir: folder,
    bundle: true,
    platform: "node",
    target: "node20",
  });
  ({ startEmulatorInWorker } = require(join(folder, "index.js")));
});
beforeEach(async () => {
  emulator = await startEmulatorInWorker();
});
afterEach(() => emulator.close());
afterAll(() => rmSync(folder, { recursive: true }));

/** Sends a request from another process while this thread does nothing else, as cdktf's `toPlanSuccessfully` does. */
function blockingRequest(method: string, path: string, body?: object) {
  const request = { method, headers: { authorization: "Bearer x", "content-type": "application/json" } };
  const sent = body === undefined ? request : { ...request, body: JSON.stringify(body) };
  const program = `fetch(${JSON.stringify(emulator.baseUrl + path)}, ${JSON.stringify(sent)})
    .then(async (answer) => console.log(JSON.stringify([answer.status, await answer.json()])))`;
  const [status, { result }] = JSON.parse(
    execFileSync(process.execPath, ["-e", program], { encoding: "utf8", timeout: 20_000 }),
  );
  return { status, result };
}

test("answers while the thread that started it is blocked", () => {
  expect(blockingRequest("POST", POLICIES, STAFF).status).toBe(201);
  expect(emulator.policies().map(({ body }) => body.name)).toEqual([STAFF.name]);
  expect(emulator.requests.map(({ method, status }) => [method, status])).toEqual([["POST", 201]]);
  expect(emulator.counts()).toMatchObject({ total: 1, byStatus: { 201: 1 } });
  emulator.forgetRequests();
  expect(emulator.requests).toEqual([]);
});

test("has the methods of an emulator in this thread, at once", async () => {
  const { startEmulator } = require(join(folder, "index.js")) as typeof EmulatorModule;
  const here = await startEmulator();
  await here.close();
  const { onCommit: _, ...others } = here;
  expect(Object.keys(emulator).sort()).toEqual(Object.keys(others).sort());

  const app = "f174e90a-fafe-4643-bbbc-4a0ed4fc8415";
  const id = emulator.add({ accountId: ACCOUNT, appId: app }, { ...STAFF, session_duration: "24h" });
  expect(emulator.order(ACCOUNT, app).map(({ policy }) => policy.id)).toEqual([id]);
  expect(emulator.applications(ACCOUNT).map((application) => application.id)).toEqual([app]);
  emulator.edit(id, { name: "Renamed" });
  emulator.edit(id, ({ session_duration: _duration, ...rest }) => ({ ...rest, decision: "deny" }));
  const [policy] = emulator.policies({ appId: app });
  expect(policy!.body).toMatchObject({ name: "Renamed", decision: "deny" });
  expect(policy!.body).not.toHaveProperty("session_duration");
  emulator.faults([{ kind: "server-error", methods: ["GET"], next: 1 }]);
  expect(blockingRequest("GET", POLICIES).status).toBe(500);
  expect(emulator.faultReport()).toMatchObject([{ kind: "server-error", struck: 1 }]);
  const group = emulator.addObject("groups", { accountId: ACCOUNT, name: "Engineering" });
  emulator.removeObject("groups", group);
  emulator.remove(id);
  emulator.removeApplication(ACCOUNT, app);
  emulator.clear();
  expect(emulator.policies()).toEqual([]);
});

test("throws what a method throws, and goes on", () => {
  expect(() => emulator.remove("none")).toThrow("The emulator has no policy none.");
  expect(() => emulator.edit("none", (body) => body)).toThrow("The emulator has no policy none.");
  expect(emulator.policies()).toEqual([]);
});

test("is given options, and says which of them are functions", async () => {
  const given = await startEmulatorInWorker({
    accounts: ["other"],
    tokens: [{ token: "t", permission: "read" }],
  });
  const answer = await fetch(`${given.baseUrl}${POLICIES}`, { headers: { authorization: "Bearer t" } });
  expect(answer.status).toBe(403);
  await given.close();
  await expect(startEmulatorInWorker({ onRequest: () => undefined } as object)).rejects.toThrow(
    "onRequest is a function, which cannot run in the emulator's worker. Use startEmulator, which runs in this thread, or leave it out.",
  );
});

test("rejects when the port is taken", async () => {
  await expect(startEmulatorInWorker({ port: emulator.port })).rejects.toThrow("EADDRINUSE");
});

test("frees its port when it is closed, also a second time", async () => {
  const { url } = emulator;
  await emulator.close();
  await emulator.close();
  expect(() => emulator.policies()).toThrow("The emulator is closed.");
  await expect(fetch(url)).rejects.toThrow();
});
