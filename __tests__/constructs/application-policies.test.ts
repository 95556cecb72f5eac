import type { TerraformStack } from "cdktf";
import {
  AccessApplication,
  ApplicationAccessPolicy,
  ApplicationPolicies,
  type ApplicationPoliciesProps,
  type OrderedPolicyProps,
  PolicyGate,
} from "../../src";
import {
  APP,
  expression,
  RIGHT,
  stackWithProvider,
  synthesized,
  thrown,
  Untyped,
  warningsOf,
} from "./support/synthesized";

let stack: TerraformStack;

beforeEach(() => {
  stack = stackWithProvider();
});

const entries = (...keys: string[]): OrderedPolicyProps[] => keys.map((key) => ({ ...RIGHT, key }));
const messageOf = (act: () => unknown) => (thrown(act) as Error).message;
const POLICY = "cfaccess_application_policy";
const ORDER = "cfaccess_application_policy_order";

describe("an ordered list of policies", () => {
  test("is a policy for each entry, and their order", () => {
    new ApplicationPolicies(stack, "wiki", { appId: APP, policies: entries("staff", "guests") });
    const { resource } = synthesized(stack);
    const addresses = Object.keys(resource[POLICY]).sort().reverse();
    expect(addresses).toEqual([
      expect.stringMatching(/^wiki_staff_/),
      expect.stringMatching(/^wiki_guests_/),
    ]);
    expect(Object.values(resource[ORDER])).toEqual([
      expect.objectContaining({
        app_id: APP,
        order: ["staff", "guests"],
        policies: {
          staff: expression(`${POLICY}.${addresses[0]}.id`),
          guests: expression(`${POLICY}.${addresses[1]}.id`),
        },
      }),
    ]);
  });

  test("has its policies made in order, and deleted after the order was changed", () => {
    new ApplicationPolicies(stack, "wiki", { appId: APP, policies: entries("a", "b", "c") });
    const policies = Object.entries<Record<string, unknown>>(synthesized(stack).resource[POLICY]);
    expect(policies.map(([, { depends_on }]) => depends_on)).toEqual([
      undefined,
      [`${POLICY}.${policies[0]![0]}`],
      [`${POLICY}.${policies[1]![0]}`],
    ]);
    for (const [, policy] of policies) {
      expect(policy.lifecycle).toEqual({ create_before_destroy: true });
      expect(policy).not.toHaveProperty("precedence");
    }
  });

  test("hands its timeouts to its policies and its order, and what it accepts to its order", () => {
    const [staff, guests] = entries("staff", "guests");
    new ApplicationPolicies(stack, "wiki", {
      appId: APP,
      policies: [{ ...staff!, timeouts: { create: "1m" } }, guests!],
      timeouts: { create: "1h", update: undefined },
      acceptedWarnings: ["unlisted-allow"],
    });
    const { resource } = synthesized(stack);
    const timeouts = (type: string) =>
      Object.entries<Record<string, unknown>>(resource[type]).map(([name, made]) => [
        name.split("_")[1],
        made.timeouts,
      ]);
    expect(Object.fromEntries(timeouts(POLICY))).toEqual({
      staff: { create: "1m" },
      guests: { create: "1h" },
    });
    expect(timeouts(ORDER)).toEqual([["order", { create: "1h" }]]);
    expect(Object.values(resource[ORDER])).toEqual([
      expect.objectContaining({ accepted_warnings: ["unlisted-allow"] }),
    ]);
  });

  test.each([
    [{ timeouts: { create: "soon" } }, 'timeouts.create: Not a duration: got "soon"'],
    [{ acceptedWarnings: ["unlisted"] }, "acceptedWarnings: There is no warning unlisted"],
  ])("refuses %j", (props, message) => {
    const make = () =>
      new ApplicationPolicies(stack, "wiki", { appId: APP, policies: entries("a"), ...(props as object) });
    expect(messageOf(make)).toContain(message);
  });

  test("gives its policies by key", () => {
    const list = new ApplicationPolicies(stack, "wiki", { appId: APP, policies: entries("staff", "guests") });
    expect(ApplicationAccessPolicy.isApplicationAccessPolicy(list.policy("guests"))).toBe(true);
    expect(list.policy("guests").node.path).toBe("access/wiki/guests");
    expect(messageOf(() => list.policy("guest"))).toBe(
      'ApplicationPolicies "access/wiki" has no policy "guest". It has "staff", "guests".',
    );
  });

  test("takes an application by name, an account and a provider", () => {
    const app = AccessApplication.fromName(stack, "app", "Wiki");
    new ApplicationPolicies(stack, "wiki", { appId: app, accountId: "f".repeat(32), policies: entries("a") });
    const { resource } = synthesized(stack);
    for (const type of [POLICY, ORDER])
      expect(Object.values(resource[type])).toEqual([
        expect.objectContaining({
          app_id: app.id && expression("data.cfaccess_application.app.id"),
          account_id: "f".repeat(32),
        }),
      ]);
  });

  test("is what others can depend on", () => {
    const list = new ApplicationPolicies(stack, "wiki", { appId: APP, policies: entries("a") });
    new ApplicationAccessPolicy(stack, "after", { ...RIGHT, appId: APP, dependsOn: [list] });
    const { resource } = synthesized(stack);
    expect(resource[POLICY].after.depends_on).toEqual([`${ORDER}.${Object.keys(resource[ORDER])[0]}`]);
  });

  test("is known from another copy of the package", () => {
    const list = new ApplicationPolicies(stack, "wiki", { appId: APP, policies: entries("a") });
    expect(ApplicationPolicies.isApplicationPolicies(list)).toBe(true);
    expect(ApplicationPolicies.isApplicationPolicies(list.policy("a"))).toBe(false);
  });

  test.each([
    ["no list", undefined, "policies is no list. Give the policies in their order."],
    ["an empty list", [], "policies is empty. Give at least one policy."],
    [
      "a key that comes twice",
      entries("a", "b", "a"),
      'policies[2].key "a" is that of policies[0] too. Give each its own.',
    ],
    [
      "no key",
      [RIGHT],
      'policies[0].key is missing. Give a text without "/" that is this policy\'s alone, such as "staff".',
    ],
    [
      "a key with a slash",
      entries("a/b"),
      'policies[0].key is "a/b". Give a text without "/" that is this policy\'s alone, such as "staff".',
    ],
    [
      "the key of the order",
      entries("order"),
      'policies[0].key is "order", which stands for the order itself. Choose another.',
    ],
    [
      "a precedence",
      [{ ...RIGHT, key: "a", precedence: 1 }],
      "policies[0].precedence has no place here: the place in the list is the precedence.",
    ],
    [
      "a count",
      [{ ...RIGHT, key: "a", count: 2 }],
      "policies[0].count has no place here: an entry is one policy: make the entries in a loop.",
    ],
    ["what is no policy", ["a"], 'policies[0] is no policy: "a".'],
  ])("does not take %s", (_, policies, message) => {
    expect(messageOf(() => new Untyped.ApplicationPolicies(stack, "wiki", { appId: APP, policies }))).toBe(
      `ApplicationPolicies "access/wiki": ${message}`,
    );
  });

  test("says where a policy has a mistake", () => {
    const policies = [{ ...RIGHT, key: "staff", name: "" }];
    expect(messageOf(() => new ApplicationPolicies(stack, "wiki", { appId: APP, policies }))).toMatch(
      /^ApplicationAccessPolicy "access\/wiki\/staff" has a mistake:/,
    );
  });
});

