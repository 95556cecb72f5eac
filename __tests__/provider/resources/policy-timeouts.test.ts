import type { PolicyEndpoint, RequestOptions } from "../../../src/client";
import { type Emulator, startEmulator } from "../../../src/emulator";
import { type ObjectValue, UNKNOWN } from "../../../src/plugin";
import {
  type AccessMeta,
  applicationPolicies,
  attachedPolicies,
  reusablePolicy,
} from "../../../src/provider/resources";
import type { FakeTerraformCore } from "../../fake-terraform-core";
import { answerOf, contextWith, values } from "./support/access";
import { policyCore } from "./support/policy-core";

const STAFF: ObjectValue = { name: "Staff", decision: "allow", include: { email: ["ann@example.com"] } };
const ANSWER = answerOf({
  name: "Staff",
  decision: "allow",
  include: [{ email: { email: "ann@example.com" } }],
});
const MINUTE = 60_000;

const config = (timeouts: ObjectValue | null) =>
  values(reusablePolicy.schema.attributes, { ...STAFF, account_id: "acc", timeouts });

/** Does one operation with these timeouts; the options its request was sent with. */
async function optionsOf(
  operation: "create" | "read" | "update" | "delete",
  timeouts: ObjectValue | null,
  onRequest: (options: RequestOptions) => void = () => {},
) {
  let sent: RequestOptions | undefined;
  const noting = <Answer>(answer: Answer, options: RequestOptions = {}): Answer => {
    sent = options;
    onRequest(options);
    return answer;
  };
  const endpoint: Partial<PolicyEndpoint> = {
    create: async (_, options) => noting(ANSWER, options),
    read: async (_, options) => noting(ANSWER, options),
    replace: async (_, __, options) => noting(ANSWER, options),
    delete: async (_, options) => noting("deleted" as const, options),
    findDuplicates: async () => [],
  };
  const context = contextWith(endpoint);
  const planned = { ...config(timeouts), id: "p1" };
  const prior = { ...config(null), id: "p1", decision: "deny", name: "Before" };
  const wanted = { planned, config: config(timeouts) };
  const run = async () => {
    if (operation === "create") return (await reusablePolicy.create(context, wanted)).diagnostics;
    if (operation === "update")
      return (await reusablePolicy.update(context, { prior, ...wanted })).diagnostics;
    if (operation === "read") return (await reusablePolicy.read(context, { state: planned })).diagnostics;
    return reusablePolicy.delete(context, { state: planned });
  };
  const diagnostics = await run();
  return { sent: sent!, diagnostics, again: run, signal: context.signal };
}

describe("the time of an operation", () => {
  const OPERATIONS = ["create", "read", "update", "delete"] as const;

  test.each(OPERATIONS)("is twenty minutes for a %s where nothing is set", async (operation) => {
    const before = performance.now();
    const { sent } = await optionsOf(operation, null);
    expect(sent.deadline).toBeGreaterThanOrEqual(before + 20 * MINUTE);
    expect(sent.deadline).toBeLessThanOrEqual(performance.now() + 20 * MINUTE);
  });

  test.each(OPERATIONS)("is the one that timeouts give to a %s", async (operation) => {
    const before = performance.now();
    const { sent } = await optionsOf(operation, { [operation]: "1h30m" });
    expect(sent.deadline).toBeGreaterThanOrEqual(before + 90 * MINUTE);
    expect(sent.deadline).toBeLessThanOrEqual(performance.now() + 90 * MINUTE);
  });

  test.each(OPERATIONS)("ends when Terraform asks a %s to stop", async (operation) => {
    const { sent, signal } = await optionsOf(operation, null);
    expect(sent.signal).toBe(signal);
  });

  test.each<[string, ObjectValue, string]>([
    ["no duration", { create: "soon" }, "create"],
    ["no unit", { read: "20" }, "read"],
    ["nothing", { update: "0s" }, "update"],
    ["an empty text", { delete: "" }, "delete"],
  ])("that is %s is refused at its attribute", (_, timeouts, operation) => {
    expect(reusablePolicy.validate!(config(timeouts))).toMatchObject([
      { severity: "error", path: ["timeouts", operation] },
    ]);
  });

  test("may be not known yet", () => {
    expect(reusablePolicy.validate!({ ...config(null), timeouts: UNKNOWN })).toEqual([]);
    expect(reusablePolicy.validate!(config({ create: UNKNOWN }))).toEqual([]);
  });
});

describe("a wait for the API's limit", () => {
  test.each([
    [[9_999], 0],
    [[6_000, 6_000], 1],
    [[300_000], 1],
  ])("of %j ms is a warning of the run: %i", async (waits, count) => {
    const onRequest = ({ onWait }: RequestOptions) => {
      for (const wait of waits) onWait?.(wait);
    };
    const { diagnostics, again } = await optionsOf("create", null, onRequest);
    expect(diagnostics).toHaveLength(count);
    if (count === 0) return;
    expect(diagnostics).toMatchObject([
      {
        severity: "warning",
        summary: expect.stringMatching(/limit .* \(\d+ seconds to create policy "Staff"\)/),
      },
    ]);
    expect(await again()).toEqual([]);
  });
});

describe("a wait for the API's limit of a list of policies", () => {
  test.each([
    ["own", applicationPolicies, { policies: {}, order: [] }],
    ["attached", attachedPolicies, { policies: [] }],
  ])("is a warning that names the application (%s policies)", async (_, resource, values) => {
    const wait = ({ onWait }: RequestOptions = {}) => onWait?.(20_000);
    const list = async (options?: RequestOptions) => {
      wait(options);
      return [];
    };
    const context = contextWith({ list }, "acc");
    Object.assign(context.meta.client, {
      application: () => ({ document: async (options: RequestOptions) => wait(options) }),
    });
    const state = { account_id: "acc", app_id: "app", timeouts: null, ...values };
    expect(await resource.delete(context, { state })).toMatchObject([
      { summary: expect.stringContaining('(20 seconds to delete the policies of application "app")') },
    ]);
  });
});

describe("timeouts in a state", () => {
  let emulator: Emulator;
  let core: FakeTerraformCore<AccessMeta>;
  beforeEach(async () => {
    emulator = await startEmulator();
    core = await policyCore(emulator, "acc");
  });
  afterEach(() => emulator.close());

  test("stay through a refresh, change without a write, and go the same way", async () => {
    const type = "cfaccess_policy";
    const made = await core.run(type, null, { ...STAFF, timeouts: { create: "5m" } });
    expect(made.stored?.value.timeouts).toMatchObject({ create: "5m" });
    const read = await core.refresh(type, made.stored!);
    expect((await core.plan(type, read.stored, { ...STAFF, timeouts: { create: "5m" } })).action).toBe(
      "no-op",
    );

    const longer = await core.run(type, read.stored, { ...STAFF, timeouts: { create: "1h", read: "1m" } });
    expect(longer.stored?.value.timeouts).toMatchObject({ create: "1h", read: "1m" });
    const without = await core.run(type, longer.stored, STAFF);
    expect(without.stored?.value.timeouts).toBeNull();
    expect(emulator.requests.filter(({ method }) => method !== "GET").map(({ method }) => method)).toEqual([
      "POST",
    ]);
  });

  test("are none after an import", async () => {
    const made = await core.run("cfaccess_policy", null, STAFF);
    const imported = await core.importState("cfaccess_policy", `acc/${made.stored!.value.id}`);
    expect(imported.stored?.value.timeouts).toBeNull();
  });
});
