import {
  DEFERRED,
  documentedFix,
  LINT_CODES,
  LINT_RULES,
  POLICY_TYPES,
  rawRule,
  renderIssue,
  validateAcceptedWarnings,
} from "../../../src/model";

const STAFF = { email_domain: { domain: "example.com" } };
const ip = (address: unknown) => ({ ip: { ip: address } });

function lint(wire: object): string[] {
  const policy = { name: "p", decision: "allow", include: [STAFF], ...wire };
  return POLICY_TYPES.application.lint(policy).map(({ code, path, severity }) => {
    expect(severity).toBe("warning");
    return `${code} at ${path.join(".")}`;
  });
}

test("there is nothing to say of a plain policy", () => {
  expect(
    lint({ require: [{ geo: { country_code: "PT" } }], exclude: [{ email: { email: "a@example.com" } }] }),
  ).toEqual([]);
});

describe("selectors and decisions", () => {
  test.each<[string, object, string[]]>([
    ["a login where Access is bypassed", { decision: "bypass" }, ["no-login at include.0.email_domain"]],
    [
      "a login where service tokens are asked for",
      { decision: "non_identity" },
      ["no-login at include.0.email_domain"],
    ],
    [
      "a login excluded from a bypass",
      { decision: "bypass", include: [{ ip: { ip: "1.2.3.4" } }], exclude: [STAFF] },
      ["no-login at exclude.0.email_domain"],
    ],
    [
      "a service token where users log in",
      { include: [{ service_token: { token_id: "t" } }, { any_valid_service_token: {} }] },
      [
        "selector-decision at include.0.service_token",
        "selector-decision at include.1.any_valid_service_token",
      ],
    ],
    [
      "an app token where users log in",
      { decision: "deny", include: [{ linked_app_token: { app_uid: "a" } }] },
      ["selector-decision at include.0.linked_app_token"],
    ],
    [
      "an external evaluation in a bypass",
      {
        decision: "bypass",
        include: [{ external_evaluation: { evaluate_url: "https://e.org", keys_url: "https://e.org/k" } }],
      },
      ["no-login at include.0.external_evaluation"],
    ],
    [
      "a service token with its own decision",
      { decision: "non_identity", include: [{ service_token: { token_id: "t" } }] },
      [],
    ],
    ["an address in a bypass", { decision: "bypass", include: [{ ip: { ip: "1.2.3.4" } }] }, []],
    ["a decision that is not known yet", { decision: DEFERRED }, []],
    ["a decision that does not exist", { decision: "ALLOW" }, []],
  ])("%s", (_what, wire, expected) => {
    expect(lint(wire)).toEqual(expected);
  });
});

describe("rules that can not match", () => {
  const geo = (code: unknown) => ({ geo: { country_code: code } });

  test.each<[string, object, string[]]>([
    [
      "two ranges at once that have no address in common",
      { require: [ip("10.0.0.0/8"), ip("192.168.0.0/16")] },
      ["require-nobody at require.1.ip"],
    ],
    [
      "two families at once",
      { require: [ip("10.0.0.0/8"), ip("2001:db8::/32")] },
      ["require-nobody at require.1.ip"],
    ],
    ["two ranges at once, one in the other", { require: [ip("10.0.0.0/8"), ip("::ffff:10.1.0.0/112")] }, []],
    [
      "three ranges at once without a common address",
      { require: [ip("10.0.0.0/8"), ip("10.1.0.0/16"), ip("10.2.0.0/16")] },
      ["require-nobody at require.2.ip"],
    ],
    [
      "an excluded internet",
      { exclude: [ip("0.0.0.0/0"), ip("::/0")] },
      ["exclude-everyone at exclude.0.ip"],
    ],
    ["an excluded IPv4 internet", { exclude: [ip("0.0.0.0/0"), ip("127.0.0.0/8")] }, []],
    ["two countries at once", { require: [geo("PT"), geo("ES")] }, ["require-nobody at require.1.geo"]],
    [
      "three countries at once, said once",
      { require: [geo("PT"), geo("ES"), geo("FR")] },
      ["require-nobody at require.1.geo"],
    ],
    [
      "two email domains at once",
      { require: [STAFF, { email_domain: { domain: "x.org" } }] },
      ["require-nobody at require.1.email_domain"],
    ],
    [
      "an email of another domain than the one that is required too",
      { require: [STAFF, { email: { email: "ann@mail.example.com" } }] },
      ["require-nobody at require.1.email"],
    ],
    [
      "an email of the domain that is required too",
      { require: [STAFF, { email: { email: "Ann@EXAMPLE.com" } }] },
      [],
    ],
    ["an email that is not known yet", { require: [STAFF, { email: { email: DEFERRED } }] }, []],
    ["one country in two representations", { require: [geo("PT"), geo("pt")] }, []],
    ["two countries when one is not known yet", { require: [geo("PT"), geo(DEFERRED)] }, []],
    ["two groups at once", { require: [{ group: { id: "a" } }, { group: { id: "b" } }] }, []],
    [
      "what is excluded as well",
      { exclude: [{ email_domain: { domain: "EXAMPLE.com" } }] },
      ["include-excluded at include.0.email_domain"],
    ],
    ["everyone excluded", { exclude: [{ everyone: {} }] }, ["exclude-everyone at exclude.0.everyone"]],
    [
      "two unknowns that may differ",
      { include: [{ email: { email: DEFERRED } }], exclude: [{ email: { email: DEFERRED } }] },
      [],
    ],
  ])("%s", (_what, wire, expected) => {
    expect(lint(wire)).toEqual(expected);
  });
});

