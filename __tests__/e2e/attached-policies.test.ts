import { type Account, openAccount } from "./support/account";
import { APPLICATION_ID, REQUIRED_PROVIDER } from "./support/every-field";
import { initializeOnce } from "./support/initialized";
import { failed, type Project, succeeded } from "./support/project";

const CRM = { id: APPLICATION_ID, name: "CRM", domain: "crm.example.com" };

let account: Account;
let project: Project;
beforeAll(async () => {
  account = await openAccount({ applications: [CRM] });
  project = (await initializeOnce())("attached", account.variables);
});
afterAll(() => account.emulator.close());

const policy = (name: string, decision = "allow") => `
  resource "cfaccess_policy" "${name}" {
    name      = "${name}"
    decision  = "${decision}"
    include   = { email_domain = ["${name}.example.com"] }
    lifecycle { create_before_destroy = true }
  }`;
const attach = (...names: string[]) => `
  resource "cfaccess_application_attached_policies" "crm" {
    app_id   = "${APPLICATION_ID}"
    policies = [${names.map((name) => `cfaccess_policy.${name}.id`).join(", ")}]
  }`;
const write = (...parts: string[]) => project.write("main.tf", [REQUIRED_PROVIDER, ...parts].join("\n"));
const apply = () => succeeded(project.engine("apply", "-auto-approve"));
const attached = () =>
  account.emulator
    .order(account.variables.CLOUDFLARE_ACCOUNT_ID!, APPLICATION_ID)
    .map(({ policy: { body } }) => body.name);
const writes = () =>
  account.emulator.requests
    .splice(0)
    .flatMap(({ method, path, status }) =>
      method === "GET" ? [] : [`${method} ${path.includes("/apps/") ? "application" : "policy"} ${status}`],
    );

describe("reusable policies attached to an application, by a real engine", () => {
  test("take effect in their order by one write", async () => {
    write(policy("abusers", "deny"), policy("staff"), attach("abusers", "staff"));
    await apply();
    expect(attached()).toEqual(["abusers", "staff"]);
    expect(writes().filter((line) => line.startsWith("PUT"))).toEqual(["PUT application 200"]);
    expect(await succeeded(project.engine("plan"))).toContain("No changes.");
  });

  test("show a move as one line that goes and one that comes", async () => {
    write(
      policy("abusers", "deny"),
      policy("staff"),
      policy("partners"),
      attach("partners", "abusers", "staff"),
    );
    const plan = await succeeded(project.engine("plan"));
    expect(plan).toMatch(/~ policies\s+= \[\n\s+\+ \(known after apply\),/);
    expect(plan).toContain("# (1 unchanged element hidden)");
    await apply();
    expect(attached()).toEqual(["partners", "abusers", "staff"]);
    writes();
  });

  test("are detached before a policy that leaves the configuration is deleted, without a refused request", async () => {
    write(policy("abusers", "deny"), policy("staff"), attach("abusers", "staff"));
    await apply();
    expect(attached()).toEqual(["abusers", "staff"]);
    expect(writes()).toEqual(["PUT application 200", "DELETE policy 202"]);
  });

  test("are refused by the plan where the application has policies of its own", async () => {
    account.emulator.add(
      { accountId: account.variables.CLOUDFLARE_ACCOUNT_ID!, appId: APPLICATION_ID },
      { name: "By hand", decision: "allow", include: [{ everyone: {} }] },
    );
    write(policy("abusers", "deny"), policy("staff"), attach("staff", "abusers"));
    expect(await failed(project.engine("plan"))).toContain('"By hand"');
    expect(attached()).toContain("By hand");
    for (const { id } of account.emulator.policies({ appId: APPLICATION_ID })) account.emulator.remove(id);
  });

  test("are destroyed with their policies, detached first", async () => {
    writes();
    await succeeded(project.engine("destroy", "-auto-approve"));
    expect(attached()).toEqual([]);
    expect(writes()).toEqual(["PUT application 200", "DELETE policy 202", "DELETE policy 202"]);
  });
});
