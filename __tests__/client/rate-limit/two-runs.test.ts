import { AccessClient } from "../../../src/client";
import { type Emulator, startEmulator } from "../../../src/emulator";

const ACCOUNT = "699d98642c564d2e855e9661899b7252";
const POLICIES = 150;
/** As many as the engine asks for at once. */
const CONCURRENCY = 10;

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator({ rateLimit: { requests: 200, windowSeconds: 2 } });
});
afterAll(() => emulator.close());

/** What a run of Terraform does that only creates: it looks what is there, and then makes one after the other. */
async function run(name: string): Promise<string[]> {
  const client = new AccessClient({
    credentials: { apiToken: "the-token-of-both" },
    baseUrl: emulator.baseUrl,
    environment: {},
  });
  const policies = client.reusablePolicies(ACCOUNT);
  await policies.list();
  const names = Array.from({ length: POLICIES }, (_, index) => `${name} ${index}`);
  const wanted = names.values();
  const made: string[] = [];
  await Promise.all(
    Array.from({ length: CONCURRENCY }, async () => {
      for (const next of wanted) {
        const body = { name: next, decision: "allow", include: [{ everyone: {} }] };
        made.push((await policies.create(body, { matches: () => true })).id);
      }
    }),
  );
  client.close();
  return made;
}

test("two runs at once on one token end well, though together they need more than the limit", async () => {
  const [one, other] = await Promise.all([run("one"), run("other")]);
  const made = [...one, ...other];
  expect(made).toHaveLength(2 * POLICIES);
  expect(new Set(made)).toEqual(new Set(emulator.policies().map(({ id }) => id)));
  const names = emulator.policies().map(({ body }) => body.name);
  expect(new Set(names).size).toBe(2 * POLICIES);
  const posts = emulator.requests.filter(({ method, status }) => method === "POST" && status !== 429);
  expect(posts).toHaveLength(2 * POLICIES);
}, 60_000);