describe("a deliberately unknown selector", () => {
  test("that is nearly one we know is worth a question", () => {
    expect(lint({ include: [rawRule({ emial: { email: "a@x.org" } })] })).toEqual([
      "raw-near-known at include.0",
    ]);
  });

  test("that has hardly a letter is not", () => {
    const json = '{"__proto__": {"value": 1}}';
    expect(lint({ include: [rawRule(JSON.parse(json))] })).toEqual([]);
  });

  test("that is unlike all we know is not", () => {
    expect(lint({ include: [rawRule({ new_selector: {} })] })).toEqual([]);
  });
});

describe("approval and justification", () => {
  const group = { approvals_needed: 1, email_addresses: ["a@x.org"] };
  const justified = { purpose_justification_required: true };

  test.each<[string, object, string[]]>([
    [
      "approval by a group, with a justification",
      { ...justified, approval_required: true, approval_groups: [group] },
      [],
    ],
    [
      "approval by nobody",
      { ...justified, approval_required: true },
      ["approval-without-group at approval_required"],
    ],
    [
      "approval by a group that is not known yet",
      { ...justified, approval_required: true, approval_groups: DEFERRED },
      [],
    ],
    [
      "approval without a justification",
      { approval_required: true, approval_groups: [group] },
      ["approval-without-justification at approval_required"],
    ],
    ["a group without approval", { approval_groups: [group] }, ["group-without-approval at approval_groups"]],
    [
      "more approvals than approvers",
      {
        ...justified,
        approval_required: true,
        approval_groups: [{ approvals_needed: 2, email_addresses: ["a@x.org", "A@x.org"] }],
      },
      ["approval-unreachable at approval_groups.0.approvals_needed"],
    ],
    [
      "many approvals by a list",
      {
        ...justified,
        approval_required: true,
        approval_groups: [{ approvals_needed: 9, email_list_uuid: "f174e90a-fafe-4643-bbbc-4a0ed4fc8415" }],
      },
      [],
    ],
    [
      "a prompt nobody sees",
      { purpose_justification_prompt: "Why?" },
      ["prompt-without-justification at purpose_justification_prompt"],
    ],
    [
      "an approval that nobody has to give",
      {
        ...justified,
        approval_required: true,
        approval_groups: [{ approvals_needed: 0, email_addresses: ["a@x.org"] }],
      },
      ["approval-by-nobody at approval_groups.0.approvals_needed"],
    ],
    ["a prompt", { ...justified, purpose_justification_prompt: "Why?" }, []],
    [
      "a justification from those who are blocked",
      { decision: "deny", ...justified },
      ["needs-allow at purpose_justification_required"],
    ],
    [
      "MFA of those who are blocked",
      { decision: "deny", mfa_config: { mfa_disabled: true } },
      ["needs-allow at mfa_config"],
    ],
    ["an MFA configuration that says nothing", { decision: "deny", mfa_config: { mfa_disabled: false } }, []],
  ])("%s", (_what, wire, expected) => {
    expect(lint(wire)).toEqual(expected);
  });
});

describe("infrastructure applications", () => {
  const ssh = { connection_rules: { ssh: { usernames: ["root"] } } };

  test.each<[string, object, string[]]>([
    ["SSH for staff", ssh, []],
    [
      "SSH for everyone with a hardware key",
      { mfa_config: { allowed_authenticators: ["piv_key"] }, include: [{ everyone: {} }], require: [STAFF] },
      [],
    ],
    ["SSH blocked", { ...ssh, decision: "deny" }, ["infrastructure-decision at decision"]],
    [
      "SSH by address",
      { ...ssh, require: [{ ip: { ip: "1.2.3.4" } }] },
      ["infrastructure-selector at require.0.ip"],
    ],
    [
      "SSH and RDP in one",
      { connection_rules: { ssh: { usernames: ["root"] }, rdp: {} } },
      ["connection-rules-mixed at connection_rules"],
    ],
  ])("%s", (_what, wire, expected) => {
    expect(lint(wire)).toEqual(expected);
  });
});

