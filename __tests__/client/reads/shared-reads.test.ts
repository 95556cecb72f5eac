import { AccessClient, type PolicyAnswer } from "../../../src/client";
import { type Emulator, startEmulator } from "../../../src/emulator";

const ACCOUNT = "699d98642c564d2e855e9661899b7252";
const REFUSED = { kind: "refusal", status: 400, code: 1 } as const;
const APPS = ["app-1", "app-2", "app-3"];
const BODY = { name: "Staff", decision: "allow", include: [{ everyone: {} }] };

let emulator: Emulator;
let client: AccessClient;
beforeAll(async () => {
  emulator = await startEmulator({ rateLimit: false });
});
beforeEach(() => {
  emulator.clear();
  emulator.faults([]);
  emulator.requests.length = 0;
  client = clientOf();
});
afterEach(() => client.close());
afterAll(() => emulator.close());

const clientOf = () =>
  new AccessClient({ credentials: { apiToken: "t" }, baseUrl: emulator.baseUrl, environment: {} });
const reusable = () => client.reusablePolicies(ACCOUNT);
const ofApp = (app: string) => client.applicationPolicies(ACCOUNT, app);
const add = (count: number) =>
  Array.from({ length: count }, (_, i) => emulator.add({ accountId: ACCOUNT }, { ...BODY, name: `P${i}` }));
const addTo = (app: string, count: number) =>
  Array.from({ length: count }, (_, i) =>
    emulator.add({ accountId: ACCOUNT, appId: app }, { ...BODY, name: `${app} ${i}` }),
  );
/** What was asked, below the account. */
const asked = () =>
  emulator.requests.map(
    ({ method, path }) => `${method} ${path.replace(`/accounts/${ACCOUNT}/access/`, "")}`,
  );
const ids = (answers: readonly (PolicyAnswer | undefined)[]) => answers.map((answer) => answer?.id);
/** What a GET of the policy alone answers. */
async function resultOf(id: string, app?: string): Promise<unknown> {
  const where = app === undefined ? "policies" : `apps/${app}/policies`;
  const url = `${emulator.baseUrl}/accounts/${ACCOUNT}/access/${where}/${id}`;
  const answer = await fetch(url, { headers: { authorization: "Bearer t" } });
  return ((await answer.json()) as { result: unknown }).result;
}
const later = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe("reads of reusable policies", () => {
  test("take one list for a single policy", async () => {
    const [id] = add(2);
    expect((await reusable().read(id!))?.name).toBe("P0");
    expect(asked()).toEqual(["GET policies"]);
  });

  test("share one list where they come together, and answer as a GET does", async () => {
    const all = add(60);
    const together = await Promise.all(all.map((id) => reusable().read(id)));
    expect(asked()).toEqual(["GET policies"]);
    for (const [index, id] of all.slice(0, 5).entries()) expect(together[index]).toEqual(await resultOf(id));
  });

  test("share one list where they come one after another", async () => {
    const all = add(5);
    for (const id of all) await reusable().read(id);
    expect(asked()).toEqual(["GET policies"]);
  });

  test("share one list where they come ten at a time, as an engine sends them", async () => {
    const all = add(50);
    const left = [...all];
    const worker = async () => {
      for (let id = left.shift(); id !== undefined; id = left.shift()) {
        await later(left.length % 3);
        await reusable().read(id);
      }
    };
    await Promise.all(Array.from({ length: 10 }, worker));
    expect(asked()).toEqual(["GET policies"]);
  });

  test("read all pages of a list that does not fit on one", async () => {
    emulator.faults([{ kind: "small-pages", perPage: 3 }]);
    const all = add(7);
    expect(ids(await Promise.all(all.map((id) => reusable().read(id))))).toEqual(all);
    expect(asked()).toEqual(["GET policies", "GET policies", "GET policies"]);
  });

  test("request a policy that the list does not have before they report it as gone", async () => {
    const [id] = add(1);
    expect(ids(await Promise.all(["gone-1", id!, "gone-2"].map((it) => reusable().read(it))))).toEqual([
      undefined,
      id,
      undefined,
    ]);
    expect(asked().sort()).toEqual(["GET policies", "GET policies/gone-1", "GET policies/gone-2"]);
  });

  test("request a policy that the list shows older than it is known to be", async () => {
    const [one, other] = add(2);
    const future = new Date(Date.now() + 60_000).toISOString();
    const past = new Date(Date.now() - 60_000).toISOString();
    await Promise.all([
      reusable().read(one!, { notOlderThan: future }),
      reusable().read(other!, { notOlderThan: past }),
    ]);
    expect(asked()).toEqual(["GET policies", `GET policies/${one}`]);
  });

  test("share the list that a look-up has read", async () => {
    const [id] = add(1);
    await client.directory(ACCOUNT).list("reusable_policy");
    await reusable().read(id!);
    expect(asked()).toEqual(["GET policies"]);
  });

  test("take a new list after a write of this client, and request the policy that it wrote", async () => {
    const [one, two, three] = add(3);
    await Promise.all([one!, two!].map((id) => reusable().read(id)));
    await reusable().replace(one!, { ...BODY, name: "New" });
    const [first, second] = await Promise.all([one!, three!].map((id) => reusable().read(id)));
    expect([first?.name, second?.name]).toEqual(["New", "P2"]);
    expect(asked().slice(2).sort()).toEqual(["GET policies", `GET policies/${one}`]);
  });
});

