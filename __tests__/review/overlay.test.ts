import { type AccessAccount, accountFromApi } from "../../src/access";
import { accountFromPlan } from "../../src/review";
import { planOf } from "./support/plan";

const rules = (domain: string) => [{ email_domain: { domain } }];
const policy = (id: string, more: object = {}) => ({
  id,
  name: id,
  decision: "allow",
  include: rules("example.com"),
  ...more,
});

const SNAPSHOT: AccessAccount = accountFromApi({
  applications: [
    {
      id: "wiki",
      name: "Wiki",
      domain: "wiki.example.com",
      session_duration: "6h",
      destinations: [{ type: "public", uri: "wiki.example.com", overrides: [{ behavior: "public" }] }],
      policies: [
        policy("own", { precedence: 1, reusable: false }),
        policy("by-hand", { precedence: 2, reusable: false }),
        policy("shared", { precedence: 3, reusable: true }),
      ],
    },
    { id: "crm", name: "CRM", policies: [policy("shared", { precedence: 1, reusable: true })] },
  ],
  policies: [policy("shared"), policy("spare")],
  groups: [{ id: "eng", name: "Engineering", include: rules("example.org") }],
});

const idsOf = (account: AccessAccount, id: string) => {
  const policies = account.applications.find((one) => one.id === id)!.policies;
  return (policies as { id: string }[]).map((one) => one.id);
};
const find = (account: AccessAccount, id: string, policyId: string) => {
  const { policies } = account.applications.find((one) => one.id === id)!;
  return (policies as Record<string, unknown>[]).find((one) => one.id === policyId);
};
const values = (id: string, more: object = {}) => ({
  id,
  name: id,
  decision: "allow",
  include: { email_domain: ["example.com"] },
  ...more,
});

