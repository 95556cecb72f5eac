import { type Emulator, startEmulator } from "../../../src/emulator";
import { type ObjectValue, UNKNOWN } from "../../../src/plugin";
import type { AccessMeta } from "../../../src/provider/resources";
import type { FakeTerraformCore, Stored } from "../../fake-terraform-core";
import { policyCore } from "./support/policy-core";

const ACCOUNT = "023e105f4ecef8ad9ca31a8372d0c353";
const WIKI = "f174e90a-fafe-4643-bbbc-4a0ed4fc8415";
const BASTION = "4a0ed4fc-8415-4643-bbbc-f174e90afafe";
const TYPE = "cfaccess_application_policy";

let emulator: Emulator;

beforeEach(async () => {
  emulator = await startEmulator({
    rateLimit: false,
    applications: [
      { accountId: ACCOUNT, id: WIKI, name: "Wiki" },
      { accountId: ACCOUNT, id: BASTION, name: "Bastion", type: "infrastructure" },
    ],
  });
});
afterEach(() => emulator.close());

const staff = (more: ObjectValue = {}): ObjectValue => ({
  app_id: WIKI,
  name: "Staff",
  decision: "allow",
  include: { email: ["ann@example.com"] },
  ...more,
});

/** Creates policies in a run of their own. */
async function existing(...configs: readonly ObjectValue[]): Promise<readonly Stored[]> {
  const core = await policyCore(emulator, ACCOUNT);
  const stored: Stored[] = [];
  for (const config of configs) stored.push((await core.run(TYPE, null, config)).stored!);
  return stored;
}

/** Adds a policy that no state has. */
const byHand = (decision: string) =>
  emulator.add(
    { accountId: ACCOUNT, appId: WIKI },
    { name: decision, decision, include: [{ everyone: {} }] },
  );

/** The warnings of a run that refreshes and then plans, and the requests that the planning takes. */
async function planned(
  stored: readonly (Stored | null)[],
  configs: readonly ObjectValue[],
  core?: FakeTerraformCore<AccessMeta>,
): Promise<{ codes: (string | undefined)[]; summaries: string[]; requests: string[] }> {
  const run = core ?? (await policyCore(emulator, ACCOUNT));
  const fresh = await Promise.all(stored.map((one) => one && run.refresh(TYPE, one)));
  emulator.forgetRequests();
  const plans = await Promise.all(
    configs.map((config, index) => run.plan(TYPE, fresh[index]?.stored ?? null, config)),
  );
  const summaries = plans.flatMap(({ diagnostics }) => diagnostics.map(({ summary }) => summary));
  return {
    summaries,
    codes: summaries.map((summary) => /\[([a-z-]+)\]$/.exec(summary)?.[1]),
    requests: emulator.requests.map(({ method, path }) => `${method} ${path.split("/").at(-1)}`),
  };
}

describe("a plan with two policies of one application on one number", () => {
  const first = staff({ precedence: 1 });
  const second = staff({ name: "Guests", precedence: 1 });

  it("is refused with both names where both are new", async () => {
    const { summaries } = await planned([], [first, second]);
    expect(summaries).toEqual([
      `Precedence 1 is configured for two policies of application "${WIKI}": "Staff" and "Guests"`,
    ]);
  });

  it("is refused where one is there already and does not change", async () => {
    const stored = await existing(first);
    const { summaries } = await planned(stored, [first, second]);
    expect(summaries).toEqual([expect.stringContaining('"Staff" and "Guests"')]);
  });

  it("is made where they swap their numbers, are of two applications, or are one that is replaced", async () => {
    const stored = await existing(first, staff({ name: "Guests", precedence: 2 }));
    expect((await planned(stored, [staff({ precedence: 2 }), second])).summaries).toEqual([]);
    const elsewhere = { ...second, app_id: BASTION };
    expect((await planned(stored.slice(0, 1), [first, elsewhere])).summaries).toEqual([]);
    expect(
      (await planned(stored.slice(0, 1), [staff({ precedence: 1, app_id: BASTION })])).summaries,
    ).toEqual([]);
  });
});

