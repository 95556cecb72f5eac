import { appPolicies, call, closeAll, emulate, POLICIES, STAFF } from "./support/api";

afterAll(closeAll);

const server = emulate({ applications: [{ id: "web-app" }, { id: "ssh-app", type: "infrastructure" }] });

const WEB = appPolicies("web-app");
const SSH = appPolicies("ssh-app");
const idp = { identity_provider_id: "ea85612a-29c8-46c2-bacb-669d65136971" };

const RULES: [string, object][] = [
  ["group", { id: "aa0a4aab" }],
  ["any_valid_service_token", {}],
  ["auth_context", { id: "1", ac_id: "c1", ...idp }],
  ["auth_method", { auth_method: "mfa" }],
  ["azureAD", { id: "1", ...idp }],
  ["certificate", {}],
  ["cloudflare_account_member", { account_id: "023e105f4ecef8ad9ca31a8372d0c353" }],
  ["cloudflare_account_member", {}],
  ["common_name", { common_name: "device.example.com" }],
  ["geo", { country_code: "PT" }],
  ["device_posture", { integration_uid: "1", account_id: "2" }],
  ["email_domain", { domain: "example.com" }],
  ["email_list", { id: "1" }],
  ["email", { email: "ann@example.com" }],
  ["everyone", {}],
  ["external_evaluation", { evaluate_url: "https://e.example.com", keys_url: "https://e.example.com/keys" }],
  ["github-organization", { name: "example", team: "core", ...idp }],
  ["github-organization", { name: "example", ...idp }],
  ["gsuite", { email: "group@example.com", ...idp }],
  ["ip_list", { id: "1" }],
  ["ip", { ip: "203.0.113.7" }],
  ["ip", { ip: "203.0.113.0/24" }],
  ["ip", { ip: "2001:DB8::1" }],
  ["ip", { ip: "::ffff:203.0.113.7/128" }],
  ["linked_app_token", { app_uid: "1" }],
  ["login_method", { id: "1" }],
  ["oidc", { claim_name: "group", claim_value: "eng", ...idp }],
  ["okta", { name: "eng", ...idp }],
  ["saml", { attribute_name: "group", attribute_value: "eng", ...idp }],
  ["service_token", { token_id: "1" }],
  ["user_risk_score", { user_risk_score: ["low", "unscored"] }],
];

test.each(RULES)("the rule %s %j is accepted in every list and comes back", async (selector, content) => {
  const rules = [{ [selector]: content }];
  const body = { ...STAFF, include: rules, exclude: rules, require: rules };
  const { status, result } = await call(await server, "POST", POLICIES, body);
  expect(status).toBe(201);
  expect(Object.keys(result.include[0])).toEqual([selector]);
  expect([result.exclude, result.require]).toEqual([result.include, result.include]);
});

const FIELDED = RULES.filter(([selector, content]) => {
  return Object.keys(content).length > 0 && selector !== "cloudflare_account_member";
});

test.each(FIELDED)("the rule %s %j misses each field but the optional one", async (selector, content) => {
  const answer = await call(await server, "POST", POLICIES, { ...STAFF, include: [{ [selector]: {} }] });
  const required = Object.keys(content).filter((field) => !["team", "account_id"].includes(field));
  expect(answer.status).toBe(400);
  expect([...answer.pointers].sort()).toEqual(
    required.map((field) => `/include/0/${selector}/${field}`).sort(),
  );
});

const ACCEPTED: [string, string, object][] = [
  ["each duration unit", POLICIES, { session_duration: "1h2m3s4ms5us6µs7ns" }],
  ["a fraction of an hour", POLICIES, { session_duration: "1.5h" }],
  ["a fraction without a whole number", POLICIES, { session_duration: ".5h" }],
  ["units in another order, and twice", POLICIES, { session_duration: "1m1h1m" }],
  ["the session duration of the application", POLICIES, { session_duration: "" }],
  ["no session duration", POLICIES, { session_duration: null }],
  [
    "an approval group of emails",
    POLICIES,
    { approval_groups: [{ approvals_needed: 0, email_addresses: ["a@b.c"] }] },
  ],
  [
    "an approval group of a list",
    POLICIES,
    { approval_groups: [{ approvals_needed: 2, email_list_uuid: "1" }] },
  ],
  ["the MFA switch by its new name", POLICIES, { mfa_config: { mfa_disabled: true } }],
  ["the MFA switch by its old name", POLICIES, { mfa_config: { mfa_bypass: true } }],
  ["the longest MFA session", POLICIES, { mfa_config: { session_duration: "720h" } }],
  ["the shortest MFA session", POLICIES, { mfa_config: { session_duration: "0m" } }],
  [
    "empty clipboard lists",
    WEB,
    { connection_rules: { rdp: { allowed_clipboard_local_to_remote_formats: [] } } },
  ],
  ["SSH rules on a reusable policy", POLICIES, { connection_rules: { ssh: { usernames: ["root"] } } }],
  ["SSH keys on a reusable policy", POLICIES, { mfa_config: { allowed_authenticators: ["piv_key"] } }],
  [
    "SSH rules on an infrastructure application",
    SSH,
    { connection_rules: { ssh: { usernames: [], allow_email_alias: true } } },
  ],
  [
    "SSH keys on an infrastructure application",
    SSH,
    { mfa_config: { allowed_authenticators: ["ssh_fido2_key"] } },
  ],
];

