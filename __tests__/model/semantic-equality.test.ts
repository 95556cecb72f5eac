import fc from "fast-check";
import { DEFERRED, fieldEquality, POLICY_TYPES, type PolicyFields } from "../../src/model";
import { documentPairs, documents, edits } from "./support/policies";

const fields = POLICY_TYPES.application.fields;
const mfa = (fields.mfa_config!.type as { object: PolicyFields }).object;

describe("semanticEquals accepts", () => {
  test.each([
    ["session_duration", "24h", "1440m"],
    ["session_duration", "24h", "24h0m0s"],
    ["session_duration", "1.5h", "90m"],
    ["session_duration", "1us", "1\u00b5s"],
    ["session_duration", "1\u00b5s", "1\u03bcs"],
    ["session_duration", "0.5ms", "500us"],
    ["approval_required", false, null],
    ["approval_required", false, undefined],
    ["purpose_justification_prompt", "", null],
    ["purpose_justification_prompt", "caf\u00e9", "cafe\u0301"],
    ["approval_groups", [], null],
    [
      "approval_groups",
      [
        { approvals_needed: 1, email_addresses: ["Ann@x.org", "bob@x.org"], email_list_uuid: null },
        { approvals_needed: 2, email_addresses: [], email_list_uuid: "u" },
      ],
      [
        { approvals_needed: 2, email_list_uuid: "u" },
        { approvals_needed: 1, email_addresses: ["bob@x.org", "ann@X.org", "BOB@x.org"] },
      ],
    ],
    ["mfa_config", {}, null],
    ["mfa_config", { mfa_disabled: false, allowed_authenticators: [] }, null],
    ["mfa_config", { mfa_bypass: true }, { mfa_disabled: true, mfa_bypass: true }],
    [
      "mfa_config",
      { mfa_bypass: true, session_duration: "60m" },
      { mfa_disabled: true, session_duration: "1h" },
    ],
    ["connection_rules", { rdp: { allowed_clipboard_local_to_remote_formats: [] } }, null],
    ["connection_rules", { rdp: {} }, { ssh: null }],
    ["include", { email: ["a@x.org", "B@x.org"] }, { email: ["b@X.org", "A@x.org", "a@x.org"] }],
    ["include", { everyone: ["*"], email: [], geo: null, certificate: [] }, { everyone: ["*"] }],
    ["include", { ip: ["203.0.113.7"] }, { ip: ["203.0.113.7/32"] }],
    ["include", { ip: ["10.1.2.3/8"] }, { ip: ["10.0.0.0/8"] }],
    ["include", { ip: ["2001:DB8:0:0::1"] }, { ip: ["2001:db8::1/128"] }],
    ["include", { geo: ["pt"] }, { geo: ["PT"] }],
    ["include", { email_domain: ["Example.COM"] }, { email_domain: ["example.com"] }],
    ["include", { user_risk_score: ["low,high"] }, { user_risk_score: ["high,low"] }],
    ["include", { cloudflare_account_member: [""] }, { cloudflare_account_member: ["*"] }],
    ["include", { github_organization: ["i/x/"] }, { github_organization: ["i/x"] }],
    ["include", { okta: ["i/CORP\\Web/Ops"] }, { okta: ["i/CORP\\Web/Ops"] }],
    ["include", { saml: ["i/a\\b=V"] }, { saml: ["i/a\\\\b=V"] }],
    ["include", { gsuite: ["i/Devs@Example.com"] }, { gsuite: ["i/devs@example.com"] }],
    ["include", { other: ['{"email":{"email":"a@x.org"}}'] }, { email: ["A@x.org"] }],
    ["include", { other: ["not json"] }, { other: ["not json", "not json"] }],
    ["include", { other: ['{"new":{"a":1,"b":[2]}}'] }, { other: ['{ "new": { "b": [2], "a": 1 } }'] }],
    ["exclude", {}, null],
    ["exclude", { email: [] }, undefined],
  ])("%s: %j and %j", (name, a, b) => {
    const same = fieldEquality(fields[name]!);
    expect(same(a, b)).toBe(true);
    expect(same(b, a)).toBe(true);
  });

  test.each([
    ["session_duration", "", null],
    ["session_duration", "24h", null],
    ["session_duration", "24h", "25h"],
    ["session_duration", "1m", "1ms"],
    ["approval_required", true, null],
    ["precedence", 1, null],
    ["precedence", 1, 2],
    ["name", "Staff", "staff"],
    ["purpose_justification_prompt", "Why", "why"],
    ["mfa_config", { mfa_disabled: true }, null],
    ["mfa_config", { allowed_authenticators: ["totp"] }, { allowed_authenticators: ["totp", "biometrics"] }],
    ["mfa_config", { session_duration: "0m" }, null],
    ["approval_groups", [{ approvals_needed: 0 }], null],
    [
      "approval_groups",
      [{ approvals_needed: 1, email_addresses: ["a@x.org"] }],
      [{ approvals_needed: 1, email_list_uuid: "a@x.org" }],
    ],
    [
      "connection_rules",
      { rdp: { allowed_clipboard_local_to_remote_formats: ["text"] } },
      { rdp: { allowed_clipboard_remote_to_local_formats: ["text"] } },
    ],
    ["include", { email: ["a@x.org"] }, { email_domain: ["a@x.org"] }],
    ["include", { group: ["a"] }, { group: ["A"] }],
    ["include", { ip: ["10.0.0.0/8"] }, { ip: ["10.0.0.0/9"] }],
    ["include", { ip: ["10.0.0.0/8"] }, { ip: ["10.0.0.0"] }],
    ["include", { everyone: ["*"] }, null],
    ["include", { cloudflare_account_member: ["*"] }, { cloudflare_account_member: ["a"] }],
    ["include", { user_risk_score: ["low", "high"] }, { user_risk_score: ["low,high"] }],
    ["include", { saml: ["i/a=V"] }, { saml: ["i/a=v"] }],
    ["include", { okta: ["not a text of it"] }, { okta: ["Not a text of it"] }],
    ["include", { emial: ["a@x.org"] }, { email: ["a@x.org"] }],
    ["include", { other: ["not json"] }, { other: ["not JSON"] }],
    ["include", { other: ['{"new":{"a":[1,2]}}'] }, { other: ['{"new":{"a":[2,1]}}'] }],
  ])("but not %s: %j and %j", (name, a, b) => {
    const same = fieldEquality(fields[name]!);
    expect(same(a, b)).toBe(false);
    expect(same(b, a)).toBe(false);
  });

  test("an MFA session by its length", () => {
    expect(fieldEquality(mfa.session_duration!)("90m", "1h30m")).toBe(true);
    expect(fieldEquality(mfa.session_duration!)("90m", "91m")).toBe(false);
  });
});

