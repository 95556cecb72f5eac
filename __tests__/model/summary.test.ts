import fc from "fast-check";
import { DEFERRED, POLICY_TYPES, type Rule } from "../../src/model";
import { documents } from "./support/policies";
import { foreignRules, knownRules } from "./support/rules";

const email = (address: string) => ({ email: { email: address } });
const geo = (code: string) => ({ geo: { country_code: code } });

test.each<[string, object]>([
  [
    "ALLOW if email domain is example.com or email is ann@partner.org; requires country PT",
    {
      decision: "allow",
      include: [email("Ann@partner.org"), { email_domain: { domain: "Example.com" } }],
      require: [geo("pt")],
    },
  ],
  ["BLOCK if IP is 203.0.113.7", { decision: "deny", include: [{ ip: { ip: "203.0.113.7/32" } }] }],
  [
    "SERVICE AUTH if any valid service token",
    { decision: "non_identity", include: [{ any_valid_service_token: {} }] },
  ],
  [
    "BYPASS everyone; requires any valid certificate",
    { decision: "bypass", include: [{ everyone: {} }], require: [{ certificate: {} }] },
  ],
  [
    "ALLOW everyone, also if email is a@x.org",
    { decision: "allow", include: [email("a@x.org"), { everyone: {} }] },
  ],
  ["ALLOW nobody", { decision: "allow", include: [] }],
  [
    "ALLOW if email is a@x.org, b@x.org or c@x.org; unless country is ES or PT",
    {
      decision: "allow",
      include: ["c", "a", "b"].map((name) => email(`${name}@x.org`)),
      exclude: [geo("PT"), geo("ES")],
    },
  ],
  [
    "ALLOW if email is a@x.org, b@x.org, c@x.org, d@x.org, e@x.org, f@x.org, g@x.org, h@x.org, i@x.org, j@x.org, k@x.org or l@x.org",
    { decision: "allow", include: [..."lkjihgfedcba"].map((name) => email(`${name}@x.org`)) },
  ],
  [
    "ALLOW everyone; requires Access group a and b",
    {
      decision: "allow",
      include: [{ everyone: {} }],
      require: [{ group: { id: "b" } }, { group: { id: "a" } }],
    },
  ],
  [
    "ALLOW if GitHub organization (identity provider i) is acme or acme/ops or OIDC claim (identity provider i) is role=dev or Okta group (identity provider ea85612a) is eng or SAML attribute (identity provider i) is team=web",
    {
      decision: "allow",
      include: [
        { saml: { attribute_name: "team", attribute_value: "web", identity_provider_id: "i" } },
        { okta: { name: "eng", identity_provider_id: "ea85612a-29c8-46c2-bacb-669d65136971" } },
        { oidc: { claim_name: "role", claim_value: "dev", identity_provider_id: "i" } },
        { "github-organization": { name: "acme", team: "ops", identity_provider_id: "i" } },
        { "github-organization": { name: "acme", identity_provider_id: "i" } },
      ],
    },
  ],
  [
    "ALLOW if Cloudflare account member is of this account or user risk score is low or unscored",
    {
      decision: "allow",
      include: [
        { user_risk_score: { user_risk_score: ["unscored", "low"] } },
        { cloudflare_account_member: {} },
      ],
    },
  ],
  [
    'ALLOW if email is a@x.org or rule {"new_selector":{"id":"x"}}',
    { decision: "allow", include: [{ new_selector: { id: "x" } }, email("a@x.org")] },
  ],
  [
    "ALLOW if email is a@x.org; with approval, justification and isolated browser; MFA by security_key or totp",
    {
      decision: "allow",
      include: [email("a@x.org")],
      approval_required: true,
      purpose_justification_required: true,
      isolation_required: true,
      mfa_config: { allowed_authenticators: ["totp", "security_key", "totp"] },
    },
  ],
  [
    "ALLOW if email is a@x.org; without MFA",
    { decision: "allow", include: [email("a@x.org")], mfa_config: { mfa_bypass: true } },
  ],
  [
    "ALLOW if email is a@x.org; RDP clipboard in: text, out: file and text; SSH as root or the email alias",
    {
      decision: "allow",
      include: [email("a@x.org")],
      connection_rules: {
        rdp: {
          allowed_clipboard_local_to_remote_formats: ["text"],
          allowed_clipboard_remote_to_local_formats: ["text", "file"],
        },
        ssh: { usernames: ["root"], allow_email_alias: true },
      },
    },
  ],
])("%s", (expected, wire) => {
  expect(POLICY_TYPES.reusable.summarize(wire as never)).toBe(expected);
});

