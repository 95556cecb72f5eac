import { decisionTable } from "./support/decision-table";
import { allow, ann, nobody, policy, rule, serviceAuth, wiki } from "./support/worlds";

const staff = rule.domain("example.com");

describe("what belongs to the request", () => {
  const required = (one: unknown) => wiki([policy("allow", [staff], { require: [one] })]);
  decisionTable([
    ["is the address: in the range", required(rule.ip("198.51.100.0/24")), ann(), "allow"],
    ["is the address: outside the range", required(rule.ip("198.51.101.0/24")), ann(), "deny"],
    [
      "is the address: the same in IPv6",
      required(rule.ip("2001:db8::/32")),
      ann({}, { ip: "2001:DB8:0::1" }),
      "allow",
    ],
    ["is the address: an IPv6 range holds no IPv4 address", required(rule.ip("::/0")), ann(), "deny"],
    [
      "is the address: an IPv4 address in its IPv6 form",
      required(rule.ip("198.51.100.0/24")),
      ann({}, { ip: "::ffff:198.51.100.10" }),
      "allow",
    ],
    ["is the country", required(rule.country("pt")), ann(), "allow"],
    ["is the country: another one", required(rule.country("ES")), ann(), "deny"],
    [
      "is the certificate",
      required(rule.certificate),
      ann({}, { certificate: { common_name: null } }),
      "allow",
    ],
    ["is the certificate: none", required(rule.certificate), ann(), "deny"],
    [
      "is the certificate's name",
      required(rule.name("ci")),
      ann({}, { certificate: { common_name: "ci" } }),
      "allow",
    ],
    [
      "is the certificate's name: another",
      required(rule.name("ci")),
      ann({}, { certificate: { common_name: "dev" } }),
      "deny",
    ],
    ["is the posture", required(rule.posture("p")), ann({}, { device_posture: ["p"] }), "allow"],
    ["is the posture: lost", required(rule.posture("p")), ann({}, { device_posture: [] }), "deny"],
    [
      "is the posture: of another account",
      required(rule.posture("p", "b")),
      ann({}, { device_posture: ["p/b"] }),
      "allow",
    ],
    [
      "is the posture: the check of the own account is another one",
      wiki([policy("allow", [staff], { require: [rule.posture("p", "b")], account_id: "a" })]),
      ann({}, { device_posture: ["p"] }),
      "deny",
    ],
    [
      "is the posture: the own account named",
      wiki([policy("allow", [staff], { require: [rule.posture("p", "a")], account_id: "a" })]),
      ann({}, { device_posture: ["p"] }),
      "allow",
    ],
    [
      "is the posture: an account that may be the own",
      required(rule.posture("p", "b")),
      ann({}, { device_posture: ["p"] }),
      "undecided",
    ],
    ["is the risk: a listed level", required(rule.risk("low", "medium")), ann(), "allow"],
    ["is the risk: above every listed level", required(rule.risk("low")), ann({ risk: "high" }), "deny"],
    ["is the risk: below a listed level", required(rule.risk("medium")), ann(), "undecided"],
    [
      "is the risk: unscored where only unscored is listed",
      required(rule.risk("unscored")),
      ann({ risk: null }),
      "allow",
    ],
  ]);
});

describe("a list", () => {
  const lists = (items: unknown) => ({ lists: [{ id: "l", name: "L", items }] });
  decisionTable([
    [
      "of addresses holds a listed range",
      wiki(
        [policy("allow", [staff], { require: [rule.ipList("l")] })],
        {},
        lists([{ value: "198.51.100.0/24" }]),
      ),
      ann(),
      "allow",
    ],
    [
      "of addresses does not hold another",
      wiki([policy("allow", [staff], { require: [rule.ipList("l")] })], {}, lists(["192.0.2.1"])),
      ann(),
      "deny",
    ],
    [
      "of emails holds a listed one",
      wiki([allow(rule.emailList("l"))], {}, lists([{ value: "ANN@example.com" }])),
      ann(),
      "allow",
    ],
    [
      "of emails does not hold another",
      wiki([allow(rule.emailList("l"))], {}, lists([{ value: "bob@example.com" }])),
      ann(),
      "deny",
    ],
    [
      "of addresses that was not read is asked of the identity",
      wiki([policy("allow", [staff], { require: [rule.ipList("x")] })]),
      ann({}, { ip_lists: ["x"] }),
      "allow",
    ],
    ["of emails that was not read is undecided", wiki([allow(rule.emailList("x"))]), ann(), "undecided"],
    [
      "of emails that was not read has no member without a login",
      wiki([policy("deny", [rule.everyone], { exclude: [rule.emailList("x")] })]),
      nobody(),
      "deny",
    ],
  ]);
});

describe("what is decided elsewhere", () => {
  decisionTable([
    ["is an external evaluation", wiki([allow(rule.evaluation("eval.example.com"))]), ann(), "undecided"],
    ["is a selector of a later API", wiki([allow({ sky: { color: "blue" } })]), ann(), "undecided"],
    [
      "does not matter where another rule decides",
      wiki([allow(rule.evaluation("eval.example.com"), staff)]),
      ann(),
      "allow",
    ],
    [
      "does not matter where a require is missed",
      wiki([policy("allow", [rule.evaluation("eval.example.com")], { require: [rule.country("ES")] })]),
      ann(),
      "deny",
    ],
    [
      "is what the identity assumes",
      wiki([allow(rule.evaluation("e.org"))]),
      ann({}, { assume: { "external evaluation https://e.org/check https://e.org/keys": true } }),
      "allow",
    ],
  ]);
});
describe("Service Auth without a token", () => {
  const certificate = { certificate: { common_name: "ci" } };
  decisionTable([
    ["matches a certificate", wiki([serviceAuth(rule.certificate)]), nobody(certificate), "service_auth"],
    ["does not match without a certificate", wiki([serviceAuth(rule.certificate)]), nobody(), "deny"],
    [
      "matches a linked token",
      wiki([serviceAuth(rule.linked("a"))]),
      nobody({ linked_app_token: { app_uid: "a" } }),
      "service_auth",
    ],
    [
      "does not match a token of another application",
      wiki([serviceAuth(rule.linked("a"))]),
      nobody({ linked_app_token: { app_uid: "b" } }),
      "deny",
    ],
    ["is open for everyone", wiki([serviceAuth(rule.everyone)]), nobody(), "undecided"],
    ["is open for an address", wiki([serviceAuth(rule.ip("198.51.100.0/24"))]), nobody(), "undecided"],
    ["does not match another address", wiki([serviceAuth(rule.ip("192.0.2.0/24"))]), nobody(), "deny"],
    [
      "matches an address with a certificate",
      wiki([serviceAuth(rule.ip("198.51.100.0/24"))]),
      nobody(certificate),
      "service_auth",
    ],
    [
      "does not match an address where a token is required",
      wiki([policy("non_identity", [rule.ip("198.51.100.0/24")], { require: [rule.anyToken] })]),
      nobody(),
      "deny",
    ],
  ]);
});
