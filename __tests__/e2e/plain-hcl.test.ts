import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { POLICY_TYPES, type PolicyFields, SELECTORS } from "../../src/model";
import { type Account, openAccount } from "./support/account";
import { ACCOUNT_ID, APPLICATION_ID, EVERY_FIELD, REQUIRED_PROVIDER } from "./support/every-field";
import { Project, succeeded } from "./support/project";

let account: Account;
beforeAll(async () => {
  account = await openAccount();
});
afterAll(() => account.emulator.close());

describe("a plain HCL configuration with every selector and every field", () => {
  let project: Project;
  type Resource = { address: string; values: Record<string, unknown> };
  const resources = async (): Promise<Resource[]> =>
    JSON.parse(await succeeded(project.engine("show", "-json"))).values.root_module.resources;
  const managed = async () => (await resources()).filter(({ address }) => !address.startsWith("data."));
  const noChanges = () => succeeded(project.engine("plan", "-detailed-exitcode"));

  beforeAll(() => {
    project = new Project("plain-hcl", account.variables);
    project.write("main.tf", EVERY_FIELD);
  });

  it("finds the provider in the mirror that the package writes", async () => {
    await succeeded(project.cfAccess("mirror", "terraform.d/plugins"));
    expect(await succeeded(project.engine("init"))).toMatch(/Installed cdktf\.internal\/embedded\/cfaccess/);
  });

  it("is valid, and asks nothing of the API to say so", async () => {
    expect(await succeeded(project.engine("validate"))).toMatch(/The configuration is valid/);
    expect(account.emulator.requests).toEqual([]);
  });

  it("is planned as six policies, each with a line in words", async () => {
    const plan = await succeeded(project.engine("plan"));
    expect(plan).toMatch(/Plan: 6 to add, 0 to change, 0 to destroy/);
    expect(plan).toMatch(/summary\s+= "BLOCK everyone/);
    expect(account.emulator.policies()).toEqual([]);
  });

  it("is applied, and the next plan is empty", async () => {
    expect(await succeeded(project.engine("apply", "-auto-approve"))).toMatch(/Resources: 6 added/);
    expect(account.emulator.policies()).toHaveLength(6);
    expect(await noChanges()).toMatch(/No changes/);
  });

  it("holds each selector and each field at least once", async () => {
    const states = (await managed()).map(({ values }) => values);
    const used = states.flatMap((values) =>
      ["include", "exclude", "require"].flatMap((set) => present(values[set] as object)),
    );
    expect(SELECTORS.map(({ key }) => key).filter((key) => !used.includes(key))).toEqual([]);
    for (const [kind, isOfKind] of [
      ["reusable", (values: object) => !("app_id" in values)],
      ["application", (values: object) => "app_id" in values],
    ] as const) {
      const filled = states.filter(isOfKind).flatMap((values) => leaves(values));
      expect(leafNames(POLICY_TYPES[kind].fields).filter((name) => !filled.includes(name))).toEqual([]);
    }
  });

  it.each([
    ["cfaccess_policy.people", (id: string) => `${ACCOUNT_ID}/${id}`],
    ["cfaccess_application_policy.people", (id: string) => `${ACCOUNT_ID}/${APPLICATION_ID}/${id}`],
  ])("imports %s, and the next plan is empty", async (address, importId) => {
    const id = (await managed()).find((resource) => resource.address === address)!.values.id as string;
    await succeeded(project.engine("state", "rm", address));
    expect(await succeeded(project.engine("import", address, importId(id)))).toMatch(/Import successful/);
    expect(await noChanges()).toMatch(/No changes/);
  });

  it("is destroyed, and nothing is left at the API", async () => {
    expect(await succeeded(project.engine("destroy", "-auto-approve"))).toMatch(/6 destroyed/);
    expect(account.emulator.policies()).toEqual([]);
  });

  it("leaves the token in no file", () => {
    const files = readdirSync(project.folder, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    const leaks = files.filter((file) =>
      readFileSync(join(file.parentPath, file.name)).includes(account.token),
    );
    expect(files.map((file) => file.name)).toContain("terraform.tfstate");
    expect(leaks).toEqual([]);
  });
});

describe("a configuration that changes", () => {
  const policy = (rules: string) => `${REQUIRED_PROVIDER}
    resource "cfaccess_policy" "staff" {
      name     = "Staff"
      decision = "allow"
      include  = { ${rules} }
    }`;

  it("is updated in-place, with only the change in the plan", async () => {
    const project = new Project("edit", account.variables);
    await succeeded(project.cfAccess("mirror", "terraform.d/plugins"));
    project.write("main.tf", policy('email = ["ann@example.com"], email_domain = ["example.org"]'));
    await succeeded(project.engine("init"));
    await succeeded(project.engine("apply", "-auto-approve"));
    project.write(
      "main.tf",
      policy('email = ["ann@example.com", "bob@example.com"], email_domain = ["example.org"]'),
    );
    const plan = await succeeded(project.engine("plan"));
    expect(plan).toMatch(/\+ "bob@example\.com",\n\s+# \(1 unchanged element hidden\)/);
    expect(plan).toMatch(/~ summary/);
    expect(plan).not.toMatch(/known after apply|email_domain/);
    expect(await succeeded(project.engine("apply", "-auto-approve"))).toMatch(
      /0 added, 1 changed, 0 destroyed/,
    );
  });
});

describe("rules that come from elsewhere", () => {
  const configuration = (domain: string) => `${REQUIRED_PROVIDER}
    variable "friend" {
      default   = "ann@example.com"
      sensitive = true
    }
    resource "terraform_data" "late" { input = "pt" }
    module "staff" {
      source  = "./policy"
      include = { email = [var.friend], email_domain = ["${domain}"] }
      require = { geo = [upper(terraform_data.late.output)] }
      exclude = {}
    }
    module "guests" {
      source  = "./policy"
      include = { email = [] , group = toset(["aa0a4aab-672b-4bdb-bc33-a59f1130a11f"]) }
      require = null
      exclude = merge({ ip = ["192.0.2.1"] }, { geo = null })
    }`;
  const MODULE = `
    terraform {
      required_providers {
        cfaccess = { source = "cdktf.internal/embedded/cfaccess" }
      }
    }
    variable "include" { type = any }
    variable "require" { type = any }
    variable "exclude" { type = any }
    resource "cfaccess_policy" "this" {
      name     = "Policy"
      decision = "allow"
      include  = var.include
      require  = var.require
      exclude  = var.exclude
    }`;
  let project: Project;
  beforeAll(async () => {
    project = new Project("module", account.variables);
    await succeeded(project.cfAccess("mirror", "terraform.d/plugins"));
    mkdirSync(project.path("policy"));
    project.write("policy/main.tf", MODULE);
    project.write("main.tf", configuration("example.com"));
    await succeeded(project.engine("init"));
  });

  it("are taken from variables of any type, unknown, sensitive, empty and null", async () => {
    await succeeded(project.engine("apply", "-auto-approve"));
    const bodies = account.emulator
      .policies()
      .map(({ body }) => JSON.stringify([body.include, body.require]));
    expect(bodies.join()).toMatch(/ann@example\.com/);
    expect(bodies.join()).toMatch(/"country_code":"PT"/);
    expect(await succeeded(project.engine("plan", "-detailed-exitcode"))).toMatch(/No changes/);
  });

  it("stay hidden where they are sensitive, and show what changes beside them", async () => {
    project.write("main.tf", configuration("example.org"));
    const plan = await succeeded(project.engine("plan"));
    const rules = /~ include[\s\S]*?\n {8}\}/.exec(plan)![0];
    expect(rules).toMatch(/- "example\.com",\n\s+\+ "example\.org",/);
    expect(rules).not.toMatch(/ann@/);
  });
});

describe("a user with a provider_installation block of their own", () => {
  it("points it at the mirror", async () => {
    const project = new Project("own-mirror", { TF_CLI_CONFIG_FILE: "engine.rc" });
    await succeeded(project.cfAccess("mirror", "plugins"));
    project.write(
      "engine.rc",
      `provider_installation {\n  filesystem_mirror { path = "${project.path("plugins")}" }\n}\n`,
    );
    project.write("main.tf", REQUIRED_PROVIDER);
    expect(await succeeded(project.engine("init"))).toMatch(/Installed cdktf\.internal\/embedded\/cfaccess/);
  });
});

/** The members of an object that say something. */
function present(values: object | null): string[] {
  const says = (value: unknown) =>
    value !== null && value !== false && !(Array.isArray(value) && value.length === 0);
  return Object.entries(values ?? {}).flatMap(([name, value]) => (says(value) ? [name] : []));
}

/** The paths below which a state holds a value, sets of objects taken together. */
function leaves(values: object, prefix = ""): string[] {
  return Object.entries(values).flatMap(([name, value]): string[] => {
    if (value === null) return [];
    const objects = (Array.isArray(value) ? value : [value]).filter((item) => typeof item === "object");
    return [prefix + name, ...objects.flatMap((item) => leaves(item, `${prefix}${name}.`))];
  });
}

/** The same paths, as the model lists them. */
function leafNames(fields: PolicyFields, prefix = ""): string[] {
  return Object.entries(fields).flatMap(([name, { type }]): string[] => {
    const inner = typeof type === "string" ? {} : "object" in type ? type.object : type.objects;
    return [prefix + name, ...leafNames(inner, `${prefix}${name}.`)];
  });
}
