import { TerraformIterator, TerraformOutput, TerraformStack, TerraformVariable, Testing, Token } from "cdktf";
import {
  AccessRule,
  ApplicationAccessPolicy,
  CloudflareAccessProvider,
  ReusableAccessPolicy,
} from "../../../src";
import { ACCOUNT, APP, expression, RIGHT, stackWithProvider, synthesized } from "../support/synthesized";

let stack: TerraformStack;

beforeEach(() => {
  stack = stackWithProvider();
});

const application = (id = "first", props: object = {}) =>
  new ApplicationAccessPolicy(stack, id, { ...RIGHT, appId: APP, ...props });
const output = (value: unknown) => {
  new TerraformOutput(stack, "it", { value });
  return synthesized(stack).output.it.value;
};

describe("a policy, as any cdktf resource", () => {
  test("depends on others", () => {
    const other = application();
    new ReusableAccessPolicy(stack, "staff", { ...RIGHT, dependsOn: [other] });
    expect(synthesized(stack).resource.cfaccess_policy.staff.depends_on).toEqual([
      "cfaccess_application_policy.first",
    ]);
  });

  test("has a lifecycle", () => {
    new ReusableAccessPolicy(stack, "staff", {
      ...RIGHT,
      lifecycle: { preventDestroy: true, ignoreChanges: ["name"] },
    });
    expect(synthesized(stack).resource.cfaccess_policy.staff.lifecycle).toEqual({
      prevent_destroy: true,
      ignore_changes: ["name"],
    });
  });

  test("is made several times by count", () => {
    application("first", { count: 2 });
    expect(synthesized(stack).resource.cfaccess_application_policy.first.count).toBe(2);
  });

  test("is made for each of a map", () => {
    const iterator = TerraformIterator.fromMap({ a: "a@example.com" });
    new ReusableAccessPolicy(stack, "each", {
      ...RIGHT,
      forEach: iterator,
      include: [AccessRule.email(Token.asString(iterator.value))],
    });
    expect(synthesized(stack).resource.cfaccess_policy.each).toMatchObject({
      for_each: { a: "a@example.com" },
      include: { email: [expression("each.value")] },
    });
  });

  test("is imported", () => {
    new ReusableAccessPolicy(stack, "staff", RIGHT).importFrom(`${ACCOUNT}/p1`);
    expect(synthesized(stack).import).toEqual([{ id: `${ACCOUNT}/p1`, to: "cfaccess_policy.staff" }]);
  });

  test.each([
    [ReusableAccessPolicy, "cfaccess_policy", `${ACCOUNT}/p1`],
    [ApplicationAccessPolicy, "cfaccess_application_policy", `${ACCOUNT}/${APP}/p1`],
  ])("has its configuration written by an import: %p", (policy, type, id) => {
    policy.generateConfigForImport(stack, "found", id);
    expect(synthesized(stack).import).toEqual([{ id, to: `${type}.found` }]);
  });

  test("is moved", () => {
    new ReusableAccessPolicy(stack, "new", RIGHT).addMoveTarget("here");
    new ReusableAccessPolicy(stack, "old", RIGHT).moveTo("here");
    expect(synthesized(stack).moved).toEqual([{ from: "cfaccess_policy.old", to: "cfaccess_policy.new" }]);
  });

  test("takes overrides", () => {
    new ReusableAccessPolicy(stack, "staff", RIGHT).addOverride("include.new_selector", ["x"]);
    expect(synthesized(stack).resource.cfaccess_policy.staff.include).toEqual({
      email_domain: ["example.com"],
      new_selector: ["x"],
    });
  });

  test("is referred to across stacks", () => {
    const app = Testing.app();
    const [one, two] = ["one", "two"].map((id) => new TerraformStack(app, id)) as [
      TerraformStack,
      TerraformStack,
    ];
    for (const each of [one, two]) new CloudflareAccessProvider(each, "cloudflare");
    const staff = new ReusableAccessPolicy(one, "staff", RIGHT);
    new TerraformOutput(two, "it", { value: staff.policyId });
    for (const each of [one, two]) each.prepareStack();
    expect(synthesized(two).output.it.value).toContain("data.terraform_remote_state");
  });
});

describe("an attribute of a policy", () => {
  test.each([
    ["policyId", "id"],
    ["id", "id"],
    ["accountId", "account_id"],
    ["createdAt", "created_at"],
    ["summary", "summary"],
    ["name", "name"],
    ["decision", "decision"],
    ["include", "include"],
    ["exclude", "exclude"],
    ["require", "require"],
    ["sessionDuration", "session_duration"],
    ["approvalRequired", "approval_required"],
    ["approvalGroups", "approval_groups"],
    ["purposeJustificationRequired", "purpose_justification_required"],
    ["purposeJustificationPrompt", "purpose_justification_prompt"],
    ["isolationRequired", "isolation_required"],
    ["mfaConfig", "mfa_config"],
    ["connectionRules", "connection_rules"],
    ["appId", "app_id"],
    ["precedence", "precedence"],
  ] as const)("%s is a reference to %s", (getter, attribute) => {
    expect(output(application()[getter])).toBe(expression(`cfaccess_application_policy.first.${attribute}`));
  });
});

describe("the kinds of construct", () => {
  test("are distinguished by isReusableAccessPolicy and isApplicationAccessPolicy", () => {
    const staff = new ReusableAccessPolicy(stack, "staff", RIGHT);
    const first = application();
    const kinds = [
      ReusableAccessPolicy.isReusableAccessPolicy,
      ApplicationAccessPolicy.isApplicationAccessPolicy,
    ];
    expect(kinds.map((is) => is(staff))).toEqual([true, false]);
    expect(kinds.map((is) => is(first))).toEqual([false, true]);
    expect(kinds.map((is) => is(undefined))).toEqual([false, false]);
  });
});

describe("HCL output", () => {
  test("has a policy with nested objects, lists, expressions and raw rules", () => {
    const list = new TerraformVariable(stack, "list", { type: "list(string)" });
    application("first", {
      precedence: 2,
      approvalRequired: false,
      include: [
        ...AccessRule.emails("ann@example.com", list.listValue),
        AccessRule.everyone(),
        AccessRule.raw({ new_selector: { a: "x" } }),
      ],
      mfaConfig: { allowedAuthenticators: ["totp"] },
    });
    expect(Testing.synthHcl(stack)).toContain(`resource "cfaccess_application_policy" "first" {
app_id = "${APP}"
name = "Staff"
decision = "allow"
include = {
email = "${expression('concat(["ann@example.com"], tolist(var.list))')}"
everyone = [
"*",
]
other = [
"${expression('jsonencode({"new_selector" = {"a" = "x"}})')}",
]
}
approval_required = false
mfa_config = {
allowed_authenticators = [
"totp",
]
}
precedence = 2
}`);
  });
});
