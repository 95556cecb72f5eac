import { decisionTable } from "./support/decision-table";
import { allow, ann, block, bypass, nobody, policy, program, rule, wiki } from "./support/worlds";

const staff = rule.domain("example.com");
const inGroup = (name: string, identity_provider_id = "okta") => ({
  groups: [{ identity_provider_id, name }],
});

describe("a login", () => {
  decisionTable([
    ["is asked for by Allow everyone", wiki([allow(rule.everyone)]), nobody(), "deny", null],
    ["is asked for by Block, too", wiki([block(rule.everyone)]), nobody(), "deny", null],
    ["is enough for Allow everyone", wiki([allow(rule.everyone)]), ann(), "allow"],
    ["is not replaced by a service token", wiki([allow(rule.everyone)]), program("t"), "deny", null],
    [
      "is not replaced by a certificate",
      wiki([allow(rule.certificate)]),
      nobody({ certificate: { common_name: "a" } }),
      "deny",
      null,
    ],
    [
      "through a provider that is not allowed does not count",
      wiki([allow(staff)], { allowed_idps: ["google"] }),
      ann(),
      "deny",
      null,
    ],
    [
      "through an allowed provider counts",
      wiki([allow(staff)], { allowed_idps: ["google", "okta"] }),
      ann(),
      "allow",
    ],
    [
      "counts through every provider where none is named",
      wiki([allow(staff)], { allowed_idps: [] }),
      ann(),
      "allow",
    ],
    [
      "is not changed by auto_redirect_to_identity",
      wiki([allow(staff)], { auto_redirect_to_identity: true, skip_interstitial: true }),
      ann(),
      "allow",
    ],
    [
      "through another provider leaves Bypass alone",
      wiki([bypass(rule.country("PT"))], { allowed_idps: ["google"] }),
      ann(),
      "bypass",
    ],
    [
      "by the device's session does not count by default",
      wiki([allow(staff)]),
      ann({ device_identity: true }),
      "deny",
    ],
    [
      "by the device's session counts where the application accepts it",
      wiki([allow(staff)], { allow_authenticate_via_warp: true }),
      ann({ device_identity: true }),
      "allow",
    ],
    [
      "by the device's session counts where the organization accepts it",
      wiki(
        [allow(staff)],
        {},
        { organization: { created_at: "2024-01-01T00:00:00Z", allow_authenticate_via_warp: true } },
      ),
      ann({ device_identity: true }),
      "allow",
    ],
    [
      "by the device's session follows the application before the organization",
      wiki(
        [allow(staff)],
        { allow_authenticate_via_warp: false },
        { organization: { allow_authenticate_via_warp: true } },
      ),
      ann({ device_identity: true }),
      "deny",
    ],
  ]);
});