test("keeps the summary when only name, precedence or session changes", () => {
  const wire = { decision: "allow", include: [email("a@x.org")] };
  const more = { ...wire, name: "x", precedence: 3, session_duration: "1h" };
  expect(POLICY_TYPES.application.summarize(more)).toBe(POLICY_TYPES.application.summarize(wire));
});

describe("of many rules", () => {
  const summary = (wire: object) => POLICY_TYPES.reusable.summarize({ decision: "allow", ...wire }) as string;
  const staff = Array.from({ length: 200 }, (_, index) => email(`user${index}@example.com`));
  const okta = (idp: string) =>
    [..."abcde"].map((name) => ({ okta: { name, identity_provider_id: name === "d" ? idp : "idp" } }));

  test.each<[string, Rule[], Rule[]]>([
    ["one of 200 addresses is another", staff, staff.with(77, email("user77@example.org"))],
    ["the identity provider of one group is another", okta("idp"), okta("elsewhere")],
    ["an address that is not shown is another", staff, staff.with(199, email("user999@example.com"))],
    [
      "a long value ends otherwise",
      [{ common_name: { common_name: `${"x".repeat(120)}a` } }],
      [{ common_name: { common_name: `${"x".repeat(120)}b` } }],
    ],
    [
      "a long rule of a kind we do not know ends otherwise",
      [{ new_selector: { id: `${"x".repeat(120)}a` } }],
      [{ new_selector: { id: `${"x".repeat(120)}b` } }],
    ],
  ])("is another line as soon as %s", (_what, before, after) => {
    expect(summary({ include: after })).not.toBe(summary({ include: before }));
  });

  test("is the same line for every order, repetition and representation", () => {
    const preserved = [...staff, email("USER5@example.com")].reverse();
    expect(summary({ include: preserved })).toBe(summary({ include: staff }));
  });

  const names = ["ann", "bob", "eve"].map((name) => email(`${name}@example.com`));
  const lists = [..."abc"].map((id) => ({ email_list: { id: id.repeat(36) } }));
  const claims = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      oidc: { claim_name: "role", claim_value: `engineering-${index}`, identity_provider_id: "i" },
    }));

  test.each<[string, Rule[]]>([
    ["email is ann@example.com, bob@example.com or eve@example.com", names],
    [
      `email list is ${"a".repeat(36)}, ${"b".repeat(36)} or ${"c".repeat(36)} or email is ann@example.com, bob@example.com or eve@example.com`,
      [...names, ...lists],
    ],
    [
      "email is user0@example.com, user100@example.com, user101@example.com, user102@example.com, user103@example.com, user104@example.com, user105@example.com, user106@example.com, user107@example.com and 191 more emails (digest 80edab)",
      staff,
    ],
    [
      "country is ES or PT or email list is aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa and 2 more email lists (digest 0e0a51) or email is ann@example.com and 2 more emails (digest 55cbc9) or IP list is x or y or OIDC claim (identity provider i) is role=engineering-0 and 3 more OIDC claims (digest ecce29)",
      [
        ...names,
        ...lists,
        ...claims(4),
        geo("PT"),
        geo("ES"),
        ...["x", "y"].map((id) => ({ ip_list: { id } })),
      ],
    ],
    [
      "Okta group is a (identity provider idp), b (identity provider idp), c (identity provider idp), d (identity provider ea85612a) or e (identity provider idp)",
      okta("ea85612a-29c8-46c2-bacb-669d65136971"),
    ],
  ])("shows the values that fit: %s", (expected, include) => {
    expect(summary({ include })).toBe(`ALLOW if ${expected}`);
  });

  test("says no less of one list because another is long", () => {
    const short = summary({ include: names, require: [geo("PT")] });
    expect(summary({ include: names, require: [geo("PT")], exclude: staff })).toContain(short);
  });

  test("shows the two ends of a long value", () => {
    const name = `start-${"x".repeat(100)}-end`;
    expect(summary({ include: [{ common_name: { common_name: name } }] })).toBe(
      `ALLOW if certificate common name is start-${"x".repeat(54)}…${"x".repeat(35)}-end (digest 19edbc)`,
    );
  });

  test("changes with each field of a rule", () => {
    const rule = { evaluate_url: "https://e.example.com/check", keys_url: "https://e.example.com/keys" };
    expect(summary({ include: [{ external_evaluation: rule }] })).toBe(
      "ALLOW if external evaluation is https://e.example.com/check (keys https://e.example.com/keys)",
    );
    expect(
      summary({ include: [{ auth_context: { id: "c1", ac_id: "acid", identity_provider_id: "i" } }] }),
    ).toBe("ALLOW if authentication context (identity provider i) is c1 (ACID acid)");
  });

  const rules = fc.array(fc.oneof(knownRules, foreignRules), { maxLength: 60 });

  test("is one line of a length that the number of kinds bounds", () => {
    const settings = documents.map((document) => POLICY_TYPES.reusable.toWire(document));
    fc.assert(
      fc.property(settings, rules, rules, rules, (wire, include, require, exclude) => {
        const line = summary({ ...wire, include, require, exclude });
        expect(line.length).toBeLessThanOrEqual(8_000);
        expect(line).not.toContain("\n");
      }),
      { numRuns: 100 },
    );
  });
});

