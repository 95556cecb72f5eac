import { type TerraformStack, TerraformVariable } from "cdktf";
import { AccessDecision, ApplicationAccessPolicy, ApplicationPolicies } from "../../src";
import { readWantedLists, readWantedOrders } from "../../src/model";
import { APP, RIGHT, stackWithProvider, synthesized } from "./support/synthesized";

let stack: TerraformStack;
/** What is only known when the stack is applied. */
let token: string;
beforeEach(() => {
  stack = stackWithProvider();
  token = new TerraformVariable(stack, "later", {}).stringValue;
});

/** A list of policies by their names; whose begins with "No" blocks. */
function list(id: string, appId: string, ...names: string[]): ApplicationPolicies {
  const policies = names.map((name, index) => ({
    ...RIGHT,
    key: `k${index}`,
    name,
    decision: name.startsWith("No") ? AccessDecision.DENY : AccessDecision.ALLOW,
  }));
  return new ApplicationPolicies(stack, id, { appId, policies });
}

const told = (): string | undefined => synthesized(stack).terraform.provider_meta?.cfaccess.orders;

describe("what a stack tells the provider of an ordered list", () => {
  test("is the order of its names, and which of them block", () => {
    list("wiki", APP, "No visitors", "Staff", "No guests");
    expect(told()).toMatch(/^[\w-]{8}~[\w-]{8}!,[\w-]{8},[\w-]{8}!$/);
  });

  test("stands beside the numbers of another application", () => {
    list("wiki", APP, "Staff");
    new ApplicationAccessPolicy(stack, "other", { ...RIGHT, appId: "other", precedence: 4 });
    expect(readWantedLists(told()!)).toHaveLength(1);
    expect(readWantedOrders(told()!)).toMatchObject([{ places: new Map([[expect.anything(), 4]]) }]);
  });

  test("names no application that is not known yet", () => {
    list("wiki", token, "Staff", "Guests");
    expect(told()).toMatch(/^~[\w-]{8},[\w-]{8}$/);
  });

  test.each([
    ["a name comes twice", () => list("wiki", APP, "Staff", "Staff")],
    ["a name is a token", () => list("wiki", APP, "Staff", token)],
    ["Terraform still fills in a name", () => list("wiki", APP, "Staff", "%{ if true }a%{ endif }")],
    ["the list was taken out again", () => stack.node.tryRemoveChild(list("wiki", APP, "Staff").node.id)],
    [
      "the application is not known, and a policy outside of lists has one of the names",
      () => {
        list("wiki", token, "Staff");
        new ApplicationAccessPolicy(stack, "other", { ...RIGHT, appId: "other", name: "Staff" });
      },
    ],
  ])("is nothing where %s", (_, make) => {
    make();
    expect(told()).toBeUndefined();
  });
});
