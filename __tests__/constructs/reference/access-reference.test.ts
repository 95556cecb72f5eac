import type { TerraformStack } from "cdktf";
import {
  AccessApplication,
  AccessGroup,
  AccessIdentityProvider,
  AccessList,
  AccessRule,
  AccessServiceToken,
  ApplicationAccessPolicy,
  DevicePostureRule,
  PolicyError,
  ReusableAccessPolicy,
} from "../../../src";
import { REFERENCES, SELECTORS } from "../../../src/model";
import {
  ACCOUNT,
  expression,
  ofApplication,
  RIGHT,
  reusable,
  stackWithProvider,
  thrown,
} from "../support/synthesized";

let stack: TerraformStack;

beforeEach(() => {
  stack = stackWithProvider();
});

const LOOKUPS = {
  AccessApplication,
  AccessGroup,
  AccessIdentityProvider,
  AccessList,
  AccessServiceToken,
  DevicePostureRule,
};
type Factory = (value: unknown) => AccessRule;
const factories = AccessRule as unknown as Record<string, Factory>;

/** Every field of a selector that refers to something of the account. */
const FIELDS = SELECTORS.flatMap((selector) =>
  Object.entries(selector.fields).flatMap(([name, { refersTo }]) =>
    refersTo === undefined ? [] : [{ selector, name, refersTo }],
  ),
);

/** A rule of the selector in which the field is this value. */
function ruleWith({ selector, name }: (typeof FIELDS)[number], value: unknown): AccessRule {
  if (selector.shape === "strings") return factories[selector.factory]!(value);
  const props = Object.fromEntries(
    Object.keys(selector.fields).map((field) => [
      field.replace(/_([a-z])/g, (_all, letter: string) => letter.toUpperCase()),
      field === name ? value : field === "account_id" ? ACCOUNT : "eng@example.com",
    ]),
  );
  return factories[selector.factory]!(props);
}

describe("a rule takes what it refers to", () => {
  const rows = FIELDS.map((field) => [field.selector.factory, field.name, field] as const);

  test("of every kind that there is", () => {
    const kinds = new Set(FIELDS.map(({ refersTo }) => refersTo.kind));
    expect([...kinds].sort()).toEqual(REFERENCES.map(({ kind }) => kind).sort());
  });

  test.each(rows)("%s, as %s", (_factory, _name, field) => {
    const { construct, dataSource } = REFERENCES.find(({ kind }) => kind === field.refersTo.kind)!;
    const found = LOOKUPS[construct as keyof typeof LOOKUPS].fromName(stack, "found", "It");
    const id = expression(`data.${dataSource}.found.id`);
    const member = reusable({ decision: "non_identity", include: [ruleWith(field, found)] }, stack).include[
      field.selector.key
    ];
    expect(member).toEqual([
      field.selector.shape === "strings"
        ? id
        : expect.stringMatching(new RegExp(`^\\${id.replace(/\./g, "\\.")}/`)),
    ]);
  });

  test.each(rows)("%s, but nothing of another kind as %s", (factory, _name, field) => {
    const other =
      field.refersTo.kind === "group"
        ? AccessList.fromName(stack, "other", "It")
        : AccessGroup.fromName(stack, "other", "It");
    const error = thrown(() => reusable({ include: [ruleWith(field, other)] }, stack));
    expect(error).toBeInstanceOf(PolicyError);
    expect(error.message).toMatch(new RegExp(`include\\[0\\]\\.${factory}\\S*: Not an? .+ access/other`));
  });

  test("many at once, beside IDs and in lists", () => {
    const [a, b] = ["a", "b"].map((id) => AccessGroup.fromName(stack, id, id)) as [AccessGroup, AccessGroup];
    const given = AccessGroup.fromId(stack, "given", "f174e90a-fafe-4643-bbbc-4a0ed4fc8415");
    expect(
      reusable({ include: AccessRule.groups(a, "aa0a4aab-672b-4bdb-bc33-a59f1130a11f", [b, given]) }, stack)
        .include,
    ).toEqual({
      group: [
        expression("data.cfaccess_group.a.id"),
        "aa0a4aab-672b-4bdb-bc33-a59f1130a11f",
        expression("data.cfaccess_group.b.id"),
        "f174e90a-fafe-4643-bbbc-4a0ed4fc8415",
      ],
    });
  });

  test("as the API writes the rule", () => {
    const group = AccessGroup.fromName(stack, "eng", "Engineering");
    expect(reusable({ include: [AccessRule.of({ group: { id: group } })] }, stack).include).toEqual({
      group: [expression("data.cfaccess_group.eng.id")],
    });
  });
});

