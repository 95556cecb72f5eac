import { readFileSync } from "node:fs";
import { NEWER_SELECTOR } from "../../provider/lifecycle/support/policy-spec";
import { type Account, openAccount } from "../support/account";
import { initializeOnce } from "../support/initialized";
import { type Project, succeeded } from "../support/project";
import { Chance } from "./chance";
import { configuration } from "./configuration";
import { noFaults, seededFaults } from "./faults";
import { OrderWatch } from "./order-watch";
import { faultsOf, idsInState } from "./verify";
import { World } from "./world";

/** `npm run soak` takes longer; SOAK_SEED, SOAK_ROUNDS and SOAK_POLICIES go before both. */
const LONG = process.env.SOAK === "long";
const given = (name: string, otherwise: number) => Number(process.env[name] ?? otherwise);
const SEED = given("SOAK_SEED", LONG ? Date.now() % 2 ** 31 : 1);
const ROUNDS = given("SOAK_ROUNDS", LONG ? 20 : 4);
const POLICIES = given("SOAK_POLICIES", LONG ? 200 : 40);
const PATIENCE_MS = 600_000;

describe(`${POLICIES} policies, edited in ${ROUNDS} rounds while everything goes wrong (SOAK_SEED=${SEED})`, () => {
  const chance = new Chance(SEED);
  const world = new World(chance, POLICIES);
  let account: Account;
  let orders: OrderWatch;
  let project: Project;

  beforeAll(async () => {
    account = await openAccount({
      // Any application's id is taken as existing, and its policies may have every field.
      applications: undefined,
      newerSelectors: [NEWER_SELECTOR],
      rateLimit: false,
    });
    orders = new OrderWatch(account.emulator);
    project = (await initializeOnce())("soak", account.variables);
  });
  afterAll(() => account.emulator.close());

  const stateFile = () => readFileSync(project.path("terraform.tfstate"), "utf8");

  /** Someone changes a policy at the dashboard, or removes one. */
  function tamper(round: number): void {
    if (round === 1) return;
    const ids = idsInState(stateFile());
    const keys = chance.some([...ids.keys()].sort(), chance.whole(3));
    for (const key of keys) {
      if (chance.with(0.5)) account.emulator.remove(ids.get(key)!);
      else account.emulator.edit(ids.get(key)!, { name: "by hand", require: [{ everyone: {} }] });
    }
  }

  const apply = () => project.engine("apply", "-auto-approve", "-no-color");

  it.each(Array.from({ length: ROUNDS }, (_, round) => round + 1))(
    "round %i: the account is what the configuration says, and the next plan is empty",
    async (round) => {
      const { emulator } = account;
      const edits = round === 1 ? `${POLICIES} added` : world.edit();
      project.write("main.tf.json", configuration(world));
      tamper(round);

      emulator.forgetRequests();
      orders.begin();
      const faults = seededFaults(chance);
      emulator.faults(faults);
      const start = performance.now();
      const applied = await apply();
      const struck = Object.entries(emulator.counts().byFault).map(([kind, count]) => `${count} ${kind}`);
      emulator.faults(noFaults(faults));
      if (applied.code !== 0) await succeeded(apply());

      const end = applied.code === 0 ? "well" : `with errors: ${errorsIn(applied.output)}`;
      const seconds = Math.round((performance.now() - start) / 1000);
      process.stderr.write(
        `soak ${SEED}, round ${round}: ${edits}; ${emulator.requests.length} requests in ${seconds} s, ${struck.join(", ")}; the apply ended ${end}\n`,
      );
      const ids = idsInState(stateFile());
      expect(faultsOf(world, ids, emulator)).toEqual([]);
      expect(ids.size).toBe(world.entries.length);
      expect(orders.faults()).toEqual([]);
      expect(await succeeded(project.engine("plan", "-detailed-exitcode"))).toMatch(/No changes/);
    },
    PATIENCE_MS,
  );
});

/** What each error is about, and what it says first. */
function errorsIn(output: string): string {
  const errors = output.split(/^\W*Error: /m).slice(1);
  return errors
    .map((error) => {
      const [title, ...paragraphs] = error.split(/\n\W*\n/).map((text) => text.replace(/\s+/g, " ").trim());
      const reason = paragraphs.find((text) => !text.startsWith("with ")) ?? "";
      return `${title}: ${reason.slice(0, 200)}`;
    })
    .join(" | ");
}
