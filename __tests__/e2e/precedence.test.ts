import { copyFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Account, openAccount } from "./support/account";
import { ACCOUNT_ID, APPLICATION_ID, REQUIRED_PROVIDER } from "./support/every-field";
import { initializeOnce } from "./support/initialized";
import { failed, Project, succeeded } from "./support/project";

interface Policy {
  readonly key: string;
  readonly name: string;
  readonly decision: "allow" | "deny";
  readonly precedence?: number;
}

const policy = (name: string, precedence?: number): Policy => ({
  key: name.toLowerCase().replaceAll(" ", "-"),
  name,
  decision: name.startsWith("No ") ? "deny" : "allow",
  ...(precedence === undefined ? {} : { precedence }),
});

/** Two policies without a number and a block policy that is to be the first. */
const FIRST_APPLY = [policy("Staff"), policy("Partners"), policy("No visitors", 1)];

let account: Account;
let projectIn: Awaited<ReturnType<typeof initializeOnce>>;
beforeAll(async () => {
  account = await openAccount();
  projectIn = await initializeOnce();
});
beforeEach(() => account.emulator.clear());
afterAll(() => account.emulator.close());

const inForce = () =>
  Object.fromEntries(account.emulator.policies().map(({ body, precedence }) => [body.name, precedence]));
const order = () =>
  account.emulator.order(ACCOUNT_ID, APPLICATION_ID).map(({ policy: { body } }) => body.name);

function writeHcl(project: Project, policies: readonly Policy[]): void {
  const resources = policies.map(
    ({ key, name, decision, precedence }) => `
  resource "cfaccess_application_policy" "${key}" {
    app_id   = "${APPLICATION_ID}"
    name     = "${name}"
    decision = "${decision}"
    include  = { email_domain = ["${key}.example.com"] }
    ${precedence === undefined ? "" : `precedence = ${precedence}`}
  }`,
  );
  project.write("main.tf", [REQUIRED_PROVIDER, ...resources].join("\n"));
}

/** Forgets what was applied, so that the next apply is a first one. */
function forget(...state: string[]): void {
  account.emulator.clear();
  for (const file of state) rmSync(file, { force: true });
}

const APPLIES = Array.from({ length: 20 }, (_, index) => index + 1);

describe("three policies of one application when one has a number", () => {
  test("get their precedences in 20 of 20 first applies of plain HCL", async () => {
    const project = projectIn("first-hcl", account.variables);
    writeHcl(project, FIRST_APPLY);
    for (const _ of APPLIES) {
      forget(project.path("terraform.tfstate"));
      await succeeded(project.engine("apply", "-auto-approve"));
      expect(order()[0]).toBe("No visitors");
      expect(order()).toHaveLength(3);
    }
    expect(await succeeded(project.engine("plan", "-detailed-exitcode"))).toContain("No changes.");
  });

  test("get their precedences in 20 of 20 first applies of a stack", async () => {
    const project = new Project("first-stack", account.variables);
    project.write("package.json", { name: "user", private: true, type: "module" });
    copyFileSync(join(__dirname, "fixtures", "placed-policies.ts"), project.path("main.js"));
    const props = FIRST_APPLY.map((it) => ({
      ...it,
      appId: APPLICATION_ID,
      emails: [`${it.key}@example.com`],
    }));
    project.write("policies.json", props);
    await succeeded(project.node("main.js"));
    const stack = "cdktf.out/stacks/access";
    await succeeded(project.engineIn(stack, "init"));
    for (const _ of APPLIES) {
      forget(project.path("terraform.tfstate"));
      await succeeded(project.engineIn(stack, "apply", "-auto-approve"));
      expect(order()[0]).toBe("No visitors");
      expect(order()).toHaveLength(3);
    }
    expect(await succeeded(project.engineIn(stack, "plan", "-detailed-exitcode"))).toContain("No changes.");
  });
});

describe("the number of a policy of one application", () => {
  const project = (name: string) => projectIn(name, account.variables);
  const apply = (it: Project) => it.engine("apply", "-auto-approve");

  test("is swapped with another one's in one apply", async () => {
    const swap = project("swap");
    writeHcl(swap, [policy("No visitors", 1), policy("Staff", 2)]);
    await succeeded(apply(swap));
    writeHcl(swap, [policy("No visitors", 2), policy("Staff", 1)]);
    await succeeded(apply(swap));
    expect(inForce()).toEqual({ Staff: 1, "No visitors": 2 });
    expect(await succeeded(swap.engine("plan"))).toContain("No changes.");
  });

  test("is taken over from a policy that the same apply deletes", async () => {
    const takeover = project("takeover");
    writeHcl(takeover, [policy("No visitors", 1), policy("Staff", 2)]);
    await succeeded(apply(takeover));
    writeHcl(takeover, [policy("No guests", 1), policy("Staff", 2)]);
    await succeeded(apply(takeover));
    expect(inForce()).toEqual({ "No guests": 1, Staff: 2 });
  });

  test("is refused where a policy outside of the configuration holds it, which keeps it", async () => {
    const made = account.emulator.add(
      { accountId: ACCOUNT_ID, appId: APPLICATION_ID },
      { name: "By hand", decision: "allow", precedence: 1, include: [{ everyone: {} }] },
    );
    const held = project("held");
    writeHcl(held, [policy("No visitors", 1)]);
    for (const _ of [1, 2]) {
      const output = (await failed(apply(held))).replace(/[\s│]+/g, " ");
      expect(output).toContain(`Precedence 1 is held by policy "By hand" (${made})`);
      expect(output).toContain("cfaccess_application_policies");
      expect(inForce()).toEqual({ "By hand": 1 });
    }
  });
});