describe("a plan that turns the last policy that lets anyone in into a block policy", () => {
  const guard = staff({ name: "Guard", decision: "deny" });
  const closed = staff({ decision: "deny" });

  it("warns, without a further request, and the policy can accept it", async () => {
    const stored = await existing(staff(), guard);
    const { summaries, requests } = await planned(stored, [closed, guard]);
    expect(summaries).toEqual([
      `Policy "Staff" of application ${WIKI}: it is the last policy that lets anyone in, and becomes a block policy: ` +
        "nobody gets in, unless this plan creates another. Keep an allow policy, or accept the warning where the " +
        "application is closed on purpose. [application-without-allow]",
    ]);
    expect(requests).toEqual([]);
    const accepting = { ...closed, accepted_warnings: ["application-without-allow"] };
    expect((await planned(stored, [accepting, guard])).codes).toEqual([]);
  });

  it.each(["allow", "bypass", "non_identity"])(
    "does not warn beside a policy that is %s",
    async (decision) => {
      const stored = await existing(staff(), guard);
      byHand(decision);
      expect((await planned(stored, [closed, guard])).codes).toEqual([]);
    },
  );

  it("warns where two policies that let people in become block policies together", async () => {
    const second = staff({ name: "Guests" });
    const stored = await existing(staff(), second);
    const { codes } = await planned(stored, [closed, { ...second, decision: "deny" }]);
    expect(new Set(codes)).toEqual(new Set(["application-without-allow"]));
    expect((await planned(stored, [closed, second])).codes).toEqual([]);
  });

  it("does not warn where the same plan has created another before", async () => {
    const stored = await existing(guard, staff());
    const core = await policyCore(emulator, ACCOUNT);
    await core.plan(TYPE, null, staff({ name: "Guests" }));
    expect((await planned(stored, [guard, closed], core)).codes).toEqual([]);
  });

  it("warns where the policy moves to another application", async () => {
    const stored = await existing(staff(), guard);
    const { summaries } = await planned(stored, [staff({ app_id: BASTION }), guard]);
    expect(summaries).toEqual([
      expect.stringContaining(`${WIKI}: it is the last policy that lets anyone in, and moves`),
    ]);
  });

  it("warns where this run has read no other policy of the application", async () => {
    const stored = await existing(staff(), guard);
    const { codes, requests } = await planned(stored.slice(0, 1), [closed]);
    expect([codes, requests]).toEqual([["application-without-allow"], []]);
  });

  it("does not warn where nothing changes", async () => {
    const stored = await existing(staff(), guard);
    expect((await planned(stored, [staff(), guard])).codes).toEqual([]);
  });

  it("does not warn while the decision or the application is not known", async () => {
    const stored = await existing(staff(), guard);
    expect((await planned(stored, [staff({ decision: UNKNOWN }), guard])).codes).toEqual([]);
    expect((await planned(stored, [staff({ app_id: UNKNOWN }), guard])).codes).toEqual([]);
  });
});

describe("a plan of a policy with SSH rules", () => {
  const ssh = (more: ObjectValue = {}) =>
    staff({ connection_rules: { ssh: { usernames: ["root"] } }, ...more });
  const inBoth = (more: ObjectValue = {}) => [ssh(more), ssh({ app_id: BASTION })];

  it("warns where the list of applications shows another type, without a further request", async () => {
    const stored = await existing(staff(), staff({ app_id: BASTION }));
    const { summaries, requests } = await planned(stored, inBoth());
    expect(summaries).toEqual([
      expect.stringMatching(
        new RegExp(
          `^Policy "Staff" of application ${WIKI}: SSH rules .* of the type self_hosted.*\\[ssh-application\\]$`,
        ),
      ),
    ]);
    expect(requests).toEqual([]);
  });

  it("warns where the policies are new, and they can accept it", async () => {
    expect(await planned([], inBoth())).toMatchObject({ codes: ["ssh-application"], requests: ["GET apps"] });
    expect((await planned([], inBoth({ accepted_warnings: ["ssh-application"] }))).codes).toEqual([]);
  });

  it("warns where a single policy is new", async () => {
    expect(await planned([], [ssh()])).toMatchObject({ codes: ["ssh-application"], requests: ["GET apps"] });
  });
});
