import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Account, openAccount } from "./support/account";
import { ACCOUNT_ID, APPLICATION_ID, EVERY_FIELD, REQUIRED_PROVIDER } from "./support/every-field";
import { initializeOnce } from "./support/initialized";
import { failed, Project, RUN_TYPESCRIPT, succeeded } from "./support/project";

/** The attributes of the managed policies in a state file, by address. */
type Policies = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

function policiesIn(stateFile: string): Policies {
  const { resources } = JSON.parse(readFileSync(stateFile, "utf8"));
  const managed = resources.filter(({ mode, type }: Record<string, string>) => {
    return mode === "managed" && type!.startsWith("cfaccess_");
  });
  type Resource = { type: string; name: string; instances: [{ attributes: Record<string, unknown> }] };
  return Object.fromEntries(
    managed.map(({ type, name, instances }: Resource) => [`${type}.${name}`, instances[0].attributes]),
  );
}

const importId = ({ account_id, app_id, id }: Policies[string]) =>
  [account_id, ...(app_id === undefined ? [] : [app_id]), id].join("/");

/** An import has no prior representation to keep: the comparison uses what the server writes. */
const asTheServerSpells = (configuration: string) =>
  configuration.replace('"203.0.113.7"', '"203.0.113.7/32"').replace('"2001:DB8::1"', '"2001:DB8::1/128"');

describe("policies with every selector and every field", () => {
  const configuration = asTheServerSpells(EVERY_FIELD)
    .replace(/\ndata [\s\S]*/, "\n")
    .replace(
      /(\n +everyone +=)/,
      '\n    other = [jsonencode({ wifi = { ssid = "office" } }), jsonencode({ vpn = { ids = ["a"], strict = true } })]$1',
    );
  let account: Account;
  let open: Awaited<ReturnType<typeof initializeOnce>>;
  let created: Policies;
  const stateOf = (project: Project) => policiesIn(project.path("terraform.tfstate"));
  const importBlocks = () =>
    Object.entries(created)
      .map(([address, policy]) => `import {\n  to = ${address}\n  id = "${importId(policy)}"\n}\n`)
      .join("");
  const writes = () => account.emulator.requests.filter(({ method }) => method !== "GET").length;

  beforeAll(async () => {
    account = await openAccount({ newerSelectors: ["wifi", "vpn"] });
    open = await initializeOnce();
    const project = open("created", account.variables);
    project.write("main.tf", configuration);
    await succeeded(project.engine("apply", "-auto-approve"));
    created = stateOf(project);
  });
  afterAll(() => account.emulator.close());

  it("are six, of both kinds, with rules we have no selector for among them", () => {
    expect(Object.keys(created)).toHaveLength(6);
    expect(created["cfaccess_policy.people"]!.include).toMatchObject({ other: expect.any(Array) });
  });

  it("are imported one by one into the state that their creation gave", async () => {
    const before = writes();
    const project = open("imported", account.variables);
    project.write("main.tf", configuration);
    for (const [address, policy] of Object.entries(created)) {
      const said = await succeeded(project.engine("import", address, importId(policy)));
      expect(said).toMatch(/Import successful/);
    }
    expect(stateOf(project)).toEqual(created);
    expect(await succeeded(project.engine("plan", "-detailed-exitcode"))).toMatch(/No changes/);
    expect(writes()).toBe(before);
  });

  it("are imported by import blocks into the state that their creation gave", async () => {
    const before = writes();
    const project = open("import-blocks", account.variables);
    project.write("main.tf", configuration + importBlocks());
    expect(await succeeded(project.engine("apply", "-auto-approve"))).toMatch(
      /6 imported, 0 added, 0 changed, 0 destroyed/,
    );
    expect(stateOf(project)).toEqual(created);
    expect(await succeeded(project.engine("plan", "-detailed-exitcode"))).toMatch(/No changes/);
    expect(writes()).toBe(before);
  });

  describe("in a configuration that the engine generates", () => {
    let project: Project;
    beforeAll(async () => {
      project = open("generated", account.variables);
      project.write("main.tf", REQUIRED_PROVIDER + importBlocks());
      expect(await succeeded(project.engine("plan", "-generate-config-out", "generated.tf"))).toMatch(
        /6 to import, 0 to add, 0 to change, 0 to destroy/,
      );
    });
    const generated = () => readFileSync(project.path("generated.tf"), "utf8");
    const applies = async () => {
      const before = writes();
      expect(await succeeded(project.engine("apply", "-auto-approve"))).toMatch(
        /(6 imported, )?0 added, 0 changed, 0 destroyed/,
      );
      expect(stateOf(project)).toEqual(created);
      expect(await succeeded(project.engine("plan", "-detailed-exitcode"))).toMatch(/No changes/);
      expect(writes()).toBe(before);
    };

    it("apply without a change, into the state that their creation gave", applies);

    it("still do after the lines that say nothing are taken out, as the README has it", async () => {
      const lines = generated().split("\n");
      const relevant = lines.filter((line) => !/^\s+(\w+ += (null|false)|mfa_bypass += \w+)$/.test(line));
      expect(relevant.length).toBeLessThan(lines.length);
      expect(relevant.join("\n")).toContain("mfa_disabled");
      project.write("generated.tf", relevant.join("\n"));
      await applies();
    });
  });
});

