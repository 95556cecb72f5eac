import { copyFileSync, readFileSync } from "node:fs";
import { type Account, openAccount } from "./support/account";
import { crowdProject, STACK } from "./support/cdktf-project";
import { configured, idsInAccount, idsInState, inAccount } from "./support/crowd";
import { type Database, findPostgres, startDatabase } from "./support/database";
import { Guide } from "./support/guide";
import { reportedOrphans } from "./support/orphans";
import { descendants, stillThere } from "./support/process-table";
import { failed, type Project, succeeded } from "./support/project";
import { endAllRunning, until } from "./support/running";

const programs = findPostgres();
if (programs === undefined) {
  console.warn("There is no PostgreSQL server on this machine: what needs a shared backend is not tested.");
}

const readme = new Guide("../README.md");

const FIRST = ["ann", "bob", "cyd"];
const SECOND = [...FIRST, "dan", "eve"];

(programs === undefined ? describe.skip : describe)("a state in PostgreSQL", () => {
  let database: Database;
  let account: Account;
  beforeEach(async () => {
    database = await startDatabase(programs!);
  });
  afterEach(async () => {
    endAllRunning();
    await Promise.all([database.close(), account.emulator.close()]);
  });

  const project = (name: string, names: readonly string[], more: Readonly<Record<string, string>> = {}) => {
    const variables = { ...account.variables, ...database.variables, ...more };
    return crowdProject(name, variables, { names, database: database.url });
  };

  it("lets one of two deploys at once wait or refuses it, and loses nothing", async () => {
    let release = () => {};
    const released = new Promise<undefined>((resolve) => {
      release = () => resolve(undefined);
    });
    account = await openAccount({ onRequest: ({ method }) => (method === "POST" ? released : undefined) });
    const { emulator } = account;
    const one = project("first", FIRST).startCdktf("deploy", "--auto-approve");
    await until("the first deploy makes policies", () =>
      emulator.requests.some(({ method }) => method === "POST"),
    );

    const second = project("second", SECOND);
    expect(await failed(second.cdktf("deploy", "--auto-approve"))).toMatch(/Error acquiring the state lock/);

    const patient = project("patient", SECOND, { TF_CLI_ARGS_apply: "-lock-timeout=3m" });
    const two = patient.startCdktf("deploy", "--auto-approve");
    await until("the second deploy waits", () => two.hasSaid(/Acquiring state lock/));
    release();
    await succeeded(one.ended);
    await succeeded(two.ended);

    expect(inAccount(emulator)).toEqual(configured({ reusable: SECOND }));
    expect(await idsInState(patient, STACK)).toEqual(idsInAccount(emulator));
    expect(await succeeded(second.engineIn(STACK, "plan", "-detailed-exitcode"))).toMatch(/No changes/);
  });

  it("keeps or reports what a deploy had made that was cut off, and its lock ends with it", async () => {
    account = await openAccount();
    const { emulator } = account;
    emulator.faults([{ kind: "latency", ms: 300_000, methods: ["POST"], skip: 2, commit: "after" }]);
    const cutOff = project("cut-off", SECOND);
    const deploy = cutOff.startCdktf("deploy", "--auto-approve");
    await until("all policies are there", () => emulator.policies().length === SECOND.length);
    const started = descendants(deploy.id);
    deploy.interrupt();
    await deploy.ended;
    await until("all it started has ended", () => stillThere(started).length === 0);

    emulator.faults([]);
    expect((await reportedOrphans(cutOff, emulator, STACK)).length).toBeGreaterThanOrEqual(3);
  });

  it("takes a plan that one job saved and another applies, as the README has it, and none that is stale", async () => {
    account = await openAccount({
      tokens: [
        { token: "may-read", permission: "read" },
        { token: "may-write", permission: "write" },
      ],
    });
    const { emulator } = account;
    const [lockTimeout, plan, apply] = readme.under("In a team and in CI", "sh", 3);
    const plans = project("plans", FIRST, { CLOUDFLARE_API_TOKEN: "may-read" });
    await succeeded(plans.shell(lockTimeout! + plan!));
    const late = project("late-plan", SECOND, { CLOUDFLARE_API_TOKEN: "may-read" });
    await succeeded(late.shell(lockTimeout! + plan!));
    expect(readFileSync(plans.path(STACK, "access.txt"), "utf8")).toMatch(/Plan: 3 to add/);
    expect(emulator.policies()).toEqual([]);

    const applies = async (from: Project) => {
      const job = project("applies", [], { CLOUDFLARE_API_TOKEN: "may-write" });
      copyFileSync(from.path("access.tar.gz"), job.path("access.tar.gz"));
      return job.shell(lockTimeout! + apply!);
    };
    await succeeded(applies(plans));
    expect(inAccount(emulator)).toEqual(configured({ reusable: FIRST }));
    expect(await failed(applies(late))).toMatch(/Saved plan is stale/);
    expect(inAccount(emulator)).toEqual(configured({ reusable: FIRST }));
  });
});
