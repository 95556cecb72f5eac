import { type TerraformDataSource, TerraformOutput, type TerraformStack, TerraformVariable } from "cdktf";
import {
  AccessApplication,
  AccessGroup,
  AccessIdentityProvider,
  AccessList,
  AccessPolicies,
  AccessServiceToken,
  CloudflareAccessProvider,
  DevicePostureRule,
  ReusableAccessPolicy,
} from "../../../src";
import { REFERENCES } from "../../../src/model";
import { ACCOUNT, expression, stackWithProvider, synthesized, thrown } from "../support/synthesized";

const LOOKUPS = {
  AccessApplication,
  AccessGroup,
  AccessIdentityProvider,
  AccessList,
  AccessServiceToken,
  DevicePostureRule,
};

let stack: TerraformStack;

beforeEach(() => {
  stack = stackWithProvider();
});

const output = (value: unknown) => {
  new TerraformOutput(stack, "it", { value });
  return synthesized(stack).output.it.value;
};

describe("what rules and policies refer to", () => {
  test("has a construct for each kind", () => {
    expect(Object.keys(LOOKUPS).sort()).toEqual(REFERENCES.map(({ construct }) => construct).sort());
  });

  const kinds = REFERENCES.map(
    ({ construct, dataSource }) =>
      [construct, dataSource, LOOKUPS[construct as keyof typeof LOOKUPS]] as const,
  );

  test.each(kinds)("%s is looked up by its name", (_construct, dataSource, lookup) => {
    const found = lookup.fromName(stack, "found", "Engineering");
    expect(output(found.id)).toBe(expression(`data.${dataSource}.found.id`));
    expect(synthesized(stack).data[dataSource].found).toEqual({ name: "Engineering" });
  });

  test.each(kinds)("%s is given by its ID without a look-up", (_construct, _dataSource, lookup) => {
    const given = lookup.fromId(stack, "given", "aa0a4aab-672b-4bdb-bc33-a59f1130a11f");
    expect(output(given.id)).toBe("aa0a4aab-672b-4bdb-bc33-a59f1130a11f");
    expect(synthesized(stack)).not.toHaveProperty("data");
  });

  test.each(kinds)("%s needs a name and an ID that say something", (construct, _dataSource, lookup) => {
    const nameless = thrown(() => lookup.fromName(stack, "a", " ")).message;
    expect(nameless).toContain(`${construct} "access/a": the name is " ". Give the name of the `);
    const idless = thrown(() => lookup.fromId(stack, "b", undefined as never)).message;
    expect(idless).toContain(`${construct} "access/b": the ID is missing. Give the ID of the `);
  });

  test.each(kinds)("%s takes no option that does not exist", (construct, _dataSource, lookup) => {
    const fromName = lookup.fromName as (...args: unknown[]) => unknown;
    const reported = (options: object) => thrown(() => fromName(stack, "a", "It", options)).message;
    expect(reported({ account_id: ACCOUNT })).toMatch(
      new RegExp(`^${construct} "access/a": there is no prop "account_id"\\. Did you mean accountId\\?`),
    );
    expect(reported({ accountId: "a/b" })).toMatch(/accountId: Not an id: got "a\/b"/);
  });
});

describe("a look-up", () => {
  const configured = (found: TerraformDataSource) =>
    synthesized(stack).data[found.terraformResourceType][found.friendlyUniqueId];

  test.each<[string, () => TerraformDataSource, object]>([
    [
      "an application by a domain of it",
      () => AccessApplication.fromDomain(stack, "x", "wiki.example.com"),
      { domain: "wiki.example.com" },
    ],
    [
      "an identity provider that is the only one of its type",
      () => AccessIdentityProvider.fromType(stack, "x", "onetimepin"),
      { type: "onetimepin" },
    ],
    [
      "a list among those of one name",
      () => AccessList.fromName(stack, "x", "Partners", { type: "EMAIL" }),
      { name: "Partners", type: "EMAIL" },
    ],
    [
      "in another account",
      () => AccessGroup.fromName(stack, "x", "Engineering", { accountId: ACCOUNT }),
      { name: "Engineering", account_id: ACCOUNT },
    ],
    [
      "a reusable policy by its name",
      () => ReusableAccessPolicy.fromName(stack, "x", "Staff"),
      { name: "Staff" },
    ],
    ["a reusable policy by its ID", () => ReusableAccessPolicy.fromId(stack, "x", "p1"), { id: "p1" }],
    ["all reusable policies", () => new AccessPolicies(stack, "x"), {}],
  ])("finds %s", (_what, lookUp, expected) => {
    expect(configured(lookUp())).toEqual(expected);
  });

  test("takes a token for a name", () => {
    const name = new TerraformVariable(stack, "name", { type: "string" }).stringValue;
    expect(configured(AccessGroup.fromName(stack, "x", name))).toEqual({ name: expression("var.name") });
  });

  test("takes what any data source takes", () => {
    const provider = new CloudflareAccessProvider(stack, "second", { alias: "second" });
    const team = AccessGroup.fromName(stack, "team", "Team");
    AccessGroup.fromName(stack, "x", "Engineering", { provider, dependsOn: [team] });
    expect(synthesized(stack).data.cfaccess_group.x).toEqual({
      name: "Engineering",
      provider: "cfaccess.second",
      depends_on: ["data.cfaccess_group.team"],
    });
  });

  test.each([
    ["type", AccessIdentityProvider],
    ["type", AccessList],
    ["type", DevicePostureRule],
    ["type", AccessApplication],
    ["domain", AccessApplication],
    ["name", AccessGroup],
    ["accountId", AccessServiceToken],
  ] as const)("exposes the %s it found: %p", (getter, lookup) => {
    const found = lookup.fromName(stack, "found", "It") as unknown as Record<string, string>;
    const attribute = getter === "accountId" ? "account_id" : getter;
    expect(output(found[getter])).toBe(expression(`data.${lookup.tfResourceType}.found.${attribute}`));
  });

  test.each([
    ["policyId", "id"],
    ["id", "id"],
    ["accountId", "account_id"],
    ["name", "name"],
    ["decision", "decision"],
    ["include", "include"],
    ["exclude", "exclude"],
    ["require", "require"],
    ["sessionDuration", "session_duration"],
    ["createdAt", "created_at"],
    ["summary", "summary"],
  ] as const)("of a policy has %s as a reference to %s", (getter, attribute) => {
    const found = ReusableAccessPolicy.fromName(stack, "found", "Staff");
    expect(output(found[getter])).toBe(expression(`data.cfaccess_policy.found.${attribute}`));
  });

  test("of all policies has them in short, and their IDs", () => {
    const all = new AccessPolicies(stack, "all");
    new TerraformOutput(stack, "policies", { value: all.policies });
    new TerraformOutput(stack, "ids", { value: all.policyIds });
    expect(synthesized(stack).output).toEqual({
      policies: { value: expression("data.cfaccess_policies.all.policies") },
      ids: { value: expression("data.cfaccess_policies.all.policies[*].id") },
    });
  });
});