describe("redacted", () => {
  const redacted = (wire: object) =>
    POLICY_TYPES.reusable.summarize({ decision: "allow", ...wire }, { redact: true });

  test("holds kinds and counts, no value", () => {
    const idp = "ea85612a-29c8-46c2-bacb-669d65136971";
    const wire = {
      include: [
        email("ann@x.org"),
        email("bob@x.org"),
        { okta: { name: "eng", identity_provider_id: idp } },
        { new_selector: { id: "x" } },
      ],
      require: [geo("PT"), { certificate: {} }],
      exclude: [{ everyone: {} }, { ip: { ip: "203.0.113.7" } }],
      mfa_config: { allowed_authenticators: ["totp"] },
      connection_rules: { ssh: { usernames: ["root", "deploy"], allow_email_alias: true } },
    };
    expect(redacted(wire)).toBe(
      "ALLOW if any of 2 emails or 1 Okta group or 1 other rule; requires any valid certificate and 1 country; " +
        "unless everyone or 1 IP; MFA by 1 method; SSH as any of 2 user names or the email alias",
    );
  });

  test("is the same for other values of the same number", () => {
    expect(redacted({ include: [email("ann@x.org")] })).toBe(redacted({ include: [email("eve@x.org")] }));
  });
});

describe("an approval", () => {
  const wire = { decision: "allow", include: [email("a@x.org")], approval_required: true };
  const group = (needed: unknown) => ({ approvals_needed: needed, email_addresses: ["b@x.org"] });

  test.each<[string, unknown, string]>([
    ["is said where one is needed", [group(0), group(1)], "with approval"],
    ["is said where no group says how many are needed", null, "with approval"],
    ["that needs no approval is shown", [group(0)], "with an approval that nobody has to give"],
  ])("%s", (_what, groups, expected) => {
    expect(POLICY_TYPES.reusable.summarize({ ...wire, approval_groups: groups })).toBe(
      `ALLOW if email is a@x.org; ${expected}`,
    );
  });

  test.each([[DEFERRED], [[DEFERRED]], [[group(DEFERRED)]]])(
    "is not known yet while the groups are not: %#",
    (groups) => {
      expect(POLICY_TYPES.reusable.summarize({ ...wire, approval_groups: groups })).toBe(DEFERRED);
    },
  );
});

describe("is not known yet while", () => {
  const wire = { name: "x", decision: "allow", include: [email("a@x.org")] };

  test.each<[string, object]>([
    ["the decision is not", { decision: DEFERRED }],
    ["an address is not", { include: [email("a@x.org"), { email: { email: DEFERRED } }] }],
    ["a list is not", { require: DEFERRED }],
    ["a setting is not", { mfa_config: { mfa_disabled: DEFERRED } }],
  ])("%s", (_what, more) => {
    expect(POLICY_TYPES.reusable.summarize({ ...wire, ...more })).toBe(DEFERRED);
  });

  test("is known while name, precedence and session are not", () => {
    const more = { name: DEFERRED, precedence: DEFERRED, session_duration: DEFERRED };
    expect(POLICY_TYPES.application.summarize({ ...wire, ...more })).toBe("ALLOW if email is a@x.org");
  });
});