describe("a value that is not known yet", () => {
  test("equals only itself", () => {
    const same = fieldEquality(fields.include!);
    expect(same({ email: [DEFERRED] }, { email: [DEFERRED] })).toBe(true);
    expect(same({ email: [DEFERRED] }, { email: ["a@x.org"] })).toBe(false);
    expect(same(DEFERRED, null)).toBe(false);
    expect(same({ everyone: DEFERRED }, { everyone: ["*"] })).toBe(false);
  });
});

describe("whole policies", () => {
  test("are equal in every valid representation, and have the same summary", () => {
    fc.assert(
      fc.property(documentPairs, ([a, b]) => {
        expect(POLICY_TYPES.application.semanticEquals(a, b)).toBe(true);
        const summary = (document: typeof a) =>
          POLICY_TYPES.application.summarize(POLICY_TYPES.application.toWire(document));
        expect(summary(b)).toBe(summary(a));
      }),
      { numRuns: 150 },
    );
  });

  test("differ after any real edit", () => {
    fc.assert(
      fc.property(edits, ([a, b]) => {
        expect(POLICY_TYPES.application.semanticEquals(a, b)).toBe(false);
      }),
      { numRuns: 250 },
    );
  });

  test("are compared by an equivalence: reflexive, symmetric, transitive", () => {
    // Few values, so that two documents are often the same by chance.
    const small = fc.record({
      decision: fc.constant("allow"),
      session_duration: fc.constantFrom(null, "", "60m", "1h"),
      include: fc.constantFrom(
        { geo: ["PT"] },
        { geo: ["pt", "PT"] },
        { other: ['{"geo":{"country_code":"PT"}}'] },
        {},
      ),
      mfa_config: fc.constantFrom(null, {}, { mfa_bypass: true }, { mfa_disabled: true }),
    });
    const same = (a: object, b: object) => POLICY_TYPES.reusable.semanticEquals(a as never, b as never);
    fc.assert(
      fc.property(small, small, small, (a, b, c) => {
        expect(same(a, a)).toBe(true);
        expect(same(a, b)).toBe(same(b, a));
        if (same(a, b)) expect(same(a, c)).toBe(same(b, c));
      }),
      { numRuns: 400 },
    );
  });

  test("are equal after a conversion to the wire and back", () => {
    fc.assert(
      fc.property(documents, (document) => {
        const wire = POLICY_TYPES.application.toWire(document);
        expect(
          POLICY_TYPES.application.semanticEquals(POLICY_TYPES.application.fromWire(wire), document),
        ).toBe(true);
      }),
    );
  });
});
