import { DEFERRED } from "../../src/model";
import { accountFromPlan } from "../../src/review";
import { planOf } from "./support/plan";

const APPLICATION = { id: "wiki", name: "Wiki", domain: "wiki.example.com", type: "self_hosted" };

describe("resources of the official provider, version 5", () => {
  const group = {
    id: "eng",
    name: "Engineering",
    include: [{ email: { email: "ann@example.com" }, everyone: null, group: null }],
    require: null,
    exclude: [],
  };
  const policy = {
    id: "staff",
    name: "Staff",
    decision: "allow",
    include: [{ group: { id: "eng" }, email: null }],
    mfa_config: { allowed_authenticators: ["totp"], mfa_disabled: null, session_duration: null },
    session_duration: "24h",
  };

  it("become the entries that the API has of them", () => {
    const { after } = accountFromPlan(
      planOf(
        { address: "cloudflare_zero_trust_access_group.eng", after: group },
        { address: "cloudflare_zero_trust_access_policy.staff", after: policy },
        {
          address: "cloudflare_zero_trust_access_application.wiki",
          after: {
            ...APPLICATION,
            policies: [{ id: "staff", precedence: 1, decision: null, include: null }],
            allowed_idps: ["okta"],
            destinations: [{ type: "public", uri: "wiki.example.com", cidr: null }],
            saas_app: null,
          },
        },
        {
          address: "cloudflare_zero_trust_list.offices",
          after: {
            id: "offices",
            name: "Offices",
            type: "IP",
            items: [{ value: "192.0.2.0/24", description: null }],
          },
        },
        {
          address: "cloudflare_zero_trust_access_identity_provider.okta",
          after: { id: "okta", name: "Okta", type: "okta", config: { client_secret: "hush" } },
        },
        {
          address: "cloudflare_zero_trust_access_service_token.ci",
          after: { id: "ci", name: "CI", expires_at: "2030-01-01T00:00:00Z", client_secret: "hush" },
        },
        {
          address: "cloudflare_zero_trust_organization.this",
          after: { deny_unmatched_requests: true, login_design: { header_text: "Hello" } },
        },
      ),
    );
    expect(after).toMatchObject({
      applications: [
        {
          ...APPLICATION,
          allowed_idps: ["okta"],
          destinations: [{ type: "public", uri: "wiki.example.com" }],
          policies: [
            {
              id: "staff",
              name: "Staff",
              precedence: 1,
              include: [{ group: { id: "eng" } }],
              mfa_config: { allowed_authenticators: ["totp"] },
            },
          ],
        },
      ],
      groups: [{ id: "eng", include: [{ email: { email: "ann@example.com" } }], exclude: [] }],
      lists: [{ id: "offices", items: [{ value: "192.0.2.0/24" }] }],
      identity_providers: [{ id: "okta", type: "okta" }],
      service_tokens: [{ id: "ci", expires_at: "2030-01-01T00:00:00Z" }],
      organization: { deny_unmatched_requests: true },
    });
    expect(JSON.stringify(after)).not.toMatch(/hush|secret/);
  });

  it("keep a rule with a selector of a later release as it is", () => {
    const { after } = accountFromPlan(
      planOf({
        address: "cloudflare_zero_trust_access_group.eng",
        after: { ...group, include: [{ wifi: { ssid: "office" }, email: null }] },
      }),
    );
    expect(after.groups![0]!.include).toEqual([{ wifi: { ssid: "office" } }]);
  });

  it("have policies in full where the application holds them", () => {
    const own = { name: "Own", decision: "allow", include: [{ everyone: {} }], id: null, precedence: null };
    const { after } = accountFromPlan(
      planOf({
        address: "cloudflare_zero_trust_access_application.wiki",
        after: { ...APPLICATION, policies: [own] },
      }),
    );
    expect(after.applications[0]!.policies).toMatchObject([
      { name: "Own", decision: "allow", include: [{ everyone: {} }], precedence: 1 },
    ]);
  });
});

describe("resources of the official provider, version 4", () => {
  const v4Block = {
    email: ["ann@example.com", "bob@example.com"],
    email_domain: [],
    everyone: false,
    any_valid_service_token: null,
    group: ["eng"],
    azure: [],
    okta: [{ name: ["devs"], identity_provider_id: "okta" }],
  };

  it.each(["cloudflare_access_policy", "cloudflare_zero_trust_access_policy"])(
    "%s belongs to its application, or is reusable without one",
    (type) => {
      const policy = { name: "Staff", decision: "allow", precedence: 2, zone_id: null, include: [v4Block] };
      const { after } = accountFromPlan(
        planOf(
          { address: `${type}.own`, after: { ...policy, id: "own", application_id: "wiki" } },
          { address: `${type}.shared`, after: { ...policy, id: "shared", application_id: null } },
        ),
      );
      const include = [
        { email: { email: "ann@example.com" } },
        { email: { email: "bob@example.com" } },
        { group: { id: "eng" } },
        { okta: { name: "devs", identity_provider_id: "okta" } },
      ];
      expect(after.policies).toMatchObject([{ id: "shared", include }]);
      const [wiki] = after.applications;
      expect(wiki!.policies).toContainEqual(expect.objectContaining({ id: "own", include }));
    },
  );

  it("a group and a list have their values", () => {
    const { after } = accountFromPlan(
      planOf(
        {
          address: "cloudflare_access_group.eng",
          after: { id: "eng", name: "Engineering", include: [v4Block], exclude: [], require: [] },
        },
        {
          address: "cloudflare_teams_list.partners",
          after: {
            id: "partners",
            name: "Partners",
            type: "EMAIL",
            items: ["ann@partner.org"],
            items_with_description: [{ value: "bob@partner.org", description: "Bob" }],
          },
        },
      ),
    );
    expect(after.groups![0]!.include).toHaveLength(4);
    expect(after.lists![0]!.items).toEqual(["ann@partner.org", { value: "bob@partner.org" }]);
  });

  it("a rule that cannot be read is not known, and reported", () => {
    const { after, remarks } = accountFromPlan(
      planOf({
        address: "cloudflare_access_group.eng",
        after: { id: "eng", name: "Engineering", include: [{ azure: [], email: 5 }] },
      }),
    );
    expect(after.groups![0]!.include).toEqual([DEFERRED]);
    expect(remarks).toEqual([expect.stringMatching(/"Engineering".*email/)]);
  });
});

