import { LongNumber, POLICY_TYPES, type PolicyFields, validateRule } from "../../src/model";

/** What a leaf may be, and what is said of it when it is refused: the code, and words of the fix. */
type Refusal = [value: unknown, code: string, fix?: string];

function judgeRule(selector: string, field: string, value: unknown) {
  return validateRule({ [selector]: { [field]: value } });
}

function judgePolicy(more: object) {
  return POLICY_TYPES.application.validateWire({
    name: "n",
    decision: "allow",
    include: [{ everyone: {} }],
    ...more,
  });
}

function expectRefusal(issues: readonly { code: string; fix?: string }[], code: string, fix: string) {
  expect(issues).toHaveLength(1);
  expect(issues[0]).toMatchObject({ code, severity: "error" });
  expect(issues[0]!.fix ?? "").toContain(fix);
}

describe("an email", () => {
  test.each([
    "ann@example.com",
    "Ann.Lee+x@Sub.Example.co.uk",
    "o'neil@example.com",
    "j\u00f6rg@m\u00fcller.de",
  ])("may be %j", (email) => {
    expect(judgeRule("email", "email", email)).toEqual([]);
  });

  test.each<Refusal>([
    ["ann", "email"],
    ["ann@example", "email"],
    ["@example.com", "email-pattern", 'email_domain with "example.com"'],
    ["*@example.com", "email-pattern", 'email_domain with "example.com"'],
    ["ann*@example.com", "email-pattern", 'email_domain with "example.com"'],
    ["*@example", "email"],
    ["ann@@example.com", "email"],
    ["ann lee@example.com", "email"],
    ["ann@exa mple.com", "email"],
    ["ann@-example.com", "email"],
    ["", "email"],
    [" ann@example.com", "email", 'Write "ann@example.com"'],
    ["Ann <ann@example.com>", "email", 'Write "ann@example.com"'],
    ["mailto:ann@example.com", "email", 'Write "ann@example.com"'],
    [5, "type"],
    [["ann@example.com"], "type"],
  ])("is refused as %j", (email, code, fix = "") => {
    expectRefusal(judgeRule("email", "email", email), code, fix);
  });
});

describe("an email domain", () => {
  test.each(["example.com", "EXAMPLE.com", "a.b.example.co.uk", "xn--mller-kva.de"])(
    "may be %j",
    (domain) => {
      expect(judgeRule("email_domain", "domain", domain)).toEqual([]);
    },
  );

  test.each<Refusal>([
    ["@example.com", "domain-prefix", 'Write "example.com"'],
    ["*.example.com", "domain-prefix", 'Write "example.com"'],
    [".example.com", "domain-prefix", 'Write "example.com"'],
    ["ann@example.com", "domain-is-email", 'Write "example.com"'],
    ["example", "domain"],
    ["", "domain"],
  ])("is refused as %j", (domain, code, fix = "") => {
    expectRefusal(judgeRule("email_domain", "domain", domain), code, fix);
  });
});

describe("an IP", () => {
  test.each([
    "203.0.113.7",
    "203.0.113.7/32",
    "10.0.0.0/8",
    "10.1.2.3/8",
    "0.0.0.0/0",
    "2001:db8::1",
    "2001:DB8::/32",
    "::/0",
    "::ffff:203.0.113.7",
    "2001:0db8:0000:0000:0000:0000:0000:0001/128",
  ])("may be %j", (ip) => {
    expect(judgeRule("ip", "ip", ip)).toEqual([]);
  });

  test.each<Refusal>([
    ["999.1.1.1", "ip", "0 to 255"],
    ["1.2.3", "ip"],
    ["01.2.3.4", "ip"],
    ["0x7f.1", "ip"],
    ["localhost", "ip"],
    ["", "ip"],
    ["2001:db8:::1", "ip"],
    ["1.2.3.4 ", "ip", 'Write "1.2.3.4"'],
    ["1.2.3.4/33", "ip-prefix", "/32"],
    ["1.2.3.4/", "ip-prefix"],
    ["1.2.3.4/08", "ip-prefix"],
    ["2001:db8::/129", "ip-prefix", "/128"],
    ["1.2.3.4/24/1", "ip"],
    ["fe80::1%eth0", "ip-zone"],
  ])("is refused as %j", (ip, code, fix = "") => {
    expectRefusal(judgeRule("ip", "ip", ip), code, fix);
  });
});

