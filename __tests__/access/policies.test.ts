import { decisionTable } from "./support/decision-table";
import { allow, ann, block, bypass, policy, program, rule, serviceAuth, wiki } from "./support/worlds";

const staff = rule.domain("example.com");

describe("a policy", () => {
  decisionTable([
    [
      "matches by one of several includes",
      wiki([allow(rule.email("bob@x.org"), staff)]),
      ann(),
      "allow",
      "allow",
    ],
    [
      "does not match without an include",
      wiki([policy("allow", [], { require: [staff] })]),
      ann(),
      "deny",
      null,
    ],
    [
      "asks for every require",
      wiki([policy("allow", [staff], { require: [rule.country("PT"), rule.ip("192.0.2.0/24")] })]),
      ann(),
      "deny",
    ],
    [
      "matches with every require met",
      wiki([policy("allow", [staff], { require: [rule.country("PT"), rule.ip("198.51.100.0/24")] })]),
      ann(),
      "allow",
    ],
    [
      "asks for several ranges at once",
      wiki([policy("allow", [staff], { require: [rule.ip("198.51.100.0/24"), rule.ip("198.51.100.10")] })]),
      ann(),
      "allow",
    ],
    [
      "matches nobody with two countries required",
      wiki([policy("allow", [staff], { require: [rule.country("PT"), rule.country("ES")] })]),
      ann(),
      "deny",
    ],
    [
      "does not match by one exclude",
      wiki([policy("allow", [staff], { exclude: [rule.country("ES"), rule.email("ann@example.com")] })]),
      ann(),
      "deny",
      null,
    ],
    [
      "leaves an excluded user to the next policy",
      wiki([
        policy("allow", [staff], { exclude: [rule.email("ann@example.com")], name: "a" }),
        policy("allow", [rule.everyone], { name: "b" }),
      ]),
      ann(),
      "allow",
      "b",
    ],
    ["compares emails without regard to case", wiki([allow(rule.email("Ann@Example.COM"))]), ann(), "allow"],
    [
      "takes a domain for itself, not for its subdomains",
      wiki([allow(staff)]),
      ann({ email: "ann@eu.example.com" }),
      "deny",
    ],
    [
      "takes a domain for itself, not for its ending",
      wiki([allow(staff)]),
      ann({ email: "ann@notexample.com" }),
      "deny",
    ],
  ]);
});

describe("a group", () => {
  const groups = (lists: object) => ({ groups: [{ id: "g", name: "G", include: [], ...lists }] });
  const nested = {
    groups: [
      { id: "g", include: [rule.group("h")], require: [rule.country("PT")] },
      { id: "h", include: [staff], exclude: [rule.email("bob@example.com")] },
    ],
  };
  decisionTable([
    [
      "includes by one rule",
      wiki([allow(rule.group("g"))], {}, groups({ include: [rule.country("ES"), staff] })),
      ann(),
      "allow",
    ],
    [
      "requires every rule",
      wiki([allow(rule.group("g"))], {}, groups({ include: [staff], require: [rule.country("ES")] })),
      ann(),
      "deny",
    ],
    [
      "excludes by one rule",
      wiki([allow(rule.group("g"))], {}, groups({ include: [staff], exclude: [rule.country("PT")] })),
      ann(),
      "deny",
    ],
    [
      "without an include has no member",
      wiki([allow(rule.group("g"))], {}, groups({ require: [staff] })),
      ann(),
      "deny",
    ],
    [
      "in require asks for one of its includes",
      wiki(
        [policy("allow", [rule.everyone], { require: [rule.group("g")] })],
        {},
        groups({ include: [rule.country("US"), rule.country("PT")] }),
      ),
      ann(),
      "allow",
    ],
    [
      "in exclude takes out its members alone",
      wiki(
        [policy("allow", [staff], { exclude: [rule.group("g")] })],
        {},
        groups({ include: [staff], exclude: [rule.email("ann@example.com")] }),
      ),
      ann(),
      "allow",
    ],
    ["may hold another group", wiki([allow(rule.group("g"))], {}, nested), ann(), "allow"],
    [
      "does not hold who is excluded from the inner group",
      wiki([allow(rule.group("g"))], {}, nested),
      ann({ email: "bob@example.com" }),
      "deny",
    ],
    ["that was not read is undecided", wiki([allow(rule.group("other"))]), ann(), "undecided"],
    [
      "that contains itself is undecided",
      wiki([allow(rule.group("g"))], {}, groups({ include: [rule.group("g")] })),
      ann(),
      "undecided",
    ],
    [
      "in a circle of two is undecided",
      wiki(
        [allow(rule.group("g"))],
        {},
        {
          groups: [
            { id: "g", include: [rule.group("h")] },
            { id: "h", include: [rule.group("g")] },
          ],
        },
      ),
      ann(),
      "undecided",
    ],
    [
      "that refers to a circle is judged by its other rules",
      wiki(
        [allow(rule.group("g"))],
        {},
        {
          groups: [
            { id: "g", include: [staff, rule.group("h")] },
            { id: "h", include: [rule.group("h")] },
          ],
        },
      ),
      ann(),
      "allow",
    ],
  ]);
});

describe("the order", () => {
  const office = rule.ip("198.51.100.0/24");
  decisionTable([
    ["puts Bypass before an earlier Allow", wiki([allow(staff), bypass(office)]), ann(), "bypass", "bypass"],
    ["puts Bypass before an earlier Block", wiki([block(rule.everyone), bypass(office)]), ann(), "bypass"],
    [
      "puts Service Auth before an earlier Block",
      wiki([block(rule.everyone), serviceAuth(rule.token("t"))]),
      program("t"),
      "service_auth",
    ],
    [
      "follows precedence between Bypass and Service Auth",
      wiki([serviceAuth(rule.token("t")), bypass(office)]),
      program("t"),
      "service_auth",
    ],
    [
      "follows precedence between Service Auth and Bypass",
      wiki([bypass(office), serviceAuth(rule.token("t"))]),
      program("t"),
      "bypass",
    ],
    [
      "lets the first Block win over a later Allow",
      wiki([block(rule.country("PT")), allow(staff)]),
      ann(),
      "deny",
      "deny",
    ],
    [
      "lets the first Allow win over a later Block",
      wiki([allow(staff), block(rule.country("PT"))]),
      ann(),
      "allow",
      "allow",
    ],
    [
      "lets the first of two Allows decide",
      wiki([policy("allow", [staff], { name: "a" }), policy("allow", [staff], { name: "b" })]),
      ann(),
      "allow",
      "a",
    ],
    ["denies where nothing matches", wiki([allow(rule.email("bob@x.org"))]), ann(), "deny", null],
    ["denies where there is no policy", wiki([]), ann(), "deny", null],
    [
      "follows precedence, not the order of the JSON",
      wiki([
        { ...allow(staff), precedence: 2 },
        { ...block(rule.everyone), precedence: 1 },
      ]),
      ann(),
      "deny",
      "deny",
    ],
  ]);
});
