import { accountFromApi, decide } from "../../src/access";
import { DEFERRED } from "../../src/model";
import { decisionTable } from "./support/decision-table";
import { allow, ann, bypass, nobody, policy, program, rule, serviceAuth, wiki } from "./support/worlds";

const staff = rule.domain("example.com");
const asSsh = (ssh_username: string | null) => ann({}, { ssh_username });

describe("an infrastructure application", () => {
  const servers = (...policies: unknown[]) => wiki(policies, { type: "infrastructure" });
  const users = (ssh: object, name = "ssh") =>
    policy("allow", [staff], { name, connection_rules: { ssh: { usernames: [], ...ssh } } });
  decisionTable([
    ["lets in as a named user", servers(users({ usernames: ["root"] })), asSsh("root"), "allow", "ssh"],
    ["does not let in as another user", servers(users({ usernames: ["root"] })), asSsh("ann"), "deny", null],
    [
      "takes the names of the policy that matches first",
      servers(users({ usernames: ["root"] }), users({ usernames: ["ann"] }, "b")),
      asSsh("ann"),
      "deny",
      null,
    ],
    ["lets in by the email's alias", servers(users({ allow_email_alias: true })), asSsh("ann"), "allow"],
    ["lets in by no other alias", servers(users({ allow_email_alias: true })), asSsh("bob"), "deny"],
    [
      "is undecided without a user name",
      servers(users({ usernames: ["root"] })),
      { ...ann(), ssh_username: undefined },
      "undecided",
    ],
    ["needs no user name where no policy names one", servers(allow(staff)), asSsh(null), "allow"],
    ["does not document Bypass", servers(bypass(rule.everyone)), nobody(), "undecided"],
    [
      "does not document an address",
      servers(policy("allow", [staff], { require: [rule.ip("198.51.100.0/24")] })),
      ann(),
      "undecided",
    ],
  ]);
});

describe("other kinds of applications", () => {
  decisionTable([
    ["end_user: every login is allowed", wiki([], { type: "end_user" }), ann(), "allow", "(built-in)"],
    [
      "end_user: a login through another provider is not",
      wiki([], { type: "end_user", allowed_idps: ["x"] }),
      ann(),
      "deny",
    ],
    ["end_user: nobody is without a login", wiki([], { type: "end_user" }), nobody(), "deny"],
    [
      "end_user: policies do not count",
      wiki([policy("deny", [rule.everyone])], { type: "end_user" }),
      ann(),
      "allow",
    ],
    [
      "bookmark: nothing is protected",
      wiki([allow(rule.email("bob@x.org"))], { type: "bookmark" }),
      nobody(),
      "bypass",
      null,
    ],
    ["app_launcher: off without a policy", wiki([], { type: "app_launcher" }), ann(), "deny"],
    ["app_launcher: who a policy allows", wiki([allow(staff)], { type: "app_launcher" }), ann(), "allow"],
    ["a type that is not known: anything", wiki([allow(staff)], { type: DEFERRED }), ann(), "undecided"],
  ]);
});

describe("an MCP server", () => {
  const asked = {
    approval_required: true,
    purpose_justification_required: true,
    mfa_config: { allowed_authenticators: ["totp"] },
  };
  const account = (via_portal: unknown, portal: readonly unknown[]) =>
    accountFromApi({
      applications: [
        { id: "wiki", type: "mcp", via_portal, policies: [policy("allow", [staff], asked)] },
        { id: "portal", type: "mcp_portal", policies: portal },
      ],
      organization: {},
    });
  decisionTable([
    [
      "is let in where the portal and the server allow",
      account("portal", [allow(rule.email("ann@example.com"))]),
      ann(),
      "allow",
      "allow",
    ],
    ["is denied where the portal denies", account("portal", []), ann(), "deny"],
    ["is denied where the server denies", account("portal", [bypass(rule.everyone)]), nobody(), "deny"],
    [
      "is undecided where the portal is",
      account("portal", [allow(rule.evaluation("e.org"))]),
      ann(),
      "undecided",
    ],
    ["is undecided through a portal that is not known", account("other", []), ann(), "undecided"],
    ["is denied through such a portal where the server denies", account("other", []), nobody(), "deny"],
  ]);

  test.each<[string, unknown, string[]]>([
    ["asks for nothing through a portal", true, []],
    ["asks for everything itself", false, ["mfa", "approval", "justification"]],
  ])("%s", (_title, via, conditions) => {
    expect(decide(account(via, []), "wiki", ann()).conditions).toEqual(conditions);
  });
});

