import { accountFromApi, compareAccess } from "../../src/access";
import { DEFERRED } from "../../src/model";
import { changeLines, comparisonTable, NOTHING_ASKED } from "./support/comparison-table";
import { AT } from "./support/decision-table";
import { allow, block, bypass, policy, rule, serviceAuth, wiki } from "./support/worlds";

const staff = rule.domain("example.com");
const withGroup = (...include: unknown[]) => ({ groups: [{ id: "g", name: "G", include }] });
const site = (destination: object) => ({
  destinations: [{ type: "public", uri: "wiki.example.com", ...destination }],
});

describe("a change of what policies refer to", () => {
  const viaGroup = (...include: unknown[]) => wiki([allow(rule.group("g"))], {}, withGroup(...include));
  const viaList = (...items: unknown[]) =>
    wiki([allow(rule.emailList("l"))], {}, { lists: [{ id: "l", items }] });
  const token = (enabled: unknown) =>
    wiki(
      [serviceAuth(rule.anyToken, rule.token("t"))],
      {},
      { service_tokens: [{ id: "t", name: "ci", enabled }] },
    );
  const reusable = (...include: unknown[]) =>
    accountFromApi({
      applications: [
        { id: "a", policies: ["p"] },
        { id: "b", policies: ["p"] },
      ],
      policies: [{ id: "p", name: "P", decision: "allow", include }],
      organization: {},
    });
  comparisonTable([
    [
      "shows the member that a group gets",
      viaGroup(rule.email("a@x.org")),
      viaGroup(rule.email("a@x.org"), rule.email("b@x.org")),
      ["gain: b@x.org"],
    ],
    [
      "shows the item that a list loses",
      viaList("a@x.org", "b@x.org"),
      viaList("a@x.org"),
      ["loss: b@x.org"],
    ],
    ["shows the token that is enabled", token(false), token(true), ['gain: service token "ci"']],
    [
      "shows at every application of a reusable policy",
      reusable(staff),
      reusable(staff, rule.email("a@x.org")),
      ["gain: a@x.org", "gain: a@x.org"],
    ],
    [
      "shows the login that becomes one-time PIN",
      wiki([allow(rule.okta("eng"))]),
      wiki([allow(rule.okta("eng"))], {}, { identity_providers: [{ id: "okta", type: "onetimepin" }] }),
      ["loss: any user in group eng (okta)"],
    ],
    [
      "is none where a group that was not read stays",
      wiki([allow(rule.group("x"))]),
      wiki([allow(rule.group("x"))]),
      [],
    ],
    [
      "is uncertain where a group that was not read is new",
      wiki([allow(staff)]),
      wiki([allow(staff, rule.group("x"))]),
      [
        "gain?: any user but anyone at example.com in Access group x",
        "undecided: any user but anyone at example.com (the content of Access group x is not known)",
      ],
    ],
    [
      "is uncertain where a group is known after apply",
      viaGroup(staff),
      wiki([allow(rule.group("g"))], {}, { groups: [{ id: "g", name: "G", include: DEFERRED }] }),
      expect.arrayContaining([
        "gain?: any user but anyone at example.com",
        "loss?: anyone at example.com",
      ]) as never,
    ],
  ]);
});

describe("a change of settings", () => {
  comparisonTable([
    [
      "names the login methods that are allowed besides",
      wiki([allow(staff)], { allowed_idps: ["okta"] }),
      wiki([allow(staff)], { allowed_idps: ["okta", "pin"] }),
      ['gain: anyone at example.com through "One-time PIN"'],
    ],
    [
      "names all other login methods",
      wiki([allow(staff)], { allowed_idps: ["okta"] }),
      wiki([allow(staff)]),
      ['gain: anyone at example.com through another provider than "Okta"'],
    ],
    [
      "names the public path",
      wiki([allow(staff)], site({})),
      wiki([allow(staff)], site({ overrides: [{ behavior: "public", path_pattern: "/health" }] })),
      [
        "gain: the public internet at wiki.example.com/health",
        `weaker: anyone at example.com at wiki.example.com/health (${NOTHING_ASKED})`,
      ],
    ],
    [
      "names the method",
      wiki([allow(staff)]),
      wiki([allow(staff)], { options_preflight_bypass: true }),
      [
        "gain: the public internet with method OPTIONS",
        `weaker: anyone at example.com with method OPTIONS (${NOTHING_ASKED})`,
      ],
    ],
    [
      "names the device's session",
      wiki([allow(staff)]),
      wiki([allow(staff)], { allow_authenticate_via_warp: true }),
      ["gain: anyone at example.com known by the device's session"],
    ],
    [
      "names the SSH users",
      wiki([policy("allow", [staff], { connection_rules: { ssh: { usernames: ["ci"] } } })], {
        type: "infrastructure",
      }),
      wiki([policy("allow", [staff], { connection_rules: { ssh: { usernames: ["ci", "root"] } } })], {
        type: "infrastructure",
      }),
      ["gain: anyone at example.com as SSH user root"],
    ],
    [
      "names who comes with a token besides",
      wiki([allow(staff)], {}, { organization: { strict_service_token_auth: true } }),
      wiki([allow(staff)], {}, { organization: { strict_service_token_auth: false } }),
      ["gain: anyone at example.com with any valid service token"],
    ],
    [
      "is undecided for an open question that is new",
      wiki([]),
      wiki([serviceAuth(rule.everyone)]),
      expect.arrayContaining([
        expect.stringMatching(/^undecided: .*what Service Auth does with everyone/),
      ]) as never,
    ],
    [
      "is none for an open question that stays",
      wiki([serviceAuth(rule.everyone), allow(staff)]),
      wiki([serviceAuth(rule.everyone), allow(staff), block(rule.everyone)]),
      [],
    ],
    [
      "is undecided for the same identity rules in require and exclude of Bypass",
      wiki([]),
      wiki([policy("bypass", [rule.everyone], { require: [staff], exclude: [staff] })]),
      expect.arrayContaining(["undecided: anyone (what identity rules do in Bypass is open)"]) as never,
    ],
    [
      "is undecided for other identity rules in Bypass",
      wiki([bypass(rule.email("a@x.org"))]),
      wiki([bypass(rule.email("a@x.org"), rule.email("b@x.org"))]),
      expect.arrayContaining(["undecided: anyone (what identity rules do in Bypass is open)"]) as never,
    ],
  ]);
});

