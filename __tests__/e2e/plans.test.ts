import { openAccount } from "./support/account";
import {
  addressOf,
  applicationOf,
  EDIT_LIST,
  type Edit,
  type EditName,
  OTHER_APPLICATION,
  resourceOf,
} from "./support/edits";
import { ACCOUNT_ID, REQUIRED_PROVIDER } from "./support/every-field";
import { expectGolden, goldenNames } from "./support/golden";
import { changedAttributes, type PlannedChange, planBlocks, unknownAttributes } from "./support/plan-output";
import { Project, succeeded } from "./support/project";

type Account = Awaited<ReturnType<typeof openAccount>>;

const NAMES = EDIT_LIST.map(([name]) => name);
const CHANGED_BY_HAND = EDIT_LIST.filter(([, { byHand }]) => typeof byHand !== "string" && byHand);

/** What an edit amounts to in the JSON of a plan. */
const ACTIONS = { update: ["update"], replacement: ["delete", "create"], create: ["create"] } as const;

describe("plans of typical edits, all made at once", () => {
  let account: Account;
  let project: Project;
  const idOf = (name: EditName) => policyIds.get(addressOf(name))!;
  const policyIds = new Map<string, string>();
  const configure = (side: "before" | "after", names: readonly EditName[] = NAMES) =>
    project.write("main.tf", REQUIRED_PROVIDER + names.map((name) => resourceOf(name, side)).join(""));

  let refreshed: ReadonlyMap<string, string>;
  let blocks: ReadonlyMap<string, string>;
  let planned: ReadonlyMap<string, PlannedChange>;

  beforeAll(async () => {
    const applications = [OTHER_APPLICATION, ...NAMES.map(applicationOf)].map((id) => ({
      accountId: ACCOUNT_ID,
      id,
      name: `Application ${id}`,
    }));
    account = await openAccount({ applications });
    project = new Project("edits", account.variables);
    await succeeded(project.cfAccess("mirror", "terraform.d/plugins"));
    configure("before");
    await succeeded(project.engine("init"));
    await succeeded(project.engine("apply", "-auto-approve"));
    const { values } = JSON.parse(await succeeded(project.engine("show", "-json")));
    for (const { address, values: own } of values.root_module.resources) policyIds.set(address, own.id);

    for (const [name, { byHand }] of EDIT_LIST) {
      if (byHand === "delete the policy") account.emulator.remove(idOf(name));
      else if (byHand === "delete its application")
        account.emulator.removeApplication(ACCOUNT_ID, applicationOf(name));
      else if (byHand) account.emulator.edit(idOf(name), byHand);
    }
    refreshed = planBlocks(await succeeded(project.engine("plan", "-refresh-only")));

    configure("after");
    blocks = planBlocks(await succeeded(project.engine("plan", "-out", "edits.plan")));
    const plan = JSON.parse(await succeeded(project.engine("show", "-json", "edits.plan")));
    const changes: PlannedChange[] = plan.resource_changes;
    planned = new Map(changes.map((change) => [change.address, change]));
  });
  afterAll(() => account.emulator.close());

  describe.each(EDIT_LIST)("%s", (name, edit) => {
    it("changes what was edited, and leaves open only what only the server knows", () => {
      const change = planned.get(addressOf(name))!;
      expect(change.change.actions).toEqual(ACTIONS[edit.action ?? "update"]);
      expect(changedAttributes(change)).toEqual([...edit.changes].sort());
      expect(unknownAttributes(change.change)).toEqual(edit.unknown ?? []);
    });

    it("is shown as a reviewer found it good", () => {
      expectGolden(name, explained(edit, blocks.get(addressOf(name))!));
    });
  });

  it.each(CHANGED_BY_HAND)("%s is found by a plan that only refreshes, too", (name, edit) => {
    const what = `${edit.what.replace(/\.$/, "")}; the plan is one that only refreshes.`;
    const why = "The same field, read the other way: what it was, and what it is now.";
    expectGolden(`${name}_refresh_only`, explained({ what, why }, refreshed.get(addressOf(name))!));
  });

  it("does not show anything else", () => {
    expect([...blocks.keys()].sort()).toEqual(NAMES.map(addressOf).sort());
    const found = EDIT_LIST.filter(([, { byHand }]) => byHand).map(([name]) => addressOf(name));
    expect([...refreshed.keys()].sort()).toEqual(found.sort());
  });

  it("is what applying does, and nothing is left to plan then", async () => {
    // Where an application is gone, somebody has to take its policies out of the configuration.
    configure(
      "after",
      NAMES.filter((name) => name !== "application_deleted_by_hand"),
    );
    await succeeded(project.engine("apply", "-auto-approve"));
    expect(await succeeded(project.engine("plan", "-detailed-exitcode"))).toMatch(/No changes/);
  });

  it("lets a rule of an unknown kind stay where the configuration lists it", async () => {
    const policy = account.emulator.policies().find(({ id }) => id === idOf("unknown_rule_by_hand"))!;
    const rules = [...(policy.body.include as object[]), { wifi: { ssid: "office" } }];
    account.emulator.edit(policy.id, { include: rules });
    const listed = resourceOf("unknown_rule_by_hand", "after").replace(
      /(include = \{)/,
      '$1 other = [jsonencode({ wifi = { ssid = "office" } })], ',
    );
    project.write("main.tf", REQUIRED_PROVIDER + listed);
    const target = ["-target", addressOf("unknown_rule_by_hand")];
    expect(await succeeded(project.engine("plan", "-detailed-exitcode", ...target))).toMatch(/No changes/);
  });
});

it("every plan that is kept belongs to an edit", () => {
  const refreshing = CHANGED_BY_HAND.map(([name]) => `${name}_refresh_only`);
  expect([...goldenNames()].sort()).toEqual([...NAMES, ...refreshing].sort());
});

function explained({ what, why }: Pick<Edit, "what" | "why">, block: string): string {
  return `${wrapped(what)}\n\n${wrapped(why)}\n\n${block}`;
}

/** Text in lines of at most 110 characters. */
function wrapped(text: string): string {
  return text.replace(/(.{1,110})(?: |$)/g, "$1\n").trimEnd();
}
