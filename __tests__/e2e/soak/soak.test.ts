import { readFileSync } from "node:fs";
import { NEWER_SELECTOR } from "../../provider/lifecycle/support/meaning";
import { type Account, openAccount } from "../support/account";
import { initialiseOnce } from "../support/initialised";
import { type Project, succeeded } from "../support/project";
import { Chance } from "./chance";
import { configuration } from "./configuration";
import { faultsOf, idsInState } from "./verify";
import { weather } from "./weather";
import { World } from "./world";

/** `npm run soak` takes longer; SOAK_SEED, SOAK_ROUNDS and SOAK_POLICIES go before both. */
const LONG = process.env.SOAK === "long";
const given = (name: string, otherwise: number) => Number(process.env[name] ?? otherwise);
const SEED = given("SOAK_SEED", LONG ? Date.now() % 2 ** 31 : 1);
const ROUNDS = given("SOAK_ROUNDS", LONG ? 20 : 4);
const POLICIES = given("SOAK_POLICIES", LONG ? 200 : 60);
const PATIENCE_MS = 600_000;

describe(`${POLICIES} policies, edited in ${ROUNDS} rounds while everything goes wrong (SOAK_SEED=${SEED})`, () => {
  const chance = new Chance(SEED);
  const world = new World(chance, POLICIES);
  let account: Account;
  let project: Project;

  beforeAll(async () => {
    account = await openAccount({
      // Any application's id is taken as existing, and its policies may have every field.
      applications: undefined,
      newerSelectors: [NEWER_SELECTOR],
      rateLimit: false,
    });
    project = (await initialiseOnce())("soak", account.variables);
  });
  afterAll(() => account.emulator.close());

  const apply = () => project.engine("apply", "-auto-approve", "-no-color");

  it.each(Array.from({ length: ROUNDS }, (_, round) => round + 1))(
    "round %i: the account is what the configuration says, and the next plan is empty",
    async (round) => {
      const { emulator } = account;
      const edits = round === 1 ? `${POLICIES} added` : world.edit();
      project.write("main.tf.json", configuration(world.entries));

      emulator.forgetRequests();
      emulator.faults(weather(chance));
      const start = performance.now();
      const stormy = await apply();
      const struck = Object.entries(emulator.counts().byFault).map(([kind, count]) => `${count} ${kind}`);
      emulator.faults([]);
      if (stormy.code !== 0) await succeeded(apply());

      const end = stormy.code === 0 ? "well" : `with errors: ${errorsIn(stormy.output)}`;
      const seconds = Math.round((performance.now() - start) / 1000);
      process.stderr.write(
        `soak ${SEED}, round ${round}: ${edits}; ${emulator.requests.length} requests in ${seconds} s, ${struck.join(", ")}; the apply ended ${end}\n`,
      );
      const ids = idsInState(readFileSync(project.path("terraform.tfstate"), "utf8"));
      expect(faultsOf(world.entries, ids, emulator.policies())).toEqual([]);
      expect(ids.size).toBe(world.entries.length);
      expect(await succeeded(project.engine("plan", "-detailed-exitcode"))).toMatch(/No changes/);
    },
    PATIENCE_MS,
  );
});

/** The first line of each error, those that are the same once. */
function errorsIn(output: string): string {
  const lines = [...output.matchAll(/Error: (.*)/g)].map(([, text]) => text!);
  return [...new Set(lines)].join(" | ");
}
