import { type Emulator, startEmulator } from "../../../src/emulator";
import { LINT_CODES } from "../../../src/model";
import { type ObjectValue, UNKNOWN } from "../../../src/plugin";
import { type AccessMeta, reusablePolicy } from "../../../src/provider/resources";
import type { FakeTerraformCore } from "../../fake-terraform-core";
import { policyCore } from "./support/policy-core";

const ACCOUNT = "023e105f4ecef8ad9ca31a8372d0c353";
const APP = "f174e90a-fafe-4643-bbbc-4a0ed4fc8415";
const OPEN: ObjectValue = { name: "Open", decision: "allow", include: { everyone: ["*"] } };

let emulator: Emulator;
let core: FakeTerraformCore<AccessMeta>;

beforeEach(async () => {
  emulator = await startEmulator();
  core = await policyCore(emulator, ACCOUNT);
});
afterEach(() => emulator.close());

const judged = (config: ObjectValue, typeName = "cfaccess_policy") => core.validate(typeName, config);
const summaries = async (config: ObjectValue, typeName?: string) =>
  (await judged(config, typeName)).map(({ summary }) => summary);

describe("a warning in the plan", () => {
  it("is whole in its first line: which policy, what, what to do, and its code", async () => {
    expect(await judged(OPEN)).toEqual([
      {
        severity: "warning",
        summary:
          'Policy "Open": lets in everyone who can log in, with any account. Include who is meant, such as an ' +
          "email_domain or a group, or require one. [allow-everyone]",
        detail: 'If it is meant: accepted_warnings = ["allow-everyone"] (acceptedWarnings in TypeScript).',
        path: ["name"],
      },
    ]);
  });

  it("names the application as well, where policies of one name are usual", async () => {
    const [summary] = await summaries({ ...OPEN, app_id: APP }, "cfaccess_application_policy");
    expect(summary).toMatch(/^Policy "Open" of application f174e90a-.*: lets in everyone/);
  });

  it("names the look-up where the application is given by its name", async () => {
    const [summary, second] = await summaries({ ...OPEN, app_id: "wiki" }, "cfaccess_application_policy");
    expect(summary).toMatch(
      /not of the form of the id of an Access application: got "wiki".*data "cfaccess_application" with name = "wiki"\. \[id-form\]$/,
    );
    expect(second).toMatch(/\[allow-everyone\]$/);
    const accepted = { ...OPEN, app_id: "wiki", accepted_warnings: ["id-form", "allow-everyone"] };
    expect(await summaries(accepted, "cfaccess_application_policy")).toEqual([]);
  });

  it("names none that is not known yet", async () => {
    const config = { ...OPEN, name: UNKNOWN, app_id: UNKNOWN };
    const [summary] = await summaries(config, "cfaccess_application_policy");
    expect(summary).toMatch(/^This policy: lets in everyone/);
  });

  it("points at an attribute that fits on a line, not at a whole rule set", async () => {
    const config = { ...OPEN, require: { geo: ["PT", "ES"] }, approval_required: true };
    const paths = (await judged(config)).map(({ summary, path }) => [/\[(.+)\]/.exec(summary)![1], path]);
    expect(paths).toEqual([
      ["require-nobody", ["name"]],
      ["approval-without-group", ["approval_required"]],
      ["approval-without-justification", ["approval_required"]],
    ]);
  });

  it("waits for what is not known yet", async () => {
    expect(await summaries({ ...OPEN, require: UNKNOWN })).toEqual([]);
    expect(await summaries({ ...OPEN, decision: UNKNOWN })).toEqual([]);
  });

  it("comes after the errors", async () => {
    const config = { ...OPEN, session_duration: "banana" };
    expect((await judged(config)).map(({ severity }) => severity)).toEqual(["error", "warning"]);
  });
});

