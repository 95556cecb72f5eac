import { AccessClient, type CreateEvent, type CreateOptions, type PolicyAnswer } from "../../../src/client";
import { canceled } from "../../../src/client/request";
import { type Emulator, type FaultPlan, startEmulator } from "../../../src/emulator";
import type { WirePolicy } from "../../../src/model";
import { failureOf } from "../support/failure-of";

const ACCOUNT = "699d98642c564d2e855e9661899b7252";
const BODY = { name: "Staff", decision: "allow", include: [{ everyone: {} }] };
const matches = (policy: PolicyAnswer) => policy.decision === "allow";
const POST = { methods: ["POST"] } as const;
const LOST = { ...POST, kind: "server-error", commit: "after" } as const;
const NEVER_MADE = { ...POST, kind: "server-error", commit: "before" } as const;

let emulator: Emulator;
let client: AccessClient;
/** What happens at each look, from the first, before it; further looks are quiet. */
let looks: (() => void)[];
let waits: number[];
let events: CreateEvent[];
let lines: string[];

beforeAll(async () => {
  emulator = await startEmulator({ rateLimit: false });
});
beforeEach(() => {
  emulator.clear();
  emulator.faults([]);
  emulator.requests.length = 0;
  [looks, waits, events, lines] = [[], [], [], []];
  client = clientOf();
});
afterEach(() => client.close());
afterAll(() => emulator.close());

const clientOf = () =>
  new AccessClient({
    credentials: { apiToken: "t" },
    baseUrl: emulator.baseUrl,
    environment: {},
    onWarn: (line) => lines.push(line),
    creates: {
      async wait(milliseconds, { operation, signal }, outcome) {
        waits.push(milliseconds);
        looks.shift()?.();
        if (signal?.aborted) throw canceled(operation, outcome);
      },
    },
  });
const create = (options: CreateOptions = {}, app?: string, body: WirePolicy = BODY) => {
  const all = app === undefined ? client.reusablePolicies(ACCOUNT) : client.applicationPolicies(ACCOUNT, app);
  return all.create(body, { matches, report: (event) => events.push(event), ...options });
};
const posts = () => emulator.requests.filter(({ method }) => method === "POST").length;
const existing = () => emulator.policies().map(({ id }) => id);

