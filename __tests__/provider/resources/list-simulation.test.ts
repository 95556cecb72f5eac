import fc from "fast-check";
import type { ObjectValue, Provider } from "../../../src/plugin";
import { type AccessMeta, applicationPolicies, RunWrites } from "../../../src/provider/resources";
import { FakeTerraformCore, type Stored } from "../../fake-terraform-core";
import { admitted, clientOf, PEOPLE, SimulatedApplication } from "./support/simulated-application";

/*
 * Whole applies of random changes of random lists, judged by who is let in after every single write.
 *
 * `npm run simulate` does 10,000 applies and prints the figures; LIST_APPLIES sets the number, PROPERTY_SEED the seed.
 */

const APPLIES = Number(process.env.LIST_APPLIES ?? "290");
const SEED = Number(process.env.PROPERTY_SEED ?? "20261128");
const TYPE = "cfaccess_application_policies";

interface Policy {
  readonly decision: string;
  readonly people: readonly string[];
}

/** A list and a change of it; policies are named by what they are, so that a failure shows the case. */
interface World {
  readonly unmanaged: readonly (Policy & { readonly precedence: number })[];
  readonly before: Readonly<Record<string, Policy>>;
  readonly after: Readonly<Record<string, Policy>>;
  readonly losesAnswers: boolean;
}

const rarely = <Value>(value: Value, others: readonly Value[]) =>
  fc.oneof(
    { arbitrary: fc.constant(value), weight: 1 },
    { arbitrary: fc.constantFrom(...others), weight: 12 },
  );

const policy: fc.Arbitrary<Policy> = fc.record({
  decision: fc.oneof(rarely("bypass", ["allow", "deny"]), rarely("non_identity", ["allow", "deny"])),
  people: fc.oneof(
    { arbitrary: fc.constant(["everyone"]), weight: 1 },
    { arbitrary: fc.subarray(PEOPLE, { minLength: 1 }), weight: 5 },
  ),
});

const worlds: fc.Arbitrary<World> = fc
  .record({
    unmanaged: fc.uniqueArray(
      fc.tuple(fc.integer({ min: 1, max: 8 }), policy).map(([precedence, one]) => ({ ...one, precedence })),
      { maxLength: 1, selector: ({ precedence }) => precedence },
    ),
    before: fc.array(policy, { minLength: 2, maxLength: 5 }),
    edits: fc.array(fc.record({ fate: fc.integer({ min: 0, max: 9 }), at: fc.nat(99), policy }), {
      minLength: 5,
      maxLength: 5,
    }),
    added: fc.array(fc.tuple(fc.nat(99), policy), { maxLength: 2 }),
    losesAnswers: fc.boolean(),
  })
  .map(({ unmanaged, before, edits, added, losesAnswers }) => {
    const named = before.map((one, index) => ({ key: `k${index}`, one }));
    const edited = named.flatMap(({ key, one }, index) => {
      const { fate, at, policy: other } = edits[index]!;
      if (fate === 0) return [];
      if (fate === 1) return [{ key: `renamed_${key}`, one, at }];
      if (fate <= 5) return [{ key, one: other, at: fate <= 3 ? at : index * 10 }];
      return [{ key, one, at: fate <= 7 ? at : index * 10 }];
    });
    const all = [...edited, ...added.map(([at, one], index) => ({ key: `new${index}`, one, at }))];
    all.sort((a, b) => a.at - b.at);
    const after = all.length === 0 ? named : all;
    return {
      unmanaged,
      before: Object.fromEntries(named.map(({ key, one }) => [key, one])),
      after: Object.fromEntries(after.map(({ key, one }) => [key, one])),
      losesAnswers,
    };
  });

function rules(people: readonly string[]): ObjectValue {
  return people.includes("everyone") ? { everyone: ["*"] } : { email: people };
}

function configuration(app: string, list: World["before"]): ObjectValue {
  return {
    app_id: app,
    order: Object.keys(list),
    policies: Object.fromEntries(
      // A key that changes alone has the name that it had.
      Object.entries(list).map(([key, { decision, people }]) => [
        key,
        { name: key.replace("renamed_", ""), decision, include: rules(people) },
      ]),
    ),
  };
}

interface Tally {
  applies: number;
  failures: number;
  refused: number;
  openings: number;
  collisions: number;
  lost: number;
  denials: number;
}

