import { readFileSync } from "node:fs";
import { SELECTORS, selectorByWireKey } from "../../src/model";
import { type Account, openAccount } from "./support/account";
import { dependingOn } from "./support/capabilities";
import { ACCOUNT_ID, APPLICATION_ID, EVERY_FIELD, REQUIRED_PROVIDER } from "./support/every-field";
import { Guide } from "./support/guide";
import { type OfficialResource, officialProviderVariables, officialState } from "./support/official-provider";
import { failed, Project, RUN_TYPESCRIPT, succeeded } from "./support/project";

const guide = new Guide("migration.md");
const NOTHING_TO_DO = /Plan: 0 to add, 0 to change, 0 to destroy/;
const V5_TYPE = "cloudflare_zero_trust_access_policy";

type Body = Readonly<Record<string, unknown>>;

/** The policy of the guide's path from version 5, as it is in force. */
const STAFF: Body = {
  name: "Staff",
  decision: "allow",
  session_duration: "12h",
  include: [
    { email_domain: { domain: "example.com" } },
    { email: { email: "ann@partner.org" } },
    { email: { email: "bob@partner.org" } },
  ],
  require: [{ geo: { country_code: "PT" } }],
};

const IDP = "ca298b82-93b5-41bf-bc2d-10493f09b761";

/** The policy of the guide's path from version 4. That version sends an empty duration when there is none. */
const ENGINEERS: Body = {
  name: "Engineers",
  decision: "allow",
  precedence: 1,
  session_duration: "",
  include: [
    { email_domain: { domain: "example.com" } },
    { "github-organization": { name: "acme", team: "platform", identity_provider_id: IDP } },
    { "github-organization": { name: "acme", team: "security", identity_provider_id: IDP } },
  ],
  exclude: [{ common_name: { common_name: "lost-laptop.example.com" } }],
  approval_required: true,
  approval_groups: [{ approvals_needed: 1, email_addresses: ["lead@example.com"] }],
};

let account: Account;
let variables: Readonly<Record<string, string>>;
beforeAll(async () => {
  account = await openAccount();
  variables = { ...account.variables, ...officialProviderVariables() };
});
afterAll(() => account.emulator.close());
beforeEach(() => {
  account.emulator.clear();
  account.emulator.requests.length = 0;
});

const writes = () => account.emulator.requests.filter(({ method }) => method !== "GET");

function staff(): OfficialResource & { readonly id: string } {
  const id = account.emulator.add({ accountId: ACCOUNT_ID }, STAFF);
  return { id, type: V5_TYPE, name: "staff", schemaVersion: 500, attributes: v5Attributes(id, STAFF) };
}

function engineers(): OfficialResource & { readonly id: string } {
  const id = account.emulator.add({ accountId: ACCOUNT_ID, appId: APPLICATION_ID }, ENGINEERS);
  const attributes = {
    ...{ id, account_id: ACCOUNT_ID, zone_id: null, application_id: APPLICATION_ID, precedence: 1 },
    ...{ name: "Engineers", decision: "allow", session_duration: null, isolation_required: false },
    ...{ purpose_justification_required: false, purpose_justification_prompt: "", approval_required: true },
    approval_group: [{ approvals_needed: 1, email_addresses: ["lead@example.com"], email_list_uuid: "" }],
    connection_rules: [],
    include: [
      {
        ...{ email: [], email_domain: ["example.com"], everyone: false, common_name: "", okta: [] },
        github: [{ name: "acme", teams: ["platform", "security"], identity_provider_id: IDP }],
      },
    ],
    exclude: [{ email: [], common_name: "lost-laptop.example.com", common_names: [] }],
    require: [],
  };
  return { id, type: "cloudflare_access_policy", name: "engineers", schemaVersion: 0, attributes };
}

/** What version 5 keeps of a policy: the API's answer, each rule with a null for every other selector. */
function v5Attributes(id: string, body: Body): object {
  const rules = (list: unknown) =>
    Array.isArray(list) && list.length > 0
      ? (list as Body[]).map((rule) => {
          const [[wireKey, fields]] = Object.entries(rule) as [[string, unknown]];
          const others = Object.fromEntries(SELECTORS.map(({ key }) => [key, null]));
          return { ...others, [selectorByWireKey(wireKey)!.key]: fields };
        })
      : null;
  const { include, exclude, require, ...fields } = body;
  return {
    ...{ id, account_id: ACCOUNT_ID, ...fields },
    ...{ include: rules(include), exclude: rules(exclude), require: rules(require) },
  };
}

