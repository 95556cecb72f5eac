import { AccessClient, type CreateEvent } from "../../src/client";
import { type Emulator, startEmulator } from "../../src/emulator";
import { failureOf } from "../client/support/failure-of";
import { ACCOUNT, KINDS } from "./support/with-emulator";

const BODY = { name: "Staff", decision: "allow", include: [{ everyone: {} }] };

let emulator: Emulator;
let client: AccessClient;

beforeEach(async () => {
  emulator = await startEmulator({ rateLimit: false });
  client = new AccessClient({
    credentials: { apiToken: "a-token" },
    baseUrl: emulator.baseUrl,
    environment: {},
    creates: { wait: async () => {} },
  });
});
afterEach(async () => {
  client.close();
  await emulator.close();
});

describe.each(KINDS)(
  "an answer about another policy, to a request for one of the %s policies",
  (_, of, where) => {
    test.each([
      ["read", [["id"]]],
      ["replace", [["id"], ["name"], ["decision"]]],
      ["delete", [["id"]]],
    ] as const)("fails the %s, names both, and is asked for once", async (call, wrong) => {
      for (const fields of wrong) {
        const id = emulator.add({ accountId: ACCOUNT, ...where }, BODY);
        emulator.faults([{ kind: "wrong-policy", fields }]);
        emulator.requests.length = 0;
        const calls = {
          // The list shows the policy older than it is known to be, so that it is requested alone.
          read: () => of(client).read(id, { notOlderThan: "2100-01-01T00:00:00Z" }),
          replace: () => of(client).replace(id, BODY),
          delete: () => of(client).delete(id),
        };
        const failure = await failureOf(calls[call]());
        const [asked, answered] =
          fields[0] === "id" ? [id, "0000aaaa-0000-4000-8000-00000000aaaa"] : Object.values(NAMES[fields[0]]);
        expect(failure).toMatchObject({ kind: "malformed", outcome: call === "read" ? "no" : "unknown" });
        expect(failure.message).toContain(asked);
        expect(failure.message).toContain(answered);
        expect(emulator.requests.filter(({ path }) => path.endsWith(id))).toHaveLength(1);
        emulator.faults([]);
        emulator.clear();
      }
    });

    const NAMES = {
      name: { asked: '"Staff"', answered: '"Another policy"' },
      decision: { asked: '"allow"', answered: '"deny"' },
    };

    test("has a create look for its own, which it takes", async () => {
      emulator.faults([{ kind: "wrong-policy" }]);
      const events: CreateEvent[] = [];
      const made = await of(client).create(BODY, {
        matches: () => true,
        report: (event) => events.push(event),
      });
      expect(emulator.policies().map(({ id }) => id)).toEqual([made.id]);
      expect(events).toMatchObject([{ what: "adopted", because: { kind: "malformed" } }]);
    });

    test("fails a create whose own is not found, as one that may have been carried out, and makes no second one", async () => {
      emulator.faults([{ kind: "wrong-policy" }]);
      const failure = await failureOf(of(client).create(BODY, { matches: () => false }));
      expect(failure).toMatchObject({ kind: "malformed", outcome: "unknown" });
      expect(emulator.policies()).toHaveLength(1);
    });
  },
);
