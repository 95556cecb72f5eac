import fc from "fast-check";
import { ApiError, type PolicyAnswer } from "../../../src/client";
import { POLICY_TYPES, type PolicyDocument } from "../../../src/model";
import { BigNumber, type ObjectValue, UNKNOWN } from "../../../src/plugin";
import { decodeMsgpack, encodeMsgpack } from "../../../src/plugin/cty";
import { applicationPolicy, reusablePolicy } from "../../../src/provider/resources";
import { documentPairs } from "../../model/support/policies";
import { answerOf, contextWith, values } from "./support/access";

const { attributes } = reusablePolicy.schema;

const STAFF: ObjectValue = {
  account_id: "acc",
  name: "Staff",
  decision: "allow",
  include: { email: ["Ann@Example.com"], ip: ["198.51.100.7"] },
};

const config = values(attributes, STAFF);
const created = { ...config, id: "p1", created_at: "then", summary: "as before", session_duration: "24h" };

describe("judging a configuration", () => {
  const app = values(applicationPolicy.schema.attributes, { ...STAFF, app_id: "app" });

  it.each<[string, ObjectValue, string]>([
    ["account_id", { account_id: "" }, "account_id is empty"],
    ["account_id", { account_id: "a/../../b" }, "Not an id"],
    ["app_id", { app_id: "" }, "app_id is empty"],
    ["app_id", { app_id: "a/../../b" }, "Not an id"],
    ["app_id", { app_id: ".." }, "Not an id"],
  ])("refuses %s where it would lead elsewhere: %o", (name, location, summary) => {
    const found = applicationPolicy.validate!({ ...app, ...location });
    expect(found).toMatchObject([{ severity: "error", summary, path: [name] }]);
    expect(found[0]!.detail).toMatch(/^Got ".*", allowed is an id as the API or the dashboard gives it/);
  });

  it.each<[string, string, string, string]>([
    ["too large to be exact", "9007199254740993", "precedence is too large", "Got 9007199254740993, "],
    ["far too large", `1${"0".repeat(50_000)}`, "precedence is too large", "Got 1e50000, "],
    ["far too small", `-1${"0".repeat(50_000)}`, "precedence is too small", "Got -1e50000, "],
    ["a tiny fraction", `0.${"0".repeat(49_999)}1`, "precedence is not a whole number", "Got 1e-50000, "],
    ["a decimal", "0.1", "precedence is not a whole number", "Got 0.1, "],
  ])("refuses a precedence that is %s, and shows it as it was written", (_what, text, summary, detail) => {
    // As Terraform sends it: without an exponent.
    const sent = encodeMsgpack(new BigNumber(text), { kind: "number" });
    const found = applicationPolicy.validate!({
      ...app,
      precedence: decodeMsgpack(sent, { kind: "number" }),
    });
    expect(found).toMatchObject([{ severity: "error", summary, path: ["precedence"] }]);
    expect(found[0]!.detail).toContain(detail);
  });

  it("accepts a location that is not known yet", () => {
    expect(applicationPolicy.validate!({ ...app, account_id: UNKNOWN, app_id: UNKNOWN })).toEqual([]);
    expect(reusablePolicy.validate!({ ...config, account_id: null })).toEqual([]);
  });

  it("says what is wrong once", () => {
    const [error] = reusablePolicy.validate!({ ...config, include: {} });
    expect(error!.summary).toBe("include has no rule, so the policy could match nobody");
    expect(error!.detail).not.toContain("has no rule");
    expect(error!.detail).toContain("at least one rule");
  });
});

describe("planning a policy", () => {
  const plan = (given: Partial<Parameters<NonNullable<typeof reusablePolicy.plan>>[0]>) =>
    reusablePolicy.plan!({ meta: contextWith({}).meta, prior: null, config, planned: config, ...given });

  it("says in one line what the policy does", () => {
    expect(plan({}).planned.summary).toBe("ALLOW if email is ann@example.com or IP is 198.51.100.7");
  });

  it("leaves the line unknown while a rule is", () => {
    const planned = { ...config, include: { email: [UNKNOWN] } };
    expect(plan({ planned, config: planned }).planned.summary).toBe(UNKNOWN);
  });

  it("keeps the line of another version as long as the policy means the same", () => {
    const equal = { ...created, include: { email: ["ann@example.com"], ip: ["198.51.100.7/32"] } };
    expect(plan({ prior: created, planned: equal }).planned.summary).toBe("as before");
  });

  it("writes the summary again when the policy is not semantically equal", () => {
    const changed = { ...created, decision: "deny" };
    expect(plan({ prior: created, planned: changed }).planned.summary).toMatch(/^BLOCK/);
  });

  it("takes the provider's account where the resource names none", () => {
    const without = { ...config, account_id: null };
    expect(plan({ meta: contextWith({}, "default").meta, config: without }).planned.account_id).toBe(
      "default",
    );
  });

  it("leaves the account unknown while the provider's is", () => {
    const without = { ...config, account_id: null };
    const { planned, diagnostics } = plan({ meta: undefined, config: without });
    expect(planned.account_id).toBe(UNKNOWN);
    expect(diagnostics).toEqual([]);
  });

  it("refuses a policy that is in no account", () => {
    const { diagnostics } = plan({ config: { ...config, account_id: null } });
    expect(diagnostics).toEqual([expect.objectContaining({ severity: "error", path: ["account_id"] })]);
    expect(diagnostics![0]!.detail).toContain("CLOUDFLARE_ACCOUNT_ID");
  });

  it.each([
    [{ mfa_bypass: true, mfa_disabled: null }, true],
    [{ mfa_bypass: null, mfa_disabled: true }, true],
    [{ mfa_bypass: null, mfa_disabled: null }, false],
    [{ mfa_bypass: UNKNOWN, mfa_disabled: null }, UNKNOWN],
  ])("holds the multi-factor switch under both names: %p", (mfa, off) => {
    const given = { ...config, mfa_config: mfa };
    const { planned } = plan({ config: given, planned: given });
    expect(planned.mfa_config).toMatchObject({ mfa_bypass: off, mfa_disabled: off });
  });
});

