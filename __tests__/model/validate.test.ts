import {
  DEFERRED,
  type Issue,
  POLICY_TYPES,
  type Rule,
  rawRule,
  renderIssue,
  validateRule,
} from "../../src/model";

const POLICY = { name: "Staff", decision: "allow", include: [{ email: { email: "ann@example.com" } }] };

const judge = (more: object) => POLICY_TYPES.application.validateWire({ ...POLICY, ...more });
const at = ({ code, path }: Issue) => `${code} at ${path.join(".")}`;

describe("a policy", () => {
  test("needs a name, a decision and include", () => {
    expect(POLICY_TYPES.reusable.validateWire({}).map(at)).toEqual([
      "missing at name",
      "missing at decision",
      "missing at include",
    ]);
  });

  test.each([null, "x", [], 5])("is an object, not %j", (wire) => {
    expect(POLICY_TYPES.reusable.validateWire(wire).map(at)).toEqual(["type at "]);
  });

  test("may leave out everything else, or set it to null", () => {
    expect(judge({ exclude: null, require: undefined, mfa_config: null, precedence: null })).toEqual([]);
  });

  test("with an empty include is refused, empty others are not", () => {
    expect(judge({ include: [], exclude: [], require: [] }).map(at)).toEqual(["include-empty at include"]);
  });

  test("has its misspelled fields named, also deep inside", () => {
    const issues = judge({
      aproval_required: true,
      mfa_config: { allowed_authenticator: ["totp"] },
      approval_groups: [{ approvals_needed: 1, emails: [] }],
      connection_rules: { rdp: { clipboard: [] } },
    });
    expect(issues.map(({ path, fix }) => [path.join("."), fix])).toEqual([
      ["approval_groups.0.emails", "Leave it out."],
      ["mfa_config.allowed_authenticator", "Did you mean allowed_authenticators?"],
      ["connection_rules.rdp.clipboard", "Leave it out."],
      ["aproval_required", "Did you mean approval_required?"],
    ]);
  });

  test("knows precedence in an application only", () => {
    expect(POLICY_TYPES.reusable.validateWire({ ...POLICY, precedence: 1 }).map(at)).toEqual([
      "unknown-field at precedence",
    ]);
    expect(judge({ precedence: 1 })).toEqual([]);
  });

  test("takes either name of the MFA switch, not both", () => {
    expect(judge({ mfa_config: { mfa_bypass: true } })).toEqual([]);
    expect(judge({ mfa_config: { mfa_disabled: false } })).toEqual([]);
    expect(judge({ mfa_config: { mfa_bypass: true, mfa_disabled: true } }).map(at)).toEqual([
      "mfa-switch-twice at mfa_config.mfa_bypass",
    ]);
  });

  test("takes no authenticators of both kinds of application", () => {
    expect(judge({ mfa_config: { allowed_authenticators: ["totp", "piv_key"] } }).map(at)).toEqual([
      "authenticators-mixed at mfa_config.allowed_authenticators",
    ]);
  });

  test("has all errors reported at once, each at its path", () => {
    const issues = judge({
      decision: "ALLOW",
      include: [
        { email: { email: "ann" } },
        {},
        { geo: { country_code: "PT" } },
        { ip: { ip: "999.1.1.1" } },
      ],
      require: [{ geo: { country_code: "UK" } }],
      session_duration: "banana",
    });
    expect(issues.map(at)).toEqual([
      "decision-choice at decision",
      "duration at session_duration",
      "email at include.0.email.email",
      "rule-without-selector at include.1",
      "ip at include.3.ip.ip",
      "country at require.0.geo.country_code",
    ]);
  });
});