test.each(ACCEPTED)("%s: accepted", async (_, path, change) => {
  expect(await call(await server, "POST", path, { ...STAFF, ...change })).toMatchObject({ status: 201 });
});

const REFUSED: [string, string, object, string][] = [
  ["no name", POLICIES, { name: undefined }, "/name"],
  ["an empty name", POLICIES, { name: "" }, "/name"],
  ["a number as name", POLICIES, { name: 7 }, "/name"],
  ["no decision", POLICIES, { decision: undefined }, "/decision"],
  ["a decision in capitals", POLICIES, { decision: "ALLOW" }, "/decision"],
  ["no include", POLICIES, { include: undefined }, "/include"],
  ["an empty include", POLICIES, { include: [] }, "/include"],
  ["one rule instead of a list", POLICIES, { include: { everyone: {} } }, "/include"],
  ["an unknown field", POLICIES, { sessionDuration: "24h" }, "/sessionDuration"],
  ["a field of the answer", POLICIES, { id: "1" }, "/id"],
  ["a precedence on a reusable policy", POLICIES, { precedence: 1 }, "/precedence"],
  ["a precedence that is text", WEB, { precedence: "1" }, "/precedence"],
  ["a precedence that is not an integer", WEB, { precedence: 1.5 }, "/precedence"],
  ["null for a list", POLICIES, { exclude: null }, "/exclude"],
  ["null for a boolean", POLICIES, { approval_required: null }, "/approval_required"],
  ["text for a boolean", POLICIES, { isolation_required: "true" }, "/isolation_required"],
  ["a rule that is text", POLICIES, { include: ["everyone"] }, "/include/0"],
  ["a rule without a selector", POLICIES, { include: [{}] }, "/include/0"],
  ["a rule with two selectors", POLICIES, { include: [{ everyone: {}, certificate: {} }] }, "/include/0"],
  ["an unknown selector", POLICIES, { include: [{ emial: { email: "a@b.c" } }] }, "/include/0/emial"],
  [
    "Terraform's key of a selector",
    POLICIES,
    { include: [{ azure_ad: { id: "1", ...idp } }] },
    "/include/0/azure_ad",
  ],
  ["a flag that is not an object", POLICIES, { include: [{ everyone: true }] }, "/include/0/everyone"],
  ["a flag with content", POLICIES, { include: [{ everyone: { not: "empty" } }] }, "/include/0/everyone/not"],
  [
    "an unknown field of a rule",
    POLICIES,
    { require: [{ geo: { country_code: "PT", code: "PT" } }] },
    "/require/0/geo/code",
  ],
  [
    "a second rule that is wrong",
    POLICIES,
    { require: [{ everyone: {} }, { ip: { ip: 1 } }] },
    "/require/1/ip/ip",
  ],
  ["a bad email", POLICIES, { include: [{ email: { email: "ann" } }] }, "/include/0/email/email"],
  [
    "a bad domain",
    POLICIES,
    { include: [{ email_domain: { domain: "@example.com" } }] },
    "/include/0/email_domain/domain",
  ],
  ["a bad country", POLICIES, { include: [{ geo: { country_code: "PRT" } }] }, "/include/0/geo/country_code"],
  ["a bad IPv4 address", POLICIES, { include: [{ ip: { ip: "999.1.1.1" } }] }, "/include/0/ip/ip"],
  ["a bad IPv4 prefix", POLICIES, { include: [{ ip: { ip: "10.0.0.0/33" } }] }, "/include/0/ip/ip"],
  ["a bad IPv6 prefix", POLICIES, { include: [{ ip: { ip: "::/129" } }] }, "/include/0/ip/ip"],
  ["an address range", POLICIES, { include: [{ ip: { ip: "10.0.0.1-10.0.0.9" } }] }, "/include/0/ip/ip"],
  [
    "no risk score",
    POLICIES,
    { include: [{ user_risk_score: { user_risk_score: [] } }] },
    "/include/0/user_risk_score/user_risk_score",
  ],
  [
    "an unknown risk score",
    POLICIES,
    { include: [{ user_risk_score: { user_risk_score: ["none"] } }] },
    "/include/0/user_risk_score/user_risk_score/0",
  ],
  ["a duration without a unit", POLICIES, { session_duration: "24" }, "/session_duration"],
  ["a duration in days", POLICIES, { session_duration: "1d" }, "/session_duration"],
  ["a word for a duration", POLICIES, { session_duration: "banana" }, "/session_duration"],
  ["a unit without a number", POLICIES, { session_duration: "h" }, "/session_duration"],
  ["a point without a number", POLICIES, { session_duration: "1h.m" }, "/session_duration"],
  ["a negative duration", POLICIES, { session_duration: "-1h" }, "/session_duration"],
  [
    "an MFA session in ms",
    POLICIES,
    { mfa_config: { session_duration: "6ms" } },
    "/mfa_config/session_duration",
  ],
  [
    "an MFA session in seconds",
    POLICIES,
    { mfa_config: { session_duration: "60s" } },
    "/mfa_config/session_duration",
  ],
  [
    "an MFA session over 720h",
    POLICIES,
    { mfa_config: { session_duration: "720h1m" } },
    "/mfa_config/session_duration",
  ],
  [
    "both names of the MFA switch",
    POLICIES,
    { mfa_config: { mfa_bypass: true, mfa_disabled: true } },
    "/mfa_config/mfa_bypass",
  ],
  [
    "an unknown authenticator",
    POLICIES,
    { mfa_config: { allowed_authenticators: ["sms"] } },
    "/mfa_config/allowed_authenticators/0",
  ],
  [
    "authenticators of both families",
    POLICIES,
    { mfa_config: { allowed_authenticators: ["totp", "piv_key"] } },
    "/mfa_config/allowed_authenticators",
  ],
  [
    "approvals below zero",
    POLICIES,
    { approval_groups: [{ approvals_needed: -1 }] },
    "/approval_groups/0/approvals_needed",
  ],
  [
    "an approval group without a number",
    POLICIES,
    { approval_groups: [{ email_addresses: ["a@b.c"] }] },
    "/approval_groups/0/approvals_needed",
  ],
  [
    "an unknown clipboard format",
    WEB,
    { connection_rules: { rdp: { allowed_clipboard_local_to_remote_formats: ["image"] } } },
    "/connection_rules/rdp/allowed_clipboard_local_to_remote_formats/0",
  ],
  [
    "SSH rules without user names",
    POLICIES,
    { connection_rules: { ssh: {} } },
    "/connection_rules/ssh/usernames",
  ],
  [
    "SSH rules on a self-hosted application",
    WEB,
    { connection_rules: { ssh: { usernames: ["root"] } } },
    "/connection_rules/ssh",
  ],
  [
    "SSH keys on a self-hosted application",
    WEB,
    { mfa_config: { allowed_authenticators: ["piv_key"] } },
    "/mfa_config/allowed_authenticators/0",
  ],
  ["deny on an infrastructure application", SSH, { decision: "deny" }, "/decision"],
  [
    "a session duration on an infrastructure application",
    SSH,
    { session_duration: "1h" },
    "/session_duration",
  ],
  [
    "totp on an infrastructure application",
    SSH,
    { mfa_config: { allowed_authenticators: ["totp"] } },
    "/mfa_config/allowed_authenticators/0",
  ],
];

