import { TerraformStack, TerraformVariable, Testing } from "cdktf";
import { AccessGroup, AccessRule, ApplicationAccessPolicy, ReusableAccessPolicy } from "../../../src";
import { APP, RIGHT, stackWithProvider, synthesized, thrown } from "../support/synthesized";

function policy(stack: TerraformStack, id: string, props: object = {}): ApplicationAccessPolicy {
  return new ApplicationAccessPolicy(stack, id, { ...RIGHT, appId: APP, ...props });
}

const check = (stack: TerraformStack) => synthesized(stack, true);

describe("the same precedence twice in one application", () => {
  test("is an error at synth, reported once, with the next free precedence", () => {
    const stack = stackWithProvider();
    policy(stack, "a", { precedence: 1 });
    policy(stack, "b", { precedence: 2 });
    policy(stack, "c", { precedence: 1 });
    const { message } = thrown(() => check(stack));
    expect(message.match(/precedence 1 is taken/g)).toHaveLength(1);
    expect(message).toContain(
      "[access/c] precedence 1 is taken by access/a of the same application: " +
        "each policy of an application needs its own. 3 is the next free one.",
    );
  });

  test("is seen through different tokens for one application", () => {
    const stack = stackWithProvider();
    const application = new ReusableAccessPolicy(stack, "application", RIGHT);
    policy(stack, "a", { appId: application.id, precedence: 1 });
    policy(stack, "b", { appId: application.policyId, precedence: 1 });
    expect(() => check(stack)).toThrow("precedence 1 is taken by access/a");
  });

  test("is seen across the stacks of an app", () => {
    const app = Testing.app();
    const [one, two] = ["one", "two"].map((id) => new TerraformStack(app, id));
    policy(one!, "a", { precedence: 1 });
    policy(two!, "b", { precedence: 1 });
    expect(() => check(two!)).toThrow("precedence 1 is taken by one/a");
  });

  test.each<[string, (stack: TerraformStack) => [object, object]]>([
    [
      "of different applications",
      () => [{ precedence: 1 }, { precedence: 1, appId: "6cc6e1a2-1c1f-4d3e-9c3c-3fa0a7a1f2aa" }],
    ],
    ["that is left out", () => [{}, {}]],
    [
      "that is a token",
      (stack) => {
        const { numberValue } = new TerraformVariable(stack, "n", { type: "number" });
        return [{ precedence: numberValue }, { precedence: numberValue }];
      },
    ],
    ["of a policy that is made only sometimes", () => [{ precedence: 1, count: 0 }, { precedence: 1 }]],
    [
      "of different tokens",
      (stack) => {
        const [one, two] = ["one", "two"].map(
          (id) => new TerraformVariable(stack, id, { type: "string" }).stringValue,
        );
        return [
          { precedence: 1, appId: one },
          { precedence: 1, appId: two },
        ];
      },
    ],
  ])("is fine when it is one %s", (_what, props) => {
    const stack = stackWithProvider();
    for (const [index, own] of props(stack).entries()) policy(stack, `p${index}`, own);
    expect(() => check(stack)).not.toThrow();
  });

  test("is fine when the other policy has been taken out again", () => {
    const stack = stackWithProvider();
    policy(stack, "a", { precedence: 1 });
    stack.node.tryRemoveChild("a");
    policy(stack, "b", { precedence: 1 });
    expect(() => check(stack)).not.toThrow();
  });
});

describe("a stack without our provider", () => {
  test("is an error at synth, reported once, with what to add", () => {
    const stack = new TerraformStack(Testing.app(), "access");
    new ReusableAccessPolicy(stack, "a", RIGHT);
    new ReusableAccessPolicy(stack, "b", { ...RIGHT, include: [AccessRule.geo("PT")] });
    const { message } = thrown(() => check(stack));
    expect(message.match(/CloudflareAccessProvider, and this stack has none/g)).toHaveLength(1);
    expect(message).toContain('new CloudflareAccessProvider(stack, "cloudflare", { accountId: "…" })');
  });

  test.each<[string, (stack: TerraformStack) => unknown]>([
    ["policy", (stack) => ReusableAccessPolicy.fromName(stack, "a", "Staff")],
    ["group", (stack) => AccessGroup.fromName(stack, "a", "Engineering")],
  ])("is an error for a %s that is looked up, too", (_what, lookUp) => {
    const stack = new TerraformStack(Testing.app(), "access");
    lookUp(stack);
    expect(() => check(stack)).toThrow("access/a needs a CloudflareAccessProvider");
  });

  test("is fine when it has no policy of ours", () => {
    expect(() => check(new TerraformStack(Testing.app(), "access"))).not.toThrow();
  });
});