describe("a create whose answer is lost", () => {
  test.each([undefined, "app-1"])("takes the policy that it made, in %s", async (app) => {
    emulator.faults([{ ...LOST, next: 1 }]);
    const made = await create({}, app);
    expect(existing()).toEqual([made.id]);
    expect(posts()).toBe(1);
    expect(events).toMatchObject([{ what: "adopted", policy: { id: made.id }, because: { kind: "server" } }]);
  });

  test.each([
    ["an error after the work", { ...LOST }],
    ["a reset after the work", { ...POST, kind: "reset", commit: "after" }],
    ["a page of a proxy after the work", { ...POST, kind: "page", commit: "after" }],
    ["an answer that is cut off", { ...POST, kind: "truncated", length: "consistent" }],
    ["an error before the work", NEVER_MADE],
    ["a reset before the work", { ...POST, kind: "reset", commit: "before" }],
  ] as const)("leaves one policy after %s", async (_, fault) => {
    emulator.faults([{ ...fault, next: 1 }]);
    const made = await create();
    expect(existing()).toEqual([made.id]);
  });

  const ALL_LOOKS = [500, 1_000, 2_500, 5_000, 11_000];
  const quiet = (count: number) => Array.from({ length: count }, () => () => {});

  test("is looked for during 20 seconds, and then sent again where nothing was made", async () => {
    emulator.faults([{ ...NEVER_MADE, next: 1 }]);
    const made = await create();
    expect(existing()).toEqual([made.id]);
    expect([posts(), waits]).toEqual([2, [...ALL_LOOKS, 0]]);
    expect(events).toEqual([]);
  });

  /** Something was done after the loss, by any client: a list that shows it is not older than that. */
  function laterChange(change: "created" | "updated"): void {
    const id = emulator.add({ accountId: ACCOUNT }, { ...BODY, name: "Other" });
    const later = new Date(Date.now() + 5_000).toISOString();
    const record = emulator.policies().find((policy) => policy.id === id)!;
    Object.assign(record, change === "created" ? { createdAt: later } : { updatedAt: later });
  }

  test.each(["created", "updated"] as const)(
    "is looked for during 4 seconds where the list shows what was %s later",
    async (change) => {
      emulator.faults([{ ...NEVER_MADE, next: 1 }]);
      looks = [() => laterChange(change)];
      await create();
      expect([posts(), waits]).toEqual([2, [...ALL_LOOKS.slice(0, 3), 0]]);
    },
  );

  test("is looked for longer where the pages of the list never stop shifting", async () => {
    emulator.faults([
      { ...NEVER_MADE, next: 1 },
      { kind: "small-pages", perPage: 1 },
      { kind: "shifting-pages" },
    ]);
    looks = [() => laterChange("created")];
    laterChange("created");
    await create();
    expect(waits.slice(0, 5)).toEqual(ALL_LOOKS);
  });

  test("finds a policy that the list shows late", async () => {
    emulator.faults([
      { ...LOST, next: 1 },
      { kind: "stale-lists", ms: 600_000 },
    ]);
    looks = [...quiet(4), () => emulator.faults([])];
    const made = await create();
    expect(existing()).toEqual([made.id]);
    expect([posts(), waits.length]).toEqual([1, 5]);
  });

  test("fails, as not known, where its time is up before the list shows it", async () => {
    emulator.faults([LOST]);
    const failure = await failureOf(create({ deadline: performance.now() + 400 }));
    expect(failure).toMatchObject({ kind: "server", outcome: "unknown" });
    expect([posts(), waits]).toEqual([1, []]);
  });

  test("is reported in the log while it is looked for", async () => {
    emulator.faults([{ ...LOST, next: 1 }]);
    await create();
    expect(lines).toEqual([
      expect.stringMatching(/^POST .*: the API answered 500.*\. Checking whether the policy was created\.$/),
    ]);
  });

  test("does not take a policy that was there before, of the same name and content", async () => {
    const older = emulator.add({ accountId: ACCOUNT }, BODY);
    const record = emulator.policies().find(({ id }) => id === older)!;
    Object.assign(record, { createdAt: new Date(Date.now() - 60_000).toISOString() });
    emulator.faults([{ ...LOST, next: 1 }]);
    const made = await create();
    expect(made.id).not.toBe(older);
    expect(existing()).toEqual([older, made.id]);
    expect(posts()).toBe(1);
  });

  test("does not take a policy that this client made for another resource", async () => {
    const first = await create();
    emulator.faults([{ ...LOST, next: 1 }]);
    const second = await create();
    expect(second.id).not.toBe(first.id);
    expect(existing()).toEqual([first.id, second.id]);
  });

  test("does not take a policy of other content, or of another name", async () => {
    emulator.faults([{ ...NEVER_MADE, next: 1 }]);
    looks = [
      () => emulator.add({ accountId: ACCOUNT }, { ...BODY, decision: "deny" }),
      () => emulator.add({ accountId: ACCOUNT }, { ...BODY, name: "Other" }),
    ];
    const made = await create();
    expect(posts()).toBe(2);
    expect(existing()).toHaveLength(3);
    expect(existing().at(-1)).toBe(made.id);
  });

  test("does not take a reusable policy for one of an application that uses it", async () => {
    const linked = emulator.add({ accountId: ACCOUNT }, BODY);
    const application = { name: "wiki", type: "self_hosted", domain: "wiki.example.com", policies: [linked] };
    const reply = await fetch(`${emulator.baseUrl}/accounts/${ACCOUNT}/access/apps/app-1`, {
      method: "PUT",
      headers: { authorization: "Bearer t", "content-type": "application/json" },
      body: JSON.stringify(application),
    });
    expect(reply.status).toBe(200);
    emulator.faults([{ ...NEVER_MADE, next: 1 }]);
    const made = await create({}, "app-1");
    expect([posts(), existing()]).toEqual([2, [linked, made.id]]);
  });

  test("stops where several could be it, and names them", async () => {
    emulator.faults([{ ...LOST, next: 1 }]);
    looks = [() => emulator.add({ accountId: ACCOUNT }, BODY)];
    const failure = await failureOf(create());
    expect(failure).toMatchObject({ kind: "server", candidates: existing() });
    for (const id of existing()) expect(failure.message).toContain(id);
    expect([posts(), existing().length]).toEqual([1, 2]);
  });

  test("reports a duplicate that appears only after it was sent again", async () => {
    emulator.faults([
      { ...LOST, next: 1 },
      { kind: "stale-lists", ms: 600_000 },
    ]);
    // It lags during all looks for the first, and still at the first look for duplicates.
    looks = [...quiet(6), () => emulator.faults([])];
    const made = await create();
    const [first] = existing();
    expect([posts(), waits]).toEqual([2, [...ALL_LOOKS, 0, 1_000]]);
    expect(events).toMatchObject([
      { what: "duplicated", policy: { id: made.id }, duplicates: [{ id: first }] },
    ]);
  });

  test("takes the policy that it made where that holds its number when it is sent again", async () => {
    emulator.faults([
      { ...LOST, next: 1 },
      { kind: "stale-lists", ms: 600_000 },
    ]);
    looks = [...quiet(5), () => emulator.faults([])];
    const made = await create({}, "app-1", { ...BODY, precedence: 3 });
    expect([posts(), existing()]).toEqual([2, [made.id]]);
    expect(events).toMatchObject([{ what: "adopted", policy: { id: made.id } }]);
  });

  test("takes the policy that it made, with one look at once, when it is asked to stop", async () => {
    const stop = new AbortController();
    emulator.faults([LOST]);
    looks = [() => stop.abort()];
    const made = await create({ signal: stop.signal });
    expect(existing()).toEqual([made.id]);
    expect(emulator.requests.map(({ method }) => method)).toEqual(["POST", "GET"]);
  });

  test("ends with what is known when it is asked to stop and nothing is found", async () => {
    const stop = new AbortController();
    emulator.faults([LOST, { kind: "stale-lists", ms: 600_000 }]);
    looks = [() => stop.abort()];
    const failure = await failureOf(create({ signal: stop.signal }));
    expect(failure).toMatchObject({ kind: "aborted", outcome: "unknown" });
    expect(failure.message).toContain("500");
    expect(emulator.requests.map(({ method }) => method)).toEqual(["POST", "GET"]);
  });

  test("leaves some of a short time to look in, where no answer ever comes", async () => {
    emulator.faults([{ ...POST, kind: "latency", ms: 60_000, commit: "after" }]);
    const made = await create({ deadline: performance.now() + 2_400 });
    expect([posts(), existing()]).toEqual([1, [made.id]]);
    expect(events).toMatchObject([{ what: "adopted", because: { kind: "timeout" } }]);
  });

  test("says that there was no time to look, where that is so", async () => {
    emulator.faults([{ ...POST, kind: "latency", ms: 60_000, commit: "after" }]);
    const failure = await failureOf(create({ deadline: performance.now() + 600 }));
    expect(failure).toMatchObject({ kind: "timeout", outcome: "unknown" });
    expect(failure.message).toContain("could not be found out in the time that was left");
    expect(failure.message).toContain("(timeouts)");
  });

  test("fails, as not known, where it cannot be looked for", async () => {
    emulator.faults([LOST, { methods: ["GET"], kind: "page", status: 200 }]);
    const failure = await failureOf(create({ deadline: performance.now() + 1000 }));
    expect(failure).toMatchObject({ kind: "server", outcome: "unknown" });
    expect(failure.message).toContain("list reusable policies");
    expect(posts()).toBe(1);
  });

  test("is given up after five requests that made nothing", async () => {
    emulator.faults([NEVER_MADE]);
    expect(await failureOf(create())).toMatchObject({ kind: "server", outcome: "unknown" });
    expect([posts(), existing()]).toEqual([5, []]);
  });

  test("fails at once where no criteria to look by are given", async () => {
    emulator.faults([LOST]);
    const failure = await failureOf(client.reusablePolicies(ACCOUNT).create(BODY));
    expect(failure).toMatchObject({ outcome: "unknown" });
    expect(emulator.requests).toHaveLength(1);
  });
});