describe("values that are known after the apply", () => {
  it("are DEFERRED wherever they stand", () => {
    const { after } = accountFromPlan(
      planOf(
        {
          address: "cloudflare_zero_trust_access_group.eng",
          after: {
            id: "eng",
            name: "Engineering",
            include: [{ email: {} }, { geo: { country_code: "PT" } }],
          },
          unknown: { include: [{ email: { email: true } }, {}] },
        },
        {
          address: "cloudflare_zero_trust_list.partners",
          after: { id: "partners", name: "Partners", type: "EMAIL" },
          unknown: { items: true },
        },
        {
          address: "cfaccess_policy.staff",
          after: {
            id: "staff",
            name: "Staff",
            decision: "allow",
            include: { email: ["ann@example.com", null] },
          },
          unknown: { include: { email: [false, true] } },
        },
      ),
    );
    expect(after.groups![0]!.include).toEqual([
      { email: { email: DEFERRED } },
      { geo: { country_code: "PT" } },
    ]);
    expect(after.lists![0]!.items).toBe(DEFERRED);
    expect(after.policies![0]!.include).toEqual([
      { email: { email: "ann@example.com" } },
      { email: { email: DEFERRED } },
    ]);
  });

  const newGroup = {
    address: "cloudflare_zero_trust_access_group.eng",
    after: { name: "Engineering", include: [{ email: { email: "ann@example.com" } }] },
    unknown: { id: true },
    actions: ["create"],
  };
  const policyWith = (expressions: object) => ({
    address: "cfaccess_policy.staff",
    after: { id: "staff", name: "Staff", decision: "allow", include: { group: ["other", null] } },
    unknown: { include: { group: [false, true] } },
    expressions,
  });
  const text = `\${${newGroup.address}.id}`;

  it.each([
    [
      "in JSON",
      { include: { constant_value: { group: [text, "other"] }, references: [`${newGroup.address}.id`] } },
    ],
    ["in HCL", { include: { references: [`${newGroup.address}.id`, newGroup.address] } }],
  ])("are the new object that a configuration %s refers to", (_, expressions) => {
    const { after } = accountFromPlan(planOf(newGroup, policyWith(expressions)));
    expect(after.groups![0]!.id).toBe(newGroup.address);
    expect(after.policies![0]!.include).toEqual([
      { group: { id: "other" } },
      { group: { id: newGroup.address } },
    ]);
  });

  it("stay unknown where the configuration refers to several new objects", () => {
    const other = { ...newGroup, address: "cloudflare_zero_trust_access_group.ops" };
    const references = [`${newGroup.address}.id`, `${other.address}.id`];
    const { after } = accountFromPlan(planOf(newGroup, other, policyWith({ include: { references } })));
    expect(after.policies![0]!.include).toContainEqual({ group: { id: DEFERRED } });
  });

  it("make an application's policies unknown where they name it", () => {
    const { remarks } = accountFromPlan(
      planOf({
        address: "cfaccess_application_policy.own",
        after: { id: "own", name: "Own", decision: "allow", include: { everyone: ["*"] } },
        unknown: { app_id: true },
      }),
    );
    expect(remarks).toEqual([expect.stringContaining("cfaccess_application_policy.own")]);
  });
});

describe("a plan", () => {
  it("collects the texts that are marked as sensitive", () => {
    const { sensitive } = accountFromPlan(
      planOf({
        address: "cfaccess_policy.staff",
        after: { id: "s", name: "Staff", decision: "allow", include: { email: ["ann@example.com"] } },
        sensitive: { include: { email: true } },
      }),
    );
    expect([...sensitive]).toEqual(["ann@example.com"]);
  });

  it("leaves in the account what Terraform only forgets", () => {
    const { after } = accountFromPlan(
      planOf({
        address: "cfaccess_policy.staff",
        before: { id: "s", name: "Staff", decision: "allow", include: { everyone: ["*"] } },
        actions: ["forget"],
      }),
    );
    expect(after.policies).toMatchObject([{ id: "s", name: "Staff" }]);
  });

  it.each([
    ["a state", { format_version: "1.0", values: {} }, /a state, not a plan/],
    ["another document", { hello: "world" }, /This is not a plan\. Expected/],
    ["a text", "plan", /This is not a plan/],
    ["a plan that failed", { planned_values: {}, errored: true }, /The plan failed/],
  ])("is not %s", (_, given, message) => {
    expect(() => accountFromPlan(given)).toThrow(message);
  });
});
