import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Account, openAccount } from "./support/account";
import { cdktnCli, forCdktn, installForCdktn } from "./support/cdktn";
import { ACCOUNT_ID, APPLICATION_ID } from "./support/every-field";
import { failed, Project, succeeded } from "./support/project";
import { session } from "./support/session";

const STACK = "cdktf.out/stacks/access";
const STATE = "terraform.access.tfstate";
const fixture = (file: string) => readFileSync(join(__dirname, "fixtures", file), "utf8");

let folder: string;
beforeAll(async () => {
  folder = await installForCdktn();
});

const accounts: Account[] = [];
const openOne = async (...options: Parameters<typeof openAccount>) => {
  const account = await openAccount(...options);
  accounts.push(account);
  return account;
};
afterEach(async () => {
  for (const { emulator } of accounts.splice(0)) await emulator.close();
});

function newProject(name: string, source: string, account?: Account): Project {
  const project = new Project(name, account?.variables, folder);
  project.write("package.json", { name: "user", private: true, type: "module" });
  project.write("main.js", forCdktn(fixture(`${source}.ts`)));
  return project;
}

describe("the packed package in a project of cdktn", () => {
  it("brings nothing of cdktf with it", () => {
    const installed = readdirSync(join(folder, "node_modules"));
    expect(installed).toContain("cdktn");
    expect(installed).not.toContain("cdktf");
    expect(installed).not.toContain("@cdktf");
  });

  it.each([
    { resolution: "node10", module: "commonjs", type: "commonjs" },
    { resolution: "node16", module: "node16", type: "commonjs" },
    { resolution: "node16", module: "node16", type: "module" },
    { resolution: "bundler", module: "esnext", type: "module" },
  ])("has types of cdktn with moduleResolution $resolution, $type", async ({ resolution, module, type }) => {
    const project = new Project("types", {}, folder);
    project.write("package.json", { name: "user", private: true, type });
    project.write("tsconfig.json", {
      compilerOptions: {
        strict: true,
        noEmit: true,
        target: "es2022",
        lib: ["es2022"],
        types: ["node"],
        module,
        moduleResolution: resolution,
        skipLibCheck: false,
      },
      files: ["every-field.ts", "list.ts", "emulator-user.ts"],
    });
    project.write("every-field.ts", forCdktn(fixture("every-field.ts")));
    project.write("list.ts", forCdktn(fixture("list-and-look-ups.ts")));
    project.write("emulator-user.ts", fixture("emulator-user.ts"));
    expect(await succeeded(project.tsc())).toBe("");
  });

  it("works in a unit test with the framework's matchers", async () => {
    const project = new Project("jest", {}, folder);
    project.write("package.json", { name: "user", private: true, jest: { testMatch: ["**/*.jest.js"] } });
    project.write("stack.jest.js", forCdktn(fixture("stack.jest.js")));
    const jest = require.resolve("jest/bin/jest");
    expect(await succeeded(project.node(jest, "--rootDir", project.folder))).toMatch(/1 passed/);
  });

  it("is applied and destroyed by the engine alone, every field and the gate", async () => {
    const account = await openOne();
    const project = newProject("library", "every-field", account);
    await succeeded(project.node("main.js"));
    await succeeded(project.engineIn(STACK, "init"));
    expect(await succeeded(project.engineIn(STACK, "plan"))).toMatch(
      /Plan: 6 to add, 0 to change, 0 to destroy/,
    );
    await succeeded(project.engineIn(STACK, "apply", "-auto-approve"));
    expect(account.emulator.policies()).toHaveLength(5);
    expect(await succeeded(project.engineIn(STACK, "plan"))).toMatch(/No changes/);
    await succeeded(project.engineIn(STACK, "destroy", "-auto-approve"));
    expect(account.emulator.policies()).toEqual([]);
  });

  it("keeps an ordered list and finds what is looked up", async () => {
    const account = await openOne({ groups: [{ name: "Engineering" }] });
    const project = newProject("list", "list-and-look-ups", account);
    await succeeded(project.node("main.js"));
    await succeeded(project.engineIn(STACK, "init"));
    await succeeded(project.engineIn(STACK, "apply", "-auto-approve"));
    const order = account.emulator.order(ACCOUNT_ID, APPLICATION_ID);
    expect(order.map(({ policy }) => policy.body.name)).toEqual(["Abusers", "Staff"]);
    expect(await succeeded(project.engineIn(STACK, "plan"))).toMatch(/No changes/);
  });
});

