import { TerraformOutput, type TerraformStack } from "cdktf";
import {
  AccessApplication,
  AccessRule,
  ApplicationAccessPolicy,
  ApplicationPolicies,
  type ApplicationPoliciesProps,
  AttachedPolicies,
  type OrderedPolicyProps,
  PolicyGate,
  ReusableAccessPolicy,
} from "../../../src";
import {
  ACCOUNT,
  APP,
  expression,
  RIGHT,
  stackWithProvider,
  synthesized,
  thrown,
  Untyped,
  warningsOf,
} from "../support/synthesized";

let stack: TerraformStack;

beforeEach(() => {
  stack = stackWithProvider();
});

const entries = (...keys: string[]): OrderedPolicyProps[] => keys.map((key) => ({ ...RIGHT, key }));
const messageOf = (act: () => unknown) => (thrown(act) as Error).message;
const LIST = "cfaccess_application_policies";
const listOf = (name = "wiki") => synthesized(stack).resource[LIST][name];

describe("an ordered list of policies", () => {
  test("is one resource: the keys in order, and a policy under each key", () => {
    new ApplicationPolicies(stack, "wiki", { appId: APP, policies: entries("staff", "guests") });
    expect(listOf()).toEqual(
      expect.objectContaining({
        app_id: APP,
        order: ["staff", "guests"],
        policies: {
          staff: { name: "Staff", decision: "allow", include: { email_domain: ["example.com"] } },
          guests: { name: "Staff", decision: "allow", include: { email_domain: ["example.com"] } },
        },
      }),
    );
    expect(synthesized(stack).resource).not.toHaveProperty("cfaccess_application_policy");
  });

  test("takes what it does with other policies, its timeouts, and what it and each policy accept", () => {
    const [staff, guests] = entries("staff", "guests");
    new ApplicationPolicies(stack, "wiki", {
      appId: APP,
      policies: [{ ...staff!, acceptedWarnings: ["allow-everyone"] }, guests!],
      exclusive: true,
      allowTransitionalAccess: true,
      timeouts: { create: "1h", update: undefined },
      acceptedWarnings: ["unlisted-allow"],
    });
    expect(listOf()).toEqual(
      expect.objectContaining({
        exclusive: true,
        allow_transitional_access: true,
        timeouts: { create: "1h" },
        accepted_warnings: ["unlisted-allow"],
        policies: expect.objectContaining({
          staff: expect.objectContaining({ accepted_warnings: ["allow-everyone"] }),
        }),
      }),
    );
  });

  test.each([
    [{ timeouts: { create: "soon" } }, 'timeouts.create: Not a duration: got "soon"'],
    [{ acceptedWarnings: ["unlisted"] }, "acceptedWarnings: There is no warning unlisted"],
  ])("refuses %j", (props, message) => {
    const make = () =>
      new ApplicationPolicies(stack, "wiki", { appId: APP, policies: entries("a"), ...(props as object) });
    expect(messageOf(make)).toContain(message);
  });

  test("returns references to the attributes of a policy by its key", () => {
    const list = new ApplicationPolicies(stack, "wiki", { appId: APP, policies: entries("staff", "guests") });
    const guests = list.policy("guests");
    const element = (attribute: string) => expression(`${LIST}.wiki.policies.guests.${attribute}`);
    new TerraformOutput(stack, "id", { value: guests.policyId });
    new TerraformOutput(stack, "summary", { value: guests.summary });
    new TerraformOutput(stack, "precedence", { value: guests.precedence });
    const { output } = synthesized(stack);
    expect(output).toEqual({
      id: { value: element("id") },
      summary: { value: element("summary") },
      precedence: { value: element("precedence") },
    });
    expect(messageOf(() => list.policy("guest"))).toBe(
      'ApplicationPolicies "access/wiki" has no policy "guest". It has "staff", "guests".',
    );
  });

  test("takes an application by name, an account and a provider", () => {
    const app = AccessApplication.fromName(stack, "app", "Wiki");
    new ApplicationPolicies(stack, "wiki", { appId: app, accountId: "f".repeat(32), policies: entries("a") });
    expect(listOf()).toEqual(
      expect.objectContaining({
        app_id: expression("data.cfaccess_application.app.id"),
        account_id: "f".repeat(32),
      }),
    );
  });

  test("is what others can depend on, as a whole and by one of its policies", () => {
    const list = new ApplicationPolicies(stack, "wiki", { appId: APP, policies: entries("a") });
    new ReusableAccessPolicy(stack, "after", { ...RIGHT, dependsOn: [list] });
    new ReusableAccessPolicy(stack, "later", { ...RIGHT, dependsOn: [list.policy("a")] });
    const { cfaccess_policy: policies } = synthesized(stack).resource;
    expect([policies.after.depends_on, policies.later.depends_on]).toEqual([
      [`${LIST}.wiki`],
      [`${LIST}.wiki`],
    ]);
  });

  test("is imported by account and application", () => {
    const list = new ApplicationPolicies(stack, "wiki", { appId: APP, policies: entries("a") });
    list.importFrom(`${ACCOUNT}/${APP}`);
    expect(synthesized(stack).import).toEqual([expect.objectContaining({ id: `${ACCOUNT}/${APP}` })]);
    expect(messageOf(() => list.importFrom(APP))).toContain("allowed is <account_id>/<app_id>");
  });

  test("warns of an order that makes policies useless, at the list", () => {
    const list = new ApplicationPolicies(stack, "wiki", {
      appId: APP,
      policies: [
        { key: "all", name: "All", decision: "deny", include: [AccessRule.everyone()] },
        ...entries("staff"),
      ],
    });
    expect(warningsOf(list)).toEqual([expect.stringContaining("unreachable-policies")]);
  });

  test("warns of one of its policies at that policy, unless its entry accepts that", () => {
    const everyone = { name: "All", decision: "allow", include: [AccessRule.everyone()] } as const;
    const list = new ApplicationPolicies(stack, "wiki", {
      appId: APP,
      policies: [
        { key: "all", ...everyone },
        { key: "meant", ...everyone, acceptedWarnings: ["allow-everyone"] },
      ],
    });
    expect(warningsOf(list.policy("all"))).toEqual([expect.stringContaining("allow-everyone")]);
    expect(warningsOf(list.policy("meant"))).toEqual([]);
  });

  test("is known from another copy of the package", () => {
    const list = new ApplicationPolicies(stack, "wiki", { appId: APP, policies: entries("a") });
    expect(ApplicationPolicies.isApplicationPolicies(list)).toBe(true);
    expect(ApplicationPolicies.isApplicationPolicies(list.policy("a"))).toBe(false);
  });

  test.each([
    ["no list", undefined, "policies is not a list. Give the policies in their order."],
    ["an empty list", [], "policies is empty. Give at least one policy."],
    [
      "a key that comes twice",
      entries("a", "b", "a"),
      'policies[2].key "a" is that of policies[0] too. Give each its own.',
    ],
    [
      "no key",
      [RIGHT],
      'policies[0].key is missing. Give a text without slashes, quotes, backslashes and braces that is this policy\'s alone, such as "staff".',
    ],
    [
      "a key with a slash",
      entries("a/b"),
      'policies[0].key is "a/b". Give a text without slashes, quotes, backslashes and braces that is this policy\'s alone, such as "staff".',
    ],
    [
      "a precedence",
      [{ ...RIGHT, key: "a", precedence: 1 }],
      "policies[0].precedence is not a prop of an entry: the index in the list is the precedence.",
    ],
    [
      "a count",
      [{ ...RIGHT, key: "a", count: 2 }],
      "policies[0].count is not a prop of an entry: an entry is one policy: make the entries in a loop.",
    ],
    [
      "timeouts of one policy",
      [{ ...RIGHT, key: "a", timeouts: { create: "1m" } }],
      "policies[0].timeouts is not a prop of an entry: it is a prop of the list.",
    ],
    ["what is not a policy", ["a"], 'policies[0] is not a policy: "a".'],
  ])("does not take %s", (_, policies, message) => {
    expect(messageOf(() => new Untyped.ApplicationPolicies(stack, "wiki", { appId: APP, policies }))).toBe(
      `ApplicationPolicies "access/wiki": ${message}`,
    );
  });

  test("reports the entry whose policy has an error", () => {
    const policies = [{ ...RIGHT, key: "staff", name: "" }];
    expect(messageOf(() => new ApplicationPolicies(stack, "wiki", { appId: APP, policies }))).toMatch(
      /^ApplicationPolicies "access\/wiki\/staff" has an error:/,
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
    expect(triggers().wiki).toMatch(/^\$\{join\(" ", cfaccess_application_policies\.wiki\.order\)\}$/);
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
  ])("a second list is an error at synth, reported once: by %s", (_what, appIds) => {
    const [one, two] = appIds() as [string, string];
    list("one", one);
    list("two", two);
    const message = messageOf(() => synthesized(stack, true));
    expect(message).toMatch(
      /\[access\/two\] access\/one and access\/two are two ordered lists of one application/,
    );
    expect(message).toMatch(/Put all of the application's policies into one ApplicationPolicies\./);
    expect(message.match(/two ordered lists/g)).toHaveLength(1);
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
        "finds free: whether this policy comes before or after those of the list is not said. Put it into the list, in " +
        "its position.",
    ]);
    expect(warningsOf(after)).toHaveLength(1);
    expect([...warningsOf(free), ...warningsOf(other)]).toEqual([]);
  });

  test("a list of attached policies is an error at synth, in either order", () => {
    list("own", APP);
    new AttachedPolicies(stack, "attached", { appId: APP, policies: [] });
    expect(messageOf(() => synthesized(stack, true))).toMatch(
      /access\/own and access\/attached are a list of .* own/,
    );
  });

  test("a policy of the application beside attached policies is an error at synth", () => {
    new AttachedPolicies(stack, "attached", { appId: APP, policies: [] });
    new ApplicationAccessPolicy(stack, "own", { ...RIGHT, appId: APP });
    expect(messageOf(() => synthesized(stack, true))).toMatch(
      /access\/own is a policy of the application that/,
    );
  });
});
