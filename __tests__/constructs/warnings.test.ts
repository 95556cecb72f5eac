import { Aspects } from "cdktf";
import { AccessRule, ReusableAccessPolicy } from "../../src";
import { RIGHT, stackWithProvider, synthesized, warningsOf } from "./support/synthesized";

describe("what the vendor calls a misconfiguration", () => {
  test.each<[string, object, RegExp]>([
    ["everyone allowed", { include: [AccessRule.everyone()] }, /^include\[0\]\.everyone: Lets in everyone/],
    [
      "two countries required at once",
      { require: AccessRule.geos("PT", "ES") },
      /^require\S*: No request meets several geo rules/,
    ],
    [
      "a bypass for those who log in",
      { decision: "bypass", include: [AccessRule.email("ann@example.com")] },
      /^include\[0\]\.email: Nobody logs in where/,
    ],
    [
      "an approval nobody can give",
      { approvalRequired: true, purposeJustificationRequired: true },
      /Name approvalGroups/,
    ],
  ])("is a warning: %s", (_what, props, message) => {
    const stack = stackWithProvider();
    const policy = new ReusableAccessPolicy(stack, "staff", { ...RIGHT, ...props });
    synthesized(stack);
    synthesized(stack);
    expect(warningsOf(policy)).toEqual([expect.stringMatching(message)]);
  });

  test("is nothing about a policy that is right", () => {
    const stack = stackWithProvider();
    const policy = new ReusableAccessPolicy(stack, "staff", RIGHT);
    Aspects.of(stack).add({ visit: () => undefined });
    synthesized(stack, true);
    expect(warningsOf(policy)).toEqual([]);
  });
});
