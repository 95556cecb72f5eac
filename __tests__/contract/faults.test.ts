import type { AccessClient } from "../../src/client";
import { type Emulator, type Fault, startEmulator } from "../../src/emulator";
import { failureOf } from "../client/support/failure-of";
import { CALL_NAMES, callUnder, type Ending, expectRight, hastyClient, POLICY } from "./support/calls";
import { ACCOUNT, KINDS } from "./support/with-emulator";

/** Each strikes the first two requests that it is for. */
const PASSING: readonly Fault[] = [
  { kind: "latency", ms: 30 },
  { kind: "latency", ms: 30, commit: "after" },
  { kind: "too-many-requests", retryAfter: 0 },
  { kind: "too-many-requests", retryAfter: 1, next: 1 },
  { kind: "block", seconds: 0.5, next: 1 },
  { kind: "server-error" },
  { kind: "server-error", commit: "after" },
  { kind: "server-error", status: 503 },
  { kind: "server-error", status: 503, commit: "after" },
  { kind: "reset" },
  { kind: "reset", commit: "after" },
  { kind: "page", status: 502 },
  { kind: "page", status: 502, commit: "after" },
  { kind: "page", status: 503, body: "" },
  { kind: "page", status: 504, commit: "after" },
  { kind: "truncated", keep: 0 },
  { kind: "truncated", keep: 0.5 },
  { kind: "truncated", keep: 0.5, length: "consistent" },
  { kind: "slow-bytes", bytes: 50, pauseMs: 1 },
];

const nameOf = ({ kind, ...more }: Fault) => `${kind} ${JSON.stringify(more)}`;

const CALLS = KINDS.flatMap(([kind, of, where]) =>
  CALL_NAMES.map((call) => ({
    kind,
    call,
    under: (faults: readonly Fault[]) => callUnder(faults, call, of, where),
  })),
);

describe("a call under a fault that passes", () => {
  const endings = new Map<string, Ending>();
  // All at once: they mostly wait.
  beforeAll(async () => {
    const running = PASSING.flatMap((fault) =>
      CALLS.map(async ({ kind, call, under }) => {
        endings.set(`${nameOf(fault)} ${kind} ${call}`, await under([{ next: 2, ...fault }]));
      }),
    );
    await Promise.all(running);
  }, 30_000);

  describe.each(PASSING.map(nameOf))("%s", (fault) => {
    test.each(CALLS)("ends right: $call of $kind policies", ({ kind, call }) => {
      const ending = endings.get(`${fault} ${kind} ${call}`)!;
      expect(ending.emulator.faultReport()[0]!.struck).toBeGreaterThan(0);
      expectRight(call, ending);
    });
  });
});

describe("a page with status 200 instead of the answer", () => {
  test.each(CALLS.flatMap((it) => (["before", "after"] as const).map((commit) => ({ ...it, commit }))))(
    "$commit the commit: $call of $kind policies does what it says, or fails and says that it is unclear",
    async ({ call, commit, under }) => {
      const ending = await under([{ kind: "page", status: 200, commit, next: 1 }]);
      if (!ending.failed) return expectRight(call, ending);
      expect(call).not.toBe("create");
      const outcome = call === "read" || call === "list" ? "no" : "unknown";
      expect(ending.result).toMatchObject({ kind: "not-json", status: 200, outcome });
    },
  );
});