describe("a rule", () => {
  test.each<[string, unknown, string, string?]>([
    ["without a selector", {}, "rule-without-selector at "],
    [
      "with several",
      { email: { email: "a@x.org" }, geo: { country_code: "PT" } },
      "rule-with-several-selectors at ",
    ],
    ["that is a text", "ann@example.com", "rule-shape at "],
    ["that is nothing", null, "rule-shape at "],
    ["that is a list", [], "rule-shape at "],
    [
      "with a misspelled selector",
      { emial: { email: "a@x.org" } },
      "misspelled-selector at emial",
      "Did you mean email?",
    ],
    [
      "with a selector in camelCase",
      { emailDomain: { domain: "x.org" } },
      "misspelled-selector at emailDomain",
      "Did you mean email_domain?",
    ],
    [
      "with a selector in the plural",
      { emails: { email: "a@x.org" } },
      "misspelled-selector at emails",
      "Did you mean email?",
    ],
    [
      "with Terraform's name",
      { azure_ad: { id: "a", identity_provider_id: "b" } },
      "misspelled-selector at azure_ad",
      "Did you mean azureAD?",
    ],
    [
      "with Terraform's other name",
      { github_organization: {} },
      "misspelled-selector at github_organization",
      "Did you mean github-organization?",
    ],
    ["with a selector nobody knows", { frobnicate: {} }, "unknown-selector at frobnicate", "AccessRule.raw"],
    ["with a name every object has", { constructor: {} }, "unknown-selector at constructor"],
    ["that is not an object inside", { email: "a@x.org" }, "type at email"],
    ["that says true for a flag", { everyone: true }, "type at everyone"],
    ["with a field too many", { everyone: { except: "ann" } }, "unknown-field at everyone.except"],
    [
      "with a misspelled field",
      {
        saml: {
          atribute_name: "g",
          attribute_value: "v",
          identity_provider_id: "ea85612a-29c8-46c2-bacb-669d65136971",
        },
      },
      "missing at saml.attribute_name",
    ],
    ["without a field", { okta: { name: "eng" } }, "missing at okta.identity_provider_id"],
  ])("%s is refused", (_what, rule, expected, fix = "") => {
    const [first] = validateRule(rule);
    expect(at(first!)).toBe(expected);
    expect(first!.fix ?? "").toContain(fix);
  });

  test("may leave out an optional field, or set it to null", () => {
    expect(validateRule({ cloudflare_account_member: {} })).toEqual([]);
    expect(
      validateRule({
        "github-organization": {
          name: "a",
          identity_provider_id: "ea85612a-29c8-46c2-bacb-669d65136971",
          team: null,
        },
      }),
    ).toEqual([]);
  });
});

describe("a deliberately raw rule", () => {
  const raw = (rule: Rule) => validateRule(rawRule(rule));

  test.each<[string, Rule]>([
    ["a selector we do not know", { new_selector: { any: ["thing"] } }],
    ["one spelled nearly like one we know, since the API may have both", { emails: { list: [] } }],
    ["a field we do not know of a selector we do", { geo: { country_code: "PT", region: "11" } }],
  ])("may have %s", (_what, rule) => {
    expect(raw(rule)).toEqual([]);
    expect(validateRule({ ...rule })).not.toEqual([]);
  });

  test.each<[string, Rule, string]>([
    [
      "is checked in the fields we know",
      { geo: { country_code: "UK", region: "x" } },
      "country at geo.country_code",
    ],
    [
      "needs the fields we know",
      { okta: { group: "eng", identity_provider_id: "ea85612a-29c8-46c2-bacb-669d65136971" } },
      "missing at okta.name",
    ],
    ["does not allow a name as Terraform writes it", { azure_ad: {} }, "misspelled-selector at azure_ad"],
    ["does not allow capitals", { Email: { email: "a@x.org" } }, "misspelled-selector at Email"],
    [
      "does not allow camelCase fields",
      { geo: { countryCode: "PT", country_code: "PT" } },
      "unknown-field at geo.countryCode",
    ],
    ["still is one rule", {}, "rule-without-selector at "],
  ])("%s", (_what, rule, expected) => {
    expect(raw(rule).map(at)).toEqual([expected]);
  });

  test("is what is under other in a document", () => {
    const document = { ...POLICY, include: { other: ['{"new_selector":{"id":"x"}}'] } };
    expect(POLICY_TYPES.reusable.validateWire(POLICY_TYPES.reusable.toWire(document))).toEqual([]);
    expect(POLICY_TYPES.reusable.validate(document)).toEqual([]);
  });

  test("has to be JSON there", () => {
    const issues = POLICY_TYPES.reusable.validate({ ...POLICY, include: { other: ["email = ann"] } });
    expect(issues).toMatchObject([{ code: "rule-not-json", path: ["include", 0], got: '"email = ann"' }]);
  });
});

describe("a rule in a document", () => {
  const judged = (include: object) => POLICY_TYPES.reusable.validate({ ...POLICY, include });

  test.each<[string, object, string, string]>([
    [
      "a misspelled selector",
      { emial: ["a@x.org"] },
      "misspelled-selector at include.emial",
      "Did you mean email?",
    ],
    [
      "one that holds nothing",
      { emial: null },
      "misspelled-selector at include.emial",
      "Did you mean email?",
    ],
    [
      "the API's name",
      { azureAD: ["i/g"] },
      "misspelled-selector at include.azureAD",
      "Did you mean azure_ad?",
    ],
    ["an unknown selector", { frobnicate: ["x"] }, "unknown-selector at include.frobnicate", "under other"],
  ])("is refused under %s", (_what, members, expected, fix) => {
    const issues = judged({ geo: ["PT"], ...members });
    expect(issues.map(at)).toEqual([expected]);
    expect(issues[0]!.fix).toContain(fix);
  });

  test.each<[string, object, object]>([
    [
      "without a part",
      { okta: ["engineering"] },
      { got: '"engineering"', allowed: '"<identity_provider_id>/<name>"' },
    ],
    ["with a flag that says something", { everyone: ["true"] }, { got: '"true"', allowed: '"*"' }],
    [
      "without a claim's value",
      { oidc: ["i/role"] },
      { fix: expect.stringContaining("/department=engineering") },
    ],
  ])("is refused %s, with the form and an example", (_what, include, expected) => {
    const [selector] = Object.keys(include);
    expect(judged(include)).toMatchObject([
      { code: "rule-text", path: ["include", 0, selector], ...expected },
    ]);
  });

  test("is judged by the fields of its text", () => {
    expect(judged({ okta: ["/eng"], gsuite: ["i/devs"], user_risk_score: ["low,hihg"] }).map(at)).toEqual([
      "blank at include.0.okta.identity_provider_id",
      "email at include.1.gsuite.email",
      "choice at include.2.user_risk_score.user_risk_score.1",
    ]);
  });
});