describe("writing a policy", () => {
  const planned = { ...config, id: UNKNOWN, created_at: UNKNOWN, session_duration: UNKNOWN, summary: "line" };
  const sent = {
    name: "Staff",
    decision: "allow",
    include: [{ email: { email: "Ann@Example.com" } }, { ip: { ip: "198.51.100.7" } }],
  };
  const stored = {
    ...sent,
    include: [{ ip: { ip: "198.51.100.7/32" } }, { email: { email: "ann@example.com" } }],
    session_duration: "24h",
  };

  it("sends what was planned and keeps its representation", async () => {
    const bodies: unknown[] = [];
    const create = async (body: object) => {
      bodies.push(body);
      return answerOf(stored);
    };
    const { state, diagnostics } = await reusablePolicy.create(contextWith({ create }), { planned, config });
    expect(bodies).toEqual([sent]);
    expect(diagnostics).toEqual([]);
    expect(state).toMatchObject({
      id: answerOf({}).id,
      session_duration: "24h",
      include: STAFF.include,
      summary: "line",
    });
  });

  it("sends a false that was written, and none that was not", async () => {
    const bodies: unknown[] = [];
    const create = async (body: object) => {
      bodies.push(body);
      return answerOf(stored);
    };
    const given = { ...config, isolation_required: false };
    const both = { ...planned, isolation_required: false, approval_required: false };
    await reusablePolicy.create(contextWith({ create }), { planned: both, config: given });
    expect(bodies).toEqual([{ ...sent, isolation_required: false }]);
  });

  it("warns when the API stored something else than it was sent", async () => {
    const create = async () => answerOf({ ...stored, include: [{ everyone: {} }] });
    const { state, diagnostics } = await reusablePolicy.create(contextWith({ create }), { planned, config });
    expect(state).toMatchObject({ include: STAFF.include });
    expect(diagnostics).toEqual([expect.objectContaining({ severity: "warning" })]);
    expect(diagnostics![0]!.detail).toContain("include");
  });

  it("judges what only became known at apply before it asks the API", async () => {
    const late = { ...planned, include: { ip: ["999.1.1.1"] } };
    const { state, diagnostics } = await reusablePolicy.create(contextWith({}), {
      planned: late,
      config: late,
    });
    expect(state).toBeNull();
    expect(diagnostics).toEqual([
      expect.objectContaining({ severity: "error", path: ["include", { key: "ip" }] }),
    ]);
  });

  it.each(["mfa_bypass", "mfa_disabled"])(
    "sends the multi-factor switch as %s when that is what was set",
    async (name) => {
      const bodies: Record<string, unknown>[] = [];
      const replace = async (_id: string, body: Record<string, unknown>) => {
        bodies.push(body);
        return answerOf(stored);
      };
      const given = { ...config, mfa_config: { mfa_bypass: null, mfa_disabled: null, [name]: true } };
      const both = { ...planned, mfa_config: { mfa_bypass: true, mfa_disabled: true } };
      await reusablePolicy.update(contextWith({ replace }), { prior: created, planned: both, config: given });
      expect(bodies[0]!.mfa_config).toEqual({ [name]: true });
    },
  );

  it("judges late values as the configuration has them: both names of the multi-factor switch", async () => {
    const late = { ...config, mfa_config: { mfa_bypass: false, mfa_disabled: true } };
    const { state, diagnostics } = await reusablePolicy.create(contextWith({}), {
      planned: { ...planned, mfa_config: late.mfa_config },
      config: late,
    });
    expect(state).toBeNull();
    expect(diagnostics).toEqual([expect.objectContaining({ path: ["mfa_config", "mfa_bypass"] })]);
  });

  it("asks the API nothing when the plan only spells out an absence", async () => {
    const equal = { ...created, exclude: { email: [] }, approval_groups: [] };
    const given = { ...config, exclude: { email: [] }, approval_groups: [] };
    expect(
      await reusablePolicy.update(contextWith({}), { prior: created, planned: equal, config: given }),
    ).toEqual({ state: equal });
  });

  it("keeps an empty session duration that the API answers with none", async () => {
    const given = { ...config, session_duration: "" };
    const create = async () => answerOf({ ...stored, session_duration: null });
    const { state, diagnostics } = await reusablePolicy.create(contextWith({ create }), {
      planned: { ...planned, session_duration: "" },
      config: given,
    });
    expect(diagnostics).toEqual([]);
    expect(state).toMatchObject({ session_duration: "" });
  });

  it("keeps the prior state when an update is refused", async () => {
    const replace = async () => {
      throw new ApiError({ operation: "update reusable policy", kind: "refused", reason: "no" });
    };
    const { state, diagnostics } = await reusablePolicy.update(contextWith({ replace }), {
      prior: created,
      planned,
      config,
    });
    expect(state).toBe(created);
    expect(diagnostics).toEqual([expect.objectContaining({ severity: "error" })]);
  });

  it("names the attribute the API points at", async () => {
    const create = async () => {
      const errors = [{ code: 1001, message: "bad address", pointer: "/include/0/email/email" }];
      throw new ApiError({
        operation: "create reusable policy",
        kind: "refused",
        reason: "bad address",
        errors,
        requestId: "ray-1",
      });
    };
    const { diagnostics } = await reusablePolicy.create(contextWith({ create }), { planned, config });
    expect(diagnostics).toEqual([expect.objectContaining({ path: ["include", { key: "email" }] })]);
    expect(diagnostics![0]!.detail).toContain("ray-1");
  });
});

