import fc from "fast-check";
import { AccessClient, ApiError, type PolicyEndpoint } from "../../../src/client";
import { type Emulator, startEmulator } from "../../../src/emulator";
import {
  ApplicationWrites,
  type PrecedenceEndpoint,
} from "../../../src/provider/resources/precedence-conflicts";

const ACCOUNT = "699d98642c564d2e855e9661899b7252";
const APP = "f174e90a-fafe-4643-bbbc-4a0ed4fc8415";

let emulator: Emulator;
let client: AccessClient;
let endpoint: PolicyEndpoint;
let run: PrecedenceEndpoint;
beforeAll(async () => {
  emulator = await startEmulator({ rateLimit: false });
});
beforeEach(() => {
  emulator.clear();
  emulator.faults([]);
  client = new AccessClient({
    credentials: { apiToken: "a-token" },
    baseUrl: emulator.baseUrl,
    environment: {},
  });
  endpoint = client.applicationPolicies(ACCOUNT, APP);
  run = new ApplicationWrites().resolving(endpoint);
});
afterEach(() => client.close());
afterAll(() => emulator.close());

const body = (name: string, precedence?: number) => ({
  name,
  decision: name.startsWith("no ") ? "deny" : "allow",
  include: [{ everyone: {} }],
  ...(precedence === undefined ? {} : { precedence }),
});
/** A policy that this run knows nothing of. */
const made = (name: string, precedence?: number) =>
  emulator.add({ accountId: ACCOUNT, appId: APP }, body(name, precedence));
const numbers = () =>
  Object.fromEntries(emulator.policies().map(({ body: { name }, precedence }) => [name, precedence]));

describe("a precedence that another policy holds", () => {
  test.each(Array.from({ length: 20 }, (_, index) => index % 3))(
    "is given up by policies of the same run without a number, in whatever order they are made (first %i)",
    async (first) => {
      const creates = [body("staff"), body("partners"), body("no visitors", 1)];
      const turned = [...creates.slice(first), ...creates.slice(0, first)];
      await Promise.all(turned.map((policy) => run.create(policy)));
      expect(numbers()).toMatchObject({ "no visitors": 1 });
      expect(Object.values(numbers()).sort()).not.toContain(undefined);
    },
  );

  test("is given up by a policy whose update leaves the number out", async () => {
    const staff = made("staff", 1);
    await run.replaceKeepingPrecedence!(staff, body("staff and others", 1));
    await run.create(body("no visitors", 1));
    expect(numbers()).toEqual({ "no visitors": 1, "staff and others": 2 });
  });

  test("is waited for while its holder is deleted", async () => {
    const old = made("no visitors", 1);
    await Promise.all([run.create(body("no guests", 1)), run.delete(old)]);
    expect(numbers()).toEqual({ "no guests": 1 });
  });

  test("is waited for while its holder goes elsewhere", async () => {
    const [one, two] = [made("one", 1), made("two", 2)];
    await Promise.all([run.replace(one, body("one", 2)), run.replace(two, body("two", 3))]);
    expect(numbers()).toEqual({ one: 2, two: 3 });
  });

  test("is swapped, with the allow policy moved behind meanwhile", async () => {
    const [block, staff] = [made("no visitors", 1), made("staff", 2)];
    const orders: unknown[] = [];
    const end = emulator.onCommit(() => orders.push(numbers()));
    await Promise.all([run.replace(block, body("no visitors", 2)), run.replace(staff, body("staff", 1))]);
    end();
    expect(numbers()).toEqual({ staff: 1, "no visitors": 2 });
    expect(orders).toContainEqual({ "no visitors": 1, staff: 3 });
  });

  test("is an error that names a holder outside of the run, which stays as it is", async () => {
    made("by hand", 1);
    await expect(run.create(body("no visitors", 1))).rejects.toMatchObject({
      kind: "conflict",
      reason: expect.stringContaining('precedence 1 is held by policy "by hand"'),
      fix: expect.stringContaining("ApplicationPolicies"),
    });
    expect(numbers()).toEqual({ "by hand": 1 });
  });

  test("is an error where a policy of the run has the same number configured", async () => {
    await run.create(body("staff", 1));
    await expect(run.create(body("no visitors", 1))).rejects.toMatchObject({ kind: "conflict" });
  });

  test("is an error where the API refuses it although no policy holds it", async () => {
    let tries = 0;
    const refusing = new ApplicationWrites().resolving({
      ...endpoint,
      create: async () => {
        tries += 1;
        throw new ApiError({
          operation: "create application policy",
          kind: "refused",
          reason: "policy precedences must be unique",
          errors: [{ code: 12130, message: "policy precedences must be unique" }],
        });
      },
    });
    await expect(refusing.create(body("staff", 1))).rejects.toMatchObject({ errors: [{ code: 12130 }] });
    expect(tries).toBe(2);
  });

  test("ends a wait with the refusal when Terraform asks to stop", async () => {
    const stop = new AbortController();
    const old = made("no visitors", 1);
    const held = new ApplicationWrites();
    let go: () => void = () => {};
    const pending = new Promise<"deleted">((resolve) => {
      go = () => resolve("deleted");
    });
    let refuse: () => void = () => {};
    const refused = new Promise<void>((resolve) => {
      refuse = resolve;
    });
    const create: PolicyEndpoint["create"] = (policy, options) =>
      endpoint.create(policy, options).finally(refuse);
    const stuck = held.resolving({ ...endpoint, create, delete: () => pending });
    const deleting = stuck.delete(old);
    const creating = stuck.create(body("no guests", 1), { signal: stop.signal });
    // Its refusal begins the wait.
    await refused;
    setImmediate(() => stop.abort());
    await expect(creating).rejects.toMatchObject({ errors: [{ code: 12130 }] });
    go();
    await deleting;
  });
});

test("all edits of numbers made at once end with each policy on its number", async () => {
  const count = 6;
  const precedences = fc.shuffledSubarray([1, 2, 3, 4, 5, 6, 7, 8, 9], {
    minLength: count,
    maxLength: count,
  });
  await fc.assert(
    fc.asyncProperty(
      precedences,
      precedences,
      fc.array(fc.boolean(), { minLength: count, maxLength: count }),
      async (before, after, denies) => {
        emulator.clear();
        const writes = new ApplicationWrites().resolving(endpoint);
        const names = before.map((_, index) => `${denies[index] ? "no " : ""}${index}`);
        const ids = before.map((number, index) => made(names[index]!, number));
        await Promise.all(ids.map((id, index) => writes.replace(id, body(names[index]!, after[index]))));
        expect(numbers()).toEqual(Object.fromEntries(after.map((number, index) => [names[index]!, number])));
      },
    ),
    { numRuns: 12 },
  );
}, 30_000);