describe("a policy takes what it refers to", () => {
  test("for its approval groups", () => {
    const list = AccessList.fromName(stack, "managers", "Managers", { type: "EMAIL" });
    const approvalGroups = [{ approvalsNeeded: 1, emailListUuid: list }];
    expect(reusable({ approvalGroups }, stack).approval_groups).toEqual([
      { approvals_needed: 1, email_list_uuid: expression("data.cfaccess_list.managers.id") },
    ]);
  });

  test("as its application", () => {
    const appId = AccessApplication.fromDomain(stack, "wiki", "wiki.example.com");
    expect(ofApplication({ appId }, stack).app_id).toBe(expression("data.cfaccess_application.wiki.id"));
  });

  test("and knows the application again where an order is broken", () => {
    const appId = AccessApplication.fromDomain(stack, "wiki", "wiki.example.com");
    for (const id of ["a", "b"]) new ApplicationAccessPolicy(stack, id, { ...RIGHT, appId, precedence: 1 });
    expect(() => stack.node.validate()).not.toThrow();
    const reported = stack.node.findAll().flatMap((node) => node.node.validate());
    expect(reported).toEqual([expect.stringContaining("precedence 1 is taken by access/a")]);
  });
});

describe("a construct where another value is needed", () => {
  const list = (type?: string) => AccessList.fromName(stack, "it", "It", { type });
  const policy = (props: () => object) =>
    thrown(() => new ApplicationAccessPolicy(stack, "first", { ...RIGHT, appId: "a", ...props() } as never))
      .message;

  test.each<[string, () => object, string]>([
    [
      "a group where a list belongs",
      () => ({ include: [AccessRule.ipList(AccessGroup.fromName(stack, "it", "It") as never)] }),
      'include[0].ipList: Not a Zero Trust list: got "AccessGroup access/it", allowed is an AccessList, or an ID as a text.',
    ],
    [
      "a list of emails where one of addresses belongs",
      () => ({ include: [AccessRule.ipList(list("EMAIL"))] }),
      'include[0].ipList: Not a Zero Trust list of the type IP: got "AccessList access/it of the type EMAIL".',
    ],
    [
      "a list of addresses among those who approve",
      () => ({ approvalGroups: [{ approvalsNeeded: 1, emailListUuid: list("IP") }] }),
      "approvalGroups[0].emailListUuid: Not a Zero Trust list of the type EMAIL",
    ],
    [
      "one-time PIN where Okta belongs",
      () => {
        const pin = AccessIdentityProvider.fromType(stack, "pin", "onetimepin");
        return { include: [AccessRule.okta({ name: "eng", identityProviderId: pin })] };
      },
      "include[0].okta.identityProviderId: Not an identity provider of the type okta",
    ],
    [
      "a list as the application",
      () => ({ appId: list() }),
      'appId: Not an Access application: got "AccessList access/it", allowed is an AccessApplication, or an ID as a text.',
    ],
    [
      "a construct that nothing refers to",
      () => ({ name: new ReusableAccessPolicy(stack, "it", RIGHT) }),
      'name: Not a text: got "ReusableAccessPolicy access/it", allowed is a text.',
    ],
    [
      "a group as an email",
      () => ({ include: [AccessRule.email(AccessGroup.fromName(stack, "it", "It") as never)] }),
      'include[0].email: Not a text: got "AccessGroup access/it"',
    ],
    [
      "a group in a raw rule",
      () => ({
        include: [AccessRule.raw({ new_selector: { id: AccessGroup.fromName(stack, "it", "It") } })],
      }),
      "AccessRule.raw has an error:\n  new_selector.id: Not a text",
    ],
  ])("is reported: %s", (_what, props, message) => {
    expect(policy(props)).toContain(message);
  });

  test("is refused by the types as well", () => {
    const group = AccessGroup.fromName(stack, "group", "It");
    const emails = list();
    const rules = () => [
      // @ts-expect-error: a group is not a list
      AccessRule.ipList(group),
      // @ts-expect-error: a list is not an identity provider
      AccessRule.okta({ name: "eng", identityProviderId: emails }),
      // @ts-expect-error: a list is not a group
      ...AccessRule.groups("f174e90a-fafe-4643-bbbc-4a0ed4fc8415", [emails]),
      // @ts-expect-error: a policy is not a group
      AccessRule.group(new ReusableAccessPolicy(stack, "staff", RIGHT)),
    ];
    expect(() => reusable({ include: rules() }, stack)).toThrow("has 4 errors");
  });

  test("is fine while its type is not known", () => {
    expect(reusable({ include: [AccessRule.ipList(list())] }, stack).include).toEqual({
      ip_list: [expression("data.cfaccess_list.it.id")],
    });
  });
});