describe("a create that ends without knowing whether it was carried out", () => {
  const GET = { methods: ["GET"] } as const;
  const stop = () => {
    const controller = new AbortController();
    looks = [() => controller.abort()];
    return { signal: controller.signal };
  };

  const ENDINGS: readonly (readonly [string, FaultPlan, () => CreateOptions])[] = [
    ["with every request failing", [NEVER_MADE], () => ({})],
    ["with no policy to compare with", [LOST], () => ({ matches: undefined })],
    ["with no time for a look", [LOST], () => ({ deadline: performance.now() + 400 })],
    ["with a list that is refused", [LOST, { ...GET, kind: "refusal", status: 403, code: 9109 }], () => ({})],
    ["with a stop and nothing found", [LOST, { kind: "stale-lists", ms: 600_000 }], stop],
    ["with a stop and a list that fails", [LOST, { ...GET, kind: "reset" }], stop],
    [
      "with a later request that is refused",
      [
        { ...NEVER_MADE, next: 1 },
        { ...POST, kind: "refusal", status: 403, code: 9109 },
      ],
      () => ({}),
    ],
    [
      "with several policies that may be it",
      [LOST],
      () => {
        looks = [() => void emulator.add({ accountId: ACCOUNT }, BODY)];
        return {};
      },
    ],
    [
      "with answers about another policy",
      [{ kind: "wrong-policy" }, { kind: "stale-lists", ms: 600_000 }],
      () => ({}),
    ],
  ];

  test.each(ENDINGS)("says so, and when it began: %s", async (_, faults, options) => {
    emulator.faults(faults);
    const began = Date.now();
    const failure = await failureOf(create(options()));
    expect(failure.outcome).toBe("unknown");
    // The server's clock is known by whole seconds.
    expect(failure.sentAt!.getTime()).toBeGreaterThan(began - 2_000);
    expect(failure.sentAt!.getTime()).toBeLessThanOrEqual(Date.now());
  });
});

describe("a 5xx after a create was sent", () => {
  test.each([
    [500, 10000],
    [500, 10001],
    [502, 9109],
    [503, 971],
    [500, 12135],
    [530, 6003],
    [500, null],
  ])("leaves one policy, whatever its code: %d with %s", async (status, code) => {
    emulator.faults([{ ...POST, kind: "refusal", status, code, commit: "after", next: 1, retryAfter: 0 }]);
    const made = await create();
    expect([posts(), existing()]).toEqual([1, [made.id]]);
    expect(events).toMatchObject([{ what: "adopted", because: { outcome: "unknown" } }]);
  });
});

test("a create that is refused is neither looked for nor sent again", async () => {
  expect(await failureOf(client.reusablePolicies(ACCOUNT).create({ name: "x" }, { matches }))).toMatchObject({
    kind: "refused",
  });
  expect(emulator.requests).toHaveLength(1);
});

test("creates of one name wait for each other, so that neither takes the other's policy", async () => {
  emulator.faults([{ ...LOST, every: 2 }]);
  const made = await Promise.all(Array.from({ length: 6 }, () => create()));
  expect(new Set(made.map(({ id }) => id)).size).toBe(6);
  expect(existing()).toHaveLength(6);
});