describe("a change of applications", () => {
  const organization = { created_at: "2024-01-01T00:00:00Z" };
  const account = (applications: object[], more: object = {}) =>
    accountFromApi({ applications, organization, ...more });
  const main = { id: "a", name: "A", domain: "x.com", policies: [allow(staff)] };
  const admin = {
    id: "b",
    name: "B",
    domain: "x.com/admin",
    policies: [allow(rule.email("ann@example.com"))],
  };
  comparisonTable([
    ["names who a new application lets in", account([]), account([main]), ["gain: anyone at example.com"]],
    [
      "compares a new path with the application above it",
      account([main]),
      account([main, admin]),
      ["loss: anyone at example.com except ann@example.com"],
    ],
    [
      "compares a path that goes away with the application above it",
      account([main, admin]),
      account([main]),
      ["gain: anyone at example.com except ann@example.com"],
    ],
    [
      "opens a host that no application has",
      account([main]),
      account([]),
      ["gain: the public internet", `weaker: anyone at example.com (${NOTHING_ASKED})`],
    ],
    [
      "closes it where the organization denies such requests",
      account([main], { organization: { deny_unmatched_requests: true } }),
      account([], { organization: { deny_unmatched_requests: true } }),
      ["loss: anyone at example.com"],
    ],
    [
      "is undecided where the organization was not read",
      account([main], { organization: undefined }),
      account([], { organization: undefined }),
      expect.arrayContaining([expect.stringMatching(/^undecided: anyone/)]) as never,
    ],
    [
      "opens the host that an application gives up",
      account([{ ...main, domain: undefined, ...site({}) }]),
      account([{ ...main, domain: undefined, ...site({ uri: "other.com" }) }]),
      ["gain: the public internet", `weaker: anyone at example.com (${NOTHING_ASKED})`],
    ],
    [
      "is none for an application that is replaced by its equal",
      account([main]),
      account([{ ...main, id: "c" }]),
      [],
    ],
    [
      "opens the host that becomes a bookmark",
      account([main]),
      account([{ ...main, type: "bookmark" }]),
      ["gain: the public internet", `weaker: anyone at example.com (${NOTHING_ASKED})`],
    ],
    [
      "opens hosts without an application",
      account([], { organization: { deny_unmatched_requests: true } }),
      account([]),
      ["gain: the public internet"],
    ],
    [
      "is none for a bookmark",
      account([main]),
      account([main, { id: "m", type: "bookmark", domain: "x.com/b", policies: [] }]),
      [],
    ],
  ]);
});

describe("an application that is too large", () => {
  const before = wiki([allow(rule.email("ann@example.com"))]);
  test("is not complete, and shows what was found", () => {
    const result = compareAccess(before, wiki([allow(staff)]), { at: AT, budget: 5 });
    expect(result.complete).toBe(false);
    expect(result.applications).toMatchObject([
      {
        complete: false,
        gains: [{ certain: true, after: { decision: "allow" } }],
        undecided: [{ who: "any request" }],
      },
    ]);
  });

  test("says that anything may change where nothing was found", () => {
    const result = compareAccess(before, wiki([allow(rule.email("Ann@example.com"))]), { at: AT, budget: 5 });
    expect(changeLines(result)).toEqual([expect.stringContaining("undecided: any request")]);
  });
});