/** One application in one world: its list is made, changed with failures in between, and at its end as it is wanted. */
async function live(
  core: FakeTerraformCore<AccessMeta>,
  app: string,
  simulated: SimulatedApplication,
  world: World,
  failAfter: number,
  tally: Tally,
): Promise<boolean> {
  const unmanaged = world.unmanaged.map(({ decision, people, precedence }) => {
    const include = people.includes("everyone")
      ? [{ everyone: {} }]
      : people.map((email) => ({ email: { email } }));
    return simulated.add({ name: `unmanaged ${precedence}`, decision, include, precedence });
  });
  const made = await core.run(TYPE, null, configuration(app, world.before));
  expect(made.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  let stored: Stored | null = (await core.refresh(TYPE, made.stored!)).stored;
  const old = admitted(simulated.policies);
  const untouched = simulated.policies.filter(({ id }) => unmanaged.includes(id));
  simulated.history.length = 0;
  simulated.failAfter = failAfter;
  simulated.losesAnswer = world.losesAnswers;
  let failed = false;
  for (let attempt = 0; ; attempt += 1) {
    const plan = await core.plan(TYPE, stored, configuration(app, world.after));
    if (plan.diagnostics.some(({ severity }) => severity === "error")) {
      tally.refused += 1;
      return failed;
    }
    const applied = await core.apply(TYPE, plan);
    tally.applies += 1;
    simulated.failAfter = Number.POSITIVE_INFINITY;
    stored = (await core.refresh(TYPE, applied.stored!)).stored;
    const errors = applied.diagnostics.filter(({ severity }) => severity === "error");
    if (errors.length === 0) break;
    if (errors.some(({ summary }) => summary.includes("cannot be changed safely"))) {
      tally.refused += 1;
      return failed;
    }
    failed = true;
    tally.failures += 1;
    if (attempt > 3) throw new Error(`no end: ${JSON.stringify(errors)}`);
  }
  const next = admitted(simulated.policies);
  for (const policies of simulated.history) {
    const now = admitted(policies);
    if ([...now].some((person) => !old.has(person) && !next.has(person))) tally.openings += 1;
    if (PEOPLE.some((person) => !now.has(person) && old.has(person) && next.has(person))) tally.denials += 1;
  }
  tally.collisions += simulated.collisions;
  const left = simulated.policies.filter(({ id }) => unmanaged.includes(id));
  const names = simulated.policies
    .filter(({ id }) => !unmanaged.includes(id))
    .sort((a, b) => Number(a.precedence) - Number(b.precedence))
    .map(({ name }) => String(name));
  const wanted = Object.keys(world.after).map((key) => key.replace("renamed_", ""));
  // A create whose answer is lost leaves a policy that no state has.
  const isAsWanted = world.losesAnswers
    ? wanted.every((name) => names.includes(name))
    : JSON.stringify(names) === JSON.stringify(wanted);
  if (!isAsWanted || JSON.stringify(left) !== JSON.stringify(untouched)) tally.lost += 1;
  const again = await core.plan(TYPE, stored, configuration(app, world.after));
  if (again.action !== "no-op") tally.lost += 1;
  return failed;
}

describe("random changes of random lists", () => {
  it(
    "open nothing, collide nowhere and lose no policy, whichever write fails",
    async () => {
      const tally: Tally = {
        applies: 0,
        failures: 0,
        refused: 0,
        openings: 0,
        collisions: 0,
        lost: 0,
        denials: 0,
      };
      const figures = () => Object.entries(tally).map(([name, count]) => `${count} ${name}`);
      const print = (text: string) => process.env.LIST_APPLIES && process.stdout.write(`${text}\n`);
      const chosen = fc.sample(worlds, { numRuns: APPLIES, seed: SEED });
      const parallelism = [1, 2, 10];
      let index = 0;
      for (let printed = 0; tally.applies < APPLIES; ) {
        const batch = chosen.slice(index, index + parallelism[index % 3]!);
        await Promise.all(batch.map((world, offset) => everyFailure(world, `${index + offset}`, tally)));
        index += batch.length;
        if (tally.applies < printed + 1_000) continue;
        printed = tally.applies;
        print(figures().join(", "));
      }
      print(`${index} worlds, seed ${SEED}: ${figures().join(", ")}`);
      expect(tally).toMatchObject({ openings: 0, collisions: 0, lost: 0 });
    },
    60_000 + APPLIES * 600,
  );
});

/** The same world without a failure, and with one at each write until none fails any more. */
async function everyFailure(world: World, name: string, tally: Tally): Promise<void> {
  const runs = [Number.POSITIVE_INFINITY, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
  for (const failAfter of runs) {
    const simulated = new SimulatedApplication();
    const core = new FakeTerraformCore<AccessMeta>({
      schema: { description: "Access.", attributes: {} },
      resources: [applicationPolicies],
      dataSources: [],
      configure: () => ({
        meta: {
          client: clientOf(new Map([[name, simulated]])),
          accountId: "account",
          writes: new RunWrites(),
        },
      }),
    } satisfies Provider<AccessMeta>);
    await core.configure();
    const before = { ...tally };
    const failed = await live(core, name, simulated, world, failAfter, tally);
    if (tally.openings > before.openings || tally.lost > before.lost || tally.collisions > before.collisions)
      process.stdout.write(`failure at ${failAfter}: ${JSON.stringify(world)}\n`);
    if (failAfter !== Number.POSITIVE_INFINITY && !failed) return;
  }
}
