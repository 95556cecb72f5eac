import {
  AccessRule,
  ApplicationPolicies,
  type ApplicationPoliciesProps,
  type OrderedPolicyProps,
} from "../../../src";
import { APP, RIGHT, stackWithProvider, warningsOf } from "../support/synthesized";

const entry = (key: string, decision: OrderedPolicyProps["decision"], more: object = {}) => ({
  ...RIGHT,
  key,
  decision,
  ...more,
});
const EVERYONE = { include: [AccessRule.everyone()] };

const CASES: readonly [code: string, subject: RegExp, policies: readonly OrderedPolicyProps[]][] = [
  [
    "unreachable-policies",
    /^Policy "nobody" blocks everyone, so no policy behind it is asked: "staff", "guests"\./,
    [entry("nobody", "deny", EVERYONE), entry("staff", "allow"), entry("guests", "allow")],
  ],
  [
    "deny-without-effect",
    /^Policy "robots" blocks nobody: no allow policy is behind it/,
    [entry("staff", "allow"), entry("robots", "deny")],
  ],
  [
    "list-without-allow",
    /^All policies of the list block, so nobody gets in\./,
    [entry("robots", "deny"), entry("guests", "deny")],
  ],
];

function warningsOfList(
  policies: readonly OrderedPolicyProps[],
  acceptedWarnings?: ApplicationPoliciesProps["acceptedWarnings"],
): readonly unknown[] {
  const props = { appId: APP, policies, acceptedWarnings };
  return warningsOf(new ApplicationPolicies(stackWithProvider(), "wiki", props));
}

describe("an ordered list at synth", () => {
  test.each(CASES)("is warned of with %s, on the list", (code, subject, policies) => {
    const warnings = warningsOfList(policies);
    expect(warnings).toEqual([expect.stringMatching(subject)]);
    expect(warnings[0]).toMatch(new RegExp(` If it is meant: acceptedWarnings: \\["${code}"\\]\\.$`));
  });

  test.each(CASES)("is not warned of with %s where the list accepts it", (code, _subject, policies) => {
    expect(warningsOfList(policies, [code as "list-without-allow"])).toEqual([]);
  });

  test("has no warning where each policy has an effect", () => {
    expect(warningsOfList([entry("robots", "deny"), entry("staff", "allow")])).toEqual([]);
  });
});
