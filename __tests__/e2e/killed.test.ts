import type { FaultPlan } from "../../src/emulator";
import { type Account, openAccount } from "./support/account";
import { type Crowd, configured, inAccount, inHcl, numbered } from "./support/crowd";
import { initializeOnce } from "./support/initialized";
import { importOrphans, reportedOrphans } from "./support/orphans";
import { killProcess, stillThere } from "./support/process-table";
import { type Project, succeeded } from "./support/project";
import { endAllRunning, type Running, until } from "./support/running";

/** Far longer than any test. */
const ms = 300_000;

let newProject: Awaited<ReturnType<typeof initializeOnce>>;
let account: Account;
beforeAll(async () => {
  newProject = await initializeOnce();
});
beforeEach(async () => {
  account = await openAccount();
});
afterEach(async () => {
  endAllRunning();
  await account.emulator.close();
});

const requests = (of: RegExp) => account.emulator.requests.filter(({ method }) => of.test(method)).length;
const noChanges = (project: Project) => succeeded(project.engine("plan", "-detailed-exitcode"));

describe("an engine that is killed while policies are being made", () => {
  it("leaves no plugin behind, and at most what the next plan reports", async () => {
    const crowd = { reusable: numbered(6) };
    const project = newProject("killed-engine", account.variables);
    project.write("main.tf", inHcl(crowd));
    account.emulator.faults([{ kind: "latency", ms, methods: ["POST"], skip: 2, commit: "after" }]);
    const apply = project.startEngine("apply", "-auto-approve");
    await until("all policies are there", () => account.emulator.policies().length === 6);
    const plugins = apply.plugins();
    expect(plugins).not.toEqual([]);
    apply.kill();
    await apply.ended;
    try {
      await until("the plugin has ended", () => stillThere(plugins).length === 0, 20_000);
    } finally {
      for (const { id } of stillThere(plugins)) killProcess(id);
    }

    account.emulator.faults([]);
    const orphans = await reportedOrphans(project, account.emulator);
    expect(orphans.length).toBeGreaterThanOrEqual(4);
    // Nobody takes them over: the next apply makes their like, and nothing else a second time.
    await succeeded(project.engine("apply", "-auto-approve"));
    for (const { id } of orphans) account.emulator.remove(id);
    expect(inAccount(account.emulator)).toEqual(configured(crowd));
    await noChanges(project);
  });
});

/** Between the two, policies of both kinds are made, changed and deleted: two of each. */
const BEFORE: Crowd = { reusable: ["stays", "goes"], ofApplication: ["stays_too", "goes_too"] };
const AFTER: Crowd = {
  reusable: ["stays", "comes"],
  ofApplication: ["stays_too", "comes_too"],
  changed: ["stays", "stays_too"],
};

/** When the plugin is killed. */
interface Moment {
  readonly moment: string;
  /** What the API is like. */
  readonly faults: FaultPlan;
  readonly reached: (apply: Running) => boolean;
  /** The policies that nobody but the API knows afterwards. @default as chance has it */
  readonly left?: readonly string[];
}

const MOMENTS: readonly Moment[] = [
  {
    moment: "as soon as it is there",
    faults: [],
    reached: (apply) => apply.plugins().length > 0,
    left: [],
  },
  {
    moment: "while it reads what there is",
    faults: [{ kind: "latency", ms, methods: ["GET"] }],
    reached: () => requests(/GET/) > 0,
    left: [],
  },
  {
    moment: "when writes were sent, and none was carried out",
    faults: [{ kind: "latency", ms, methods: ["POST", "PUT", "DELETE"] }],
    reached: () => requests(/POST|PUT|DELETE/) === 6,
    left: [],
  },
  {
    moment: "when writes were carried out, and none was answered",
    faults: [{ kind: "latency", ms, methods: ["POST", "PUT", "DELETE"], commit: "after" }],
    reached: () => inAccount(account.emulator).join() === configured(AFTER).join(),
    left: ["comes", "comes_too"],
  },
  {
    moment: "when some writes were answered, some carried out, and some not",
    faults: [
      { kind: "latency", ms, methods: ["POST", "PUT", "DELETE"], skip: 2, next: 2, commit: "after" },
      { kind: "latency", ms, methods: ["POST", "PUT", "DELETE"], skip: 4 },
    ],
    reached: () => requests(/POST|PUT|DELETE/) === 6,
  },
];

describe("a plugin that is killed", () => {
  it.each(MOMENTS)("$moment, leaves a state from which the next apply converges", async (row) => {
    const project = newProject("killed-plugin", account.variables);
    project.write("main.tf", inHcl(BEFORE));
    await succeeded(project.engine("apply", "-auto-approve"));

    project.write("main.tf", inHcl(AFTER));
    account.emulator.forgetRequests();
    account.emulator.faults(row.faults);
    const apply = project.startEngine("apply", "-auto-approve");
    await until(row.moment, () => row.reached(apply));
    for (const { id } of apply.plugins()) killProcess(id);
    await apply.ended;

    account.emulator.faults([]);
    const orphans = await reportedOrphans(project, account.emulator);
    if (row.left !== undefined) expect(orphans.map(({ name }) => name).sort()).toEqual(row.left);
    await importOrphans(project, orphans);
    await succeeded(project.engine("apply", "-auto-approve"));
    expect(inAccount(account.emulator)).toEqual(configured(AFTER));
    await noChanges(project);
  });
});