describe("reading a policy", () => {
  it("keeps the state where the API spells the same differently", async () => {
    const read = async () =>
      answerOf({
        name: "Staff",
        decision: "allow",
        include: [{ ip: { ip: "198.51.100.7/32" } }, { email: { email: "ann@example.com" } }],
        session_duration: "24h0m0s",
      });
    const state = {
      ...created,
      approval_required: false,
      isolation_required: false,
      purpose_justification_required: false,
    };
    const { state: fresh } = await reusablePolicy.read(contextWith({ read }), { state });
    const nullsAside = (object: unknown) =>
      JSON.parse(JSON.stringify(object, (_, value) => value ?? undefined));
    expect(nullsAside(fresh)).toEqual(
      nullsAside({ ...state, id: answerOf({}).id, created_at: answerOf({}).created_at }),
    );
  });

  it("gives the state itself back where nothing is new, and the same state letter by letter the long way", async () => {
    await fc.assert(
      fc.asyncProperty(documentPairs, async ([prior, other]) => {
        const wire = (document: PolicyDocument) => answerOf(POLICY_TYPES.application.toWire(document));
        const read = async (state: ObjectValue, answer: PolicyAnswer) =>
          (await applicationPolicy.read(contextWith({ read: async () => answer }), { state })).state!;
        const location = { account_id: "acc", app_id: "app", id: answerOf({}).id };
        const imported = values(applicationPolicy.schema.attributes, location);
        const state = await read(imported, wire(prior));
        expect(await read(state, wire(other))).toBe(state);
        expect(await read({ ...state, created_at: "at another time" }, wire(other))).toEqual(state);
      }),
      { numRuns: 100 },
    );
  });

  it("shows a rule it does not know under other", async () => {
    const read = async () => answerOf({ ...STAFF, include: [{ moon_phase: { phase: "full" } }] });
    const { state } = await reusablePolicy.read(contextWith({ read }), { state: created });
    expect(state!.include).toMatchObject({ other: ['{"moon_phase":{"phase":"full"}}'] });
  });

  it("says that a policy is gone", async () => {
    const read = async () => undefined;
    expect(await reusablePolicy.read(contextWith({ read }), { state: created })).toEqual({
      state: null,
      diagnostics: [],
    });
  });
});

describe("importing a policy", () => {
  it.each([
    [reusablePolicy, "acc/p1", { account_id: "acc", id: "p1" }],
    [applicationPolicy, "acc/app/p1", { account_id: "acc", app_id: "app", id: "p1" }],
  ])("takes the id apart", async (resource, id, parts) => {
    const { state } = await resource.importState!(contextWith({}), id);
    expect(state).toMatchObject({ ...parts, name: null });
  });

  it.each([
    [reusablePolicy, "p1", "<account_id>/<policy_id>"],
    [reusablePolicy, "acc/app/p1", "<account_id>/<policy_id>"],
    [applicationPolicy, "acc//p1", "<account_id>/<app_id>/<policy_id>"],
  ])("says what form the id has: %#", async (resource, id, form) => {
    const { state, diagnostics } = await resource.importState!(contextWith({}), id);
    expect(state).toBeNull();
    expect(diagnostics![0]!.detail).toContain(form);
  });
});
