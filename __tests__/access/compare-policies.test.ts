import { compareAccess } from "../../src/access";
import { DEFERRED } from "../../src/model";
import { comparisonTable, NOTHING_ASKED } from "./support/comparison-table";
import { AT } from "./support/decision-table";
import { allow, block, bypass, policy, rule, serviceAuth, wiki } from "./support/worlds";

const staff = rule.domain("example.com");

describe("a change of policies", () => {
  comparisonTable([
    ["of nothing is none", wiki([allow(staff)]), wiki([allow(staff)]), []],
    [
      "that is another way to write the same is none",
      wiki([allow(staff, rule.email("ann@example.com"))]),
      wiki([allow(staff)]),
      [],
    ],
    [
      "of the name alone is none",
      wiki([allow(staff)]),
      wiki([policy("allow", [staff], { name: "other" })]),
      [],
    ],
    [
      "of policies that can not both match is none",
      wiki([
        policy("allow", [rule.email("a@x.org")], { name: "a" }),
        policy("allow", [rule.email("b@x.org")], { name: "b" }),
      ]),
      wiki([
        policy("allow", [rule.email("b@x.org")], { name: "b" }),
        policy("allow", [rule.email("a@x.org")], { name: "a" }),
      ]),
      [],
    ],
    [
      "names the domain without who was let in before",
      wiki([allow(rule.email("ann@example.com"))]),
      wiki([allow(staff)]),
      ["gain: anyone at example.com except ann@example.com"],
    ],
    [
      "names who is excluded no longer",
      wiki([policy("allow", [staff], { exclude: [rule.country("PT"), rule.email("bob@example.com")] })]),
      wiki([allow(staff)]),
      ["gain: anyone at example.com from PT; bob@example.com"],
    ],
    [
      "names the country that is not meant",
      wiki([]),
      wiki([policy("allow", [staff], { exclude: [rule.country("PT")] })]),
      ["gain: anyone at example.com from outside PT"],
    ],
    [
      "names both sides of an exchange",
      wiki([allow(rule.email("a@x.org"))]),
      wiki([allow(rule.email("b@x.org"))]),
      ["gain: b@x.org", "loss: a@x.org"],
    ],
    [
      "of the order names who is let in before the block",
      wiki([block(rule.country("RU")), allow(staff)]),
      wiki([allow(staff), block(rule.country("RU"))]),
      ["gain: anyone at example.com from RU"],
    ],
    [
      "from Allow to Bypass is a gain and weaker",
      wiki([allow(rule.everyone)]),
      wiki([bypass(rule.everyone)]),
      ["gain: the public internet", `weaker: any user (${NOTHING_ASKED})`],
    ],
    [
      "of an address range names the difference",
      wiki([bypass(rule.ip("198.51.100.0/24"))]),
      wiki([bypass(rule.ip("198.51.100.0/23"))]),
      ["gain: the public internet from 198.51.101.0/24"],
    ],
    [
      "names the groups of the login",
      wiki([allow(rule.okta("eng"))]),
      wiki([allow(rule.okta("eng"), rule.okta("ops"))]),
      ['gain: any user in group ops ("Okta") not in group eng ("Okta")'],
    ],
    [
      "names the token and its range",
      wiki([]),
      wiki(
        [policy("non_identity", [rule.token("t")], { require: [rule.ip("198.51.100.0/24")] })],
        {},
        { service_tokens: [{ id: "t", name: "ci" }] },
      ),
      ['gain: service token "ci" from 198.51.100.0/24'],
    ],
    [
      "to any token names the others",
      wiki([serviceAuth(rule.token("t"))]),
      wiki([serviceAuth(rule.anyToken)]),
      ["gain: any valid service token but service token t"],
    ],
    [
      "names a user who needs a certificate",
      wiki([policy("allow", [staff], { require: [rule.certificate] })]),
      wiki([allow(staff)]),
      ["gain: anyone at example.com"],
    ],
    [
      "of a GitHub team to its organization",
      wiki([allow(rule.github("acme", "web"))]),
      wiki([allow(rule.github("acme"))]),
      ["gain: any user in group acme (github) not in group acme/web (github)"],
    ],
  ]);
});

describe("a change of conditions", () => {
  const mfa = { mfa_config: { allowed_authenticators: ["totp"] } };
  const change = (before: object, after: object) =>
    [
      wiki([policy("allow", [staff], { ...before })]),
      wiki([policy("allow", [staff], { ...after })]),
    ] as const;
  comparisonTable([
    ["is weaker without MFA", ...change(mfa, {}), ["weaker: anyone at example.com (MFA is no longer asked)"]],
    ["is stricter with MFA", ...change({}, mfa), ["stricter: anyone at example.com (MFA is asked)"]],
    [
      "is weaker without approval",
      ...change({ approval_required: true }, {}),
      ["weaker: anyone at example.com (approval is no longer asked)"],
    ],
    [
      "is weaker with fewer approvals",
      ...change(
        { approval_required: true, approval_groups: [{ approvals_needed: 2 }] },
        { approval_required: true, approval_groups: [{ approvals_needed: 1 }] },
      ),
      ["weaker: anyone at example.com (approvals: 2 → 1)"],
    ],
    [
      "is weaker without isolation",
      ...change({ isolation_required: true }, {}),
      ["weaker: anyone at example.com (isolation is no longer asked)"],
    ],
    [
      "is weaker without justification",
      ...change({ purpose_justification_required: true }, {}),
      ["weaker: anyone at example.com (justification is no longer asked)"],
    ],
    [
      "is weaker with a longer session",
      ...change({ session_duration: "1h" }, { session_duration: "120m" }),
      ["weaker: anyone at example.com (session: 1h → 120m)"],
    ],
    [
      "is stricter with a shorter session",
      ...change({}, { session_duration: "1h" }),
      ["stricter: anyone at example.com (session: 24h → 1h)"],
    ],
    [
      "is none with a session of the same length",
      ...change({ session_duration: "1h" }, { session_duration: "60m" }),
      [],
    ],
    [
      "may be both",
      ...change({ ...mfa, session_duration: "2h" }, { session_duration: "1h" }),
      [
        "weaker: anyone at example.com (MFA is no longer asked)",
        "stricter: anyone at example.com (session: 2h → 1h)",
      ],
    ],
    [
      "is undecided while it is not known",
      ...change({}, { isolation_required: DEFERRED }),
      expect.arrayContaining(["undecided: anyone at example.com (isolation is not known)"]) as never,
    ],
  ]);
});

describe("every witness", () => {
  test("is a request that the words describe, with the policies of both sides", () => {
    const before = wiki([policy("allow", [rule.email("ann@example.com")], { name: "Ann" })]);
    const after = wiki([policy("allow", [staff], { name: "Staff", require: [rule.country("PT")] })]);
    const [{ gains, losses } = { gains: [], losses: [] }] = compareAccess(before, after, {
      at: AT,
    }).applications;
    expect(gains).toMatchObject([
      {
        who: "anyone at example.com except ann@example.com from PT",
        witness: { user: { email: "someone@example.com" }, country: "PT", service_token: null },
        before: { decision: "deny", policy: null },
        after: { decision: "allow", policy: { name: "Staff" } },
      },
    ]);
    expect(losses).toMatchObject([
      { who: "ann@example.com from outside PT", before: { policy: { name: "Ann" } } },
    ]);
  });
});
