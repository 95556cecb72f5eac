import { type App, type ITerraformDependable, TerraformResource, TerraformStack, Testing } from "cdktf";
import {
  AccessGroup,
  ApplicationPolicies,
  AttachedPolicies,
  CloudflareAccessProvider,
  PolicyGate,
  ReusableAccessPolicy,
} from "../../../src";
import { APP, RIGHT, synthesized, thrown } from "../support/synthesized";

let first: TerraformStack;
let second: TerraformStack;
let policy: ReusableAccessPolicy;

beforeEach(() => {
  const app: App = Testing.app();
  [first, second] = ["first", "second"].map((id) => new TerraformStack(app, id)) as [
    TerraformStack,
    TerraformStack,
  ];
  for (const stack of [first, second]) new CloudflareAccessProvider(stack, "cloudflare");
  policy = new ReusableAccessPolicy(first, "policy", RIGHT);
});

const WAYS_OUT =
  "Put both into one stack, or leave it out and call addDependency on the stack second with the stack first: " +
  "then all of second is deployed after first.";

test.each<[string, (dependsOn: ITerraformDependable[]) => unknown]>([
  ["a policy", (dependsOn) => new ReusableAccessPolicy(second, "x", { ...RIGHT, dependsOn })],
  ["a gate", (dependsOn) => new PolicyGate(second, "x", { policies: [policy], dependsOn })],
  [
    "attached policies",
    (dependsOn) => new AttachedPolicies(second, "x", { appId: APP, policies: [], dependsOn }),
  ],
  ["a look-up", (dependsOn) => AccessGroup.fromName(second, "x", "Engineering", { dependsOn })],
])("%s does not depend on a policy of another stack", (_what, make) => {
  const { message } = thrown(() => make([policy]));
  expect(message).toContain(
    "dependsOn[0]: A construct of another stack, which Terraform plans by itself: got ReusableAccessPolicy first/policy. ",
  );
  expect(message).toContain(WAYS_OUT);
});

test("a policy does not depend on anything of another stack", () => {
  const other = new TerraformResource(first, "other", { terraformResourceType: "null_resource" });
  const make = () => new ReusableAccessPolicy(second, "x", { ...RIGHT, dependsOn: [other] });
  expect(thrown(make).message).toContain("got TerraformResource first/other");
});

test.each<[string, () => ITerraformDependable]>([
  ["a policy", () => policy],
  [
    "an ordered list",
    () => new ApplicationPolicies(first, "x", { appId: APP, policies: [{ ...RIGHT, key: "a" }] }),
  ],
  ["attached policies", () => new AttachedPolicies(first, "x", { appId: APP, policies: [policy] })],
  ["a gate", () => new PolicyGate(first, "x", { policies: [policy] })],
  ["a look-up", () => AccessGroup.fromName(first, "x", "Engineering")],
])("a resource of somebody else that depends on %s of another stack is an error at synth", (_what, make) => {
  const dependable = make();
  new TerraformResource(second, "tunnel", {
    terraformResourceType: "null_resource",
    dependsOn: [dependable],
  });
  const { message } = thrown(() => synthesized(first, true));
  expect(message).toContain(
    `second/tunnel: dependsOn has ${(dependable as ReusableAccessPolicy).node.path} of another stack`,
  );
  expect(message).toContain(WAYS_OUT);
});

test("a resource may depend on a policy of its own stack, and stacks on each other", () => {
  new TerraformResource(first, "tunnel", { terraformResourceType: "null_resource", dependsOn: [policy] });
  second.addDependency(first);
  new ReusableAccessPolicy(second, "x", { ...RIGHT, name: policy.policyId });
  expect(synthesized(first, true).resource.null_resource.tunnel.depends_on).toEqual([
    "cfaccess_policy.policy",
  ]);
});

describe("a dependency that is given by its address", () => {
  const dependsOn = () => [{ fqn: policy.fqn }];

  test("is an error in a policy of another stack", () => {
    const make = () => new ReusableAccessPolicy(second, "x", { ...RIGHT, dependsOn: dependsOn() });
    expect(thrown(make).message).toContain("got ReusableAccessPolicy first/policy");
  });

  test("is an error at synth in any resource of another stack", () => {
    new TerraformResource(second, "tunnel", {
      terraformResourceType: "null_resource",
      dependsOn: dependsOn(),
    });
    expect(thrown(() => synthesized(first, true)).message).toContain(
      "second/tunnel: dependsOn has first/policy of another stack",
    );
  });

  test("is allowed within a stack", () => {
    new ReusableAccessPolicy(first, "x", { ...RIGHT, dependsOn: dependsOn() });
    expect(synthesized(first, true).resource.cfaccess_policy.x.depends_on).toEqual([
      "cfaccess_policy.policy",
    ]);
  });
});