describe("accepted_warnings", () => {
  const accepting = (...codes: string[]): ObjectValue => ({ ...OPEN, accepted_warnings: codes });

  it("silences what it names, on this policy", async () => {
    expect(await summaries(accepting("allow-everyone"))).toEqual([]);
    expect(await summaries(accepting("no-login"))).toHaveLength(1);
  });

  it("may name every warning there is, and is documented with all of them", async () => {
    expect(await judged(accepting(...LINT_CODES))).toEqual([]);
    const { description } = reusablePolicy.schema.attributes.accepted_warnings!;
    for (const code of LINT_CODES) expect(description).toContain(`\`${code}\``);
  });

  it("is an error where it names none, with the closest match", async () => {
    const [error] = await judged(accepting("allow-everybody"));
    expect(error).toMatchObject({ severity: "error", path: ["accepted_warnings"] });
    expect(error!.summary).toBe("There is no warning allow-everybody");
    expect(error!.detail).not.toContain("There is no warning");
    expect(error!.detail).toContain("Did you mean allow-everyone?");
  });

  it("says nothing while it is not known", async () => {
    expect(await judged({ ...OPEN, accepted_warnings: UNKNOWN })).toEqual([]);
  });

  it("stays out of what is sent, and in the state", async () => {
    const { stored } = await core.run("cfaccess_policy", null, accepting("allow-everyone"));
    expect(stored!.value.accepted_warnings).toEqual(["allow-everyone"]);
    expect(JSON.stringify(emulator.requests)).not.toContain("allow-everyone");
    const refreshed = await core.refresh("cfaccess_policy", stored!);
    const again = await core.plan("cfaccess_policy", refreshed.stored, accepting("allow-everyone"));
    expect(again.action).toBe("no-op");
  });

  it.each<[string, ObjectValue, ObjectValue]>([
    ["is added", OPEN, accepting("allow-everyone")],
    ["is changed", accepting("allow-everyone"), accepting("allow-everyone", "no-login")],
    ["is taken away", accepting("allow-everyone"), OPEN],
  ])("is all that a plan shows where it %s, and nothing is sent", async (_what, before, after) => {
    const { stored } = await core.run("cfaccess_policy", null, before);
    emulator.requests.splice(0);
    const plan = await core.plan("cfaccess_policy", stored, after);
    expect(plan.action).toBe("update");
    const { accepted_warnings: accepted, ...rest } = plan.planned!;
    const { accepted_warnings: _before, ...prior } = stored!.value;
    expect(rest).toEqual(prior);
    expect(accepted).toEqual(after.accepted_warnings ?? null);
    const applied = await core.apply("cfaccess_policy", plan);
    expect(applied).toMatchObject({ stored: { value: plan.planned }, diagnostics: [] });
    expect(emulator.requests).toEqual([]);
  });

  it("is sent along with nothing where the policy changes too", async () => {
    const { stored } = await core.run("cfaccess_policy", null, OPEN);
    emulator.requests.splice(0);
    const renamed = { ...accepting("allow-everyone"), name: "Open to all" };
    const { stored: changed } = await core.run("cfaccess_policy", stored, renamed);
    expect(changed!.value.accepted_warnings).toEqual(["allow-everyone"]);
    expect(emulator.requests.map(({ method }) => method)).toEqual(["PUT"]);
    expect(JSON.stringify(emulator.requests)).not.toContain("accepted");
  });

  it("is the same when it is empty, left out or in another order", async () => {
    const { stored } = await core.run("cfaccess_policy", null, accepting());
    expect((await core.plan("cfaccess_policy", stored, OPEN)).action).toBe("no-op");
    const both = await core.run("cfaccess_policy", null, accepting("no-login", "allow-everyone"));
    const turned = accepting("allow-everyone", "no-login");
    expect((await core.plan("cfaccess_policy", both.stored, turned)).action).toBe("no-op");
  });

  it("is nothing after an import", async () => {
    const { stored } = await core.run("cfaccess_policy", null, accepting("allow-everyone"));
    const imported = await core.importState("cfaccess_policy", `${ACCOUNT}/${stored!.value.id}`);
    expect(imported.stored!.value).toEqual({ ...stored!.value, accepted_warnings: null });
  });
});
