import { AccessClient, type CreateEvent, type PolicyAnswer } from "../../../src/client";
import { type Emulator, startEmulator } from "../../../src/emulator";
import { failureOf } from "../support/failure-of";

const ACCOUNT = "699d98642c564d2e855e9661899b7252";
const body = (name: string) => ({ name, decision: "allow", include: [{ everyone: {} }] });
const matches = (policy: PolicyAnswer) => policy.decision === "allow";
const NEVER = 60_000;
const MADE_AND_SILENT = { methods: ["POST"], kind: "latency", ms: NEVER, commit: "after" } as const;

let emulator: Emulator;
let client: AccessClient;
let stop: AbortController;
let events: CreateEvent[];
/** How many creates the server has seen. */
let arrived: number;

beforeEach(async () => {
  [stop, events, arrived] = [new AbortController(), [], 0];
  emulator = await startEmulator({
    rateLimit: false,
    onRequest: ({ method }) => {
      if (method === "POST") arrived += 1;
      return undefined;
    },
  });
  client = new AccessClient({
    credentials: { apiToken: "t" },
    baseUrl: emulator.baseUrl,
    environment: {},
    stopGraceMs: 60,
  });
});
afterEach(async () => {
  client.close();
  await emulator.close();
});

const create = (name: string, app?: string) => {
  const all = app === undefined ? client.reusablePolicies(ACCOUNT) : client.applicationPolicies(ACCOUNT, app);
  const report = (event: CreateEvent) => events.push(event);
  return all.create(body(name), { matches, report, signal: stop.signal });
};
const lists = () => emulator.requests.filter(({ method }) => method === "GET").length;
async function until(so: () => boolean): Promise<void> {
  while (!so()) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe("creates that were carried out and not answered when a stop ended them", () => {
  test("are kept, found with one list for all", async () => {
    emulator.faults([MADE_AND_SILENT]);
    const names = ["A", "B", "C"];
    const made = Promise.all(names.map((name) => create(name)));
    await until(() => emulator.policies().length === names.length);
    stop.abort();
    const ids = new Map(emulator.policies().map((policy) => [policy.body.name, policy.id]));
    expect((await made).map(({ id }) => id)).toEqual(names.map((name) => ids.get(name)));
    expect(events).toMatchObject(names.map(() => ({ what: "adopted", because: { kind: "aborted" } })));
    expect(lists()).toBe(1);
  });

  test("are kept in an application too", async () => {
    emulator.faults([MADE_AND_SILENT]);
    const made = create("A", "app-1");
    await until(() => emulator.policies().length === 1);
    stop.abort();
    expect((await made).id).toBe(emulator.policies()[0]!.id);
  });

  test("fail soon, as not known, where the list does not answer", async () => {
    emulator.faults([MADE_AND_SILENT, { methods: ["GET"], kind: "latency", ms: NEVER }]);
    const failure = failureOf(create("A"));
    await until(() => emulator.policies().length === 1);
    const stopped = performance.now();
    stop.abort();
    expect(await failure).toMatchObject({ kind: "aborted", outcome: "unknown" });
    expect(performance.now() - stopped).toBeLessThan(5_000);
  });
});

test("a policy of that name that was there before is not taken for a create that a stop ended", async () => {
  const before = emulator.add({ accountId: ACCOUNT }, body("A"));
  const record = emulator.policies().find(({ id }) => id === before)!;
  Object.assign(record, { createdAt: new Date(Date.now() - 60_000).toISOString() });
  emulator.faults([{ ...MADE_AND_SILENT, commit: "before" }]);
  const failure = failureOf(create("A"));
  await until(() => arrived === 1);
  stop.abort();
  expect(await failure).toMatchObject({ kind: "aborted", outcome: "unknown" });
  expect(lists()).toBe(1);
});
