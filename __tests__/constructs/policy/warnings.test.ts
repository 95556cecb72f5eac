import { Aspects, TerraformVariable } from "cdktf";
import {
  AccessApplication,
  AccessIdentityProvider,
  AccessRule,
  ApplicationAccessPolicy,
  PolicyGate,
  ReusableAccessPolicy,
} from "../../../src";
import {
  expression,
  ofApplication,
  RIGHT,
  reusable,
  stackWithProvider,
  synthesized,
  thrown,
  warningsOf,
} from "../support/synthesized";

describe("what the vendor calls a misconfiguration", () => {
  test.each<[string, object, RegExp]>([
    ["everyone allowed", { include: [AccessRule.everyone()] }, /^include\[0\]\.everyone: Lets in everyone/],
    [
      "everyone past the login",
      { decision: "bypass", include: [AccessRule.ip("0.0.0.0/0")] },
      /^include\[0\]\.ip: Lets every IPv4 address through without a login: got "0\.0\.0\.0\/0"/,
    ],
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

  test.each([
    ["self_hosted", [expect.stringContaining("this application is of the type self_hosted")]],
    ["infrastructure", []],
    [undefined, []],
  ])("is SSH for an application that is looked up with the type %s", (type, expected) => {
    const stack = stackWithProvider();
    const appId = AccessApplication.fromName(stack, "wiki", "Wiki", type === undefined ? {} : { type });
    const connectionRules = { ssh: { usernames: ["root"] } };
    const policy = new ApplicationAccessPolicy(stack, "staff", { ...RIGHT, appId, connectionRules });
    expect(warningsOf(policy)).toEqual(expected);
  });

  test("is reported once for many rules, with the code that accepts it", () => {
    const include = AccessRule.emails("a@x.org", "b@x.org");
    const policy = new ReusableAccessPolicy(stackWithProvider(), "staff", {
      ...RIGHT,
      decision: "bypass",
      include,
    });
    expect(warningsOf(policy)).toEqual([
      expect.stringMatching(/^include\[0\]\.email: .* If it is meant: acceptedWarnings: \["no-login"\]\.$/),
    ]);
  });

  test("is left open where a value is only known to Terraform", () => {
    const stack = stackWithProvider();
    const pin = AccessIdentityProvider.fromType(stack, "pin", "onetimepin");
    const policy = new ReusableAccessPolicy(stack, "staff", {
      ...RIGHT,
      include: [AccessRule.loginMethod(pin)],
      require: AccessRule.geos("PT", new TerraformVariable(stack, "country", {}).stringValue),
    });
    expect(warningsOf(policy)).toEqual([]);
  });

  test("is nothing about a policy that is right", () => {
    const stack = stackWithProvider();
    const policy = new ReusableAccessPolicy(stack, "staff", { ...RIGHT, exclude: [], require: undefined });
    Aspects.of(stack).add({ visit: () => undefined });
    synthesized(stack, true);
    expect(warningsOf(policy)).toEqual([]);
  });
});

describe("acceptedWarnings", () => {
  const open = { include: [AccessRule.everyone()] };

  test("silences what it names, and passes it to Terraform", () => {
    const stack = stackWithProvider();
    const policy = new ReusableAccessPolicy(stack, "staff", {
      ...RIGHT,
      ...open,
      acceptedWarnings: ["allow-everyone"],
    });
    expect(warningsOf(policy)).toEqual([]);
    expect(synthesized(stack).resource.cfaccess_policy.staff.accepted_warnings).toEqual(["allow-everyone"]);
    expect(ofApplication({ acceptedWarnings: ["no-login"] })).toMatchObject({
      accepted_warnings: ["no-login"],
    });
  });

  test("leaves the other warnings", () => {
    const policy = new ReusableAccessPolicy(stackWithProvider(), "staff", {
      ...RIGHT,
      ...open,
      acceptedWarnings: ["no-login"],
    });
    expect(warningsOf(policy)).toHaveLength(1);
  });

  test.each([[undefined], [[]]])("that are %p are left out", (acceptedWarnings) => {
    expect(reusable({ acceptedWarnings })).not.toHaveProperty("accepted_warnings");
  });

  test("that do not exist are an error, and the types know them", () => {
    // @ts-expect-error: there is no such warning
    const { message } = thrown(() => reusable({ acceptedWarnings: ["allow-everybody"] }));
    expect(message).toMatch(/^ {2}acceptedWarnings: There is no warning allow-everybody: .*Did you mean/m);
  });

  test("may be a token", () => {
    const stack = stackWithProvider();
    const codes = new TerraformVariable(stack, "codes", { type: "list(string)" }).listValue;
    new ReusableAccessPolicy(stack, "staff", { ...RIGHT, ...open, acceptedWarnings: codes as never });
    expect(synthesized(stack).resource.cfaccess_policy.staff.accepted_warnings).toBe(expression("var.codes"));
  });

  test("change nothing in what a gate represents", () => {
    const digest = (acceptedWarnings?: readonly ["allow-everyone"]) => {
      const stack = stackWithProvider();
      const staff = new ReusableAccessPolicy(stack, "staff", { ...RIGHT, ...open, acceptedWarnings });
      new PolicyGate(stack, "gate", { policies: [staff] });
      return synthesized(stack).resource.null_resource.gate.triggers;
    };
    expect(digest(["allow-everyone"])).toEqual(digest());
    expect(JSON.stringify(digest())).not.toContain("accepted");
  });
});
