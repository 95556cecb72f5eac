import fc from "fast-check";
import { DEFERRED, documentToWire, type Rule, summarize } from "../../src/model";
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
    "ALLOW if email is one of 12 (a@x.org, b@x.org, … #962c5b)",
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
    "ALLOW if GitHub organization is acme or acme/ops or OIDC claim is role=dev or Okta group is eng or SAML attribute is team=web",
    {
      decision: "allow",
      include: [
        { saml: { attribute_name: "team", attribute_value: "web", identity_provider_id: "i" } },
        { okta: { name: "eng", identity_provider_id: "i" } },
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
  expect(summarize("reusable", wire as never)).toBe(expected);
});

test("a name, a place and a session, which stand in lines of their own, change nothing", () => {
  const wire = { decision: "allow", include: [email("a@x.org")] };
  const more = { ...wire, name: "x", precedence: 3, session_duration: "1h" };
  expect(summarize("application", more)).toBe(summarize("application", wire));
});

describe("of many rules", () => {
  const summary = (wire: object) => summarize("reusable", { decision: "allow", ...wire }) as string;
  const staff = Array.from({ length: 200 }, (_, index) => email(`user${index}@example.com`));
  const okta = (idp: string) =>
    [..."abcde"].map((name) => ({ okta: { name, identity_provider_id: name === "d" ? idp : "idp" } }));

  test.each<[string, Rule[], Rule[]]>([
    ["one of 200 addresses is another", staff, staff.with(77, email("user77@example.org"))],
    ["what only a mark stands for is another", okta("idp"), okta("elsewhere")],
    [
      "a long value ends otherwise",
      [{ common_name: { common_name: `${"x".repeat(80)}a` } }],
      [{ common_name: { common_name: `${"x".repeat(80)}b` } }],
    ],
    [
      "a long rule of a kind we do not know ends otherwise",
      [{ new_selector: { id: `${"x".repeat(80)}a` } }],
      [{ new_selector: { id: `${"x".repeat(80)}b` } }],
    ],
  ])("is another line as soon as %s", (_what, before, after) => {
    expect(summary({ include: after })).not.toBe(summary({ include: before }));
  });

  test("is the same line whatever the order, the repetition and the spelling", () => {
    const respelt = [...staff, email("USER5@example.com")].reverse();
    expect(summary({ include: respelt })).toBe(summary({ include: staff }));
  });

  const names = ["ann", "bob", "eve"].map((name) => email(`${name}@example.com`));
  const lists = [..."abc"].map((id) => ({ email_list: { id: id.repeat(36) } }));
  const claims = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      oidc: { claim_name: "role", claim_value: `engineering-${index}`, identity_provider_id: "i" },
    }));

  test.each<[string, Rule[]]>([
    ["email is ann@example.com, bob@example.com or eve@example.com", names],
    ["email list is one of 3 (aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, … #0e0a51)", lists],
    ["email list is one of 3 (#0e0a51) or email is one of 3 (#55cbc9)", [...names, ...lists]],
    [
      "country is one of 2 (#ca0d86) or email list is one of 3 (#0e0a51) or any of 9 more rules of 3 kinds (#8d7b59)",
      [
        ...names,
        ...lists,
        ...claims(4),
        geo("PT"),
        geo("ES"),
        ...["x", "y"].map((id) => ({ ip_list: { id } })),
      ],
    ],
  ])("says of a list what it has room for: %s", (expected, include) => {
    expect(summary({ include })).toBe(`ALLOW if ${expected}`);
  });

  test("says no less of one list because another is long", () => {
    const short = summary({ include: names, require: [geo("PT")] });
    expect(summary({ include: names, require: [geo("PT")], exclude: staff })).toContain(short);
  });

  test("shows one long value by both of its ends", () => {
    const long = `https://example.com/${"x".repeat(100)}/evaluate`;
    const rule = { external_evaluation: { evaluate_url: long, keys_url: long } };
    expect(summary({ include: [rule] })).toBe(
      "ALLOW if external evaluation is https://example.com/xxxxxxxxxxxxxx…xxxxxxxxxxxxxxxx/evaluate #26cc45",
    );
  });

  const rules = fc.array(fc.oneof(knownRules, foreignRules), { maxLength: 60 });

  test("is one line, and never a long one", () => {
    const settings = documents.map((document) => documentToWire("reusable", document));
    fc.assert(
      fc.property(settings, rules, rules, rules, (wire, include, require, exclude) => {
        const line = summary({ ...wire, include, require, exclude });
        expect(line.length).toBeLessThanOrEqual(400);
        expect(line).not.toContain("\n");
      }),
      { numRuns: 100 },
    );
  });
});

describe("is not known yet while", () => {
  const wire = { name: "x", decision: "allow", include: [email("a@x.org")] };

  test.each<[string, object]>([
    ["the decision is not", { decision: DEFERRED }],
    ["an address is not", { include: [email("a@x.org"), { email: { email: DEFERRED } }] }],
    ["a list is not", { require: DEFERRED }],
    ["a setting is not", { mfa_config: { mfa_disabled: DEFERRED } }],
  ])("%s", (_what, more) => {
    expect(summarize("reusable", { ...wire, ...more })).toBe(DEFERRED);
  });

  test("but is known while name, place and session are not", () => {
    const more = { name: DEFERRED, precedence: DEFERRED, session_duration: DEFERRED };
    expect(summarize("application", { ...wire, ...more })).toBe("ALLOW if email is a@x.org");
  });
});
