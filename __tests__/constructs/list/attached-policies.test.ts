import type { TerraformStack } from "cdktf";
import {
  AccessApplication,
  ApplicationAccessPolicy,
  AttachedPolicies,
  ReusableAccessPolicy,
} from "../../../src";
import {
  ACCOUNT,
  APP,
  expression,
  RIGHT,
  stackWithProvider,
  synthesized,
  thrown,
  Untyped,
} from "../support/synthesized";

const TYPE = "cfaccess_application_attached_policies";

let stack: TerraformStack;
let staff: ReusableAccessPolicy;
beforeEach(() => {
  stack = stackWithProvider();
  staff = new ReusableAccessPolicy(stack, "staff", RIGHT);
});

const attached = () => Object.values<Record<string, unknown>>(synthesized(stack).resource[TYPE]);
const messageOf = (act: () => unknown) => thrown(act).message;

describe("attached policies", () => {
  test("are a list of IDs in the order of judgment: of policies made here, looked up and known by ID", () => {
    const known = ReusableAccessPolicy.fromName(stack, "partners", "Partners");
    const id = "19de5ed7-a535-4df8-aa99-c3afa30875e4";
    new AttachedPolicies(stack, "crm", {
      appId: APP,
      policies: [known, staff, id],
      timeouts: { update: "5m" },
    });
    expect(attached()).toEqual([
      expect.objectContaining({
        app_id: APP,
        policies: [
          expression("data.cfaccess_policy.partners.id"),
          expression("cfaccess_policy.staff.id"),
          id,
        ],
        timeouts: { update: "5m" },
      }),
    ]);
  });

  test("are detached before a policy is deleted: each policy of the list is created before it is destroyed", () => {
    const other = new ReusableAccessPolicy(stack, "other", { ...RIGHT, lifecycle: { preventDestroy: true } });
    new AttachedPolicies(stack, "crm", { appId: APP, policies: [staff, other] });
    const policies = synthesized(stack).resource.cfaccess_policy;
    expect(policies.staff.lifecycle).toEqual({ create_before_destroy: true });
    expect(policies.other.lifecycle).toEqual({ create_before_destroy: true, prevent_destroy: true });
  });

  test("keep the lifecycle of a policy that is destroyed first on purpose", () => {
    const other = new ReusableAccessPolicy(stack, "other", {
      ...RIGHT,
      lifecycle: { createBeforeDestroy: false },
    });
    new AttachedPolicies(stack, "crm", { appId: APP, policies: [other] });
    expect(synthesized(stack).resource.cfaccess_policy.other.lifecycle).toEqual({
      create_before_destroy: false,
    });
  });

  test("may be none, which detaches all", () => {
    new AttachedPolicies(stack, "crm", { appId: APP, policies: [] });
    expect(attached()).toEqual([expect.objectContaining({ policies: [] })]);
  });

  test("take an application that was looked up", () => {
    const crm = AccessApplication.fromDomain(stack, "crm", "crm.example.com");
    new AttachedPolicies(stack, "policies", { appId: crm, policies: [staff] });
    expect(attached()).toEqual([
      expect.objectContaining({ app_id: expression("data.cfaccess_application.crm.id") }),
    ]);
  });

  test("are imported by account and application", () => {
    const list = new AttachedPolicies(stack, "crm", { appId: APP, policies: [staff] });
    list.importFrom(`${ACCOUNT}/${APP}`);
    expect(synthesized(stack).import).toEqual([expect.objectContaining({ id: `${ACCOUNT}/${APP}` })]);
    expect(messageOf(() => list.importFrom(APP))).toContain("allowed is <account_id>/<app_id>");
  });
});

describe("errors in attached policies", () => {
  const made = (props: object) => messageOf(() => new Untyped.AttachedPolicies(stack, "crm", props));

  test.each([
    ["no props", undefined, /appId/],
    ["policies that are missing", { appId: APP }, /policies.*(missing|required)/i],
    ["policies that are not a list", { appId: APP, policies: "staff" }, /policies/],
    ["something else in the list", { appId: APP, policies: [7] }, /policies\[0\].*7/],
    ["a misspelled prop", { appId: APP, policies: [], apId: APP }, /apId.*Did you mean appId/s],
    ["an ID that an address cannot contain", { appId: "a/b", policies: [] }, /appId/],
    ["a duration that is none", { appId: APP, policies: [], timeouts: { update: "soon" } }, /timeouts/],
  ])("fails for %s", (_, props, message) => {
    expect(made(props as object)).toMatch(message);
  });

  test("fails for a policy of one application, and says what to use", () => {
    const own = new ApplicationAccessPolicy(stack, "own", { ...RIGHT, appId: APP });
    expect(made({ appId: APP, policies: [own] })).toMatch(/ReusableAccessPolicy.*ApplicationPolicies/s);
  });

  test("fails for the same policy twice", () => {
    expect(made({ appId: APP, policies: [staff, staff] })).toContain("policies[1] is policies[0]");
  });

  test("fails at synth for two lists of one application, also where it was looked up", () => {
    const crm = AccessApplication.fromDomain(stack, "crm", "crm.example.com");
    new AttachedPolicies(stack, "one", { appId: crm, policies: [staff] });
    new AttachedPolicies(stack, "other", { appId: crm, policies: [] });
    new AttachedPolicies(stack, "third", { appId: APP, policies: [staff] });
    expect(messageOf(() => synthesized(stack, true))).toMatch(/one and access\/other both attach policies/);
  });
});