async function hcl(
  name: string,
  configuration: string,
  ...resources: readonly OfficialResource[]
): Promise<Project> {
  const project = new Project(name, variables);
  project.write("main.tf", configuration);
  project.write("terraform.tfstate", officialState(...resources));
  await succeeded(project.cfAccess("mirror", "terraform.d/plugins"));
  await succeeded(project.engine("init"));
  return project;
}

function stack(name: string, main: string, resource: OfficialResource): Project {
  const project = new Project(name, variables);
  project.write("package.json", { name: "user", private: true, type: "commonjs" });
  project.write("cdktf.json", {
    ...{ language: "typescript", app: `${RUN_TYPESCRIPT} main.ts` },
    ...{ projectId: "moves", sendCrashReports: "false" },
  });
  project.write("main.ts", main);
  project.write("terraform.access.tfstate", officialState(resource));
  return project;
}

/** The lines of a shell block that run the engine, without its name. */
const commands = (block: string) =>
  block
    .split("\n")
    .filter((line) => line.startsWith("terraform "))
    .map((line) => line.split(" ").slice(1));

const PATHS = [
  ["From version 5", "In a CDK for Terraform stack", staff, "cfaccess_policy.staff"],
  ["From version 4", "From version 4", engineers, "cfaccess_application_policy.engineers"],
] as const;

