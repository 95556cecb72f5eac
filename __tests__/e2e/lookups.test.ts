import { type Account, openAccount } from "./support/account";
import { APPLICATION_ID, REQUIRED_PROVIDER } from "./support/every-field";
import { initializeOnce } from "./support/initialized";
import { failed, type Project, succeeded } from "./support/project";

const GROUPS = Array.from({ length: 30 }, (_, index) => `Group ${index}`);

let account: Account;
let projectIn: Awaited<ReturnType<typeof initializeOnce>>;
beforeAll(async () => {
  account = await openAccount({
    groups: GROUPS.map((name) => ({ name })),
    lists: [{ id: "partners-list", name: "Partners", type: "EMAIL" }],
    applications: [{ id: APPLICATION_ID, name: "Wiki", domain: "wiki.example.com" }],
  });
  projectIn = await initializeOnce();
});
afterAll(() => account.emulator.close());

const projectWith = (name: string, configuration: string): Project => {
  const project = projectIn(name, account.variables);
  project.write("main.tf", `${REQUIRED_PROVIDER}\n${configuration}`);
  return project;
};
const listed = () =>
  account.emulator.requests
    .splice(0)
    .flatMap(({ method, path }) => (method === "GET" ? [path.split("/").at(-1)] : []));

describe("references by name", () => {
  let project: Project;
  const output = async (name: string) => JSON.parse(await succeeded(project.engine("output", "-json", name)));

  beforeAll(() => {
    project = projectWith(
      "by-name",
      `
      data "cfaccess_group" "each" {
        for_each = toset([for index in range(30) : "Group \${index}"])
        name     = each.key
      }
      data "cfaccess_list" "partners" { name = "Partners" }
      data "cfaccess_application" "wiki" { domain = "wiki.example.com" }

      resource "terraform_data" "later" { input = "Staff" }
      resource "cfaccess_policy" "staff" {
        name     = "Staff"
        decision = "allow"
        include  = { group = [for group in data.cfaccess_group.each : group.id] }
        require  = { email_list = [data.cfaccess_list.partners.id] }
      }
      resource "cfaccess_application_policy" "own" {
        app_id   = data.cfaccess_application.wiki.id
        name     = "Own"
        decision = "deny"
        include  = { everyone = ["*"] }
      }
      data "cfaccess_policy" "staff" {
        name       = terraform_data.later.output
        depends_on = [cfaccess_policy.staff]
      }
      data "cfaccess_policies" "all" { depends_on = [cfaccess_policy.staff] }
      output "found" { value = data.cfaccess_policy.staff.id }
      output "all" { value = data.cfaccess_policies.all.policies }
      `,
    );
  });

  it("are looked up with one request of a kind in each run, and wait for a name that is not known yet", async () => {
    const plan = await succeeded(project.engine("plan"));
    expect(plan).toMatch(/data "cfaccess_policy" "staff"[\s\S]*known after apply/);
    // The policies are those that a create might make once more.
    expect(listed().sort()).toEqual(["apps", "groups", "lists", "policies"]);
  });

  it("are sent as ids, and what was made in the same run is found by its name", async () => {
    await succeeded(project.engine("apply", "-auto-approve"));
    const [staff] = account.emulator.policies({ appId: null });
    expect(staff!.body.include).toHaveLength(30);
    expect(staff!.body.require).toEqual([{ email_list: { id: "partners-list" } }]);
    expect(await output("found")).toBe(staff!.id);
    expect(await output("all")).toMatchObject([{ id: staff!.id, name: "Staff", decision: "allow" }]);
  });

  it("change nothing in the next plan", async () => {
    expect(await succeeded(project.engine("plan", "-detailed-exitcode"))).toMatch(/No changes/);
  });
});

it("what is not there is said at the name, with what is", async () => {
  const project = projectWith("by-wrong-name", `data "cfaccess_list" "partners" { name = "Partner" }`);
  const said = (await failed(project.engine("plan"))).replace(/\s*│\s*/g, " ");
  expect(said).toMatch(/No Zero Trust list called "Partner"/);
  expect(said).toMatch(/data "cfaccess_list" "partners" \{ name = "Partner" \}/);
  expect(said).toMatch(/has 1 Zero Trust list: "Partners" \(EMAIL\)\./);
});