describe("a document", () => {
  const switched = (mfa_bypass: boolean, mfa_disabled: boolean) => ({
    ...POLICY,
    include: { everyone: ["*"] },
    mfa_config: { mfa_bypass, mfa_disabled },
  });

  test("may not say two things by the two names of the MFA switch, although the wire would carry one", () => {
    const document = switched(false, true);
    expect(POLICY_TYPES.reusable.validateWire(POLICY_TYPES.reusable.toWire(document))).toEqual([]);
    expect(POLICY_TYPES.reusable.validate(document).map(at)).toEqual([
      "mfa-switch-twice at mfa_config.mfa_bypass",
    ]);
  });

  test.each([true, false])("may say one thing by both, as it is written for an import: %p", (off) => {
    expect(POLICY_TYPES.reusable.validate(switched(off, off))).toEqual([]);
  });
});

describe("what is not known yet", () => {
  test("may turn out to leave one name of the MFA switch unset", () => {
    const document = { ...POLICY, mfa_config: { mfa_bypass: DEFERRED, mfa_disabled: true } };
    expect(POLICY_TYPES.reusable.validate({ ...document, include: { everyone: ["*"] } })).toEqual([]);
  });

  test.each<[string, object]>([
    [
      "a leaf",
      { name: DEFERRED, session_duration: DEFERRED, precedence: DEFERRED, approval_required: DEFERRED },
    ],
    [
      "a leaf of a rule",
      {
        include: [
          { okta: { name: DEFERRED, identity_provider_id: "ea85612a-29c8-46c2-bacb-669d65136971" } },
          { geo: { country_code: DEFERRED } },
        ],
      },
    ],
    ["a rule, or the fields of one", { include: [DEFERRED, { everyone: DEFERRED }, { okta: DEFERRED }] }],
    ["a list of rules", { include: DEFERRED, require: DEFERRED }],
    [
      "an item of a list, or all of it",
      { approval_groups: [DEFERRED, { approvals_needed: 1, email_addresses: DEFERRED }] },
    ],
    ["a nested object", { mfa_config: DEFERRED, connection_rules: { rdp: DEFERRED } }],
    ["a method", { mfa_config: { allowed_authenticators: [DEFERRED, "totp"] } }],
    ["a risk level", { include: [{ user_risk_score: { user_risk_score: [DEFERRED] } }] }],
  ])("is left alone: %s", (_what, more) => {
    expect(judge(more)).toEqual([]);
  });

  test("is left alone as a whole", () => {
    expect(POLICY_TYPES.reusable.validateWire(DEFERRED)).toEqual([]);
    expect(validateRule(DEFERRED)).toEqual([]);
  });

  test("does not hide another error", () => {
    expect(judge({ include: [{ okta: { name: DEFERRED, identity_provider_id: "" } }] }).map(at)).toEqual([
      "blank at include.0.okta.identity_provider_id",
    ]);
  });
});

describe("the words of an issue", () => {
  test("say what, what was given, what is allowed and the fix", () => {
    const [issue] = judge({ decision: "ALLOW" });
    expect(issue).toEqual({
      code: "decision-choice",
      severity: "error",
      path: ["decision"],
      what: "Not how the decision is spelled",
      got: '"ALLOW"',
      allowed: "one of allow, deny, non_identity, bypass",
      fix: 'Write "allow".',
    });
    expect(renderIssue(issue!)).toBe(
      'Not how the decision is spelled: got "ALLOW", allowed is one of allow, deny, non_identity, bypass. Write "allow".',
    );
  });

  test("leave out what there is nothing to say of", () => {
    expect(renderIssue(judge({ name: undefined })[0]!)).toBe("name is missing. Set name.");
  });

  test("show the beginning of what is long", () => {
    const [issue] = judge({ include: [{ email: { email: "x".repeat(500) } }] });
    expect(issue!.got!.length).toBeLessThan(100);
  });
});
