import { type Emulator, startEmulator } from "../../../../src/emulator";
import type { ObjectValue } from "../../../../src/provider/framework";
import type { Stored } from "../../framework/support/core";
import { policyCore } from "../support/policy-core";

const ACCOUNT = "699d98642c564d2e855e9661899b7252";
const APP = "f174e90a-fafe-4643-bbbc-4a0ed4fc8415";
const TYPE = "cfaccess_application_policy";

let emulator: Emulator;
beforeEach(async () => {
  emulator = await startEmulator({ rateLimit: false });
});
afterEach(() => emulator.close());

const allow = (email: string, precedence: number): ObjectValue => ({
  ...deny(precedence),
  name: "Staff",
  decision: "allow",
  include: { email: [email] },
});
const deny = (precedence: number): ObjectValue => ({
  app_id: APP,
  name: "Barred",
  decision: "deny",
  include: { email: ["eve@example.com"] },
  precedence,
});

/** The application's policies by what they match, in their order. */
const inForce = () =>
  emulator.order(ACCOUNT, APP).map(({ policy }) => JSON.stringify(policy.body.include).split('"')[5]);

describe("a policy whose content and place change, while another takes its place", () => {
  it.each([
    ["narrowed and moved up", { before: ["eve", "all"], after: ["ann", "eve"] }],
    ["broadened and moved down", { before: ["ann", "eve"], after: ["eve", "all"] }],
  ])("is %s so that its other content never stands before the block", async (_, { before, after }) => {
    const configured = (names: readonly string[]) =>
      names.map((name, index) =>
        name === "eve" ? deny(index + 1) : allow(`${name}@example.com`, index + 1),
      );
    const byName = (a: ObjectValue, b: ObjectValue) => String(a.name).localeCompare(String(b.name));
    const first = await policyCore(emulator, ACCOUNT);
    const stored: Stored[] = [];
    for (const config of configured(before).sort(byName))
      stored.push((await first.run(TYPE, null, config)).stored!);

    const seen: string[] = [];
    emulator.onCommit(
      () =>
        void seen.push(
          inForce()
            .map((email) => email?.split("@")[0])
            .join(", "),
        ),
    );
    const core = await policyCore(emulator, ACCOUNT);
    const changes = configured(after).sort(byName);
    const plans = await Promise.all(changes.map((config, index) => core.plan(TYPE, stored[index]!, config)));
    const outcomes = await Promise.all(plans.map((plan) => core.apply(TYPE, plan)));
    expect(outcomes.flatMap(({ diagnostics }) => diagnostics)).toEqual([]);
    expect(seen.at(-1)).toBe(after.join(", "));
    expect(seen).not.toContain("all, eve");
    expect(emulator.requests.filter(({ method, status }) => method === "PUT" && status === 200)).toHaveLength(
      3,
    );
  });
});