describe("a warning", () => {
  const bypass = (...emails: string[]) => ({
    name: "p",
    decision: "bypass",
    include: emails.map((email) => ({ email: { email } })),
    exclude: emails.map((email) => ({ email: { email: `not-${email}` } })),
  });

  test("is given once for all rules of a selector in a list, at the first", () => {
    const found = POLICY_TYPES.reusable.lint(bypass("a@x.org", "b@x.org", "c@x.org"));
    expect(found.map(({ path }) => path.join("."))).toEqual(["include.0.email", "exclude.0.email"]);
  });

  test("names every rule that it is about", () => {
    const rules = ["a", "b"].map((id) => ({ group: { id } }));
    const [found] = POLICY_TYPES.reusable.lint({
      name: "p",
      decision: "allow",
      include: rules,
      exclude: rules,
    });
    expect(found!.got).toBe('{"group":{"id":"a"}}, {"group":{"id":"b"}}');
  });

  test("is given for each selector and each approval group", () => {
    const group = { approvals_needed: 2, email_addresses: ["a@x.org"] };
    const approval = { approval_required: true, purpose_justification_required: true };
    expect(lint({ ...approval, approval_groups: [group, group] })).toEqual([
      "approval-unreachable at approval_groups.0.approvals_needed",
      "approval-unreachable at approval_groups.1.approvals_needed",
    ]);
    const rules = [{ emial: { email: "a@x.org" } }, { goe: { country_code: "PT" } }].map(rawRule);
    expect(lint({ include: rules })).toEqual(["raw-near-known at include.0", "raw-near-known at include.1"]);
  });

  test.each(LINT_RULES)("$code has an explanation and a fix", (rule) => {
    for (const text of [rule.when, rule.why, documentedFix(rule)]) expect(text).toMatch(/^[A-Z`].*[.?]$/);
  });

  test("on a login method leaves open what it is", () => {
    const wire = { name: "p", decision: "allow", include: [{ login_method: { id: "1" } }] };
    expect(renderIssue(POLICY_TYPES.reusable.lint(wire)[0]!)).toContain("if it is the one-time PIN");
  });
});

describe("a policy that accepts warnings", () => {
  const wire = { name: "p", decision: "allow", include: [{ everyone: {} }, { login_method: { id: "1" } }] };
  const codes = (accepted: unknown) => POLICY_TYPES.reusable.lint(wire, accepted).map(({ code }) => code);

  test.each<[string, unknown, string[]]>([
    ["none", undefined, ["allow-everyone", "allow-any-login"]],
    ["none, spelled out", [], ["allow-everyone", "allow-any-login"]],
    ["one", ["allow-everyone"], ["allow-any-login"]],
    ["another", ["exclude-everyone"], ["allow-everyone", "allow-any-login"]],
    ["all of them", [...LINT_CODES], []],
    ["what is not known yet", DEFERRED, []],
    ["partly what is not known yet", ["allow-any-login", DEFERRED], []],
  ])("still gets the other warnings: %s", (_what, accepted, expected) => {
    expect(codes(accepted)).toEqual(expected);
  });

  test.each<[string, unknown, string]>([
    [
      "a misspelled code",
      ["allow-everyone", "alow-everyone"],
      "There is no warning alow-everyone: allowed is allow-everyone, ",
    ],
    ["nothing like a code", ["all"], "There is no warning all: allowed is allow-everyone, "],
    ["no list", "allow-everyone", "accepted_warnings has the wrong type: got"],
  ])("may not accept %s", (_what, accepted, message) => {
    const [issue, ...others] = validateAcceptedWarnings(accepted);
    expect(others).toEqual([]);
    expect(issue).toMatchObject({ severity: "error", path: ["accepted_warnings"] });
    expect(renderIssue(issue!)).toContain(message);
  });

  test("gets the closest code for a misspelled one", () => {
    expect(validateAcceptedWarnings(["alow_everyone"])[0]!.fix).toBe("Did you mean allow-everyone?");
    expect(validateAcceptedWarnings(["all"])[0]!.fix).toBe("Leave it out.");
  });

  test.each([[undefined], [null], [DEFERRED], [[]], [[DEFERRED]], [[...LINT_CODES]]])(
    "may accept %p",
    (accepted) => {
      expect(validateAcceptedWarnings(accepted)).toEqual([]);
    },
  );
});