describe.each(KINDS)("the lists of %s policies", (_, of, where) => {
  async function withMany(
    count: number,
    body: (client: AccessClient, emulator: Emulator, ids: string[]) => Promise<void>,
  ) {
    const emulator = await startEmulator();
    const client = hastyClient(emulator);
    const add = (at: number) =>
      emulator.add({ accountId: ACCOUNT, ...where }, { ...POLICY, name: `policy ${at}` });
    try {
      await body(
        client,
        emulator,
        Array.from({ length: count }, (_, at) => add(at)),
      );
    } finally {
      client.close();
      await emulator.close();
    }
  }

  test.each(["moved", "removed", "added"] as const)(
    "lose nothing when their pages shift once: %s",
    (change) =>
      withMany(10, async (client, emulator, ids) => {
        emulator.faults([
          { kind: "small-pages", perPage: 3 },
          { kind: "shifting-pages", change, next: 1 },
        ]);
        expect((await of(client).list()).map(({ id }) => id).sort()).toEqual([...ids].sort());
      }),
  );

  test.each(["moved", "removed", "added"] as const)(
    "whose pages never stop shifting take no policy away from those who read it: %s",
    (change) =>
      withMany(10, async (client, emulator, ids) => {
        emulator.faults([
          { kind: "small-pages", perPage: 3 },
          { kind: "shifting-pages", change },
        ]);
        const read = await Promise.all(ids.map((id) => of(client).read(id)));
        expect(read.map((policy) => policy?.id)).toEqual(ids);
      }),
  );

  test("that lag show nobody what this client has changed since", () =>
    withMany(6, async (client, emulator, ids) => {
      emulator.faults([{ kind: "stale-lists", ms: 60_000 }]);
      const [changed, gone] = ids as [string, string];
      const { updated_at } = await of(client).replace(changed, { ...POLICY, name: "changed" });
      const made = await of(client).create({ ...POLICY, name: "made" });
      await of(client).delete(gone);
      const reads = [
        of(client).read(changed, { notOlderThan: String(updated_at) }),
        of(client).read(made.id),
      ];
      const [first, second] = await Promise.all([...reads, ...ids.slice(2).map((id) => of(client).read(id))]);
      expect([first?.name, second?.name]).toEqual(["changed", "made"]);
    }));

  test("that lag are answered with what this client has written, and without what somebody else has deleted", () =>
    withMany(3, async (client, emulator, ids) => {
      emulator.faults([{ kind: "stale-lists", ms: 60_000 }]);
      const [changed, gone, other] = ids as [string, string, string];
      await of(client).replace(changed, { ...POLICY, name: "changed" });
      await of(client).delete(gone);
      const made = await of(client).create({ ...POLICY, name: "made" });
      const taken = await of(client).create({ ...POLICY, name: "taken away" });
      emulator.remove(taken.id);
      const listed = await of(client).list();
      expect(listed.map(({ id, name }) => [id, name])).toEqual([
        [changed, "changed"],
        [other, "policy 2"],
        [made.id, "made"],
      ]);
    }));

  test("show what somebody else has changed since this client wrote it", () =>
    withMany(0, async (client, emulator) => {
      const { id } = await of(client).create(POLICY);
      await new Promise((resolve) => setTimeout(resolve, 2));
      emulator.edit(id, { name: "by hand" });
      expect((await of(client).list()).map(({ name }) => name)).toEqual(["by hand"]);
    }));

  test("that lag behind a create whose answer was lost lead to one policy", () =>
    withMany(3, async (client, emulator) => {
      emulator.faults([
        { kind: "stale-lists", ms: 120 },
        { kind: "reset", commit: "after", methods: ["POST"], next: 1 },
      ]);
      const { id } = await of(client).create(POLICY, { matches: () => true });
      expect(
        emulator
          .policies()
          .filter(({ body }) => body.name === POLICY.name)
          .map((it) => it.id),
      ).toEqual([id]);
    }));

  test("distinguish two policies of one name when both answers were lost", () =>
    withMany(0, async (client, emulator) => {
      emulator.faults([{ kind: "server-error", commit: "after", methods: ["POST"] }]);
      const made = await Promise.all(
        ["1h", "2h", "2h"].map((session_duration) =>
          of(client).create(
            { ...POLICY, session_duration },
            { matches: (it) => it.session_duration === session_duration },
          ),
        ),
      );
      expect(made.map((it) => it.session_duration)).toEqual(["1h", "2h", "2h"]);
      expect(new Set(made.map(({ id }) => id))).toEqual(new Set(emulator.policies().map(({ id }) => id)));
      expect(emulator.policies()).toHaveLength(3);
    }));
});

describe("a fault that does not pass", () => {
  test.each([
    [{ kind: "server-error", status: 503 }, "server"],
    [{ kind: "reset" }, "unreachable"],
    [{ kind: "page", status: 502 }, "not-json"],
    [{ kind: "truncated" }, "unreachable"],
  ] as const)(
    "%j ends with the time that a call has, and says how often it was tried",
    async (fault, kind) => {
      const emulator = await startEmulator();
      const id = emulator.add({ accountId: ACCOUNT }, POLICY);
      const client = hastyClient(emulator);
      const policies = client.reusablePolicies(ACCOUNT);
      await policies.list();
      emulator.faults([fault]);
      const failure = await failureOf(policies.replace(id, POLICY, { deadline: performance.now() + 300 }));
      expect(failure.kind).toBe(kind);
      expect(failure.message).toMatch(/tried \d+ times in 1 second/);
      client.close();
      await emulator.close();
    },
  );

  test("429 without end ends with the time that a call has, and says that it is the limit", async () => {
    const emulator = await startEmulator({ faults: [{ kind: "too-many-requests", retryAfter: 0 }] });
    const client = hastyClient(emulator);
    const create = client.reusablePolicies(ACCOUNT).create(POLICY, { deadline: performance.now() + 300 });
    expect(await failureOf(create)).toMatchObject({ kind: "rate-limited", status: 429, outcome: "no" });
    client.close();
    await emulator.close();
  });
});