describe("a country", () => {
  test.each(["PT", "pt", "GB", "XK", "T1", "XX"])("may be %j", (country) => {
    expect(judgeRule("geo", "country_code", country)).toEqual([]);
  });

  test.each<Refusal>([
    ["UK", "country", 'Write "GB"'],
    ["uk", "country", 'Write "GB"'],
    ["EL", "country", 'Write "GR"'],
    ["Portugal", "country", 'Write "PT"'],
    ["ZZZ", "country"],
    ["ZZ", "country"],
    ["EU", "country"],
    ["", "country"],
  ])("is refused as %j", (country, code, fix = "") => {
    expectRefusal(judgeRule("geo", "country_code", country), code, fix);
  });

  test("has a name in English for every code that is allowed, but for the two of the API's own", () => {
    const names = new Intl.DisplayNames(["en"], { type: "region", fallback: "none" });
    const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
    const allowed = letters
      .flatMap((first) => letters.map((second) => first + second))
      .filter((code) => judgeRule("geo", "country_code", code).length === 0);
    // 249 of ISO 3166-1, Kosovo, and the API's own for "unknown"; its T1 is not two letters.
    expect(allowed).toHaveLength(251);
    expect(allowed.filter((code) => names.of(code) === undefined)).toEqual(["XX"]);
  });
});

describe("a session duration", () => {
  test.each(["24h", "300ms", "2h45m", "1.5h", ".5h", "1us", "1\u00b5s", "1ns", "0s", "45m2h", ""])(
    "may be %j",
    (duration) => {
      expect(judgePolicy({ session_duration: duration })).toEqual([]);
    },
  );

  test.each<Refusal>([
    ["banana", "duration"],
    ["24", "duration-unit", 'write "24m"'],
    ["-1h", "duration-negative"],
    ["1d", "duration", 'Write "24h"'],
    ["2 days", "duration", 'Write "48h"'],
    ["1 hour", "duration", 'Write "1h"'],
    ["1H", "duration", 'Write "1h"'],
    ["h", "duration"],
    ["1h30", "duration"],
    [3600, "type"],
  ])("is refused as %j", (duration, code, fix = "") => {
    expectRefusal(judgePolicy({ session_duration: duration }), code, fix);
  });
});

describe("an MFA session", () => {
  test.each(["0m", "5m", "24h", "720h", "43200m", "1h30m"])("may last %j", (duration) => {
    expect(judgePolicy({ mfa_config: { session_duration: duration } })).toEqual([]);
  });

  test.each<Refusal>([
    ["721h", "mfa-duration-range", "720h"],
    ["43201m", "mfa-duration-range"],
    ["30s", "mfa-duration"],
    ["1h30s", "mfa-duration"],
    ["", "mfa-duration"],
    ["banana", "mfa-duration"],
    ["-5m", "duration-negative"],
  ])("is refused as %j", (duration, code, fix = "") => {
    expectRefusal(judgePolicy({ mfa_config: { session_duration: duration } }), code, fix);
  });
});

describe("a decision", () => {
  test.each<Refusal>([
    ["ALLOW", "decision-choice", 'Write "allow"'],
    ["Allow", "decision-choice", 'Write "allow"'],
    ["alow", "decision-choice", 'Write "allow"'],
    ["block", "decision-choice", 'Write "deny"'],
    ["Block", "decision-choice", 'Write "deny"'],
    ["service_auth", "decision-choice", 'Write "non_identity"'],
    ["Service Auth", "decision-choice", 'Write "non_identity"'],
    ["non-identity", "decision-choice", 'Write "non_identity"'],
    ["banana", "choice"],
    ["", "choice"],
  ])("is refused as %j", (decision, code, fix = "") => {
    const issues = judgePolicy({ decision });
    expectRefusal(issues, code, fix);
    expect(issues[0]!.allowed).toBe("one of allow, deny, non_identity, bypass");
  });
});

