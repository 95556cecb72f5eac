import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { EmulatorOptions } from "../../src/emulator";
import { type Account, openAccount } from "./support/account";
import { ACCOUNT_ID } from "./support/every-field";
import { Guide } from "./support/guide";
import { Project, RUN_TYPESCRIPT, succeeded } from "./support/project";

const NAMES = ["Wiki", "CRM", "Payroll", "Status", "Deploy", "Git"];
const applicationId = (name: string) => `f174e90a-fafe-4643-bbbc-00000000000${NAMES.indexOf(name) + 1}`;
const email = (address: string) => ({ email: { email: address } });

const OBJECTS = {
  applications: NAMES.map((name) => ({
    accountId: ACCOUNT_ID,
    id: applicationId(name),
    name,
    domain: `${name.toLowerCase()}.example.com`,
  })),
  groups: [
    { name: "HR", include: [email("hilda@example.com"), email("intern@example.com")] },
    {
      name: "Everybody in HR",
      include: [email("hilda@example.com"), email("intern@example.com"), email("harry@example.com")],
    },
  ],
  lists: [
    { id: "70c2f9a8-6d5e-4c3b-9a1f-8e7d6c5b6e01", name: "Offices", type: "IP", items: ["198.51.100.0/24"] },
    {
      id: "70c2f9a8-6d5e-4c3b-9a1f-8e7d6c5b6e02",
      name: "All networks",
      type: "IP",
      items: ["198.51.100.0/24", "203.0.113.0/24"],
    },
  ],
  identityProviders: [{ id: "1b7f6a52-7f8e-4b39-a1c4-2e9d8c3b4c01", name: "Okta", type: "okta" }],
  organization: { strict_service_token_auth: true, allow_authenticate_via_warp: false },
} satisfies EmulatorOptions;

/** What each edit of the fixture changes for people. */
const EDITS = [
  ["order changed", "Wiki", "gains", /guest@example\.com/],
  ["require removed", "CRM", "gains", /outside PT/],
  ["policy attached", "CRM", "gains", /partner\.org/],
  ["other group", "Payroll", "gains", /harry@example\.com/],
  ["exclusion removed", "Payroll", "gains", /intern@example\.com/],
  ["session longer", "Payroll", "weaker", /session.*24h/],
  ["second factor dropped", "Payroll", "weaker", /mfa|second factor/i],
  ["allow to bypass", "Status", "gains", /public internet/],
  ["other list", "Deploy", "gains", /203\.0\.113\./],
  ["range grown", "Git", "gains", /192\.0\./],
] as const;

interface Entry {
  readonly name: string;
  readonly gains: readonly { readonly certain: boolean }[];
  readonly gains_hash: string;
}