describe("an import id that leads to nothing", () => {
  it("is refused with the part that is wrong and what exists, one by one and by import blocks", async () => {
    const account = await openAccount();
    const reusable = { decision: "allow", include: [{ everyone: {} }] };
    const staff = account.emulator.add({ accountId: ACCOUNT_ID }, { name: "Staff", ...reusable });
    const project = (await initializeOnce())("import-failures", account.variables);
    const missing = "99999999-aaaa-4bbb-8ccc-dddddddddddd";
    const everyone = 'name = "Staff"\n  decision = "allow"\n  include = { everyone = ["*"] }';
    project.write(
      "main.tf",
      `${REQUIRED_PROVIDER}
resource "cfaccess_policy" "staff" {
  ${everyone}
}
resource "cfaccess_application_policy" "staff" {
  app_id = "${APPLICATION_ID}"
  ${everyone}
}
`,
    );
    const refused = async (address: string, id: string) =>
      (await failed(project.engine("import", address, id))).replace(/[\s│]+/g, " ");

    expect(await refused("cfaccess_policy.staff", `${ACCOUNT_ID}/${missing}`)).toContain(
      `has no reusable policy "${missing}" Account ${ACCOUNT_ID} has 1 reusable policy: "${staff}" ("Staff").`,
    );
    const ofApplication = await refused(
      "cfaccess_application_policy.staff",
      `${ACCOUNT_ID}/${APPLICATION_ID}/${staff}`,
    );
    expect(ofApplication).toContain(`terraform import cfaccess_policy.NAME ${ACCOUNT_ID}/${staff}`);
    expect(ofApplication).not.toContain("non-existent remote object");
    expect(await refused("cfaccess_application_policy.staff", `${ACCOUNT_ID}/${missing}/${staff}`)).toContain(
      `has no Access application "${missing}"`,
    );
    expect(await refused("cfaccess_application_policy.staff", `zone/${ACCOUNT_ID}/${missing}`)).toContain(
      "It begins with a zone",
    );

    const id = `${ACCOUNT_ID}/${missing}`;
    project.write("import.tf", `import {\n  to = cfaccess_policy.staff\n  id = "${id}"\n}\n`);
    expect((await failed(project.engine("plan"))).replace(/[\s│]+/g, " ")).toContain(
      `has no reusable policy "${missing}"`,
    );
    await account.emulator.close();
  });
});

describe("policies of a cdktf project", () => {
  const source = readFileSync(join(__dirname, "fixtures", "every-field.ts"), "utf8");

  function newProject(name: string, account: Account, main: string): Project {
    const project = new Project(name, account.variables);
    project.write("package.json", { name: "user", private: true });
    const app = `${RUN_TYPESCRIPT} main.ts`;
    project.write("cdktf.json", { language: "typescript", app, projectId: "e2e", sendCrashReports: "false" });
    project.write("main.ts", main);
    return project;
  }
  const stateOf = (project: Project) => policiesIn(project.path("terraform.access.tfstate"));

  it("are imported by importFrom into the state that their creation gave", async () => {
    const account = await openAccount();
    const creating = newProject("cdktf-created", account, asTheServerSpells(source));
    await succeeded(creating.cdktf("deploy", "--auto-approve"));
    const created = stateOf(creating);
    expect(Object.keys(created)).toHaveLength(5);

    // The constructs' names in the file are those in the state, but for one.
    const imports = Object.entries(created).map(([address, policy]) => {
      const name = address.split(".")[1]!;
      return `${name === "operators-of-target" ? "target" : name}.importFrom("${importId(policy)}");\n`;
    });
    const withImports = asTheServerSpells(source).replace("app.synth();", `${imports.join("")}app.synth();`);
    const importing = newProject("cdktf-imported", account, withImports);
    expect(await succeeded(importing.cdktf("diff"))).toMatch(
      /Plan: 5 to import, 1 to add, 0 to change, 0 to destroy/,
    );
    await succeeded(importing.cdktf("deploy", "--auto-approve"));
    expect(stateOf(importing)).toEqual(created);
    expect(await succeeded(importing.cdktf("diff"))).toMatch(/No changes/);
    expect(account.emulator.policies()).toHaveLength(5);
    await account.emulator.close();
  });
});
