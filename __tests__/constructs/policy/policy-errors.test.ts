import { TerraformStack, Testing } from "cdktf";
import { Construct } from "constructs";
import {
  AccessApplication,
  AccessRule,
  ApplicationAccessPolicy,
  PolicyError,
  ReusableAccessPolicy,
} from "../../../src";
import { APP, RIGHT, stackWithProvider, thrown, Untyped } from "../support/synthesized";

const ID = "aa0a4aab-672b-4bdb-bc33-a59f1130a11f";

const THREE_MISSING = /has 3 errors:\n {2}name: name is missing.*\n {2}decision: .*\n {2}include: /;

const making = (props: object) => () =>
  new ReusableAccessPolicy(stackWithProvider(), "staff", { ...RIGHT, ...props } as never);
const makingForApp = (props: object) => () =>
  new ApplicationAccessPolicy(stackWithProvider(), "first", { ...RIGHT, appId: APP, ...props } as never);

describe("an error in the props", () => {
  test.each<[string, object, RegExp]>([
    ["decision", { decision: "ALLOW" }, /^ {2}decision: .*got "ALLOW".*Write "allow"\.$/m],
    ["decision", { decision: "permit" }, /^ {2}decision: .*got "permit".*allow, deny, non_identity, bypass/m],
    ["name", { name: "" }, /^ {2}name: /m],
    ["name", { name: undefined }, /^ {2}name: name is missing/m],
    ["include", { include: [] }, /^ {2}include: .*Give at least one rule/m],
    ["include", { include: undefined }, /^ {2}include: include is missing/m],
    [
      "include[1].email",
      { include: AccessRule.emails("a@example.com", "bad") },
      /^ {2}include\[1\]\.email: .*got "bad"/m,
    ],
    ["require[0].geo", { require: [AccessRule.geo("ZZZ")] }, /^ {2}require\[0\]\.geo: .*got "ZZZ"/m],
    [
      "exclude[0].ip",
      { exclude: [AccessRule.ip("999.1.1.1")] },
      /^ {2}exclude\[0\]\.ip: .*got "999\.1\.1\.1"/m,
    ],
    [
      "include[0].okta.name",
      { include: [AccessRule.okta({ name: "", identityProviderId: ID })] },
      /^ {2}include\[0\]\.okta\.name: /m,
    ],
    [
      "include[0].azureAd.identityProviderId",
      { include: [AccessRule.azureAd({ id: ID } as never)] },
      /^ {2}include\[0\]\.azureAd\.identityProviderId: identityProviderId is missing/m,
    ],
    [
      "include[0].userRiskScore",
      { include: [AccessRule.userRiskScore()] },
      /^ {2}include\[0\]\.userRiskScore/m,
    ],
    ["sessionDuration", { sessionDuration: "banana" }, /^ {2}sessionDuration: .*got "banana"/m],
    [
      "mfaConfig.sessionDuration",
      { mfaConfig: { sessionDuration: "900h" } },
      /^ {2}mfaConfig\.sessionDuration: .*720h/m,
    ],
    [
      "mfaConfig",
      { mfaConfig: { mfaBypass: true, mfaDisabled: true } },
      /^ {2}mfaConfig\.\w+: mfaBypass and mfaDisabled are two names of one switch/m,
    ],
    [
      "approvalGroups[0].approvalsNeeded",
      { approvalGroups: [{ approvalsNeeded: -1 }] },
      /^ {2}approvalGroups\[0\]\.approvalsNeeded: /m,
    ],
    [
      "approvalGroups[0].emailAddresses[1]",
      { approvalGroups: [{ approvalsNeeded: 1, emailAddresses: ["a@example.com", "b"] }] },
      /^ {2}approvalGroups\[0\]\.emailAddresses\[1\]: .*got "b"/m,
    ],
    [
      "connectionRules.ssh.usernames",
      { connectionRules: { ssh: {} } },
      /^ {2}connectionRules\.ssh\.usernames: /m,
    ],
    ["accountId", { accountId: "" }, /^ {2}accountId: accountId is empty: got ""/m],
    [
      "accountId",
      { accountId: "zz" },
      /^ {2}accountId: Not an id: got "zz", allowed is the id of an account, 32 hexadecimal digits/m,
    ],
    ["accountId", { accountId: "../zones" }, /^ {2}accountId: Not an id: got "\.\.\/zones"/m],
    [
      "sesionDuration",
      { sesionDuration: "1h" },
      /^ {2}sesionDuration: There is no prop "sesionDuration": .*Did you mean sessionDuration\?/m,
    ],
    [
      "session_duration",
      { session_duration: "1h" },
      /^ {2}session_duration: There is no prop "session_duration": .*Did you mean sessionDuration\?$/m,
    ],
    ["mfaConfig.totp", { mfaConfig: { totp: true } }, /^ {2}mfaConfig\.totp: There is no prop "totp"/m],
    [
      "mfaConfig.mfa_disabled",
      { mfaConfig: { mfa_disabled: true } },
      /^ {2}mfaConfig\.mfa_disabled: There is no prop "mfa_disabled": .*Did you mean mfaDisabled\?$/m,
    ],
    [
      "approvalGroups[0].emails",
      { approvalGroups: [{ approvalsNeeded: 1, emails: [] }] },
      /^ {2}approvalGroups\[0\]\.emails: There is no prop "emails"/m,
    ],
    [
      "include[0]",
      { include: [{ email: { email: "a@example.com" } }] },
      /^ {2}include\[0\]: Not an AccessRule.*AccessRule\.of/m,
    ],
    [
      "include[0]",
      { include: [AccessRule.emails("a@example.com")] },
      /^ {2}include\[0\]: Not an AccessRule.*Spread the list/m,
    ],
    ["include[0]", { include: [undefined] }, /^ {2}include\[0\]: Not an AccessRule: got undefined/m],
    ["include", { include: "everyone" }, /^ {2}include: /m],
    [
      "include",
      { include: AccessRule.everyone() },
      /^ {2}include: One rule where a list is asked for: got AccessRule\.everyone\(\), allowed is an array of rules\. Write \[AccessRule\.everyone\(\)\]\.$/m,
    ],
    [
      "exclude",
      { exclude: AccessRule.email("ann@example.com") },
      /^ {2}exclude: .*Write \[AccessRule\.email\(…\)\]\.$/m,
    ],
  ])("is reported at %s", (_path, props, message) => {
    const error = thrown(making(props));
    expect(error).toBeInstanceOf(PolicyError);
    expect((error as PolicyError).issues).toHaveLength(1);
    expect(error.message).toMatch(message);
    expect(error.message).toMatch(/^ReusableAccessPolicy "access\/staff" has an error:\n/);
  });

  test.each<[string, object, RegExp]>([
    ["appId", { appId: undefined }, /^ {2}appId: appId is missing/m],
    ["precedence", { precedence: 0 }, /^ {2}precedence: .*got 0/m],
    ["precedence", { precedence: 1.5 }, /^ {2}precedence: .*got 1\.5/m],
    ["precedence", { precedence: Number.NaN }, /^ {2}precedence: .*got NaN, allowed is a whole number/m],
    ["precedence", { precedence: 1n }, /^ {2}precedence: .*got "1n", allowed is a whole number/m],
    ["appId", { appId: "a/../../b" }, /^ {2}appId: Not an id: got "a\/\.\.\/\.\.\/b"/m],
    ["appId", { appId: ` ${APP}` }, new RegExp(`^ {2}appId: Not an id: .*Write "${APP}"\\.$`, "m")],
  ])("of an application's policy is reported at %s", (_path, props, message) => {
    const error = thrown(makingForApp(props));
    expect(error.message).toMatch(message);
    expect(error.message).toMatch(/^ApplicationAccessPolicy "access\/first" has an error:\n/);
  });

  test("is reported at appId, where it is the ID of a construct", () => {
    const stack = stackWithProvider();
    const appId = AccessApplication.fromId(stack, "app", "../x");
    const error = thrown(() => new ApplicationAccessPolicy(stack, "first", { ...RIGHT, appId }));
    expect(error.message).toMatch(/^ {2}appId: Not an id: got "\.\.\/x"/m);
  });

  test.each<[string, () => unknown, RegExp]>([
    ["ReusableAccessPolicy", () => new Untyped.ReusableAccessPolicy(stackWithProvider(), "p"), THREE_MISSING],
    [
      "ApplicationAccessPolicy",
      () => new Untyped.ApplicationAccessPolicy(stackWithProvider(), "p"),
      / {2}appId: appId is missing/,
    ],
  ])("of %s may be that there are none", (_class, act, message) => {
    const error = thrown(act);
    expect(error).toBeInstanceOf(PolicyError);
    expect(error.message).toMatch(message);
  });

  test("may be an object that holds itself", () => {
    const circular: { self?: unknown } = {};
    circular.self = circular;
    expect(thrown(making({ name: circular })).message).toMatch(
      /^ {2}name: .*got \{"self":"\(itself\)"\}, allowed is a text/m,
    );
  });

  test("has no fix that is written in another language", () => {
    expect(thrown(making({ include: [] })).message).not.toMatch(/HCL/);
  });

  test("is reported with all others at once", () => {
    const error = thrown(
      making({ name: "", decision: "ALLOW", include: AccessRule.emails("x", "y") }),
    ) as PolicyError;
    expect(error.issues).toHaveLength(4);
    expect(error.message).toMatch(/^ReusableAccessPolicy "access\/staff" has 4 errors:\n(?: {2}\S.*\n?){4}$/);
  });

  test("names the whole path of the construct", () => {
    const team = new Construct(new TerraformStack(Testing.app(), "access"), "team");
    const error = thrown(
      () => new ReusableAccessPolicy(team, "staff", { ...RIGHT, name: "" }),
    ) as PolicyError;
    expect(error.constructPath).toBe("access/team/staff");
  });

  test("leaves the tree as it was", () => {
    const stack = stackWithProvider();
    thrown(() => new ReusableAccessPolicy(stack, "staff", { ...RIGHT, name: "" }));
    expect(() => new ReusableAccessPolicy(stack, "staff", RIGHT)).not.toThrow();
  });

  test("is printed without noise: the message, and the line that made the policy", () => {
    const error = thrown(making({ name: "" }));
    const lines = error.stack!.split("\n").slice(error.message.split("\n").length);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain("policy-errors.test.ts");
    expect(Object.keys(error)).toEqual([]);
  });
});
