import type { FaultPlan } from "../../src/emulator";
import { type Account, openAccount } from "./support/account";
import { crowdProject, STACK } from "./support/cdktf-project";
import { configured, idsInState, inAccount, inHcl, numbered } from "./support/crowd";
import { initializeOnce } from "./support/initialized";
import { importOrphans, reportedOrphans } from "./support/orphans";
import { descendants, killProcess, stillThere } from "./support/process-table";
import { succeeded } from "./support/project";
import { endAllRunning, type Running, until } from "./support/running";

const CROWD = { reusable: numbered(10) };

/** Far longer than any test: a program that waits for such an answer is still waiting when the test fails. */
const NEVER = 300_000;

/** Three creates are answered; then two are carried out and the rest are not, and no answer comes. */
const BAD_DAY: FaultPlan = [
  { kind: "latency", ms: NEVER, methods: ["POST"], skip: 3, next: 2, commit: "after" },
  { kind: "latency", ms: NEVER, methods: ["POST"], skip: 5 },
];

/** Two seconds are promised; a busy machine is given some more. */
const SOON = 5_000;

let account: Account;
let newProject: Awaited<ReturnType<typeof initializeOnce>>;
beforeAll(async () => {
  newProject = await initializeOnce();
});
beforeEach(async () => {
  account = await openAccount();
  account.emulator.faults(BAD_DAY);
});
afterEach(async () => {
  endAllRunning();
  await account.emulator.close();
});

const creates = () => account.emulator.requests.filter(({ method }) => method === "POST");

async function creating(): Promise<void> {
  const { emulator } = account;
  await until("seven creates were sent", () => creates().length >= 7 && emulator.policies().length === 5);
}

/** Presses Ctrl-C, and answers how long all took to end, in milliseconds. */
async function interrupted(running: Running): Promise<number> {
  const started = descendants(running.id);
  expect(running.plugins()).not.toEqual([]);
  const start = performance.now();
  running.interrupt();
  const { code } = await running.ended;
  await until("all it started has ended", () => stillThere(started).length === 0);
  expect(code).not.toBe(0);
  account.emulator.faults([]);
  return performance.now() - start;
}

describe("Ctrl-C while policies are being made", () => {
  it("ends the engine soon, and keeps what was made, answered or not", async () => {
    const project = newProject("cancel", account.variables);
    project.write("main.tf", inHcl(CROWD));
    const apply = project.startEngine("apply", "-auto-approve");
    await creating();
    expect(await interrupted(apply)).toBeLessThan(SOON);

    const made = account.emulator.policies().map(({ id }) => id);
    expect((await idsInState(project)).sort()).toEqual(made.sort());
    await succeeded(project.engine("apply", "-auto-approve"));
    expect(inAccount(account.emulator)).toEqual(configured(CROWD));
  });

  it("ends the engine soon, and keeps or reports what was made, where the list does not answer either", async () => {
    const project = newProject("cancel-blind", account.variables);
    project.write("main.tf", inHcl(CROWD));
    const apply = project.startEngine("apply", "-auto-approve");
    await creating();
    account.emulator.faults([{ kind: "latency", ms: NEVER }]);
    expect(await interrupted(apply)).toBeLessThan(SOON);

    expect(await idsInState(project)).toHaveLength(3);
    const orphans = await reportedOrphans(project, account.emulator);
    expect(orphans).toHaveLength(2);
    await importOrphans(project, orphans);
    await succeeded(project.engine("apply", "-auto-approve"));
    expect(inAccount(account.emulator)).toEqual(configured(CROWD));
  });

  it("ends cdktf deploy soon, and keeps or reports what was made", async () => {
    const project = crowdProject("cancel-cdktf", account.variables, { names: CROWD.reusable });
    const deploy = project.startCdktf("deploy", "--auto-approve");
    await creating();
    expect(await interrupted(deploy)).toBeLessThan(SOON);

    await importOrphans(project, await reportedOrphans(project, account.emulator, STACK), STACK);
    await succeeded(project.cdktf("deploy", "--auto-approve"));
    expect(inAccount(account.emulator)).toEqual(configured(CROWD));
  });
});

describe("Ctrl-C while the API asks to wait five minutes", () => {
  it("ends the engine soon, and nothing was made", async () => {
    const project = newProject("cancel-wait", account.variables);
    project.write("main.tf", inHcl(CROWD));
    account.emulator.faults([{ kind: "too-many-requests", retryAfter: 300, methods: ["POST"] }]);
    const apply = project.startEngine("apply", "-auto-approve");
    await until("a create was refused", () => creates().some(({ status }) => status === 429));
    expect(await interrupted(apply)).toBeLessThan(SOON);

    expect(account.emulator.policies()).toEqual([]);
    expect(await idsInState(project)).toEqual([]);
  });
});

describe("a signal to the plugin alone, while policies are being made", () => {
  /** The apply of a crowd: five of its creates are in flight, and will be answered before long. */
  async function fiveInFlight(name: string) {
    account.emulator.faults([{ kind: "latency", ms: 600, methods: ["POST"], commit: "after" }]);
    const project = newProject(name, account.variables);
    project.write("main.tf", inHcl(CROWD));
    const apply = project.startEngine("apply", "-auto-approve", "-parallelism=5");
    await until("five creates were sent", () => creates().length >= 5);
    const plugins = apply.plugins();
    expect(plugins).not.toEqual([]);
    const signal = (kind: NodeJS.Signals) => plugins.map(({ id }) => killProcess(id, kind));
    return { project, apply, plugins, signal };
  }

  it("SIGTERM: it waits for the answers, which are kept, begins nothing more, and ends", async () => {
    const { project, apply, plugins, signal } = await fiveInFlight("terminated-plugin");
    signal("SIGTERM");
    expect((await apply.ended).code).not.toBe(0);
    await until("the plugin has ended", () => stillThere(plugins).length === 0);
    const made = account.emulator.policies().length;
    expect(creates()).toHaveLength(made);
    expect(made).toBeLessThan(CROWD.reusable.length);
    expect(await idsInState(project)).toHaveLength(made);
    await succeeded(project.engine("apply", "-auto-approve"));
    expect(inAccount(account.emulator)).toEqual(configured(CROWD));
  });

  it.each(["SIGINT", "SIGHUP"] as const)("%s is the engine's to judge: the apply goes on", async (kind) => {
    const { project, apply, signal } = await fiveInFlight(`signalled-plugin-${kind.toLowerCase()}`);
    signal(kind);
    expect((await apply.ended).code).toBe(0);
    expect(await idsInState(project)).toHaveLength(CROWD.reusable.length);
    expect(inAccount(account.emulator)).toEqual(configured(CROWD));
  });
});
