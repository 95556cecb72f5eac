import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as framework from "cdktf";
import * as constructs from "constructs";
import * as library from "../../src";
import { AccessRule } from "../../src";
import {
  APP,
  expression,
  RIGHT,
  stackWithProvider,
  synthesized,
  thrown,
  warningsOf,
} from "./support/synthesized";

type Library = typeof library;
type Framework = typeof framework;

/** The same modules once more, as in a workspace whose projects have each their own; `shared` are there once. */
function copyOf(shared: Readonly<Record<string, unknown>>): { copy: Library; copyFramework: Framework } {
  let copies: { copy: Library; copyFramework: Framework } | undefined;
  jest.isolateModules(() => {
    for (const [name, module] of Object.entries(shared)) jest.doMock(name, () => module);
    copies = { copy: require("../../src"), copyFramework: require("cdktf") };
  });
  for (const name of Object.keys(shared)) jest.dontMock(name);
  return copies!;
}

const CASES = [
  { what: "the package", shared: { cdktf: framework, constructs } },
  { what: "the package and the framework", shared: { constructs } },
  { what: "the package, the framework and constructs", shared: {} },
];

describe.each(CASES)("with two copies of $what in one stack", ({ shared }) => {
  const { copy, copyFramework } = copyOf(shared);
  let stack: framework.TerraformStack;
  beforeEach(() => {
    stack = stackWithProvider();
  });

  const entries = (...keys: string[]) => keys.map((key) => ({ ...RIGHT, key }));

  test("the copies are two", () => {
    expect(copy.PolicyGate).not.toBe(library.PolicyGate);
    expect(copyFramework.TerraformStack === framework.TerraformStack).toBe("cdktf" in shared);
  });

  test("a gate represents the other copy's policies and lists, and has its null provider", () => {
    const policies = [
      new library.ReusableAccessPolicy(stack, "staff", RIGHT),
      new library.ApplicationPolicies(stack, "wiki", { appId: APP, policies: entries("one") }),
    ];
    new copy.PolicyGate(stack, "gate", { policies });
    const { provider, resource } = synthesized(stack, true);
    expect(Object.keys(resource.null_resource.gate.triggers)).toEqual(["staff", "wiki", "wiki/one"]);
    expect(provider.null).toEqual([{}]);
    expect(library.PolicyGate.isPolicyGate(stack.node.findChild("gate"))).toBe(true);
  });

  test("gates of both copies share one null provider", () => {
    const policies = [new library.ReusableAccessPolicy(stack, "staff", RIGHT)];
    new copy.PolicyGate(stack, "one", { policies });
    new library.PolicyGate(stack, "two", { policies });
    expect(synthesized(stack, true).provider.null).toEqual([{}]);
  });

  test("a policy takes the other copy's rules, and those that only the API knows", () => {
    new library.ReusableAccessPolicy(stack, "staff", {
      ...RIGHT,
      include: [copy.AccessRule.email("ann@example.com"), copy.AccessRule.raw({ newer: { id: "1" } })],
    });
    expect(synthesized(stack).resource.cfaccess_policy.staff.include).toEqual({
      email: ["ann@example.com"],
      other: ['{"newer":{"id":"1"}}'],
    });
  });

  test("the provider of one copy serves the policies of both", () => {
    new copy.ReusableAccessPolicy(stack, "staff", RIGHT);
    expect(() => synthesized(stack, true)).not.toThrow();
    const app = framework.Testing.app();
    const bare = new framework.TerraformStack(app, "bare");
    new copy.ReusableAccessPolicy(bare, "one", RIGHT);
    new library.ReusableAccessPolicy(bare, "two", RIGHT);
    const { message } = thrown(() => synthesized(bare, true));
    expect(message.match(/needs a CloudflareAccessProvider/g)).toHaveLength(1);
  });

  test("a policy beside the other copy's list is warned of, once", () => {
    const policy = new library.ApplicationAccessPolicy(stack, "own", { ...RIGHT, appId: APP, precedence: 1 });
    new copy.ApplicationPolicies(stack, "wiki", { appId: APP, policies: entries("one") });
    synthesized(stack, true);
    synthesized(stack, true);
    expect(warningsOf(policy)).toEqual([expect.stringContaining("beside the ordered list access/wiki")]);
  });

  test("two lists of one application, and one precedence twice, are errors", () => {
    new library.ApplicationPolicies(stack, "wiki", { appId: APP, policies: entries("one") });
    new copy.ApplicationPolicies(stack, "again", { appId: APP, policies: entries("one") });
    expect(() => synthesized(stack, true)).toThrow(/are two ordered lists of one application/);

    const other = stackWithProvider();
    new library.ApplicationAccessPolicy(other, "first", { ...RIGHT, appId: APP, precedence: 1 });
    new copy.ApplicationAccessPolicy(other, "second", { ...RIGHT, appId: APP, precedence: 1 });
    expect(() => synthesized(other, true)).toThrow(/precedence 1 is taken by access\/first/);
  });

  test("a look-up of the other copy is what a rule or a policy refers to", () => {
    const group = copy.AccessGroup.fromName(stack, "eng", "Engineering");
    const wiki = copy.AccessApplication.fromName(stack, "wiki", "Wiki");
    new library.ApplicationAccessPolicy(stack, "own", {
      ...RIGHT,
      appId: wiki,
      include: [AccessRule.group(group)],
    });
    expect(synthesized(stack, true).resource.cfaccess_application_policy.own).toMatchObject({
      app_id: expression("data.cfaccess_application.wiki.id"),
      include: { group: [expression("data.cfaccess_group.eng.id")] },
    });
  });

  test("what leads through the other copy's locals is seen, so no policy waits in a circle", () => {
    const allow = new library.ApplicationAccessPolicy(stack, "allow", {
      ...RIGHT,
      appId: APP,
      precedence: 2,
    });
    const known = new copyFramework.TerraformLocal(stack, "known", allow.policyId);
    const module = new copyFramework.TerraformHclModule(stack, "module", {
      source: "example/module/any",
      variables: { id: known.asString },
    });
    new library.ApplicationAccessPolicy(stack, "deny", {
      ...RIGHT,
      appId: APP,
      precedence: 1,
      decision: "deny",
      name: module.getString("name"),
    });
    expect(synthesized(stack).resource.cfaccess_application_policy.allow).not.toHaveProperty("depends_on");
  });
});

