import { decisionTable } from "./support/decision-table";
import { allow, ann, bypass, nobody, policy, program, rule, serviceAuth, wiki } from "./support/worlds";

const staff = rule.domain("example.com");

describe("a service token", () => {
  const named = wiki([serviceAuth(rule.token("t"))]);
  const anyOf = (tokens: object[]) => wiki([serviceAuth(rule.anyToken)], {}, { service_tokens: tokens });
  const strict = { organization: { strict_service_token_auth: true } };
  const both = ann({}, { service_token: { id: "t" } });
  decisionTable([
    ["matches the rule that names it", named, program("t"), "service_auth"],
    ["does not match a rule that names another", named, program("u"), "deny"],
    [
      "that is disabled does not match",
      named,
      program("t", { service_token: { id: "t", status: "disabled" } }),
      "deny",
    ],
    [
      "that has expired does not match",
      named,
      program("t", { service_token: { id: "t", status: "expired" } }),
      "deny",
    ],
    [
      "that the account disabled does not match",
      wiki([serviceAuth(rule.token("t"))], {}, { service_tokens: [{ id: "t", enabled: false }] }),
      program("t"),
      "deny",
    ],
    [
      "that has expired in the account does not match",
      wiki(
        [serviceAuth(rule.token("t"))],
        {},
        { service_tokens: [{ id: "t", expires_at: "2026-10-31T00:00:00Z" }] },
      ),
      program("t"),
      "deny",
    ],
    [
      "that expires later matches",
      wiki(
        [serviceAuth(rule.token("t"))],
        {},
        { service_tokens: [{ id: "t", expires_at: "2026-11-02T00:00:00Z" }] },
      ),
      program("t"),
      "service_auth",
    ],
    ["matches as any valid one", anyOf([]), program("t"), "service_auth"],
    [
      "that is disabled does not match as any valid one",
      anyOf([{ id: "t", enabled: false }]),
      program("t"),
      "deny",
    ],
    [
      "matches as any valid one beside a disabled one",
      anyOf([{ id: "u", enabled: false }]),
      program("t"),
      "service_auth",
    ],
    [
      "has to meet what Service Auth requires",
      wiki([policy("non_identity", [rule.token("t")], { require: [rule.ip("192.0.2.0/24")] })]),
      program("t"),
      "deny",
    ],
    ["counts beside the user's login", wiki([serviceAuth(rule.token("t"))]), both, "service_auth"],
    ["leaves the user's login to Allow without strict mode", wiki([allow(staff)]), both, "allow"],
    ["replaces the login in strict mode", wiki([allow(staff)], {}, strict), both, "deny", null],
    ["is judged by Bypass in strict mode", wiki([bypass(rule.country("PT"))], {}, strict), both, "bypass"],
    [
      "is judged by Service Auth in strict mode",
      wiki([serviceAuth(rule.token("t"))], {}, strict),
      both,
      "service_auth",
    ],
    [
      "that is disabled is a header in strict mode still",
      wiki([allow(staff)], {}, strict),
      ann({}, { service_token: { id: "t", status: "disabled" } }),
      "deny",
    ],
    [
      "meets strict mode by default in a new organization",
      wiki([allow(staff)], {}, { organization: { created_at: "2026-10-05T00:00:00Z" } }),
      both,
      "deny",
    ],
    [
      "does not meet it in an organization from the day before",
      wiki([allow(staff)], {}, { organization: { created_at: "2026-10-04T23:59:59Z" } }),
      both,
      "allow",
    ],
    [
      "meets no strict mode that is switched off",
      wiki(
        [allow(staff)],
        {},
        { organization: { created_at: "2026-12-01T00:00:00Z", strict_service_token_auth: false } },
      ),
      both,
      "allow",
    ],
    [
      "is undecided where the organization was not read",
      wiki([allow(staff)], {}, { organization: undefined }),
      both,
      "undecided",
    ],
    ["is open in Allow", wiki([policy("allow", [staff], { require: [rule.token("t")] })]), both, "undecided"],
    ["is open in Bypass", wiki([bypass(rule.anyToken)]), program("t"), "undecided"],
    [
      "that is absent does not match in Allow",
      wiki([policy("allow", [staff], { require: [rule.token("t")] })]),
      ann(),
      "deny",
    ],
  ]);
});

describe("Bypass", () => {
  const intercepted = (more: Record<string, unknown>) => wiki([bypass(rule.posture("p"))], more);
  const healthy = nobody({ device_posture: ["p"] });
  decisionTable([
    ["of everyone is the public internet", wiki([bypass(rule.everyone)]), nobody(), "bypass"],
    ["with an email is open", wiki([bypass(rule.email("ann@example.com"))]), ann(), "undecided"],
    [
      "with an email is open without a login, too",
      wiki([bypass(rule.email("ann@example.com"))]),
      nobody(),
      "undecided",
    ],
    [
      "with an email in require is open",
      wiki([policy("bypass", [rule.everyone], { require: [staff] })]),
      ann(),
      "undecided",
    ],
    [
      "with an email in a group is open",
      wiki([bypass(rule.group("g"))], {}, { groups: [{ id: "g", include: [staff] }] }),
      ann(),
      "undecided",
    ],
    [
      "with an email and an address matches the address",
      wiki([bypass(staff, rule.country("PT"))]),
      nobody(),
      "bypass",
    ],
    ["with a risk level is open", wiki([bypass(rule.risk("low"))]), ann(), "undecided"],
    [
      "with a linked token is open",
      wiki([bypass(rule.linked("a"))]),
      nobody({ linked_app_token: { app_uid: "a" } }),
      "undecided",
    ],
    ["with a linked token does not match without one", wiki([bypass(rule.linked("a"))]), nobody(), "deny"],
    ["with a posture check matches", intercepted({}), healthy, "bypass"],
    [
      "with a posture check is open behind a Worker",
      intercepted({ worker_on_route: true }),
      healthy,
      "undecided",
    ],
    [
      "with a posture check is open at the destination of a Worker",
      intercepted({ destinations: [{ type: "worker", worker_id: "w" }] }),
      healthy,
      "undecided",
    ],
    [
      "without a posture check works behind a Worker",
      wiki([bypass(rule.everyone)], { worker_on_route: true }),
      nobody(),
      "bypass",
    ],
    [
      "with a posture check in a group is open behind a Worker",
      wiki(
        [bypass(rule.group("g"))],
        { worker_on_route: true },
        { groups: [{ id: "g", include: [rule.posture("p")] }] },
      ),
      healthy,
      "undecided",
    ],
    [
      "elsewhere leaves Allow with a posture check alone behind a Worker",
      wiki([policy("allow", [staff], { require: [rule.posture("p")] })], { worker_on_route: true }),
      ann({}, { device_posture: ["p"] }),
      "allow",
    ],
  ]);
});