test.each(REFUSED)(
  "%s: refused, on create and on replace, with where it is",
  async (_, path, change, pointer) => {
    const emulator = await server;
    const before = emulator.policies().length;
    const created = await call(emulator, "POST", path, { ...STAFF, ...change });
    expect([created.status, created.code, created.pointers]).toEqual([400, 12130, [pointer]]);
    expect(created.body).toMatchObject({ success: false, result: null });
    expect(emulator.policies()).toHaveLength(before);

    const good = (await call(emulator, "POST", path, STAFF)).result;
    const replaced = await call(emulator, "PUT", `${path}/${good.id}`, { ...STAFF, ...change });
    expect([replaced.status, replaced.pointers]).toEqual([400, [pointer]]);
    expect((await call(emulator, "GET", `${path}/${good.id}`)).result).toEqual(good);
  },
);

test("everything wrong with a body is reported at once", async () => {
  const answer = await call(await server, "POST", POLICIES, {
    include: [{ ip: { ip: "x" } }, {}],
    color: "red",
  });
  expect([...answer.pointers].sort()).toEqual([
    "/color",
    "/decision",
    "/include/0/ip/ip",
    "/include/1",
    "/name",
  ]);
});

test("a key that needs escaping is escaped in the pointer", async () => {
  const answer = await call(await server, "POST", POLICIES, { ...STAFF, "a/b~c": 1 });
  expect(answer.pointers).toEqual(["/a~1b~0c"]);
});

test("a selector of a newer API is taken once the emulator knows it", async () => {
  const emulator = await emulate({ newerSelectors: ["badge"] });
  const include = [{ badge: { color: "red", levels: [1, 2] } }];
  const answer = await call(emulator, "POST", POLICIES, { ...STAFF, include });
  expect([answer.status, answer.result.include]).toEqual([201, include]);
  expect((await call(emulator, "POST", POLICIES, { ...STAFF, include: [{ badges: {} }] })).status).toBe(400);
});
