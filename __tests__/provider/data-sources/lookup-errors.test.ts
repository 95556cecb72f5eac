import type { EmulatorOptions } from "../../../src/emulator";
import type { ObjectValue } from "../../../src/plugin";
import { ACCOUNT, closeAll, openAccount } from "./support/look-up";

afterEach(closeAll);

async function failure(typeName: string, config: ObjectValue, options: EmulatorOptions) {
  const { state, diagnostics } = await (await openAccount(options)).read(typeName, config);
  expect(state).toBeNull();
  expect(diagnostics).toHaveLength(1);
  return diagnostics[0]!;
}

const GROUPS = ["Sales", "Engineers abroad", "Engineering", "Finance"].map((name, index) => ({
  id: `g${index}`,
  name,
}));
const LISTS = [
  { id: "l1", name: "Partners", type: "EMAIL" },
  { id: "l2", name: "Offices", type: "IP" },
  { id: "l3", name: "Offices", type: "IP" },
  { id: "l4", name: "Offices", type: "EMAIL" },
  { id: "l5", name: "Homes", type: "IP" },
  { id: "l6", name: "Homes", type: "EMAIL" },
];
const APPLICATIONS = [
  { id: "a1", name: "Wiki", domain: "wiki.example.com", self_hosted_domains: ["docs.example.com"] },
  { id: "a2", name: "Shop", domain: "shop.example.com" },
  { id: "a3", name: "Old shop", domain: "shop.example.com/" },
];

describe("what is not found", () => {
  test("is said at the attribute, with what there is, the likeliest first", async () => {
    expect(await failure("cfaccess_group", { name: "Enginering" }, { groups: GROUPS })).toEqual({
      severity: "error",
      summary: 'No Access group called "Enginering"',
      detail: `Account ${ACCOUNT} has 4 Access groups: "Engineering", "Engineers abroad", "Finance", "Sales".`,
      path: ["name"],
    });
  });

  test.each([
    ["engineering", '"Engineering"'],
    ["Abroad", '"Engineers abroad"'],
    ["finance team", '"Finance"'],
  ])("by the name %j may have meant %s", async (name, first) => {
    const { detail } = await failure("cfaccess_group", { name }, { groups: GROUPS });
    expect(detail).toContain(`has 4 Access groups: ${first}, `);
  });

  test("is said with twenty names at most", async () => {
    const groups = Array.from({ length: 23 }, (_, index) => ({ name: `Group ${index}` }));
    const { detail } = await failure("cfaccess_group", { name: "Team" }, { groups });
    expect(detail.match(/"Group \d+"/g)).toHaveLength(20);
    expect(detail).toMatch(/, and 3 more\.$/);
  });

  test("is said with what a terminal would act on or not show escaped", async () => {
    const groups = [{ name: "Sa\u202el\u200bes\u009b31m\n" }];
    const { detail } = await failure("cfaccess_group", { name: "Sales" }, { groups });
    expect(detail).toBe(`Account ${ACCOUNT} has 1 Access group: "Sa\\u{202e}l\\u{200b}es\\u{9b}31m\\n".`);
  });

  test("is said of an account that has none", async () => {
    const { detail } = await failure("cfaccess_list", { name: "Offices" }, {});
    expect(detail).toBe(`Account ${ACCOUNT} has no Zero Trust lists.`);
  });

  test("is said with the types where there are types", async () => {
    expect(
      await failure("cfaccess_list", { name: "Partners", type: "IP" }, { lists: LISTS.slice(0, 2) }),
    ).toMatchObject({
      summary: 'No Zero Trust list called "Partners" of type "IP"',
      detail: `Account ${ACCOUNT} has 2 Zero Trust lists: "Partners" (EMAIL), "Offices" (IP).`,
      path: ["name"],
    });
  });

  test("by its type alone is said at the type", async () => {
    expect(await failure("cfaccess_list", { type: "email" }, { lists: LISTS.slice(0, 2) })).toMatchObject({
      summary: 'No Zero Trust list of type "email"',
      detail: `Account ${ACCOUNT} has 2 Zero Trust lists: "EMAIL" ("Partners"), "IP" ("Offices").`,
      path: ["type"],
    });
  });

  test("by its id is said with ids and names", async () => {
    expect(await failure("cfaccess_group", { id: "g9" }, { groups: GROUPS.slice(0, 1) })).toMatchObject({
      summary: 'No Access group with the id "g9"',
      detail: `Account ${ACCOUNT} has 1 Access group: "g0" ("Sales").`,
      path: ["id"],
    });
  });

  test("by a domain is said with all domains", async () => {
    const { detail } = await failure(
      "cfaccess_application",
      { domain: "wiki.example.org" },
      { applications: APPLICATIONS.slice(0, 2) },
    );
    expect(detail).toBe(
      `Account ${ACCOUNT} has 2 Access applications: "wiki.example.com" ("Wiki", self_hosted), ` +
        '"docs.example.com" ("Wiki", self_hosted), "shop.example.com" ("Shop", self_hosted).',
    );
  });

  test.each([
    ["cfaccess_group", { name: "g2" }, "That is the id of one: set id, not name."],
    ["cfaccess_group", { id: "Engineering" }, "That is the name of one: set name, not id."],
    [
      "cfaccess_application",
      { name: "wiki.example.com" },
      "That is the domain of one: set domain, not name.",
    ],
    ["cfaccess_application", { domain: "Wiki" }, "That is the name of one: set name, not domain."],
  ])("in %s by %j is another attribute's value", async (typeName, config, hint) => {
    const options = { groups: GROUPS, applications: APPLICATIONS };
    expect((await failure(typeName, config, options)).detail.split("\n\n")[0]).toBe(hint);
  });
});

describe("what is found more than once", () => {
  test("is said with the ids", async () => {
    const groups = [
      { id: "g2", name: "Twice" },
      { id: "g1", name: "Twice" },
    ];
    expect(await failure("cfaccess_group", { name: "Twice" }, { groups })).toEqual({
      severity: "error",
      summary: '2 Access groups called "Twice"',
      detail: 'Look it up by id instead: there is "g1", "g2".',
      path: ["name"],
    });
  });

  test.each([
    [
      { name: "Homes" },
      'Look it up by id instead, or set type as well: there is "l5" (IP), "l6" (EMAIL).',
      "name",
    ],
    [{ name: "Offices" }, 'Look it up by id instead: there is "l2" (IP), "l3" (IP), "l4" (EMAIL).', "name"],
    [{ name: "Offices", type: "IP" }, 'Look it up by id instead: there is "l2", "l3".', "name"],
    [
      { type: "EMAIL" },
      'Look it up by id instead: there is "l1" ("Partners"), "l4" ("Offices"), "l6" ("Homes").',
      "type",
    ],
  ])("among lists by %j", async (config, detail, attribute) => {
    expect(await failure("cfaccess_list", config, { lists: LISTS })).toMatchObject({
      detail,
      path: [attribute],
    });
  });

  test("is said of a domain that two applications have", async () => {
    const options = { applications: APPLICATIONS };
    expect(await failure("cfaccess_application", { domain: "shop.example.com" }, options)).toMatchObject({
      summary: '2 Access applications with the domain "shop.example.com"',
      detail:
        'Look it up by id instead: there is "a2" ("Shop", self_hosted), "a3" ("Old shop", self_hosted).',
      path: ["domain"],
    });
  });
});
