import type { FaultPlan } from "../../src/emulator";
import { type Account, openAccount } from "./support/account";
import { crowdProject, STACK } from "./support/cdktf-project";
import { configured, idsInState, inAccount, inHcl, numbered } from "./support/crowd";
import { initialiseOnce } from "./support/initialised";
import { descendants, stillThere } from "./support/process-table";
import { succeeded } from "./support/project";
import { remainsTold, takeOver } from "./support/remains";
import { endAllRunning, type Running, until } from "./support/running";

const CROWD = { reusable: numbered(10) };

/** Far longer than any test: whoever waits for such an answer is still waiting when the test fails. */
const NEVER = 300_000;

/** Three creates are answered; then two are carried out and the rest are not, and no answer comes. */
const BAD_DAY: FaultPlan = [
  { kind: "latency", ms: NEVER, methods: ["POST"], skip: 3, next: 2, commit: "after" },
  { kind: "latency", ms: NEVER, methods: ["POST"], skip: 5 },
];

/** Two seconds are promised; a busy machine is given some more. */
const SOON = 5_000;

let account: Account;
beforeEach(async () => {
  account = await openAccount();
  account.emulator.faults(BAD_DAY);
});
afterEach(async () => {
  endAllRunning();
  await account.emulator.close();
});

/** Presses Ctrl-C while creates are on their way, and answers how long all took to end, in milliseconds. */
async function interrupted(running: Running): Promise<number> {
  const { emulator } = account;
  const asked = () => emulator.requests.filter(({ method }) => method === "POST").length;
  await until("seven creates were sent", () => asked() >= 7 && emulator.policies().length === 5);
  const started = descendants(running.id);
  expect(running.plugins()).not.toEqual([]);
  const start = performance.now();
  running.interrupt();
  const { code } = await running.ended;
  await until("all it started has ended", () => stillThere(started).length === 0);
  expect(code).not.toBe(0);
  emulator.faults([]);
  return performance.now() - start;
}

describe("Ctrl-C while policies are being made", () => {
  it("ends the engine soon, and keeps or tells what was made", async () => {
    const newProject = await initialiseOnce();
    const project = newProject("cancel", account.variables);
    project.write("main.tf", inHcl(CROWD));
    expect(await interrupted(project.startEngine("apply", "-auto-approve"))).toBeLessThan(SOON);

    expect(await idsInState(project)).toHaveLength(3);
    const remains = await remainsTold(project, account.emulator);
    expect(remains).toHaveLength(2);
    await takeOver(project, remains);
    await succeeded(project.engine("apply", "-auto-approve"));
    expect(inAccount(account.emulator)).toEqual(configured(CROWD));
  });

  it("ends cdktf deploy soon, and keeps or tells what was made", async () => {
    const project = crowdProject("cancel-cdktf", account.variables, { names: CROWD.reusable });
    expect(await interrupted(project.startCdktf("deploy", "--auto-approve"))).toBeLessThan(SOON);

    await takeOver(project, await remainsTold(project, account.emulator, STACK), STACK);
    await succeeded(project.cdktf("deploy", "--auto-approve"));
    expect(inAccount(account.emulator)).toEqual(configured(CROWD));
  });
});
