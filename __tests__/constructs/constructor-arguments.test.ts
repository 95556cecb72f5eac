import type { TerraformStack } from "cdktf";
import { AccessRule } from "../../src";
import { camelCase, POLICY_TYPES, SELECTORS } from "../../src/model";
import { APP, RIGHT, stackWithProvider, thrown, Untyped } from "./support/synthesized";

let stack: TerraformStack;

beforeEach(() => {
  stack = stackWithProvider();
});

/** Everything that is made with a scope and an ID, with further arguments that are right. */
const MADE: [name: string, make: (...args: unknown[]) => unknown, further: unknown[]][] = [
  ["ReusableAccessPolicy", (...args) => new Untyped.ReusableAccessPolicy(...args), [RIGHT]],
  [
    "ApplicationAccessPolicy",
    (...args) => new Untyped.ApplicationAccessPolicy(...args),
    [{ ...RIGHT, appId: APP }],
  ],
  [
    "ApplicationPolicies",
    (...args) => new Untyped.ApplicationPolicies(...args),
    [{ appId: APP, policies: [{ ...RIGHT, key: "staff" }] }],
  ],
  ["AttachedPolicies", (...args) => new Untyped.AttachedPolicies(...args), [{ appId: APP, policies: [] }]],
  ["PolicyGate", (...args) => new Untyped.PolicyGate(...args), []],
  ["CloudflareAccessProvider", (...args) => new Untyped.CloudflareAccessProvider(...args), []],
  ["AccessPolicies", (...args) => new Untyped.AccessPolicies(...args), []],
  ...["AccessGroup", "AccessList", "AccessApplication"].flatMap((name) =>
    ["fromName", "fromId"].map((method): (typeof MADE)[number] => [
      name,
      (...args) => Untyped[name][method](...args),
      ["x"],
    ]),
  ),
  ["AccessIdentityProvider", (...args) => Untyped.AccessIdentityProvider.fromType(...args), ["okta"]],
  ["ReusableAccessPolicy", (...args) => Untyped.ReusableAccessPolicy.fromName(...args), ["x"]],
  [
    "ApplicationAccessPolicy",
    (...args) => Untyped.ApplicationAccessPolicy.generateConfigForImport(...args),
    ["a/b/c"],
  ],
];

describe.each(MADE)("%s without its types", (name, make, further) => {
  test.each([
    ["missing", undefined],
    ["an object", {}],
    ['"staff"', "staff"],
  ])("names the scope when it is %s", (shown, scope) => {
    expect(thrown(() => make(scope, "id", ...further)).message).toBe(
      `${name}: the first argument is ${shown}. Give the construct that it belongs to, such as the stack.`,
    );
  });

  test.each([
    ["missing", undefined],
    ["an object", {}],
    ['""', ""],
    ["1", 1],
  ])("names the ID when it is %s", (shown, id) => {
    expect(thrown(() => make(stack, id, ...further)).message).toBe(
      `${name} in "access": the second argument is ${shown}. Give its ID in there, a text such as "staff".`,
    );
  });
});

test.each([
  ["a text", "x", '"x"'],
  ["a list", [], "a list"],
  ["a number", 1, "1"],
])("props that are %s are named as such", (_what, props, shown) => {
  const makers = [
    () => new Untyped.ReusableAccessPolicy(stack, "id", props),
    () => new Untyped.ApplicationPolicies(stack, "id", props),
    () => new Untyped.AttachedPolicies(stack, "id", props),
    () => new Untyped.PolicyGate(stack, "id", props),
    () => new Untyped.CloudflareAccessProvider(stack, "id", props),
    () => Untyped.AccessGroup.fromName(stack, "id", "x", props),
  ];
  for (const make of makers)
    expect(thrown(make).message).toContain(`: the props are ${shown}. Give an object: { … }.`);
});

describe("a look-up", () => {
  test.each(["fromName", "fromType", "fromId"])("names what is missing in %s", (method) => {
    const what = { fromName: "name", fromType: "type", fromId: "ID" }[method];
    expect(thrown(() => Untyped.AccessIdentityProvider[method](stack, "id")).message).toBe(
      `AccessIdentityProvider "access/id": the ${what} is missing. Give the ${what} of the identity provider as a text, or a token for it.`,
    );
  });
});

test("a secret that is not a text is not shown", () => {
  const { message } = thrown(
    () => new Untyped.CloudflareAccessProvider(stack, "p", { apiToken: { value: "s3cret" } }),
  );
  expect(message).toContain("apiToken is not a text.");
  expect(message).not.toContain("s3cret");
});