describe("the constructs", () => {
  const folder = join(__dirname, "..", "..", "src", "constructs");
  const ofOneCopy = /\binstanceof\b|\bAspects\b|\bSymbol\(|new Weak(Map|Set)<(I?Construct|Terraform\w+)\b/;

  test("use nothing that only knows its own copy", () => {
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
      file.endsWith(".ts"),
    );
    expect(files.length).toBeGreaterThan(20);
    expect(files.filter((file) => ofOneCopy.test(readFileSync(join(folder, file), "utf8")))).toEqual([]);
  });
});

describe("in a stack of the other framework", () => {
  const isFork = /node_modules.cdktn/.test(require.resolve("cdktf"));
  const [here, there] = isFork ? ["cdktn", "cdktf"] : ["cdktf", "cdktn"];
  // By its path, which no mapping of names leads elsewhere.
  const other: Framework = require(join(__dirname, "..", "..", "node_modules", there!, "lib"));
  const entry = isFork ? "cdktf-cloudflare-access" : "cdktf-cloudflare-access/cdktn";
  const stack = new other.TerraformStack(other.Testing.app(), "access") as framework.TerraformStack;
  const sentence = (what: string) =>
    `${what} is made for ${here}, and its stack is one of ${there}: import it from "${entry}".`;

  test.each<[string, () => unknown]>([
    ['CloudflareAccessProvider "access/a"', () => new library.CloudflareAccessProvider(stack, "a")],
    ['ReusableAccessPolicy "access/b"', () => new library.ReusableAccessPolicy(stack, "b", RIGHT)],
    ['AccessGroup "access/c"', () => library.AccessGroup.fromName(stack, "c", "Engineering")],
    ['AccessPolicies "access/d"', () => new library.AccessPolicies(stack, "d")],
    [
      'ApplicationPolicies "access/e"',
      () =>
        new library.ApplicationPolicies(stack, "e", { appId: APP, policies: [{ ...RIGHT, key: "staff" }] }),
    ],
    [
      'PolicyGate "access/f"',
      () => {
        const policies = [new library.ReusableAccessPolicy(stackWithProvider(), "staff", RIGHT)];
        return new library.PolicyGate(stack, "f", { policies });
      },
    ],
  ])("%s reports what to import", (what, make) => {
    expect(thrown(make).message).toBe(sentence(what));
  });
});