describe("reads of policies of applications", () => {
  test("take the list of applications for one application", async () => {
    const all = addTo("app-1", 3);
    expect(ids(await Promise.all(all.map((id) => ofApp("app-1").read(id))))).toEqual(all);
    expect(asked()).toEqual(["GET apps"]);
  });

  test("take the list of applications once for several applications", async () => {
    const all = APPS.map((app) => [app, addTo(app, 2)] as const);
    const reads = all.flatMap(([app, policies]) => policies.map((id) => ofApp(app).read(id)));
    expect(ids(await Promise.all(reads))).toEqual(all.flatMap(([, policies]) => policies));
    expect(asked()).toEqual(["GET apps"]);
  });

  test("answer as a GET does, the precedence too", async () => {
    const all = APPS.map((app) => [app, addTo(app, 2)[1]!] as const);
    const together = await Promise.all(all.map(([app, id]) => ofApp(app).read(id)));
    expect(together[1]).toEqual(await resultOf(all[1]![1], "app-2"));
    expect(together[1]).toMatchObject({ precedence: 2 });
  });

  test("take one request where they come one after another through many applications", async () => {
    const all = APPS.map((app) => [app, addTo(app, 2)] as const);
    for (const [app, policies] of all) for (const id of [...policies].reverse()) await ofApp(app).read(id);
    expect(asked()).toEqual(["GET apps"]);
  });

  test("read all pages of a list of applications that does not fit on one", async () => {
    emulator.faults([{ kind: "small-pages", perPage: 1 }]);
    const all = APPS.map((app) => [app, addTo(app, 1)[0]!] as const);
    expect(ids(await Promise.all(all.map(([app, id]) => ofApp(app).read(id))))).toEqual(
      all.map(([, id]) => id),
    );
    expect(asked()).toEqual(["GET apps", "GET apps", "GET apps"]);
  });

  test("take an application's own list where the list of applications fails", async () => {
    emulator.faults([{ ...REFUSED, path: "**/apps" }]);
    const all = addTo("app-1", 2);
    for (const id of all) expect((await ofApp("app-1").read(id))?.id).toBe(id);
    expect(asked()).toEqual(["GET apps", "GET apps/app-1/policies"]);
  });

  test("request each policy where every list fails", async () => {
    emulator.faults([
      { ...REFUSED, path: "**/apps" },
      { ...REFUSED, path: "**/policies" },
    ]);
    const all = addTo("app-1", 2);
    for (const id of all) expect((await ofApp("app-1").read(id))?.id).toBe(id);
    expect(asked()).toEqual([
      "GET apps",
      "GET apps/app-1/policies",
      ...all.map((id) => `GET apps/app-1/policies/${id}`),
    ]);
  });

  test("take the own list of an application that this client wrote to, once", async () => {
    const [one, two, three] = addTo("app-1", 3);
    await ofApp("app-1").read(one!);
    await ofApp("app-1").replace(one!, BODY);
    for (const id of [two, three]) expect((await ofApp("app-1").read(id!))?.id).toBe(id);
    expect(asked()).toEqual(["GET apps", `PUT apps/app-1/policies/${one}`, "GET apps/app-1/policies"]);
  });

  test("share the list of applications that a look-up has read", async () => {
    const [id] = addTo("app-1", 1);
    await client.directory(ACCOUNT).list("application");
    expect((await ofApp("app-1").read(id!))?.id).toBe(id);
    expect(asked()).toEqual(["GET apps"]);
  });

  test("take the list of applications for those that this client did not write to", async () => {
    const [one, two] = [addTo("app-1", 1)[0]!, addTo("app-2", 2)] as const;
    await Promise.all([ofApp("app-1").read(one), ofApp("app-2").read(two[0]!)]);
    await ofApp("app-1").replace(one, BODY);
    await ofApp("app-2").read(two[1]!);
    expect(asked()).toEqual(["GET apps", `PUT apps/app-1/policies/${one}`]);
    expect((await ofApp("app-1").read(one))?.name).toBe("Staff");
  });

  test("find nothing in an application that is gone", async () => {
    const [one, two] = [addTo("app-1", 1)[0]!, addTo("app-2", 1)[0]!];
    emulator.removeApplication(ACCOUNT, "app-2");
    expect(ids(await Promise.all([ofApp("app-1").read(one), ofApp("app-2").read(two)]))).toEqual([
      one,
      undefined,
    ]);
  });

  test("find a policy that has become reusable", async () => {
    const [own] = addTo("app-1", 1);
    addTo("app-2", 1);
    await fetch(`${emulator.baseUrl}/accounts/${ACCOUNT}/access/apps/app-1/policies/${own}/make_reusable`, {
      method: "PUT",
      headers: { authorization: "Bearer t" },
    });
    const [read] = await Promise.all([ofApp("app-1").read(own!), ofApp("app-2").read("none")]);
    expect(read).toMatchObject({ id: own, reusable: true });
  });
});

test("a read that is asked to stop while it waits for a list ends at once", async () => {
  const [id] = add(1);
  const stop = new AbortController();
  const reading = reusable().read(id!, { signal: stop.signal });
  stop.abort();
  await expect(reading).rejects.toMatchObject({ kind: "aborted" });
});

test("a read requests the list again that was stopped for another", async () => {
  const [one, two] = add(2);
  const stop = new AbortController();
  const first = reusable().read(one!, { signal: stop.signal });
  const second = reusable().read(two!);
  stop.abort();
  await expect(first).rejects.toMatchObject({ kind: "aborted" });
  expect((await second)?.id).toBe(two);
});