describe("a name in snake_case is one error, with the name that was meant", () => {
  const fields = Object.entries(POLICY_TYPES.application.fields);
  const kebab = fields.map(([name]) => name).filter((name) => name.includes("_"));
  const message = (make: () => unknown) => thrown(make).message;

  test.each(
    [...kebab, "accountId", "appId"].map((name) =>
      name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
    ),
  )("%s of a policy", (name) => {
    const { appId, ...rest } = { ...RIGHT, appId: APP };
    const props = { ...rest, ...(name === "app_id" ? {} : { appId }), [name]: "x" };
    const said = message(() => new Untyped.ApplicationAccessPolicy(stack, "id", props));
    expect(said).toMatch(/has an error:\n/);
    expect(said).toContain(`  ${name}: There is no prop "${name}": allowed is `);
    expect(said).toMatch(new RegExp(`Did you mean ${camelCase(name)}\\?$`));
  });

  test("of an object in a policy, though the field is required", () => {
    const said = message(
      () =>
        new Untyped.ReusableAccessPolicy(stack, "id", {
          ...RIGHT,
          approvalGroups: [{ approvals_needed: 1 }],
        }),
    );
    expect(said).toMatch(
      /has an error:\n {2}approvalGroups\[0\]\.approvals_needed: .* Did you mean approvalsNeeded\?$/,
    );
  });

  test("of a required field that is misspelled", () => {
    const { decision, ...rest } = RIGHT;
    const said = message(
      () => new Untyped.ReusableAccessPolicy(stack, "id", { ...rest, desicion: decision }),
    );
    expect(said).toMatch(/has an error:\n {2}desicion: .* Did you mean decision\?$/);
  });

  const withProps = SELECTORS.filter(
    ({ shape, fields: own }) => shape === "objects" && Object.keys(own).length > 1,
  );

  test.each(withProps.map(({ factory, fields: own }) => [factory, Object.keys(own)] as const))(
    "of AccessRule.%s",
    (factory, names) => {
      const rule = Untyped.AccessRule[factory](
        Object.fromEntries(names.map((name) => [name, "https://x.example"])),
      );
      const said = message(
        () => new Untyped.ReusableAccessPolicy(stack, "id", { ...RIGHT, include: [rule] }),
      );
      const wrong = names.filter((name) => name.includes("_"));
      const notAnEmail = said.match(/Not an email address/g)?.length ?? 0;
      expect(said.match(/^ {2}include/gm)).toHaveLength(wrong.length + notAnEmail);
      for (const name of wrong)
        expect(said).toMatch(new RegExp(`"${name}": .* Did you mean ${camelCase(name)}\\?`));
    },
  );

  test.each<[string, () => unknown, string]>([
    [
      "an ordered list",
      () => new Untyped.ApplicationPolicies(stack, "id", { app_id: APP, policies: [] }),
      "appId",
    ],
    [
      "attached policies",
      () => new Untyped.AttachedPolicies(stack, "id", { appId: APP, policies: [], account_id: "x" }),
      "accountId",
    ],
    ["a gate", () => new Untyped.PolicyGate(stack, "id", { policies: [], depends_on: [] }), "dependsOn"],
    [
      "the provider",
      () => new Untyped.CloudflareAccessProvider(stack, "id", { account_id: "x" }),
      "accountId",
    ],
    ["a look-up", () => Untyped.AccessGroup.fromName(stack, "id", "x", { account_id: "x" }), "accountId"],
  ])("of %s", (_what, make, meant) => {
    expect(message(make)).toContain(`Did you mean ${meant}?`);
  });

  test("a type is refused where things have none", () => {
    expect(message(() => Untyped.AccessGroup.fromName(stack, "id", "x", { type: "x" }))).toContain(
      'no prop "type"',
    );
  });
});

test.each([
  ["a text", "eng", '"eng"'],
  ["a list", [{ name: "eng" }], '[{"name":"eng"}]'],
])("a factory with fields that is given %s shows how it is called", (_what, given, shown) => {
  const rule = Untyped.AccessRule.okta(given);
  const { message } = thrown(
    () => new Untyped.ReusableAccessPolicy(stack, "id", { ...RIGHT, include: [rule] }),
  );
  expect(message).toMatch(/has an error:\n/);
  expect(message).toContain(
    `include[0].okta: Not an object with fields: got ${shown}, allowed is an object with name, identityProviderId. ` +
      "Write AccessRule.okta({ name: …, identityProviderId: … }).",
  );
  expect(AccessRule.isAccessRule(rule)).toBe(true);
});
