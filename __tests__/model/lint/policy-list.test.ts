import { DEFERRED, type ListedPolicy, lintPolicyList, renderIssue } from "../../../src/model";

const EVERYONE = { include: [{ everyone: {} }] };
const SOME = { include: [{ email: { email: "ann@example.com" } }] };

const policy = (key: string, decision: unknown, rules: object = SOME): ListedPolicy => ({
  key,
  policy: { name: key, decision, ...rules },
});
const codes = (policies: readonly ListedPolicy[], accepted?: unknown) =>
  lintPolicyList(policies, accepted).map(({ code, key = "the list" }) => `${code} at ${key}`);

test.each<[string, ListedPolicy[], string[]]>([
  ["of nothing", [], []],
  ["with a block policy before an allow policy", [policy("d", "deny"), policy("a", "allow")], []],
  [
    "with a block policy for everyone before allow policies",
    [policy("d", "deny", EVERYONE), policy("a", "allow"), policy("b", "allow")],
    ["unreachable-policies at d"],
  ],
  [
    "with a block policy for all IPv4 addresses before an allow policy",
    [policy("d", "deny", { include: [{ ip: { ip: "0.0.0.0/0" } }] }), policy("a", "allow")],
    ["unreachable-policies at d"],
  ],
  [
    "with a block policy for everyone but some",
    [policy("d", "deny", { ...EVERYONE, exclude: SOME.include }), policy("a", "allow")],
    [],
  ],
  [
    "with a block policy for everyone of a country",
    [policy("d", "deny", { ...EVERYONE, require: [{ geo: { country_code: "PT" } }] }), policy("a", "allow")],
    [],
  ],
  [
    "with a block policy whose exceptions are not known yet",
    [policy("d", "deny", { ...EVERYONE, exclude: DEFERRED }), policy("a", "allow")],
    [],
  ],
  [
    "with only a bypass behind a block policy for everyone",
    [policy("a", "allow"), policy("d", "deny", EVERYONE), policy("b", "bypass")],
    ["deny-without-effect at d"],
  ],
  ["that ends in a block policy", [policy("a", "allow"), policy("d", "deny")], ["deny-without-effect at d"]],
  ["that ends in a policy whose decision is not known yet", [policy("d", "deny"), policy("a", DEFERRED)], []],
  ["of block policies", [policy("d", "deny"), policy("e", "deny")], ["list-without-allow at the list"]],
  ["of a block policy and a bypass", [policy("d", "deny"), policy("b", "bypass")], []],
])("a list %s", (_what, policies, expected) => {
  expect(codes(policies)).toEqual(expected);
});

test("a warning that is accepted is not given", () => {
  expect(codes([policy("a", "allow"), policy("d", "deny")], ["deny-without-effect"])).toEqual([]);
});

test("a block policy for all addresses of one family is said to block those only", () => {
  const ranges = [{ ip: { ip: "0.0.0.0/1" } }, { ip: { ip: "128.0.0.0/1" } }];
  const [found] = lintPolicyList([policy("d", "deny", { include: ranges }), policy("a", "allow")]);
  expect(found!.what).toBe(
    'Policy "d" blocks every IPv4 address, so those behind it let in no IPv4 request: "a"',
  );
});

test("a block policy for everyone is named rather than one before it for one family", () => {
  const ipv6 = { include: [{ ip: { ip: "::/0" } }] };
  expect(codes([policy("6", "deny", ipv6), policy("d", "deny", EVERYONE), policy("a", "allow")])).toEqual([
    "unreachable-policies at d",
  ]);
});

test("a warning names the policies that are never asked", () => {
  const [found] = lintPolicyList([policy("d", "deny", EVERYONE), policy("a", "allow")]);
  expect(renderIssue(found!)).toBe(
    'Policy "d" blocks everyone, so no policy behind it is asked: "a". Move it behind them, or exclude from it those ' +
      "who are meant to get in.",
  );
});