describe("the conditions of a decision", () => {
  const conditions = (settings: object, application: object = {}, organization: object = {}) => {
    const account = wiki([policy("allow", [staff], { ...settings })], { ...application }, { organization });
    const { decision, conditions, terms } = decide(account, "wiki", ann());
    expect(decision).toBe("allow");
    return { conditions, terms };
  };
  const byTotp = { allowed_authenticators: ["totp"] };
  test.each<[string, object, object, object, string[]]>([
    ["are none by default", {}, {}, {}, []],
    [
      "are approval, justification and isolation",
      { approval_required: true, purpose_justification_required: true, isolation_required: true },
      {},
      {},
      ["approval", "justification", "isolation"],
    ],
    ["are the policy's MFA", { mfa_config: byTotp }, {}, {}, ["mfa"]],
    ["are the application's MFA", {}, { mfa_config: byTotp }, {}, ["mfa"]],
    [
      "are the organization's MFA where it is required",
      {},
      {},
      { mfa_required_for_all_apps: true, mfa_config: byTotp },
      ["mfa"],
    ],
    ["are not the organization's MFA where it is not required", {}, {}, { mfa_config: byTotp }, []],
    [
      "follow the policy before the application",
      { mfa_config: { mfa_disabled: true } },
      { mfa_config: byTotp },
      { mfa_required_for_all_apps: true },
      [],
    ],
    [
      "follow the application before the organization",
      {},
      { mfa_config: { mfa_disabled: true } },
      { mfa_required_for_all_apps: true },
      [],
    ],
    [
      "follow the policy's own methods before a disabled application",
      { mfa_config: byTotp },
      { mfa_config: { mfa_disabled: true } },
      {},
      ["mfa"],
    ],
    [
      "know the switch by its former name",
      { mfa_config: { mfa_bypass: true } },
      { mfa_config: byTotp },
      {},
      [],
    ],
    ["are the duration of the session", { session_duration: "1h" }, {}, {}, ["session"]],
  ])("%s", (_title, settings, application, organization, expected) => {
    expect(conditions(settings, application, organization).conditions).toEqual(expected);
  });

  test.each<[string, object, object, string]>([
    ["the policy's", { session_duration: "1h" }, { session_duration: "2h" }, "1h"],
    ["the application's", {}, { session_duration: "2h" }, "2h"],
    [
      "the application's where the policy's is empty",
      { session_duration: "" },
      { session_duration: "2h" },
      "2h",
    ],
    ["a day", {}, {}, "24h"],
  ])("have a session as long as %s", (_title, settings, application, expected) => {
    expect(conditions(settings, application).terms?.session).toBe(expected);
  });

  test("are not asked where nobody logs in", () => {
    const account = wiki([policy("non_identity", [rule.token("t")], { approval_required: true })]);
    expect(decide(account, "wiki", program("t"))).toMatchObject({
      decision: "service_auth",
      conditions: [],
      terms: null,
    });
  });

  test("that are not known are noted and leave the decision certain", () => {
    const account = wiki([allow(staff)], {}, { organization: undefined });
    const decision = decide(account, "wiki", { ...ann(), service_token: null });
    expect(decision).toMatchObject({
      decision: "allow",
      needs: [],
      terms: { mfa: { unknown: expect.any(String) } },
    });
    expect(decision.notes).toEqual([expect.stringContaining("mfa is not known")]);
  });
});

describe("the trace of a decision", () => {
  const account = wiki(
    [
      policy("allow", [rule.email("bob@x.org"), rule.group("g")], {
        name: "A",
        require: [rule.country("ES")],
      }),
      policy("allow", [staff], { name: "B", exclude: [rule.email("ann@example.com")] }),
      policy("bypass", [rule.ip("192.0.2.0/24")], { name: "C" }),
      policy("allow", [rule.evaluation("e.org")], { name: "D" }),
      policy("allow", [rule.everyone], { name: "E" }),
      serviceAuth(rule.token("t")),
    ],
    {},
    { groups: [{ id: "g", name: "Staff", include: [staff] }] },
  );

  test("has every policy in the order of judgment, in words", () => {
    const { trace, decision, reason, possible } = decide(account, "wiki", ann());
    expect(
      trace.map(({ policy, matches, reached, words }) => [policy?.name, matches, reached, words]),
    ).toEqual([
      ["C", "no", true, "does not match: includes IP 192.0.2.0/24"],
      ["non_identity", "no", true, "does not match: includes service token t"],
      ["A", "no", true, "does not match: requires country ES"],
      ["B", "no", true, "does not match: excluded by email ann@example.com"],
      ["D", "unknown", true, "not known: yes from https://e.org/check"],
      ["E", "yes", true, "matches by everyone"],
    ]);
    expect({ decision, reason }).toEqual({ decision: "allow", reason: "one of allow by D, allow by E" });
    expect(possible).toHaveLength(2);
  });

  test("says of each rule whether it holds", () => {
    const { trace } = decide(account, "wiki", ann());
    expect(trace[2]!.rules).toEqual([
      { list: "include", words: "email bob@x.org", holds: "no" },
      { list: "include", words: 'Access group "Staff"', holds: "yes" },
      { list: "require", words: "country ES", holds: "no" },
    ]);
  });

  test("says that there is no login, and which policies are not reached", () => {
    const { trace } = decide(account, "wiki", nobody());
    expect(trace.filter(({ policy }) => policy === null)).toMatchObject([
      { decision: "deny", matches: "yes", reached: true, words: "there is no login that counts here" },
    ]);
    expect(trace.filter(({ reached }) => !reached).map(({ policy }) => policy?.name)).toEqual([
      "A",
      "B",
      "D",
      "E",
    ]);
  });

  test("of another order of precedence is possible in part", () => {
    const floating = wiki([
      policy("deny", [staff], { name: "X", precedence: DEFERRED }),
      policy("allow", [staff], { name: "Y", precedence: 1 }),
    ]);
    expect(decide(floating, "wiki", ann())).toMatchObject({ decision: "undecided", policy: null });
    const same = wiki([
      policy("allow", [staff], { name: "X", precedence: DEFERRED }),
      policy("allow", [staff], { name: "Y", precedence: 1 }),
    ]);
    expect(decide(same, "wiki", ann())).toMatchObject({ decision: "allow", policy: null });
  });
});