dependingOn("movesAcrossTypes", {
  present() {
    it("makes a policy of one application reusable, as the guide says", async () => {
      const heading = "From a policy of one application to a reusable one";
      const [before, after] = guide.under(heading, "hcl", 2) as [string, string];
      const project = new Project("make-reusable", variables);
      project.write("main.tf", before);
      await succeeded(project.cfAccess("mirror", "terraform.d/plugins"));
      await succeeded(project.engine("init"));
      await succeeded(project.engine("apply", "-auto-approve"));
      const { id } = account.emulator.policies()[0]!;
      account.emulator.requests.length = 0;

      project.write("main.tf", after);
      const plan = await succeeded(project.engine("plan"));
      expect(plan).toMatch(/Plan: 0 to add, 1 to change, 0 to destroy/);
      expect(plan).toMatch(/Policy "Wiki" of application \S+ becomes reusable with this apply/);
      expect(plan).toMatch(/~ summary += "NOT REUSABLE YET, .*" -> "ALLOW if email domain is example\.com"/);
      await succeeded(project.engine("apply", "-auto-approve"));
      expect(writes().map(({ method, path }) => `${method} ${path.replace(/^.*\/apps/, "")}`)).toEqual([
        `PUT /${APPLICATION_ID}/policies/${id}/make_reusable`,
      ]);
      expect(account.emulator.policies({ appId: null })).toMatchObject([{ id }]);
      expect(await succeeded(project.engine("plan", "-detailed-exitcode"))).toMatch(/No changes/);
    });

    describe.each(PATHS)("the guide's path: %s", (heading, stackHeading, resource, target) => {
      const [before, after] = guide.under(heading, "hcl", 2) as [string, string];
      const [main] = guide.under(stackHeading, "ts", 1) as [string];

      it("moves the state as written, sends nothing, and has nothing to do afterwards", async () => {
        const old = resource();
        expect(before).toContain(`resource "${old.type}" "${old.name}"`);
        const project = await hcl("move", after, old);
        const [plan, apply] = guide.under("From version 5", "sh", 2).flatMap(commands).slice(-2);
        const planned = await succeeded(project.engine(...plan!));
        expect(planned).toContain(`# ${old.type}.${old.name} has moved to ${target}`);
        expect(planned).toMatch(NOTHING_TO_DO);
        expect(planned).not.toMatch(/^ +[-+~]/m);
        await succeeded(project.engine(...apply!));
        expect(await succeeded(project.engine("plan", "-detailed-exitcode"))).toMatch(/No changes/);
        expect(writes()).toEqual([]);
      });

      it("moves the state of a stack as written, sends nothing, and has nothing to do afterwards", async () => {
        const old = resource();
        const project = stack("move-stack", main, old);
        const planned = await succeeded(project.cdktf("diff"));
        expect(planned).toContain(`# ${old.type}.${old.name} has moved to ${target}`);
        expect(planned).toMatch(NOTHING_TO_DO);
        await succeeded(project.cdktf("deploy", "--auto-approve"));
        expect(await succeeded(project.cdktf("diff"))).toMatch(/No changes/);
        expect(writes()).toEqual([]);
      });
    });

    describe("a move of every selector and every field", () => {
      it("leaves the state that a create leaves", async () => {
        const people = EVERY_FIELD.replace(/^resource "cfaccess_policy" "operators".*?(?=^data )/ms, "");
        const project = await hcl("move-everything", people);
        await succeeded(project.engine("apply", "-auto-approve"));
        const created = stateOf(project);
        const { id, body } = account.emulator.policies().find((policy) => policy.body.name === "People")!;

        const attributes = v5Attributes(id, body);
        project.write(
          "terraform.tfstate",
          officialState({ type: V5_TYPE, name: "people", schemaVersion: 500, attributes }),
        );
        const move = `moved {\n  from = ${V5_TYPE}.people\n  to = cfaccess_policy.people\n}\n`;
        project.write("main.tf", people + move);
        await succeeded(project.engine("init"));
        account.emulator.requests.length = 0;
        const planned = await succeeded(project.engine("plan", "-out=move.tfplan"));
        expect(planned).toMatch(/has moved to cfaccess_policy\.people/);
        expect(planned).toMatch(NOTHING_TO_DO);
        await succeeded(project.engine("apply", "move.tfplan"));
        expect(writes()).toEqual([]);
        expect(stateOf(project)).toEqual(created);
      });
    });

    describe("a rule that the official provider could not see", () => {
      it("is in the plan: nothing goes without it", async () => {
        const { id, ...resource } = engineers();
        const hidden = { oidc: { claim_name: "role", claim_value: "eng", identity_provider_id: IDP } };
        account.emulator.edit(id, (body) => ({ ...body, include: [...(body.include as Body[]), hidden] }));
        const project = await hcl("move-hidden", guide.under("From version 4", "hcl", 2)[1]!, resource);
        const planned = await succeeded(project.engine("plan"));
        expect(planned).toMatch(/Plan: 0 to add, 1 to change, 0 to destroy/);
        expect(planned).toMatch(/- "oidc" += \[\s+- "[^"]+\/role=eng",/);
      });
    });

    describe("a move that is refused", () => {
      it("says why and what to do, and changes nothing", async () => {
        const old = engineers();
        const attributes = { ...old.attributes, account_id: null, zone_id: "zone" };
        const configuration = guide.under("From version 4", "hcl", 2)[1]!;
        const project = await hcl("move-refused", configuration, { ...old, attributes });
        const before = readFileSync(project.path("terraform.tfstate"), "utf8");
        const said = (await failed(project.engine("apply", "-auto-approve"))).replace(/\s+/g, " ");
        expect(said).toContain(
          'cloudflare_access_policy "Engineers" cannot become cfaccess_application_policy',
        );
        expect(said).toContain("It is kept under the zone zone.");
        expect(said).toContain(`<account_id>/${APPLICATION_ID}/${old.id}`);
        expect(readFileSync(project.path("terraform.tfstate"), "utf8")).toBe(before);
        expect(account.emulator.requests).toEqual([]);
      });
    });

    describe("the guide's way back", () => {
      it("puts the old state back as written", async () => {
        const project = await hcl("way-back", guide.under("From version 5", "hcl", 2)[1]!, staff());
        const { stdout } = await project.engine("state", "pull");
        project.write("before.tfstate", stdout);
        await succeeded(project.engine("apply", "-auto-approve"));
        expect(await succeeded(project.engine("state", "list"))).toBe("cfaccess_policy.staff\n");
        const [push] = commands(guide.under("The way back", "sh", 1)[0]!);
        await succeeded(project.engine(...push!));
        expect(await succeeded(project.engine("state", "list"))).toBe(`${V5_TYPE}.staff\n`);
        expect(writes()).toEqual([]);
      });
    });
  },

  absent() {
    it.each(PATHS)("refuses the guide's path, and sends nothing: %s", async (heading, _, resource) => {
      const project = await hcl("no-move", guide.under(heading, "hcl", 2)[1]!, resource());
      expect(await failed(project.engine("plan"))).toMatch(/Resource type mismatch/);
      expect(writes()).toEqual([]);
    });
  },
});

describe("the guide's list of an application's policies", () => {
  const heading = "From single policies of an application to a list";
  const [, after] = guide.under(heading, "hcl", 2) as [string, string];
  const [command] = guide.under(heading, "sh", 1) as [string];
  const OLD_TYPE = "cloudflare_access_policy";

  /** The guide's two policies, in a state of version 4. */
  function official(name: string, body: Body, rules: object): OfficialResource {
    const id = account.emulator.add({ accountId: ACCOUNT_ID, appId: APPLICATION_ID }, body);
    const { include: _, ...fields } = body;
    const attributes = {
      id,
      account_id: ACCOUNT_ID,
      application_id: APPLICATION_ID,
      ...fields,
      include: [rules],
    };
    return { type: OLD_TYPE, name, schemaVersion: 0, attributes };
  }

  it("takes over the policies of an official provider's state by one import, and writes nothing", async () => {
    const visitors = official(
      "visitors",
      { name: "No visitors", decision: "deny", precedence: 1, include: [{ ip: { ip: "203.0.113.7" } }] },
      { ip: ["203.0.113.7"] },
    );
    const office = official(
      "office",
      {
        name: "Office",
        decision: "allow",
        precedence: 2,
        include: [{ email_domain: { domain: "example.com" } }],
      },
      { email_domain: ["example.com"] },
    );
    const configuration = `${REQUIRED_PROVIDER}\n${after.replace(/^removed \{[\s\S]*?^\}\n/gm, "")}`;
    const project = await hcl("official-list", configuration, visitors, office);
    const [remove] = commands(command.replaceAll("cfaccess_application_policy", OLD_TYPE));
    await succeeded(project.engine(...remove!));
    const planned = await succeeded(project.engine("plan", "-out=list.tfplan"));
    expect(planned).toMatch(/1 to import, 0 to add, 1 to change, 0 to destroy/);
    await succeeded(project.engine("apply", "list.tfplan"));
    expect(await succeeded(project.engine("plan", "-detailed-exitcode"))).toMatch(/No changes/);
    expect(writes()).toEqual([]);
  });
});

describe("the guide's import", () => {
  const [, after] = guide.under("From version 5", "hcl", 2) as [string, string];
  const [before, main] = [
    after.slice(0, after.indexOf("moved {")),
    guide.under("In a CDK for Terraform stack", "ts", 1)[0]!,
  ];
  const [block] = guide.under("Import instead", "sh", 1) as [string];
  const [importLine] = guide.under("In a stack", "ts", 1) as [string];
  const SOME_ID = "29a39e63-feea-4df4-99c6-dc37c1006e3f";

  it("takes the policy over as written, sends nothing, and has nothing to do afterwards", async () => {
    const old = staff();
    const project = new Project("import", variables);
    project.write("main.tf", before);
    project.write("terraform.tfstate", officialState(old));
    await succeeded(project.cfAccess("mirror", "terraform.d/plugins"));
    let said = "";
    for (const command of commands(block.replace(SOME_ID, old.id)))
      said = await succeeded(project.engine(...command));
    expect(said).toMatch(/No changes/);
    expect(writes()).toEqual([]);
  });

  it("takes the policy over in a stack as written", async () => {
    const old = staff();
    const imported = main.replace(/^staff\.moveFromId.*$/m, importLine.replace(SOME_ID, old.id));
    const project = stack("import-stack", imported, old);
    await succeeded(project.cdktf("synth"));
    const [removal] = guide.under("In a stack", "sh", 1) as [string];
    const folder = /^cd (.*)$/m.exec(removal)![1]!;
    for (const command of commands(removal)) await succeeded(project.engineIn(folder, ...command));
    const planned = await succeeded(project.cdktf("diff"));
    expect(planned).toMatch(/Plan: 1 to import, 0 to add, 0 to change, 0 to destroy/);
    await succeeded(project.cdktf("deploy", "--auto-approve"));
    expect(await succeeded(project.cdktf("diff"))).toMatch(/No changes/);
    expect(writes()).toEqual([]);
  });
});

function stateOf(project: Project): unknown {
  const { resources } = JSON.parse(readFileSync(project.path("terraform.tfstate"), "utf8"));
  const people = (resources as { type: string; name: string; instances: { attributes: object }[] }[]).find(
    ({ type, name }) => type === "cfaccess_policy" && name === "people",
  );
  return people!.instances[0]!.attributes;
}