describe("a gate for an ordered list", () => {
  const triggers = () =>
    synthesized(stack, true).resource.null_resource.gate.triggers as Record<string, string>;

  test("has a trigger for the order, and one for each policy that leaves its number out", () => {
    const list = new ApplicationPolicies(stack, "wiki", { appId: APP, policies: entries("staff", "guests") });
    new PolicyGate(stack, "gate", { policies: [list] });
    expect(Object.keys(triggers())).toEqual(["wiki", "wiki/guests", "wiki/staff"]);
    expect(triggers().wiki).toMatch(
      /^\$\{join\(" ", cfaccess_application_policy_order\.wiki_order_\w+\.order\)\}$/,
    );
    expect(triggers()["wiki/staff"]).toContain('"name"');
    expect(triggers()["wiki/staff"]).not.toContain("precedence");
  });

  test("takes one policy of it, too", () => {
    const list = new ApplicationPolicies(stack, "wiki", { appId: APP, policies: entries("staff", "guests") });
    new PolicyGate(stack, "gate", { policies: [list.policy("staff")] });
    expect(Object.keys(triggers())).toEqual(["wiki/staff"]);
  });
});

describe("beside an ordered list of the same application", () => {
  const wiki = () => AccessApplication.fromName(stack, "wiki-app", "Wiki");
  const list = (id: string, appId: ApplicationPoliciesProps["appId"]) =>
    new ApplicationPolicies(stack, id, { appId, policies: entries("a") });

  test.each([
    ["its ID", () => [APP, APP]],
    ["its ID in capitals", () => [APP, APP.toUpperCase()]],
    ["a look-up", () => Array(2).fill(wiki())],
  ])("a second list is an error at synth, told once: by %s", (_what, appIds) => {
    const [one, two] = appIds() as [string, string];
    list("one", one);
    list("two", two);
    const told = messageOf(() => synthesized(stack, true));
    expect(told).toMatch(
      /\[access\/two\] access\/one and access\/two are two ordered lists of one application/,
    );
    expect(told).toMatch(/Put all of the application's policies into one ApplicationPolicies\./);
    expect(told.match(/two ordered lists/g)).toHaveLength(1);
  });

  test("a list of another application is as it should be, and one that was taken out again", () => {
    list("one", APP);
    stack.node.tryRemoveChild("one");
    list("two", wiki());
    list("three", APP);
    expect(() => synthesized(stack, true)).not.toThrow();
  });

  test("a policy with a precedence of its own is warned of, once", () => {
    const before = new ApplicationAccessPolicy(stack, "before", { ...RIGHT, appId: APP, precedence: 1 });
    list("wiki", APP);
    const after = new ApplicationAccessPolicy(stack, "after", { ...RIGHT, appId: APP, precedence: 100 });
    const free = new ApplicationAccessPolicy(stack, "free", { ...RIGHT, appId: APP });
    const other = new ApplicationAccessPolicy(stack, "other", { ...RIGHT, appId: wiki(), precedence: 1 });
    synthesized(stack, true);
    synthesized(stack, true);
    expect(warningsOf(before)).toEqual([
      "precedence 1 is a number beside the ordered list access/wiki of the same application, which takes the numbers it " +
        "finds free: whether this policy comes before or after those of the list is not said. Put it into the list, at " +
        "its place.",
    ]);
    expect(warningsOf(after)).toHaveLength(1);
    expect([...warningsOf(free), ...warningsOf(other)]).toEqual([]);
  });
});
