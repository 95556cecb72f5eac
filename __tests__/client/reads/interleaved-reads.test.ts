import fc from "fast-check";
import { AccessClient, type PolicyAnswer } from "../../../src/client";
import { type Emulator, startEmulator } from "../../../src/emulator";

const ACCOUNT = "699d98642c564d2e855e9661899b7252";
const body = (version: number) => ({
  name: `version ${version}`,
  decision: "allow",
  include: [{ everyone: {} }],
});
const versionIn = (answer: PolicyAnswer) => Number(/\d+/.exec(String(answer.name))![0]);

/** `undefined`: the account's reusable policies; else those of an application. */
const COLLECTIONS = [undefined, "app-1", "app-2", "app-3"] as const;

/** A policy as the world should be, kept beside what the client says. */
interface Known {
  readonly id: string;
  readonly app: string | undefined;
  /** Of the last write that was answered, by whomever. */
  version: number;
  /** As it was answered to our last write. */
  updatedAt?: string;
  deleted: boolean;
  /** Ours of this client, so that it knows that the policy is gone. */
  deletedHere: boolean;
}

type Step =
  | { readonly do: "read"; readonly which: number; readonly wait: boolean }
  | { readonly do: "replace"; readonly which: number; readonly wait: boolean }
  | { readonly do: "delete"; readonly which: number; readonly wait: boolean }
  | { readonly do: "create"; readonly where: number; readonly wait: boolean }
  | { readonly do: "made elsewhere"; readonly where: number; readonly wait: boolean }
  | { readonly do: "new client" };

const which = fc.nat({ max: 5 });
const wait = fc.boolean();
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constant("read" as const), which, wait }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("replace" as const), which, wait }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("delete" as const), which, wait }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom("create" as const, "made elsewhere" as const),
      where: fc.nat({ max: COLLECTIONS.length - 1 }),
      wait,
    }),
  },
  { weight: 2, arbitrary: fc.constant({ do: "new client" as const }) },
);

/** What the lists do meanwhile. */
const faults = fc.record({
  perPage: fc.integer({ min: 1, max: 6 }),
  change: fc.constantFrom("moved" as const, "removed" as const, "added" as const),
  shifts: fc.boolean(),
  lag: fc.constantFrom(0, 50, 5_000),
});

let emulator: Emulator;
let time = Date.UTC(2026, 0, 1);
beforeAll(async () => {
  // A clock that never shows the same twice, so that of two writes one is later.
  emulator = await startEmulator({ rateLimit: false, now: () => ++time });
});
afterAll(() => emulator.close());

class World {
  readonly policies: Known[] = [];
  client = this.newClient();
  private readonly pending: Promise<void>[] = [];
  private versions = 0;

  private newClient() {
    return new AccessClient({
      credentials: { apiToken: "t" },
      baseUrl: emulator.baseUrl,
      environment: {},
    });
  }

  private endpoint(app: string | undefined) {
    return app === undefined
      ? this.client.reusablePolicies(ACCOUNT)
      : this.client.applicationPolicies(ACCOUNT, app);
  }

  async run(next: Step): Promise<void> {
    if (next.do === "new client") {
      await this.drain();
      this.client.close();
      this.client = this.newClient();
      // What an earlier run deleted is in no state any more: it is not read.
      for (const policy of this.policies) policy.deletedHere = false;
      return;
    }
    const work = this.perform(next);
    if (next.wait) await work;
    else this.pending.push(work);
  }

  async drain(): Promise<void> {
    await Promise.all(this.pending.splice(0));
  }

  private async perform(next: Exclude<Step, { do: "new client" }>): Promise<void> {
    if (next.do === "create" || next.do === "made elsewhere") {
      const app = COLLECTIONS[next.where];
      const version = ++this.versions;
      const known = { app, version, deleted: false, deletedHere: false };
      if (next.do === "made elsewhere") {
        const where = { accountId: ACCOUNT, ...(app !== undefined && { appId: app }) };
        this.policies.push({ ...known, id: emulator.add(where, body(version)) });
        return;
      }
      const made = await this.endpoint(app).create(body(version));
      this.policies.push({ ...known, id: made.id, updatedAt: String(made.updated_at) });
      return;
    }
    const policy = this.policies[next.which % Math.max(1, this.policies.length)];
    if (policy === undefined || (policy.deleted && !policy.deletedHere)) return;
    if (next.do === "read") return this.read(policy);
    if (policy.deleted) return;
    if (next.do === "delete") {
      // From here on a read may find it or not.
      policy.deleted = true;
      await this.endpoint(policy.app).delete(policy.id);
      policy.deletedHere = true;
      return;
    }
    const version = ++this.versions;
    const answer = await this.endpoint(policy.app)
      .replace(policy.id, body(version))
      .catch(() => undefined);
    if (answer === undefined || version < policy.version) return;
    policy.version = version;
    policy.updatedAt = String(answer.updated_at);
  }

  private async read(policy: Known): Promise<void> {
    const { version: least, deletedHere: gone, updatedAt } = { ...policy };
    const answer = await this.endpoint(policy.app).read(policy.id, { notOlderThan: updatedAt });
    if (gone) expect(answer).toBeUndefined();
    else if (answer === undefined) expect(policy.deleted).toBe(true);
    else {
      expect(answer.id).toBe(policy.id);
      if (updatedAt !== undefined) expect(versionIn(answer)).toBeGreaterThanOrEqual(least);
    }
  }
}

test("no read is older than our own writes or loses a policy, whatever order things come in and however lists lag and shift", async () => {
  await fc.assert(
    fc.asyncProperty(
      faults,
      fc.array(step, { minLength: 10, maxLength: 50 }),
      async ({ lag, ...pages }, steps) => {
        emulator.faults([]);
        emulator.clear();
        const world = new World();
        for (const where of [0, 0, 0, 1, 1, 2]) await world.run({ do: "made elsewhere", where, wait: true });
        const { perPage, shifts, change } = pages;
        emulator.faults([
          { kind: "small-pages", perPage },
          ...(shifts ? [{ kind: "shifting-pages", change } as const] : []),
          ...(lag > 0 ? [{ kind: "stale-lists", ms: lag } as const] : []),
        ]);
        for (const next of steps) await world.run(next);
        await world.drain();
        world.client.close();
      },
    ),
    { numRuns: 30 },
  );
}, 60_000);
