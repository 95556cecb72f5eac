import type { Emulator, FaultPlan } from "../../src/emulator";
import {
  ACCOUNT,
  APPS,
  appPolicies,
  call,
  closeAll,
  emulate,
  makeReusable,
  POLICIES,
  STAFF,
} from "./support/api";

afterEach(closeAll);

const ids = (answer: { result: { id: string }[] }) => answer.result.map(({ id }) => id);

async function withPolicies(
  count: number,
  faults: FaultPlan = [],
): Promise<{ emulator: Emulator; all: string[] }> {
  const emulator = await emulate();
  const all = Array.from({ length: count }, (_, at) =>
    emulator.add({ accountId: ACCOUNT }, { ...STAFF, name: `policy ${at}` }),
  );
  emulator.faults(faults);
  return { emulator, all };
}

/** The answer's bytes as they came, and how it ended. */
async function raw(emulator: Emulator, method: string, path: string, body?: unknown) {
  const response = await fetch(emulator.baseUrl + path, {
    method,
    headers: { authorization: "Bearer a-token", "content-type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text().catch(() => undefined);
  return { status: response.status, headers: response.headers, text };
}

describe("what replaces an answer", () => {
  const cases: [kind: string, fault: object, code: number][] = [
    ["server-error", {}, 500],
    ["server-error", { status: 503 }, 503],
    ["page", {}, 502],
    ["page", { status: 200 }, 200],
  ];
  for (const [moment, left] of [
    ["before", 0],
    ["after", 1],
  ] as const) {
    test.each(cases)(`%s %j ${moment} the commit leaves ${left} policies`, async (kind, more, status) => {
      const { emulator } = await withPolicies(0, [{ kind, ...more, commit: moment }] as FaultPlan);
      const answer = await raw(emulator, "POST", POLICIES, STAFF);
      expect(answer.status).toBe(status);
      if (kind === "page") {
        expect(answer.headers.get("content-type")).toMatch("text/html");
        expect(answer.text).toMatch(`<title>${status} `);
      } else expect(JSON.parse(answer.text!)).toMatchObject({ success: false, errors: [{ code: 10001 }] });
      expect(emulator.policies()).toHaveLength(left);
      expect(emulator.requests[0]).toMatchObject({ status, faults: [kind] });
    });

    test(`a reset ${moment} the commit leaves ${left} policies, and no answer`, async () => {
      const { emulator } = await withPolicies(0, [{ kind: "reset", commit: moment }]);
      await expect(raw(emulator, "POST", POLICIES, STAFF)).rejects.toMatchObject({
        cause: { code: "ECONNRESET" },
      });
      expect(emulator.policies()).toHaveLength(left);
      const [{ status, faults } = {}] = emulator.requests;
      expect([status, faults]).toEqual([undefined, ["reset"]]);
    });
  }

  test("a page may be any text, also none", async () => {
    const { emulator } = await withPolicies(0, [{ kind: "page", status: 504, body: "" }]);
    expect(await raw(emulator, "GET", POLICIES)).toMatchObject({ status: 504, text: "" });
  });

  test("a storm of 429 says how long to wait, and does nothing", async () => {
    const { emulator } = await withPolicies(0, [{ kind: "too-many-requests", retryAfter: 7, next: 2 }]);
    const answers = [];
    for (let at = 0; at < 3; at++) answers.push(await call(emulator, "POST", POLICIES, STAFF));
    expect(answers.map(({ status, headers }) => [status, headers.get("retry-after")])).toEqual([
      [429, "7"],
      [429, "7"],
      [201, null],
    ]);
  });

  test("a 429 may say nothing about waiting", async () => {
    const { emulator } = await withPolicies(0, [{ kind: "too-many-requests", retryAfter: null }]);
    expect((await call(emulator, "GET", POLICIES)).headers.has("retry-after")).toBe(false);
  });
});

describe("a block", () => {
  test("refuses everything that the credential asks until it is over", async () => {
    let clock = 1_000_000;
    const emulator = await emulate({
      now: () => clock,
      faults: [{ kind: "block", seconds: 300, next: 1, skip: 1 }],
    });
    const ask = async (authorization = "Bearer a-token") => {
      const { status, headers } = await call(emulator, "GET", POLICIES, undefined, { authorization });
      return [status, headers.get("retry-after"), headers.get("ratelimit")];
    };
    expect((await ask())[0]).toBe(200);
    expect(await ask()).toEqual([429, "300", '"default";r=0;t=300']);
    clock += 200_000;
    expect(await ask()).toEqual([429, "100", '"default";r=0;t=100']);
    expect((await ask("Bearer another"))[0]).toBe(200);
    clock += 100_000;
    expect(await ask()).toEqual([200, null, '"default";r=1199;t=300']);
  });

  test("ends with the faults", async () => {
    const { emulator } = await withPolicies(0, [{ kind: "block" }]);
    expect((await call(emulator, "GET", POLICIES)).status).toBe(429);
    emulator.faults([]);
    expect((await call(emulator, "GET", POLICIES)).status).toBe(200);
  });
});

describe("an answer that comes badly", () => {
  test("is cut off: the connection ends before the declared length", async () => {
    const { emulator } = await withPolicies(0, [{ kind: "truncated" }]);
    expect(await raw(emulator, "POST", POLICIES, STAFF)).toMatchObject({ status: 201, text: undefined });
    expect(emulator.policies()).toHaveLength(1);
  });

  test("is cut off, and only its JSON shows it", async () => {
    const { emulator } = await withPolicies(3, [{ kind: "truncated", length: "consistent", keep: 0.9 }]);
    const { status, text } = await raw(emulator, "GET", POLICIES);
    expect([status, text?.startsWith('{"success":true')]).toEqual([200, true]);
    expect(() => JSON.parse(text!)).toThrow(SyntaxError);
  });

  test("trickles, and is whole in the end", async () => {
    const { emulator } = await withPolicies(1, [{ kind: "slow-bytes", bytes: 100, pauseMs: 5 }]);
    expect((await call(emulator, "GET", POLICIES)).result).toHaveLength(1);
    expect(emulator.requests[0]!.durationMs).toBeGreaterThan(10);
  });

  test.each(["before", "after"] as const)("is late, %s it is carried out", async (commit) => {
    const { emulator } = await withPolicies(0, [{ kind: "latency", ms: [60, 80], commit }]);
    const asked = call(emulator, "POST", POLICIES, STAFF);
    while (emulator.requests[0]?.faults === undefined) await new Promise((resolve) => setTimeout(resolve, 1));
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(emulator.policies()).toHaveLength(commit === "before" ? 0 : 1);
    expect((await asked).status).toBe(201);
    expect(emulator.requests[0]!.durationMs).toBeGreaterThan(55);
  });

  test("that is still waiting when the emulator is closed is never carried out", async () => {
    const { emulator } = await withPolicies(0, [{ kind: "latency", ms: 30 }]);
    const asked = expect(call(emulator, "POST", POLICIES, STAFF)).rejects.toThrow("fetch failed");
    while (emulator.requests[0]?.faults === undefined) await new Promise((resolve) => setTimeout(resolve, 1));
    await emulator.close();
    await asked;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(emulator.policies()).toEqual([]);
  });
});

describe("lists that change between their pages", () => {
  const page = (emulator: Emulator, at: number, path = POLICIES) =>
    call(emulator, "GET", `${path}?page=${at}&per_page=1000`);

  test("have smaller pages than asked for where there should be some", async () => {
    const { emulator, all } = await withPolicies(5, [{ kind: "small-pages", perPage: 2 }]);
    const pages = [await page(emulator, 1), await page(emulator, 2), await page(emulator, 3)];
    expect(pages.flatMap(ids)).toEqual(all);
    expect(pages[2]!.body.result_info).toEqual({
      page: 3,
      per_page: 2,
      count: 1,
      total_count: 5,
      total_pages: 3,
    });
  });

  test.each([
    ["moved", [[0, 1], [1, 2], [2]], [5, 5, 5]],
    ["removed", [[0, 1], [3, 4], []], [5, 4, 3]],
    [
      "added",
      [
        [0, 1],
        [1, 2],
        [2, 3],
      ],
      [5, 6, 7],
    ],
  ] as const)("%s: what the pages show, and how many they say there are", async (change, shown, totals) => {
    const { emulator, all } = await withPolicies(5, [
      { kind: "small-pages", perPage: 2 },
      { kind: "shifting-pages", change },
    ]);
    const pages = [await page(emulator, 1), await page(emulator, 2), await page(emulator, 3)];
    expect(pages.map((it) => ids(it).map((id) => all.indexOf(id)))).toEqual(shown);
    expect(pages.map((it) => it.body.result_info.total_count)).toEqual(totals);
  });

  test("do so once where that is asked, on applications and their policies too", async () => {
    const emulator = await emulate({ applications: [{ id: "a" }, { id: "b" }, { id: "c" }] });
    emulator.faults([
      { kind: "small-pages", perPage: 1 },
      { kind: "shifting-pages", next: 1 },
    ]);
    const read = async () => [await page(emulator, 1, APPS), await page(emulator, 2, APPS)].flatMap(ids);
    expect(await read()).toEqual(["a", "a"]);
    expect(await read()).toEqual(["a", "b"]);
    emulator.add({ accountId: ACCOUNT, appId: "a" }, STAFF);
    emulator.add({ accountId: ACCOUNT, appId: "a" }, STAFF);
    expect(ids(await page(emulator, 1, appPolicies("a")))).toHaveLength(1);
  });
});

describe("lists that lag behind", () => {
  test("show what was, until they have caught up; single policies are as they are", async () => {
    let clock = 0;
    const emulator = await emulate({ now: () => clock });
    const [kept, gone] = [await makeReusable(emulator, { name: "old" }), await makeReusable(emulator)];
    emulator.faults([{ kind: "stale-lists", ms: 100 }]);
    await call(emulator, "PUT", `${POLICIES}/${kept.id}`, { ...STAFF, name: "new" });
    await call(emulator, "DELETE", `${POLICIES}/${gone.id}`);
    const made = await makeReusable(emulator, { name: "made" });

    const list = async () =>
      (await call(emulator, "GET", POLICIES)).result.map((it: { name: string }) => it.name);
    clock = 99;
    expect(await list()).toEqual(["old", "Staff"]);
    const statuses = await Promise.all(
      [kept, gone, made].map(async ({ id }) => (await call(emulator, "GET", `${POLICIES}/${id}`)).status),
    );
    expect(statuses).toEqual([200, 404, 200]);
    clock = 100;
    expect(await list()).toEqual(["new", "made"]);
  });

  test("show an application's policies late too, in its own list and in that of the applications", async () => {
    let clock = 0;
    const emulator = await emulate({ now: () => clock, faults: [{ kind: "stale-lists", ms: 50 }] });
    await call(emulator, "POST", appPolicies("app"), STAFF);
    const seen = async () => [
      (await call(emulator, "GET", appPolicies("app"))).result.length,
      (await call(emulator, "GET", APPS)).result[0]?.policies.length,
    ];
    expect(await seen()).toEqual([0, undefined]);
    clock = 50;
    expect(await seen()).toEqual([1, 1]);
  });

  test("lag only where the fault strikes, as if several servers answered", async () => {
    const { emulator, all } = await withPolicies(1, [{ kind: "stale-lists", ms: 60_000, every: 2 }]);
    emulator.remove(all[0]!);
    const seen = [await call(emulator, "GET", POLICIES), await call(emulator, "GET", POLICIES)].map(ids);
    expect(seen).toEqual([[], all]);
  });

  test("go on lagging when other faults come and go beside them", async () => {
    let clock = 0;
    const emulator = await emulate({ now: () => clock });
    const stale = { kind: "stale-lists", ms: 100 } as const;
    emulator.faults([stale]);
    const { id } = await makeReusable(emulator);
    emulator.faults([{ kind: "latency", ms: 0 }, { ...stale }]);
    expect(ids(await call(emulator, "GET", POLICIES))).toEqual([]);
    clock = 100;
    expect(ids(await call(emulator, "GET", POLICIES))).toEqual([id]);
  });

  test("are right once the fault is gone", async () => {
    const { emulator, all } = await withPolicies(1, [{ kind: "stale-lists", ms: 60_000 }]);
    emulator.remove(all[0]!);
    expect(ids(await call(emulator, "GET", POLICIES))).toEqual(all);
    emulator.faults([]);
    expect(ids(await call(emulator, "GET", POLICIES))).toEqual([]);
  });
});

describe("a schedule", () => {
  async function strikes(fault: object, count: number, seed = 1): Promise<number[]> {
    const { emulator } = await withPolicies(0, {
      seed,
      faults: [{ kind: "server-error", ...fault }],
    } as FaultPlan);
    const statuses = [];
    for (let at = 1; at <= count; at++) statuses.push((await call(emulator, "GET", POLICIES)).status);
    return statuses.flatMap((status, at) => (status === 500 ? [at + 1] : []));
  }

  test.each([
    [{ next: 2 }, [1, 2]],
    [{ skip: 2, next: 1 }, [3]],
    [{ every: 3 }, [3, 6]],
    [{ skip: 1, every: 2, next: 2 }, [3, 5]],
    [{ probability: 0 }, []],
    [{ methods: ["GET"] }, [1, 2, 3, 4, 5, 6, 7]],
    [{ methods: ["POST", "PUT"] }, []],
    [{ path: POLICIES, next: 1 }, [1]],
    [{ path: "/accounts/*/access/policies", next: 1 }, [1]],
    [{ path: "**/policies", next: 1 }, [1]],
    [{ path: "/accounts/*/policies" }, []],
    [{ path: "/accounts/*/access/polic.es" }, []],
  ])("%j strikes the requests %j of seven", async (fault, expected) => {
    expect(await strikes(fault, 7)).toEqual(expected);
  });

  test("with a probability strikes the same requests for the same seed, and about so many", async () => {
    const [one, again, other] = [
      await strikes({ probability: 0.3 }, 80),
      await strikes({ probability: 0.3 }, 80),
      await strikes({ probability: 0.3 }, 80, 2),
    ];
    expect(again).toEqual(one);
    expect(other).not.toEqual(one);
    expect(one.length).toBeGreaterThan(12);
    expect(one.length).toBeLessThan(36);
  });

  test("of several: the first that strikes replaces the answer, delays add up", async () => {
    const { emulator } = await withPolicies(0, [
      { kind: "latency", ms: 20 },
      { kind: "page", status: 503, every: 2 },
      { kind: "server-error", status: 504 },
      { kind: "latency", ms: 20 },
    ]);
    await raw(emulator, "GET", POLICIES);
    await raw(emulator, "GET", POLICIES);
    expect(emulator.requests.map(({ status, faults }) => [status, faults])).toEqual([
      [504, ["latency", "server-error", "latency"]],
      [503, ["latency", "page", "latency"]],
    ]);
    expect(emulator.requests[0]!.durationMs).toBeGreaterThan(35);
    expect(emulator.faultReport().map(({ met, struck }) => [met, struck])).toEqual([
      [2, 2],
      [2, 1],
      [1, 1],
      [2, 2],
    ]);
  });
});

test.each([
  [[{ kind: "resset" }], /^faults\[0\]\.kind: must be one of latency, .*, got "resset"$/],
  [[{ kind: "latency" }], 'faults[0].ms: missing required field "ms"'],
  [[{ kind: "latency", ms: [5, 1] }], "faults[0].ms: must be milliseconds, or [least, most], got [5,1]"],
  [
    [{ kind: "reset" }, { kind: "reset", probability: 7 }],
    "faults[1].probability: must be a number from 0 to 1, got 7",
  ],
  [[{ kind: "reset", perPage: 3 }], 'faults[0].perPage: unknown field "perPage"'],
  [
    [{ kind: "server-error", status: 404 }],
    "faults[0].status: must be a whole number from 500 to 599, got 404",
  ],
  [
    [{ kind: "reset", methods: ["PATCH"] }],
    'faults[0].methods[0]: must be one of GET, POST, PUT, DELETE, got "PATCH"',
  ],
  [
    [{ kind: "reset", path: "policies" }],
    'faults[0].path: must be a path that starts with "/" or "*", got "policies"',
  ],
  [
    [{ kind: "reset", next: 0, every: 0 }],
    "faults[0].next: must be a whole number of at least 1, got 0; faults[0].every",
  ],
  [{ faults: [], seed: -1 }, "seed: must be a whole number from 0"],
  [{ fault: [] }, 'faults: missing required field "faults"'],
  ["reset", "the faults must be an object, got string"],
  [[null], "faults[0]: must be an object, got null"],
])("%j is refused as a plan, and the plan before it stays", async (plan, message) => {
  const emulator = await emulate({ faults: [{ kind: "reset", methods: ["DELETE"] }] });
  expect(() => emulator.faults(plan as FaultPlan)).toThrow(message);
  expect(emulator.faultReport()).toEqual([{ kind: "reset", methods: ["DELETE"], met: 0, struck: 0 }]);
});
