import { admitsBeyondBoth, partitionOf } from "../../src/access";
import { DEFERRED } from "../../src/model";
import { AT } from "./support/decision-table";
import { allow, block, bypass, policy, rule, serviceAuth, wiki } from "./support/worlds";

const staff = rule.domain("example.com");

describe("the partition of an application", () => {
  const lines = (policies: unknown[], more: Record<string, unknown> = {}) => {
    const account = wiki(policies, more);
    return partitionOf(account, account.applications[0]!, { at: AT }).parts.map(
      ({ decision, policy, who, certain }) => `${decision} ${policy?.name}${certain ? "" : "?"}: ${who}`,
    );
  };

  test("names who each policy decides, in the order of judgment", () => {
    const policies = [
      policy("deny", [rule.country("RU")], { name: "Sanctions" }),
      policy("allow", [staff], { name: "Staff" }),
      policy("non_identity", [rule.token("ci")], { name: "CI" }),
    ];
    expect(lines(policies)).toEqual([
      "service_auth CI: service token ci",
      "deny Sanctions: any user from RU",
      "allow Staff: anyone at example.com from outside RU",
    ]);
  });

  test("leaves out a policy that never decides", () => {
    expect(
      lines([policy("allow", [rule.everyone], { name: "All" }), policy("allow", [staff], { name: "Staff" })]),
    ).toEqual(["allow All: any user"]);
  });

  test("is empty for an application that nobody can enter", () => {
    expect(lines([])).toEqual([]);
  });

  test("says what is not certain", () => {
    expect(lines([allow(rule.group("x"))])).toEqual(["allow allow?: any user in Access group x"]);
  });

  test("is not complete past the budget", () => {
    const account = wiki([allow(staff)]);
    expect(partitionOf(account, account.applications[0]!, { budget: 3 })).toEqual({
      parts: [],
      complete: false,
    });
  });
});

describe("a list on the way between two lists", () => {
  const noRussia = block(rule.country("RU"));
  test.each<[string, unknown[], unknown[], unknown[], boolean]>([
    [
      "that is one of both",
      [noRussia, allow(staff)],
      [noRussia, allow(staff)],
      [allow(rule.email("a@x.org"))],
      false,
    ],
    ["without the block of both", [allow(staff)], [noRussia, allow(staff)], [noRussia, allow(staff)], true],
    [
      "without a block that can not matter",
      [allow(rule.email("a@x.org"))],
      [block(rule.email("b@x.org")), allow(rule.email("a@x.org"))],
      [block(rule.email("b@x.org")), allow(rule.email("a@x.org"))],
      false,
    ],
    [
      "that lets in what one of both lets in",
      [bypass(rule.ip("192.0.2.0/24"))],
      [bypass(rule.ip("192.0.2.0/23"))],
      [],
      false,
    ],
    [
      "with an unknown group that both have",
      [allow(rule.group("g"))],
      [allow(rule.group("g"))],
      [serviceAuth(rule.anyToken)],
      false,
    ],
    ["with an unknown group that neither has", [allow(rule.group("g"))], [allow(staff)], [], true],
    [
      "with a value that is known after apply in the next list, too",
      [allow({ email: { email: DEFERRED } })],
      [],
      [allow({ email: { email: DEFERRED } })],
      false,
    ],
  ])("%s", (_title, list, old, next, expected) => {
    expect(admitsBeyondBoth(list as never, old as never, next as never, { at: AT })).toBe(expected);
  });

  test("is not judged past the budget", () => {
    expect(admitsBeyondBoth([allow(staff)] as never, [], [], { budget: 3 })).toBeUndefined();
  });
});
