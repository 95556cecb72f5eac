import { Fn, TerraformHclModule, TerraformLocal, TerraformResource, type TerraformStack } from "cdktf";
import { ApplicationAccessPolicy } from "../../src";
import { APP, RIGHT, stackWithProvider, synthesized } from "./support/synthesized";

const TYPE = "cfaccess_application_policy";

function policy(stack: TerraformStack, id: string, props: object = {}): ApplicationAccessPolicy {
  return new ApplicationAccessPolicy(stack, id, {
    ...RIGHT,
    appId: APP,
    decision: id.replace(/\d/, ""),
    ...props,
  });
}

/** What each policy waits for, by its name alone. */
function links(stack: TerraformStack): Record<string, string[]> {
  const policies = synthesized(stack).resource[TYPE] as Record<string, { depends_on?: string[] }>;
  const named = Object.entries(policies).map(([name, { depends_on: others }]) => [
    name,
    (others ?? []).map((address) => address.replace(`${TYPE}.`, "")),
  ]);
  return Object.fromEntries(named.filter(([, others]) => others!.length > 0));
}

describe("an allow policy waits", () => {
  test("for the block policies before it, wherever they stand in the code, and they for nobody", () => {
    const stack = stackWithProvider();
    policy(stack, "allow4", { precedence: 4 });
    policy(stack, "deny3", { precedence: 3 });
    policy(stack, "allow2", { precedence: 2 });
    policy(stack, "deny1", { precedence: 1 });
    policy(stack, "deny5", { precedence: 5 });
    expect(links(stack)).toEqual({
      allow2: ["deny1"],
      allow4: ["deny1", "deny3"],
    });
  });

  test("for none of another application, nor for one whose place is not written out or that is made many times", () => {
    const stack = stackWithProvider();
    policy(stack, "deny1", { precedence: 1, appId: "6cc6e1a2-1c1f-4d3e-9c3c-3fa0a7a1f2aa" });
    policy(stack, "deny2");
    policy(stack, "deny3", { precedence: 2, count: 2 });
    policy(stack, "allow4", { precedence: 4 });
    expect(links(stack)).toEqual({});
  });

  test("also for what its dependsOn says, and twice for nothing", () => {
    const stack = stackWithProvider();
    const first = policy(stack, "deny1", { precedence: 1 });
    const guests = policy(stack, "allow9", { precedence: 9 });
    policy(stack, "deny2", { precedence: 2 });
    policy(stack, "allow3", { precedence: 3, dependsOn: [first, guests] });
    const { allow3 } = links(stack);
    expect(allow3!.sort()).toEqual(["allow9", "deny1", "deny2"]);
  });
});

describe("a block policy that needs the allow policy behind it is not waited for", () => {
  const marker = (stack: TerraformStack, id: string, value: unknown) => {
    const resource = new TerraformResource(stack, id, { terraformResourceType: "terraform_data" });
    resource.addOverride("input", value);
    return resource;
  };
  const made = () => {
    const stack = stackWithProvider();
    const allow = policy(stack, "allow2", { precedence: 2 });
    return { stack, allow };
  };

  test("by its dependsOn", () => {
    const { stack, allow } = made();
    policy(stack, "deny1", { precedence: 1, dependsOn: [allow] });
    expect(links(stack)).toEqual({ deny1: ["allow2"] });
  });

  test("by a reference in its rules", () => {
    const { stack, allow } = made();
    policy(stack, "deny1", { precedence: 1, purposeJustificationPrompt: `Not ${allow.policyId}` });
    expect(links(stack)).toEqual({});
  });

  test("through a local, a module's output and a resource", () => {
    const { stack, allow } = made();
    const local = new TerraformLocal(stack, "known", Fn.upper(allow.policyId));
    const module = new TerraformHclModule(stack, "module", {
      source: "example/module/any",
      variables: { id: local.expression },
    });
    const resource = marker(stack, "marker", module.getString("id"));
    policy(stack, "deny1", { precedence: 1, dependsOn: [resource] });
    expect(links(stack)).toEqual({ deny1: ["terraform_data.marker"] });
  });

  test("through a policy of another application that waits in turn", () => {
    const stack = stackWithProvider();
    const other = { appId: "6cc6e1a2-1c1f-4d3e-9c3c-3fa0a7a1f2aa" };
    const allow1 = policy(stack, "allow1", { precedence: 2 });
    const allow2 = policy(stack, "allow2", { precedence: 2, ...other });
    policy(stack, "deny1", { precedence: 1, dependsOn: [allow2] });
    policy(stack, "deny2", { precedence: 1, dependsOn: [allow1], ...other });
    expect(links(stack)).toEqual({ allow1: ["deny1"], deny1: ["allow2"], deny2: ["allow1"] });
  });

  test("but where something only looks like a reference it is", () => {
    const { stack } = made();
    policy(stack, "deny1", { precedence: 1, purposeJustificationPrompt: `See my${TYPE}.allow2` });
    expect(links(stack)).toEqual({ allow2: ["deny1"] });
  });
});

describe("create_before_destroy", () => {
  const lifecycle = { createBeforeDestroy: true };

  test("of an allow policy is not handed on to the block policies before it", () => {
    const stack = stackWithProvider();
    policy(stack, "deny1", { precedence: 1 });
    policy(stack, "allow2", { precedence: 2, lifecycle });
    policy(stack, "allow3", { precedence: 3 });
    expect(links(stack)).toEqual({ allow3: ["deny1"] });
  });

  test("of a resource that needs an allow policy neither", () => {
    const stack = stackWithProvider();
    policy(stack, "deny1", { precedence: 1 });
    const allow = policy(stack, "allow2", { precedence: 2 });
    new TerraformResource(stack, "marker", {
      terraformResourceType: "terraform_data",
      lifecycle,
      dependsOn: [allow],
    });
    expect(links(stack)).toEqual({});
  });

  test("that the block policies have as well keeps nobody from waiting", () => {
    const stack = stackWithProvider();
    policy(stack, "deny1", { precedence: 1, lifecycle });
    policy(stack, "allow2", { precedence: 2, lifecycle });
    expect(links(stack)).toEqual({ allow2: ["deny1"] });
  });
});

test("what a stack says of its orders marks the block policies", () => {
  const stack = stackWithProvider();
  policy(stack, "deny1", { precedence: 1, name: "Barred" });
  policy(stack, "allow2", { precedence: 2, name: "Staff" });
  const { orders } = synthesized(stack).terraform.provider_meta.cfaccess;
  expect(orders).toMatch(/^[\w-]{8}=[\w-]{8}:1!,[\w-]{8}:2$/);
});