describe("a stack that moves from cdktf to cdktn", () => {
  it.each(["every-field", "list-and-look-ups"])("has nothing to change: %s", async (source) => {
    const account = await openOne({ groups: [{ name: "Engineering" }] });
    const before = new Project("before", account.variables);
    before.write("package.json", { name: "user", private: true, type: "module" });
    before.write("main.js", fixture(`${source}.ts`));
    await succeeded(before.node("main.js"));
    await succeeded(before.engineIn(STACK, "init"));
    await succeeded(before.engineIn(STACK, "apply", "-auto-approve"));

    const after = newProject("after", source, account);
    copyFileSync(before.path(STATE), after.path(STATE));
    await succeeded(after.node("main.js"));
    await succeeded(after.engineIn(STACK, "init"));
    expect(await succeeded(after.engineIn(STACK, "plan"))).toMatch(/No changes/);
  });
});

describe("the wrong entry", () => {
  const sentence = async (project: Project, entry: string) =>
    /^Error: (.*)$/m.exec(await failed(project.node("-e", `require("${entry}")`)))?.[1];

  it("says what to import in a project of cdktn", async () => {
    expect(await sentence(new Project("wrong", {}, folder), "cdktf-cloudflare-access")).toBe(
      '"cdktf-cloudflare-access" needs cdktf, and this project has cdktn: import from "cdktf-cloudflare-access/cdktn".',
    );
  });

  it("says what to import in a project of cdktf", async () => {
    expect(await sentence(new Project("wrong"), "cdktf-cloudflare-access/cdktn")).toBe(
      '"cdktf-cloudflare-access/cdktn" needs cdktn, and this project has cdktf: import from "cdktf-cloudflare-access".',
    );
  });

  it("says what to install in a project of neither", async () => {
    const bare = mkdtempSync(join(tmpdir(), "cf-access-bare-"));
    const inside = join(bare, "node_modules", "cdktf-cloudflare-access");
    mkdirSync(inside, { recursive: true });
    execFileSync("tar", ["-xzf", session().tarball, "--strip-components", "1", "-C", inside]);
    expect(await sentence(new Project("neither", {}, bare), "cdktf-cloudflare-access")).toBe(
      '"cdktf-cloudflare-access" needs cdktf: npm install cdktf constructs. With cdktn instead, import from ' +
        '"cdktf-cloudflare-access/cdktn".',
    );
  });
});

describe("the CLI of cdktn", () => {
  it("shows, deploys, finds nothing to change and destroys", async () => {
    const cli = await cdktnCli();
    if ("reason" in cli) {
      process.stderr.write(`\nLeft out, the CLI of cdktn: ${cli.reason}.\n`);
      return;
    }
    const [node, program] = cli.command as [string, string];
    const account = await openOne();
    const project = newProject("cli", "every-field", account);
    project.write("cdktf.json", {
      language: "typescript",
      app: `${process.execPath} main.js`,
      projectId: "e2e",
      sendCrashReports: "false",
    });
    const cdktn = (...args: string[]) => succeeded(project.program(node, program, ...args));
    expect(await cdktn("diff")).toMatch(/Plan: 6 to add, 0 to change, 0 to destroy/);
    expect(await cdktn("deploy", "--auto-approve")).toMatch(/people-id/);
    expect(account.emulator.policies()).toHaveLength(5);
    expect(await cdktn("diff")).toMatch(/No changes/);
    await cdktn("destroy", "--auto-approve");
    expect(account.emulator.policies()).toEqual([]);
  });
});