describe("the other leaves", () => {
  test.each<[string, object, string, string?]>([
    [
      "a risk level",
      { include: [{ user_risk_score: { user_risk_score: ["medum"] } }] },
      "choice",
      'Write "medium"',
    ],
    ["no risk level", { include: [{ user_risk_score: { user_risk_score: [] } }] }, "empty-list"],
    ["an authenticator", { mfa_config: { allowed_authenticators: ["TOTP"] } }, "choice", 'Write "totp"'],
    [
      "a clipboard format",
      { connection_rules: { rdp: { allowed_clipboard_local_to_remote_formats: ["files"] } } },
      "choice",
      'Write "file"',
    ],
    ["a name of blanks", { name: "  " }, "blank"],
    ["an empty id", { include: [{ group: { id: "" } }] }, "blank"],
    [
      "an id of a policy for an account's",
      { include: [{ cloudflare_account_member: { account_id: "aa0a4aab-672b-4bdb-bc33-a59f1130a11f" } }] },
      "too-long",
    ],
    [
      "the name of an account for its id",
      { include: [{ cloudflare_account_member: { account_id: "my account" } }] },
      "id",
    ],
    [
      "an address without encryption",
      {
        include: [
          {
            external_evaluation: {
              evaluate_url: "http://e.example.com",
              keys_url: "https://e.example.com/k",
            },
          },
        ],
      },
      "https-url",
      'Write "https://e.example.com"',
    ],
    ["precedence 0", { precedence: 0 }, "minimum", "1"],
    ["a broken precedence", { precedence: 1.5 }, "integer"],
    ["a precedence above what a number holds", { precedence: 2 ** 53 }, "maximum", "9007199254740991"],
    [
      "a precedence of many digits",
      { precedence: new LongNumber("9007199254740993") },
      "maximum",
      "9007199254740991",
    ],
    ["a precedence far below", { precedence: new LongNumber(`-1${"0".repeat(400)}`) }, "minimum", "1"],
    ["a precedence of a tiny fraction", { precedence: new LongNumber("1.00000000000000000001") }, "integer"],
    [
      "an endless number of approvals",
      { approval_groups: [{ approvals_needed: new LongNumber("1e50000") }] },
      "maximum",
      "9007199254740991",
    ],
    ["a precedence in quotes", { precedence: "1" }, "type"],
    ["less than no approvals", { approval_groups: [{ approvals_needed: -1 }] }, "minimum", "0"],
    [
      "an approver without a domain",
      { approval_groups: [{ approvals_needed: 1, email_addresses: ["ann"] }] },
      "email",
    ],
    ["a boolean in quotes", { approval_required: "true" }, "type"],
  ])("refuse %s", (_what, more, code, fix = "") => {
    expectRefusal(judgePolicy(more), code, fix);
  });

  test.each([
    ["no approvals at all", { approval_groups: [{ approvals_needed: 0 }] }],
    ["an empty prompt", { purpose_justification_prompt: "" }],
    [
      "the authenticators of ordinary applications",
      { mfa_config: { allowed_authenticators: ["totp", "biometrics", "security_key"] } },
    ],
    [
      "those of infrastructure applications",
      { mfa_config: { allowed_authenticators: ["piv_key", "ssh_fido2_key"] } },
    ],
    ["a prompt that is null", { purpose_justification_prompt: null }],
  ])("may be %s", (_what, more) => {
    expect(judgePolicy(more)).toEqual([]);
  });
});

test("every leaf of a policy but switches has a format", () => {
  const without = (fields: PolicyFields): string[] =>
    Object.entries(fields).flatMap(([name, { type, format }]) => {
      if (typeof type === "object") return without("object" in type ? type.object : type.objects);
      return type === "bool" || type === "rules" || format !== undefined ? [] : [name];
    });
  expect(without(POLICY_TYPES.application.fields)).toEqual([]);
});