describe("a review of a project with six applications", () => {
  let account: Account;
  let project: Project;
  const edit = (...edits: readonly string[]) => project.write("edits.json", edits);
  const writes = () => account.emulator.requests.filter(({ method }) => method !== "GET").length;
  const json = (stdout: string) =>
    JSON.parse(stdout) as { verdict: string; applications: (Entry & object)[] };

  beforeAll(async () => {
    account = await openAccount(OBJECTS);
    project = new Project("access-review", account.variables);
    project.write("package.json", { name: "user", private: true, type: "commonjs" });
    project.write("cdktf.json", {
      language: "typescript",
      app: `${RUN_TYPESCRIPT} main.ts`,
      projectId: "e2e",
      sendCrashReports: "false",
    });
    copyFileSync(join(__dirname, "fixtures", "six-applications.ts"), project.path("main.ts"));
    edit();
    await succeeded(project.cdktf("deploy", "--auto-approve"));
  });
  afterAll(() => account.emulator.close());

  it("says that nothing changes, in one line, where nothing was edited", async () => {
    const before = writes();
    const { code, stdout, stderr } = await project.cfAccess("review");
    expect(stdout).toBe("SAME  Nobody gains or loses access: 6 applications compared.\n");
    expect(code).toBe(0);
    expect(stderr).toBe("Synthesizing the project\nPlanning access\n");
    expect(writes()).toBe(before);
  });

  it("finds every widening of ten, and writes nothing", async () => {
    edit(...EDITS.map(([name]) => name));
    const before = writes();
    const { code, stdout } = await project.cfAccess("review", "--format", "json", "--output", "-");
    const report = json(stdout);
    expect(code).toBe(3);
    expect(report.applications.map(({ name }) => name).sort()).toEqual([...NAMES].sort());
    for (const [what, name, kind, says] of EDITS) {
      const found = report.applications.find((one) => one.name === name) as unknown as Record<
        string,
        unknown[]
      >;
      expect({ what, said: JSON.stringify(found[kind]) }).toEqual({
        what,
        said: expect.stringMatching(says),
      });
    }
    expect(report.applications.flatMap(({ gains }) => gains).every(({ certain }) => certain)).toBe(true);
    expect(writes()).toBe(before);
  });

  it("takes a saved plan, or what the engine shows of it", async () => {
    edit("order changed");
    await succeeded(project.cdktf("synth"));
    const stack = "cdktf.out/stacks/access";
    await succeeded(project.engineIn(stack, "init", "-input=false"));
    await succeeded(project.engineIn(stack, "plan", "-input=false", "-out=saved"));
    const saved = await project.cfAccess("review", `${stack}/saved`);
    expect(saved.stdout).toMatch(/^WIDENS {2}Somebody gains access to 1 of 6 applications\.\n\nWiki /);
    expect(saved.code).toBe(3);
    project.write("plan.json", (await project.engineIn(stack, "show", "-json", "saved")).stdout);
    expect((await project.cfAccess("review", "plan.json")).stdout).toBe(saved.stdout);
  });

  it("says without the account what only the account knows", async () => {
    const { code, stdout } = await project.cfAccess("review", "plan.json", "--offline");
    expect(code).toBe(4);
    expect(stdout).toMatch(/^UNDECIDED/);
    expect(stdout).toMatch(/other policies/);
  });

  it("passes the gate once the gain is acknowledged", async () => {
    const { applications } = json((await project.cfAccess("review", "plan.json", "--format", "json")).stdout);
    const [wiki] = applications;
    project.write("access-review.json", {
      version: 1,
      acknowledged: [
        {
          application: "Wiki",
          gains: wiki!.gains_hash,
          reason: "the guest is an employee now",
          who: "Ann",
          until: "2999-12-31",
        },
      ],
    });
    const { code, stdout } = await project.cfAccess("review", "plan.json");
    expect(code).toBe(0);
    expect(stdout).toMatch(/acknowledged by Ann until 2999-12-31/);
    project.write("access-review.json", { version: 1, acknowledged: [] });
  });

  it("decides one identity by the account, by a plan, and by the stack", async () => {
    const guest = ["--application", "Wiki", "--email", "guest@example.com", "--idp", "Okta"];
    const first = async (...args: string[]) =>
      (await project.cfAccess("decide", ...guest, ...args)).stdout.split("\n")[0];
    expect(await first()).toBe("DENIED  Wiki");
    expect(await first("--plan", "plan.json")).toBe("ALLOWED  Wiki");
    expect(await first("--plan", "plan.json", "--before")).toBe("DENIED  Wiki");
    expect(await first("--stack")).toBe("ALLOWED  Wiki");
  });

  it("finds what somebody changed in the dashboard", async () => {
    edit();
    const status = account.emulator.policies({ appId: applicationId("Status") })[0]!;
    account.emulator.edit(status.id, { decision: "bypass" });
    const { code, stdout } = await project.cfAccess("drift");
    expect(stdout).toMatch(
      /^WIDENS[^\n]*\n\nStatus {2}status\.example\.com\n {2}\+ gains {5}the public internet/,
    );
    expect(code).toBe(3);
    account.emulator.edit(status.id, { decision: "allow" });
    expect((await project.cfAccess("drift")).stdout).toMatch(/^SAME/);
  });

  it("compares two moments of the account", async () => {
    await succeeded(project.shell("cf-access snapshot > before.json"));
    const [group] = OBJECTS.groups;
    const snapshot = JSON.parse(readFileSync(project.path("before.json"), "utf8"));
    const { id } = snapshot.groups.find(({ name }: { name: string }) => name === "HR");
    account.emulator.editObject("groups", id, { include: [...group!.include, email("zoe@example.com")] });
    await succeeded(project.shell("cf-access snapshot > after.json"));
    const { code, stdout } = await project.cfAccess(
      "review",
      "--before",
      "before.json",
      "--after",
      "after.json",
    );
    expect(code).toBe(3);
    expect(stdout).toMatch(/Payroll.*zoe@example\.com/s);
    account.emulator.editObject("groups", id, { include: group!.include });
  });

  it("runs in CI as the page says: the plan, the comment, the gate", async () => {
    edit("order changed");
    const [recipe] = new Guide("access-review.md").under("In CI", "sh", 1);
    const { code } = await project.shell(recipe!);
    expect(code).toBe(3);
    expect(readFileSync(project.path("comment.md"), "utf8")).toMatch(
      /^<!-- cf-access-review -->\n\n### 🔴 Access review: widens\n.*guest&#64;example\.com/s,
    );
  });
});
