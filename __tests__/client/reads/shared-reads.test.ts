import { AccessClient, type PolicyAnswer } from "../../../src/client";
import { type Emulator, startEmulator } from "../../../src/emulator";

const ACCOUNT = "699d98642c564d2e855e9661899b7252";
const APPS = ["app-1", "app-2", "app-3"];
const BODY = { name: "Staff", decision: "allow", include: [{ everyone: {} }] };

let emulator: Emulator;
let client: AccessClient;
beforeAll(async () => {
  emulator = await startEmulator({ rateLimit: false });
});
beforeEach(() => {
  emulator.clear();
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
const later = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe("reusable policies that are read", () => {
  test("alone are one GET", async () => {
    const [id] = add(2);
    expect((await reusable().read(id!))?.name).toBe("P0");
    expect(asked()).toEqual([`GET policies/${id}`]);
  });

  test("together are one list, each as it is answered alone", async () => {
    const all = add(60);
    const together = await Promise.all(all.map((id) => reusable().read(id)));
    expect(asked()).toEqual(["GET policies"]);
    const alone = clientOf();
    for (const [index, id] of all.slice(0, 5).entries())
      expect(together[index]).toEqual(await alone.reusablePolicies(ACCOUNT).read(id));
    alone.close();
  });

  test("one after another are a GET and a list, which serves the rest", async () => {
    const all = add(5);
    for (const id of all) await reusable().read(id);
    expect(asked()).toEqual([`GET policies/${all[0]}`, "GET policies"]);
  });

  test("by ten at a time, as an engine asks, are one list", async () => {
    const all = add(50);
    const left = [...all];
    const lane = async () => {
      for (let id = left.shift(); id !== undefined; id = left.shift()) {
        await later(left.length % 3);
        await reusable().read(id);
      }
    };
    await Promise.all(Array.from({ length: 10 }, lane));
    expect(asked()).toEqual(["GET policies"]);
  });

  test("late, when others were announced, share their list", async () => {
    const [first, second] = add(2);
    client.anticipateRead();
    client.anticipateRead();
    const early = reusable().read(first!);
    await later(60);
    expect(ids([await reusable().read(second!), await early])).toEqual([second, first]);
    expect(asked()).toEqual(["GET policies"]);
  });

  test("and are not in the list are asked for before they are gone", async () => {
    const [id] = add(1);
    expect(ids(await Promise.all(["gone-1", id!, "gone-2"].map((it) => reusable().read(it))))).toEqual([
      undefined,
      id,
      undefined,
    ]);
    expect(asked().sort()).toEqual(["GET policies", "GET policies/gone-1", "GET policies/gone-2"]);
  });

  test("and are older in the list than is known of them are asked for", async () => {
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

  test("after a write of ours are of a new list, and what was written is asked for itself", async () => {
    const [one, two, three] = add(3);
    await Promise.all([one!, two!].map((id) => reusable().read(id)));
    await reusable().replace(one!, { ...BODY, name: "New" });
    const [first, second] = await Promise.all([one!, three!].map((id) => reusable().read(id)));
    expect([first?.name, second?.name]).toEqual(["New", "P2"]);
    expect(asked().slice(2).sort()).toEqual(["GET policies", `GET policies/${one}`]);
  });
});

describe("policies of applications that are read", () => {
  test("of one application together are that application's list", async () => {
    const all = addTo("app-1", 3);
    expect(ids(await Promise.all(all.map((id) => ofApp("app-1").read(id))))).toEqual(all);
    expect(asked()).toEqual(["GET apps/app-1/policies"]);
  });

  test("of several applications are the list of applications", async () => {
    const all = APPS.map((app) => [app, addTo(app, 2)] as const);
    const reads = all.flatMap(([app, policies]) => policies.map((id) => ofApp(app).read(id)));
    expect(ids(await Promise.all(reads))).toEqual(all.flatMap(([, policies]) => policies));
    expect(asked()).toEqual(["GET apps"]);
  });

  test("are answered as they are alone, the place in the order too", async () => {
    const all = APPS.map((app) => [app, addTo(app, 2)[1]!] as const);
    const together = await Promise.all(all.map(([app, id]) => ofApp(app).read(id)));
    const alone = clientOf();
    expect(together[1]).toEqual(await alone.applicationPolicies(ACCOUNT, "app-2").read(all[1]![1]));
    expect(together[1]).toMatchObject({ precedence: 2 });
    alone.close();
  });

  test("one after another through many applications are two requests", async () => {
    const all = APPS.map((app) => [app, addTo(app, 2)] as const);
    for (const [app, policies] of all) for (const id of [...policies].reverse()) await ofApp(app).read(id);
    expect(asked().length).toBeLessThanOrEqual(3);
    expect(asked().at(-1)).toBe("GET apps");
  });

  test("share the list of applications that a look-up has read", async () => {
    const [id] = addTo("app-1", 1);
    await client.directory(ACCOUNT).list("application");
    expect((await ofApp("app-1").read(id!))?.id).toBe(id);
    expect(asked()).toEqual(["GET apps"]);
  });

  test("of an application that was not written to are still served by the list of all", async () => {
    const [one, two] = [addTo("app-1", 1)[0]!, addTo("app-2", 2)] as const;
    await Promise.all([ofApp("app-1").read(one), ofApp("app-2").read(two[0]!)]);
    await ofApp("app-1").replace(one, BODY);
    await ofApp("app-2").read(two[1]!);
    expect(asked()).toEqual(["GET apps", `PUT apps/app-1/policies/${one}`]);
    expect((await ofApp("app-1").read(one))?.name).toBe("Staff");
  });

  test("of an application that is gone are gone", async () => {
    const [one, two] = [addTo("app-1", 1)[0]!, addTo("app-2", 1)[0]!];
    emulator.removeApplication(ACCOUNT, "app-2");
    expect(ids(await Promise.all([ofApp("app-1").read(one), ofApp("app-2").read(two)]))).toEqual([
      one,
      undefined,
    ]);
  });

  test("that are reusable by now are found all the same", async () => {
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

test("a read that is asked to stop while it waits for others ends at once", async () => {
  const [id] = add(1);
  const stop = new AbortController();
  const reading = reusable().read(id!, { signal: stop.signal });
  stop.abort();
  await expect(reading).rejects.toMatchObject({ kind: "aborted" });
});

test("a read whose list was stopped for another is carried out", async () => {
  const [one, two] = add(2);
  const stop = new AbortController();
  const first = reusable().read(one!, { signal: stop.signal });
  const second = reusable().read(two!);
  stop.abort();
  await expect(first).rejects.toMatchObject({ kind: "aborted" });
  expect((await second)?.id).toBe(two);
});