describe("facts of an identity provider", () => {
  const github = (team?: string) => ({
    identity_provider_id: "github",
    groups: [{ identity_provider_id: "github", name: "acme", ...(team ? { team } : {}) }],
  });
  decisionTable([
    ["count after a login through it", wiki([allow(rule.okta("eng"))]), ann(inGroup("eng")), "allow"],
    ["do not count where the login did not report them", wiki([allow(rule.okta("eng"))]), ann(), "deny"],
    ["do not count for another group", wiki([allow(rule.okta("eng"))]), ann(inGroup("ops")), "deny"],
    [
      "do not count for another provider",
      wiki([allow(rule.okta("eng", "okta-2"))]),
      ann(inGroup("eng")),
      "deny",
    ],
    [
      "do not count after a login through another provider",
      wiki([allow(rule.okta("eng"))]),
      ann({ ...inGroup("eng"), identity_provider_id: "pin" }),
      "deny",
    ],
    [
      "do not count where another provider reported them",
      wiki([allow(rule.okta("eng"))]),
      ann(inGroup("eng", "entra")),
      "deny",
    ],
    [
      "hold for Entra ID by the object's id",
      wiki([allow(rule.entra("1-2-3"))]),
      ann({ ...inGroup("1-2-3", "entra"), identity_provider_id: "entra" }),
      "allow",
    ],
    [
      "hold for Google by the address",
      wiki([allow(rule.google("Devs@example.com"))]),
      ann({ ...inGroup("devs@example.com", "google"), identity_provider_id: "google" }),
      "allow",
    ],
    [
      "hold for every member of a GitHub organization",
      wiki([allow(rule.github("acme"))]),
      ann(github("web")),
      "allow",
    ],
    [
      "hold for the named GitHub team",
      wiki([allow(rule.github("acme", "web"))]),
      ann(github("web")),
      "allow",
    ],
    [
      "do not hold for another GitHub team",
      wiki([allow(rule.github("acme", "web"))]),
      ann(github("ops")),
      "deny",
    ],
    [
      "do not hold for a member without the team",
      wiki([allow(rule.github("acme", "web"))]),
      ann(github()),
      "deny",
    ],
    [
      "hold for a SAML attribute",
      wiki([allow(rule.saml("dept", "eng"))]),
      ann({ identity_provider_id: "saml", saml: [{ name: "dept", value: "eng" }] }),
      "allow",
    ],
    [
      "do not hold for another value",
      wiki([allow(rule.saml("dept", "eng"))]),
      ann({ identity_provider_id: "saml", saml: [{ name: "dept", value: "ops" }] }),
      "deny",
    ],
    [
      "do not hold for a SAML attribute of another provider",
      wiki([allow(rule.saml("dept", "eng"))]),
      ann({ saml: [{ name: "dept", value: "eng" }] }),
      "deny",
    ],
    [
      "hold for an OIDC claim",
      wiki([allow(rule.oidc("dept", "eng"))]),
      ann({ identity_provider_id: "oidc", oidc: [{ name: "dept", value: "eng" }] }),
      "allow",
    ],
    [
      "do not mix OIDC claims and SAML attributes",
      wiki([allow(rule.oidc("dept", "eng"))]),
      ann({ identity_provider_id: "oidc", saml: [{ name: "dept", value: "eng" }] }),
      "deny",
    ],
    [
      "hold for an authentication method",
      wiki([allow(rule.method("mfa"))]),
      ann({ auth_methods: ["pwd", "mfa"] }),
      "allow",
    ],
    [
      "do not hold for another authentication method",
      wiki([allow(rule.method("mfa"))]),
      ann({ auth_methods: ["pwd"] }),
      "deny",
    ],
    [
      "are none after a one-time PIN",
      wiki([allow(rule.method("mfa"))]),
      ann({ identity_provider_id: "pin", auth_methods: ["mfa"] }),
      "deny",
    ],
    [
      "are none for a rule that names the one-time PIN",
      wiki([allow(rule.okta("eng", "pin"))]),
      ann({ ...inGroup("eng", "pin"), identity_provider_id: "pin" }),
      "deny",
    ],
    ["hold for the login method", wiki([allow(rule.login("okta"))]), ann(), "allow"],
    ["do not hold for another login method", wiki([allow(rule.login("pin"))]), ann(), "deny"],
    [
      "that no field has are undecided: authentication context",
      wiki([allow(rule.context("c"))]),
      ann({ identity_provider_id: "entra" }),
      "undecided",
    ],
    ["that no field has are undecided: account member", wiki([allow(rule.member())]), ann(), "undecided"],
    [
      "are unknown in a running session, which keeps what it has",
      wiki([allow(rule.okta("eng"))]),
      ann({}, { in_session: true }),
      "allow",
      "allow",
    ],
    [
      "that only one of two policies asked for are undecided in a session",
      wiki([
        policy("allow", [rule.okta("eng")], { name: "a" }),
        policy("deny", [rule.okta("ops")], { name: "b" }),
      ]),
      ann({}, { in_session: true }),
      "undecided",
    ],
    [
      "do not outlive what is judged at each request",
      wiki([policy("allow", [rule.okta("eng")], { require: [rule.country("ES")] })]),
      ann({}, { in_session: true }),
      "deny",
    ],
    [
      "are not certain in a session that an address may have let in",
      wiki([allow(rule.okta("eng"), rule.ip("192.0.2.1"))]),
      ann({}, { in_session: true }),
      "undecided",
    ],
  ]);
});
