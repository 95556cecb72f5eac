import { type Account, openAccount } from "./support/account";
import { APPLICATION_ID, REQUIRED_PROVIDER } from "./support/every-field";
import { initializeOnce } from "./support/initialized";
import { type Project, succeeded } from "./support/project";

let account: Account;
let project: Project;

/** Every warning of a command, by its first line. */
const warningsIn = (output: string) =>
  output.split("\n").flatMap((line) => /Warning: (.*)$/.exec(line)?.[1] ?? []);
const codesIn = (output: string) =>
  warningsIn(output).map(
    (warning) => `${/^Policy "([^"]+)"/.exec(warning)![1]}: ${/\[(.+)\]$/.exec(warning)![1]}`,
  );

const configuration = (accepted = "") => `
  data "cfaccess_group" "engineering" { name = "Engineering" }
  resource "terraform_data" "country" { input = "PT" }

  resource "cfaccess_policy" "open" {
    name     = "Open"
    decision = "allow"
    include  = { everyone = ["*"] }
    ${accepted}
  }
  resource "cfaccess_policy" "also_open" {
    name     = "Also open"
    decision = "allow"
    include  = { everyone = ["*"] }
  }
  resource "cfaccess_policy" "bypass" {
    name     = "Bypass"
    decision = "bypass"
    include  = { email = [for index in range(40) : "user\${index}@example.com"] }
  }
  resource "cfaccess_policy" "looked_up" {
    name     = "Looked up"
    decision = "allow"
    include  = { group = [data.cfaccess_group.engineering.id] }
    exclude  = { group = ["f174e90a-fafe-4643-bbbc-4a0ed4fc8415"] }
  }
  resource "cfaccess_policy" "late" {
    name     = "Late"
    decision = "allow"
    include  = { group = ["aa0a4aab-672b-4bdb-bc33-a59f1130a11f"] }
    require  = { geo = ["ES", terraform_data.country.output] }
  }
`;

const AT_ONCE = [
  "Also open: allow-everyone",
  "Bypass: no-login",
  "Looked up: include-excluded",
  "Open: allow-everyone",
];

beforeAll(async () => {
  account = await openAccount({
    groups: [{ id: "f174e90a-fafe-4643-bbbc-4a0ed4fc8415", name: "Engineering" }],
  });
  project = (await initializeOnce())("warnings", account.variables);
  project.write("main.tf", `${REQUIRED_PROVIDER}\n${configuration()}`);
});
afterAll(() => account.emulator.close());

describe("a known misconfiguration", () => {
  test("is a warning of the plan on each policy that has it, once, also where only a look-up shows it", async () => {
    const plan = await succeeded(project.engine("plan"));
    expect(codesIn(plan).sort()).toEqual(AT_ONCE);
    expect(plan).not.toContain("similar warning");
    expect(plan).toContain('accepted_warnings = ["allow-everyone"]');
  });

  test("is none of a mere validation, which every plan begins with", async () => {
    expect(warningsIn(await succeeded(project.engine("validate")))).toEqual([]);
  });

  test("is reported while applying where it was not known before, and in every plan from then on", async () => {
    const late = "Late: require-nobody";
    const apply = await succeeded(project.engine("apply", "-auto-approve"));
    expect([...new Set(codesIn(apply))].sort()).toEqual([...AT_ONCE, late].sort());
    const plan = await succeeded(project.engine("plan"));
    expect(plan).toContain("No changes");
    expect(codesIn(plan).sort()).toEqual([...AT_ONCE, late].sort());
  });

  test("fits on a line of its own where warnings are compact", async () => {
    const lines = (await succeeded(project.engine("plan", "-compact-warnings"))).split("\n");
    const [line] = lines.filter((text) => text.includes('Policy "Open"'));
    expect(line).toMatch(/^\W*Policy "Open": lets in everyone .* \[allow-everyone\]$/);
  });

  test("is silent where it is accepted, which sends nothing", async () => {
    const accepted = 'accepted_warnings = ["allow-everyone"]';
    project.write("main.tf", `${REQUIRED_PROVIDER}\n${configuration(accepted)}`);
    account.emulator.requests.splice(0);
    const apply = await succeeded(project.engine("apply", "-auto-approve"));
    expect(apply).toContain("0 added, 1 changed, 0 destroyed");
    expect(codesIn(apply)).not.toContain("Open: allow-everyone");
    expect(codesIn(apply)).toContain("Also open: allow-everyone");
    expect(account.emulator.requests.filter(({ method }) => method !== "GET")).toEqual([]);
    expect(await succeeded(project.engine("plan"))).toContain("No changes");
  });
});

describe("a policy whose resource or key is renamed", () => {
  const renamed = (suffix: string, more = "") => `
    resource "cfaccess_policy" "staff${suffix}" {
      name     = "Staff"
      decision = "allow"
      include  = { email_domain = ["example.com"] }
    }
    resource "cfaccess_application_policy" "guests" {
      for_each = toset(["guests${suffix}"])
      app_id   = "${APPLICATION_ID}"
      name     = "Guests"
      decision = "allow"
      include  = { email_domain = ["example.org"] }
    }
    ${more}
  `;
  const moved = `
    moved {
      from = cfaccess_policy.staff
      to   = cfaccess_policy.staff_renamed
    }
    moved {
      from = cfaccess_application_policy.guests["guests"]
      to   = cfaccess_application_policy.guests["guests_renamed"]
    }
  `;

  test("is named with the moved block that keeps it, and is not called a duplicate", async () => {
    const other = (await initializeOnce())("renamed", account.variables);
    other.write("main.tf", `${REQUIRED_PROVIDER}\n${renamed("")}`);
    await succeeded(other.engine("apply", "-auto-approve"));
    other.write("main.tf", `${REQUIRED_PROVIDER}\n${renamed("_renamed")}`);
    // The plugin reads what the state has while it waits for the list.
    account.emulator.faults([{ kind: "latency", ms: 1_000, methods: ["GET"] }]);
    const plan = await succeeded(other.engine("plan"));
    account.emulator.faults([]);
    expect(plan).toContain("2 to add, 0 to change, 2 to destroy");
    const warnings = warningsIn(plan).sort();
    expect(warnings).toEqual([
      expect.stringMatching(
        /^Policy "Guests" of application .* a moved block \(moveFromId\) .*\[same-content\]$/,
      ),
      expect.stringMatching(/^Policy "Staff": .* a moved block \(moveFromId\) .*\[same-content\]$/),
    ]);
    other.write("main.tf", `${REQUIRED_PROVIDER}\n${renamed("_renamed", moved)}`);
    const kept = await succeeded(other.engine("plan"));
    expect(kept).toContain("0 to add, 0 to change, 0 to destroy");
    expect(warningsIn(kept)).toEqual([]);
  });
});
