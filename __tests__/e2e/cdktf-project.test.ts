import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { type Account, openAccount } from "./support/account";
import { failed, Project, RUN_TYPESCRIPT, succeeded } from "./support/project";

const fixture = (name: string) => join(__dirname, "fixtures", `${name}.ts`);

/** The two kinds of project that users of cdktf have: how each is set up, and how it runs its main file. */
const KINDS = [
  {
    kind: "a CommonJS project in TypeScript",
    type: "commonjs",
    main: "main.ts",
    run: `${RUN_TYPESCRIPT} main.ts`,
  },
  { kind: 'a "type": "module" project in JavaScript', type: "module", main: "main.js", run: "node main.js" },
] as const;

function newProject({ type, main, run }: (typeof KINDS)[number], account: Account, source: string): Project {
  const project = new Project(`cdktf-${type}`, account.variables);
  project.write("package.json", { name: "user", private: true, type });
  project.write("cdktf.json", {
    language: "typescript",
    app: run,
    projectId: "e2e",
    sendCrashReports: "false",
  });
  copyFileSync(fixture(source), project.path(main));
  return project;
}

describe.each(KINDS)("$kind", (kind) => {
  let account: Account;
  let project: Project;
  beforeAll(async () => {
    account = await openAccount();
    project = newProject(kind, account, "every-field");
  });
  afterAll(() => account.emulator.close());

  it("shows what would be made", async () => {
    const plan = await succeeded(project.cdktf("diff"));
    expect(plan).toMatch(/Plan: 6 to add, 0 to change, 0 to destroy/);
    expect(plan).toMatch(/summary\s+= "ALLOW /);
    expect(account.emulator.policies()).toEqual([]);
  });

  it("deploys", async () => {
    expect(await succeeded(project.cdktf("deploy", "--auto-approve"))).toMatch(/people-id/);
    const policies = account.emulator.policies();
    expect(policies.map(({ body }) => body.decision).sort()).toEqual([
      "allow",
      "allow",
      "allow",
      "allow",
      "non_identity",
    ]);
    const people = policies.find(({ body }) => body.name === "People")!;
    expect(policies.map(({ body }) => body.name)).toContain(`Guests of ${people.id}`);
  });

  it("has nothing to change right after", async () => {
    const writes = () => account.emulator.requests.filter(({ method }) => method !== "GET").length;
    const before = writes();
    expect(await succeeded(project.cdktf("diff"))).toMatch(/No changes/);
    expect(writes()).toBe(before);
  });

  it("destroys", async () => {
    await succeeded(project.cdktf("destroy", "--auto-approve"));
    expect(account.emulator.policies()).toEqual([]);
  });
});

describe("an error that only the whole tree shows", () => {
  it("stops the synth with one error that names both constructs", async () => {
    const account = await openAccount();
    const project = newProject(KINDS[1], account, "duplicate-precedence");
    const output = await failed(project.cdktf("synth"));
    await account.emulator.close();
    expect(output).toMatch(/precedence/);
    expect(output).toMatch(/first/);
    expect(output).toMatch(/second/);
    expect(account.emulator.requests).toEqual([]);
  });
});