describe("a plan over a snapshot", () => {
  it("changes a reusable policy at every application that it is attached to", () => {
    const { before, after } = accountFromPlan(
      planOf({
        address: "cfaccess_policy.shared",
        before: values("shared"),
        after: values("shared", { include: { everyone: ["*"] } }),
      }),
      SNAPSHOT,
    );
    for (const application of ["wiki", "crm"]) {
      expect(find(before, application, "shared")!.include).toEqual(rules("example.com"));
      expect(find(after, application, "shared")!.include).toEqual([{ everyone: {} }]);
    }
    expect(after.partial).toBeUndefined();
  });

  it("changes one policy of an application and leaves those that it does not manage", () => {
    const own = { ...values("own"), app_id: "wiki", precedence: 1 };
    const { after } = accountFromPlan(
      planOf({
        address: "cfaccess_application_policy.own",
        before: own,
        after: { ...own, precedence: 5 },
      }),
      SNAPSHOT,
    );
    expect(idsOf(after, "wiki")).toEqual(["by-hand", "shared", "own"]);
  });

  it("removes a policy that the plan deletes, and adds one that it makes", () => {
    const { before, after } = accountFromPlan(
      planOf(
        {
          address: "cfaccess_application_policy.own",
          before: { ...values("own"), app_id: "wiki", precedence: 1 },
        },
        {
          address: "cfaccess_application_policy.fresh",
          after: { ...values("fresh"), id: undefined, app_id: "wiki", precedence: 7 },
          unknown: { id: true },
        },
      ),
      SNAPSHOT,
    );
    expect(idsOf(before, "wiki")).toEqual(["own", "by-hand", "shared"]);
    expect(idsOf(after, "wiki")).toEqual(["by-hand", "shared", "cfaccess_application_policy.fresh"]);
  });

  it("replaces the attached policies of an application by the planned list", () => {
    const { before, after } = accountFromPlan(
      planOf({
        address: "cfaccess_application_attached_policies.crm",
        before: { app_id: "crm", policies: ["shared"] },
        after: { app_id: "crm", policies: ["spare", "shared"] },
      }),
      SNAPSHOT,
    );
    expect(idsOf(before, "crm")).toEqual(["shared"]);
    expect(idsOf(after, "crm")).toEqual(["spare", "shared"]);
    expect(find(after, "crm", "spare")!.include).toEqual(rules("example.com"));
  });

  it("drops the other own policies of a list that becomes exclusive", () => {
    const list = { app_id: "wiki", order: ["own"], policies: { own: values("own", { precedence: 1 }) } };
    const { before, after } = accountFromPlan(
      planOf({
        address: "cfaccess_application_policies.wiki",
        before: { ...list, exclusive: false },
        after: { ...list, exclusive: true },
      }),
      SNAPSHOT,
    );
    expect(idsOf(before, "wiki")).toEqual(["own", "by-hand", "shared"]);
    expect(idsOf(after, "wiki")).toEqual(["own", "shared"]);
  });

  it("keeps the other own policies where an exclusive list is made, since its first apply deletes nothing", () => {
    const { after } = accountFromPlan(
      planOf({
        address: "cfaccess_application_policies.wiki",
        after: {
          app_id: "wiki",
          exclusive: true,
          order: ["fresh"],
          policies: { fresh: { ...values("fresh"), id: undefined } },
        },
        unknown: { policies: { fresh: { id: true, precedence: true } } },
      }),
      SNAPSHOT,
    );
    expect(idsOf(after, "wiki")).toEqual([
      "own",
      "by-hand",
      "shared",
      'cfaccess_application_policies.wiki["fresh"]',
    ]);
  });

  it("takes the settings of an application from the plan where it changes them, otherwise from the snapshot", () => {
    const application = {
      id: "wiki",
      name: "Wiki",
      domain: "wiki.example.com",
      session_duration: "6h",
      destinations: [{ type: "public", uri: "wiki.example.com" }],
      policies: null,
    };
    const { after } = accountFromPlan(
      planOf({
        address: "cloudflare_zero_trust_access_application.wiki",
        before: application,
        after: { ...application, session_duration: "24h" },
      }),
      SNAPSHOT,
    );
    const [wiki] = after.applications;
    expect(wiki!.session_duration).toBe("24h");
    expect(wiki!.destinations).toEqual(SNAPSHOT.applications[0]!.destinations);
    expect(idsOf(after, "wiki")).toEqual(["own", "by-hand", "shared"]);
  });

  it("changes a group that policies refer to, and keeps one that it does not change as the snapshot has it", () => {
    const group = { id: "eng", name: "Engineering", include: [{ email_domain: { domain: "example.org" } }] };
    const { before, after } = accountFromPlan(
      planOf({
        address: "cloudflare_zero_trust_access_group.eng",
        before: group,
        after: { ...group, include: [{ everyone: {} }] },
      }),
      SNAPSHOT,
    );
    expect(before.groups).toMatchObject([{ include: rules("example.org") }]);
    expect(after.groups).toMatchObject([{ include: [{ everyone: {} }] }]);
  });

  it("says the same on both sides where nothing changes", () => {
    const { before, after } = accountFromPlan(
      planOf({ address: "cfaccess_policy.shared", before: values("shared"), after: values("shared") }),
      SNAPSHOT,
    );
    expect(after).toEqual(before);
    expect(after.applications).toEqual(SNAPSHOT.applications);
  });
});

describe("two plans of one account", () => {
  it("are laid over the same snapshot", () => {
    const shared = planOf({
      address: "cfaccess_policy.shared",
      before: values("shared"),
      after: values("shared", { include: { everyone: ["*"] } }),
    });
    const attached = planOf({
      address: "cfaccess_application_attached_policies.crm",
      before: { app_id: "crm", policies: ["shared"] },
      after: { app_id: "crm", policies: ["spare"] },
    });
    const { after } = accountFromPlan([shared, attached], SNAPSHOT);
    expect(idsOf(after, "crm")).toEqual(["spare"]);
    expect(find(after, "wiki", "shared")!.include).toEqual([{ everyone: {} }]);
  });
});