describe("what is not known", () => {
  const unknownUser = { ...nobody(), user: undefined };
  decisionTable([
    ["is whether somebody is logged in", wiki([allow(staff)]), unknownUser, "undecided"],
    ["does not matter where nobody gets in", wiki([]), unknownUser, "deny"],
    [
      "is the email",
      wiki([allow(staff)]),
      { ...nobody(), user: { identity_provider_id: "okta" } },
      "undecided",
    ],
    ["is the address", wiki([bypass(rule.ip("192.0.2.1"))]), nobody({ ip: undefined }), "undecided"],
    ["is the country", wiki([bypass(rule.country("PT"))]), nobody({ country: undefined }), "undecided"],
    ["is the token", wiki([serviceAuth(rule.token("t"))]), nobody({ service_token: undefined }), "undecided"],
    [
      "is the certificate",
      wiki([serviceAuth(rule.certificate)]),
      nobody({ certificate: undefined }),
      "undecided",
    ],
    [
      "is the certificate's name",
      wiki([serviceAuth(rule.name("ci"))]),
      nobody({ certificate: {} }),
      "undecided",
    ],
    ["is the posture", wiki([bypass(rule.posture("p"))]), nobody({ device_posture: undefined }), "undecided"],
    ["is the risk", wiki([allow(rule.risk("low"))]), ann({ risk: undefined }), "undecided"],
    ["are the groups", wiki([allow(rule.okta("eng"))]), ann({ groups: undefined }), "undecided"],
    [
      "are the groups, but not after another login",
      wiki([allow(rule.okta("eng"))]),
      ann({ groups: undefined, identity_provider_id: "pin" }),
      "deny",
    ],
    ["are the policies", wiki([], { policies: DEFERRED }), ann(), "undecided"],
    ["are policies that were not read", wiki([], { policies: undefined }), nobody(), "undecided"],
    ["is one policy of the list", wiki([DEFERRED, allow(staff)]), ann(), "undecided"],
    ["is a policy that was not read", wiki(["policy-9", allow(staff)]), ann(), "undecided"],
    ["is a decision", wiki([policy("allow", [staff], { decision: DEFERRED })]), ann(), "undecided"],
    [
      "is a decision where the rules do not match",
      wiki([policy("allow", [rule.country("ES")], { decision: DEFERRED })]),
      ann(),
      "deny",
    ],
    ["is a value of a rule", wiki([allow({ email: { email: DEFERRED } })]), ann(), "undecided"],
    ["is a list of rules", wiki([policy("allow", [], { include: DEFERRED })]), ann(), "undecided"],
    ["is an exclude", wiki([policy("allow", [staff], { exclude: [DEFERRED] })]), ann(), "undecided"],
    ["is a risk level of a rule", wiki([allow(rule.risk(DEFERRED as never))]), ann(), "undecided"],
    ["are the allowed providers", wiki([allow(staff)], { allowed_idps: DEFERRED }), ann(), "undecided"],
    [
      "is an item of a list",
      wiki([allow(rule.emailList("l"))], {}, { lists: [{ id: "l", items: [DEFERRED] }] }),
      ann(),
      "undecided",
    ],
    [
      "are the items of a list",
      wiki([allow(rule.emailList("l"))], {}, { lists: [{ id: "l", items: DEFERRED }] }),
      ann(),
      "undecided",
    ],
    [
      "is whether a token is enabled",
      wiki([serviceAuth(rule.token("t"))], {}, { service_tokens: [{ id: "t", enabled: DEFERRED }] }),
      program("t"),
      "undecided",
    ],
  ]);
});
