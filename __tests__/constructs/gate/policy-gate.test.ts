import { NullProvider } from "@cdktf/provider-null/lib/provider";
import { Resource as NullResource } from "@cdktf/provider-null/lib/resource";
import { TerraformStack, Testing } from "cdktf";
import { Construct } from "constructs";
import {
  ApplicationAccessPolicy,
  CloudflareAccessProvider,
  PolicyGate,
  type PolicyGateProps,
  ReusableAccessPolicy,
} from "../../../src";
import { POLICY_TYPES } from "../../../src/model";
import { APP, RIGHT, stackWithProvider, synthesized, thrown } from "../support/synthesized";

let stack: TerraformStack;

beforeEach(() => {
  stack = stackWithProvider();
});

const triggers = (of = stack) =>
  synthesized(of, true).resource.null_resource.gate.triggers as Record<string, string>;

describe("a gate", () => {
  test("has a trigger for each policy, named by its path in the stack", () => {
    const team = new Construct(stack, "team");
    const policies = [
      new ReusableAccessPolicy(team, "staff", RIGHT),
      new ApplicationAccessPolicy(stack, "first", { ...RIGHT, appId: APP }),
      ReusableAccessPolicy.fromName(stack, "found", "Found"),
    ];
    new PolicyGate(stack, "gate", { policies });
    expect(Object.keys(triggers())).toEqual(["first", "found", "team/staff"]);
  });

  test.each([
    ["reusable", "cfaccess_policy.it", (of: TerraformStack) => new ReusableAccessPolicy(of, "it", RIGHT)],
    [
      "application",
      "cfaccess_application_policy.it",
      (of: TerraformStack) => new ApplicationAccessPolicy(of, "it", { ...RIGHT, appId: APP }),
    ],
  ] as const)("digests the ID and every field of a policy: %s", (kind, address, make) => {
    new PolicyGate(stack, "gate", { policies: [make(stack)] });
    const { it } = triggers();
    expect(it).toMatch(new RegExp(`^\\$\\{${address}\\.id\\} \\$\\{substr\\(sha256\\(`));
    for (const name of Object.keys(POLICY_TYPES[kind].fields))
      expect(it).toContain(`"${name}" = ${address}.${name}`);
    expect(it).not.toContain("summary");
    expect(it).not.toContain("created_at");
  });

  test("digests every instance of a policy that is made several times", () => {
    const policies = [new ReusableAccessPolicy(stack, "many", { ...RIGHT, count: 3 })];
    new PolicyGate(stack, "gate", { policies });
    expect(triggers().many).toMatch(
      /^\$\{substr\(sha256\(.*\{ for key, val in cfaccess_policy\.many: tostring\(key\) => \{"id" = val\.id, "name" = val\.name/,
    );
  });

  test("sees a count that was set after it was made", () => {
    const many = new ReusableAccessPolicy(stack, "many", RIGHT);
    new PolicyGate(stack, "gate", { policies: [many] });
    many.count = 2;
    expect(triggers().many).toContain("for key, val in cfaccess_policy.many");
  });

  test("represents policies of another stack", () => {
    const app = Testing.app();
    const [one, two] = ["one", "two"].map((id) => new TerraformStack(app, id)) as [
      TerraformStack,
      TerraformStack,
    ];
    for (const each of [one, two]) new CloudflareAccessProvider(each, "cloudflare");
    new PolicyGate(two, "gate", { policies: [new ReusableAccessPolicy(one, "staff", RIGHT)] });
    for (const each of [one, two]) each.prepareStack();
    const { "one/staff": trigger } = triggers(two);
    expect(trigger).toContain("data.terraform_remote_state");
    expect(trigger).not.toContain("cfaccess_policy.staff.");
  });

  test("can be depended on, and is a resource like any other", () => {
    const policies = [new ReusableAccessPolicy(stack, "staff", RIGHT)];
    const gate = new PolicyGate(stack, "gate", { policies, lifecycle: { createBeforeDestroy: true } });
    new NullResource(stack, "behind", { dependsOn: [gate] });
    const { null_resource } = synthesized(stack).resource;
    expect(null_resource.behind.depends_on).toEqual(["null_resource.gate"]);
    expect(null_resource.gate.lifecycle).toEqual({ create_before_destroy: true });
    expect(PolicyGate.isPolicyGate(gate)).toBe(true);
    expect(PolicyGate.isPolicyGate(policies[0])).toBe(false);
  });

  test("needs a policy", () => {
    expect(thrown(() => new PolicyGate(stack, "gate", { policies: [] })).message).toBe(
      'PolicyGate "access/gate": policies is empty. Give the policies the gate is to stand for.',
    );
  });

  test.each<[string, unknown, string]>([
    ["nothing", undefined, "policies is missing. Give a list"],
    ["no list", { policies: "staff" }, "policies is not a list. Give a list"],
    ["an ID", { policies: ["a"] }, 'policies[0] is not a policy: "a". Give one'],
    ["a hole", { policies: [undefined] }, "policies[0] is not a policy: undefined. Give one"],
  ])("reports what is wrong with %s", (_what, props, message) => {
    const error = thrown(() => new PolicyGate(stack, "gate", props as PolicyGateProps));
    expect(error.message).toContain(`PolicyGate "access/gate": ${message}`);
  });

  test("is the same in HCL", () => {
    new PolicyGate(stack, "gate", { policies: [new ReusableAccessPolicy(stack, "staff", RIGHT)] });
    expect(Testing.synthHcl(stack)).toMatch(
      /resource "null_resource" "gate" \{\ntriggers = \{\nstaff = "\$\{cfaccess_policy/,
    );
  });
});

describe("the null provider of a gate", () => {
  const gate = (id = "gate", provider?: NullProvider) => {
    const policies = [new ReusableAccessPolicy(stack, `staff-${id}`, RIGHT)];
    return new PolicyGate(stack, id, { policies, provider });
  };
  const nullProviders = () => synthesized(stack, true).provider.null;

  test("is made, once, when the stack has none", () => {
    gate("one");
    gate("two");
    expect(nullProviders()).toEqual([{}]);
    expect(nullProviders()).toEqual([{}]);
  });

  test("is the stack's own, also when that comes later", () => {
    gate();
    new NullProvider(stack, "null");
    expect(nullProviders()).toEqual([{}]);
  });

  test("is made beside one that has an alias", () => {
    new NullProvider(stack, "null", { alias: "other" });
    gate();
    expect(nullProviders()).toEqual([{ alias: "other" }, {}]);
  });

  test("is the one that is given", () => {
    gate("gate", new NullProvider(stack, "null", { alias: "other" }));
    expect(nullProviders()).toEqual([{ alias: "other" }]);
    expect(synthesized(stack).resource.null_resource.gate.provider).toBe("null.other");
  });
});
