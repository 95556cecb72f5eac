import type { EmulatorOptions } from "../../../src/emulator";
import { type ObjectValue, UNKNOWN } from "../../../src/plugin";
import { ACCESS_DATA_SOURCES } from "../../../src/provider/data-sources";
import { ACCOUNT, closeAll, type LookUps, openAccount } from "./support/look-up";

afterEach(closeAll);

const EVERYTHING: EmulatorOptions = {
  groups: [
    { id: "g1", name: "Engineering" },
    { id: "g2", name: "Contractors" },
  ],
  identityProviders: [
    { id: "i1", name: "Company Okta", type: "okta" },
    { id: "i2", name: "", type: "onetimepin" },
  ],
  serviceTokens: [{ id: "s1", name: "CI" }],
  lists: [
    { id: "l1", name: "Partners", type: "EMAIL" },
    { id: "l2", name: "Partners", type: "IP" },
    { id: "l3", name: "Offices", type: "IP" },
  ],
  postureRules: [{ id: "d1", name: "Disk encryption", type: "disk_encryption" }],
  applications: [
    {
      id: "a1",
      name: "Wiki",
      domain: "wiki.example.com",
      self_hosted_domains: ["wiki.example.com", "docs.example.com/Pages"],
    },
    {
      id: "a2",
      name: "Shop",
      domain: "shop.example.com",
      destinations: [{ type: "public", uri: "buy.example.com" }],
    },
  ],
};

const WIKI = {
  id: "a1",
  name: "Wiki",
  type: "self_hosted",
  domain: "wiki.example.com",
  domains: ["wiki.example.com", "docs.example.com/Pages"],
};
const DISK = { id: "d1", name: "Disk encryption", type: "disk_encryption" };

test.each([
  ["cfaccess_group", { name: "Engineering" }, { id: "g1", name: "Engineering" }],
  ["cfaccess_group", { id: "g2" }, { id: "g2", name: "Contractors" }],
  ["cfaccess_identity_provider", { name: "Company Okta" }, { id: "i1", name: "Company Okta", type: "okta" }],
  ["cfaccess_identity_provider", { id: "i1" }, { id: "i1", name: "Company Okta", type: "okta" }],
  ["cfaccess_identity_provider", { type: "onetimepin" }, { id: "i2", name: "", type: "onetimepin" }],
  ["cfaccess_service_token", { name: "CI" }, { id: "s1", name: "CI" }],
  ["cfaccess_service_token", { id: "s1" }, { id: "s1", name: "CI" }],
  ["cfaccess_list", { name: "Offices" }, { id: "l3", name: "Offices", type: "IP" }],
  ["cfaccess_list", { name: "Partners", type: "EMAIL" }, { id: "l1", name: "Partners", type: "EMAIL" }],
  ["cfaccess_list", { id: "l2" }, { id: "l2", name: "Partners", type: "IP" }],
  ["cfaccess_device_posture_rule", { name: "Disk encryption" }, DISK],
  ["cfaccess_device_posture_rule", { id: "d1" }, DISK],
  ["cfaccess_application", { name: "Wiki" }, WIKI],
  ["cfaccess_application", { id: "a1" }, WIKI],
  ["cfaccess_application", { domain: "wiki.example.com" }, WIKI],
  [
    "cfaccess_application",
    { domain: "docs.example.com/Pages" },
    { ...WIKI, domain: "docs.example.com/Pages" },
  ],
  ["cfaccess_application", { domain: "WIKI.example.com/" }, { ...WIKI, domain: "WIKI.example.com/" }],
])("%s finds %j", async (typeName, config, found) => {
  const { read } = await openAccount(EVERYTHING);
  expect(await read(typeName, config)).toEqual({ state: { ...found, account_id: ACCOUNT }, diagnostics: [] });
});

test("an application is found by a destination, and keeps the representation it was looked up by", async () => {
  const { read } = await openAccount(EVERYTHING);
  const { state } = await read("cfaccess_application", { domain: "buy.example.com" });
  expect(state).toMatchObject({ id: "a2", domain: "buy.example.com" });
});

test("the path of a domain is compared with its case", async () => {
  const { read } = await openAccount(EVERYTHING);
  const { diagnostics } = await read("cfaccess_application", { domain: "docs.example.com/pages" });
  expect(diagnostics).toMatchObject([{ severity: "error" }]);
});

test("a name is found in whichever of Unicode's forms the API has it", async () => {
  const { read } = await openAccount({ groups: [{ id: "g1", name: "Engenharia \u0041\u0303o" }] });
  const name = "Engenharia \u00C3o";
  expect((await read("cfaccess_group", { name })).state).toMatchObject({ id: "g1", name });
});

describe("the account", () => {
  test("is the one that is given, before the provider's", async () => {
    const { read } = await openAccount({ groups: [{ accountId: "other", id: "g1", name: "Theirs" }] });
    const config = { name: "Theirs", account_id: "other" };
    expect((await read("cfaccess_group", config)).state).toMatchObject({ account_id: "other", id: "g1" });
    expect((await read("cfaccess_group", { name: "Theirs" })).state).toBeNull();
  });

  test.each([
    ["cfaccess_group", { name: "Staff" }],
    ["cfaccess_policies", {}],
  ])("is missed by %s where there is none", async (typeName, config) => {
    const { read } = await (await openAccount()).newRun({});
    expect((await read(typeName, config)).diagnostics).toMatchObject([
      { summary: "No Cloudflare account is given", path: ["account_id"] },
    ]);
  });
});

describe("one list request", () => {
  const listed = ({ emulator }: LookUps) => emulator.requests.map(({ path }) => path.split("/").at(-1));

  test("serves thirty look-ups of a kind, at once or one after the other, by whatever they go", async () => {
    const groups = Array.from({ length: 30 }, (_, index) => ({ id: `g${index}`, name: `Group ${index}` }));
    const account = await openAccount({ groups });
    const configs = groups.map(({ id, name }, index): ObjectValue => (index % 2 === 0 ? { id } : { name }));
    const found = await Promise.all(configs.map((config) => account.read("cfaccess_group", config)));
    expect(found.map(({ state }) => state?.id)).toEqual(groups.map(({ id }) => id));
    for (const config of configs) await account.read("cfaccess_group", config);
    expect(listed(account)).toEqual(["groups"]);
  });

  test("is made for each kind, and policies are one kind", async () => {
    const account = await openAccount(EVERYTHING);
    const policy = account.emulator.add(
      { accountId: ACCOUNT },
      { name: "Staff", decision: "deny", include: [] },
    );
    for (let round = 0; round < 2; round++) {
      await account.read("cfaccess_list", { id: "l1" });
      await account.read("cfaccess_service_token", { id: "s1" });
      await account.read("cfaccess_application", { id: "a1" });
      await account.read("cfaccess_policies", {});
      await account.read("cfaccess_policy", { id: policy });
    }
    expect(listed(account)).toEqual(["lists", "service_tokens", "apps", "policies"]);
  });

  test("answers all lookups that find nothing by one list", async () => {
    const account = await openAccount(EVERYTHING);
    await Promise.all(["a", "b", "c"].map((name) => account.read("cfaccess_group", { name })));
    expect(listed(account).length).toBeLessThanOrEqual(2);
  });

  test("is made again for what was made since, in the same run", async () => {
    const account = await openAccount(EVERYTHING);
    await account.read("cfaccess_group", { name: "Engineering" });
    account.emulator.addObject("groups", { id: "g9", name: "Made later" });
    const { state } = await account.read("cfaccess_group", { name: "Made later" });
    expect(state).toMatchObject({ id: "g9" });
    expect(listed(account)).toEqual(["groups", "groups"]);
  });
});

test("what changes by itself in the API changes nothing in the state", async () => {
  let now = 0;
  const account = await openAccount({ ...EVERYTHING, now: () => now });
  const read = async ({ read }: LookUps) => (await read("cfaccess_service_token", { name: "CI" })).state;
  const before = await read(account);
  now += 3_600_000;
  expect(await read(await account.newRun())).toEqual(before);
});

test("the API's refusal names what was asked for, and the permission that is missing", async () => {
  const { read } = await openAccount({ tokens: [{ token: "a-token", permission: "none" }] });
  const { diagnostics } = await read("cfaccess_service_token", { name: "CI" });
  expect(diagnostics).toMatchObject([{ summary: "Could not list service tokens" }]);
  expect(diagnostics[0]!.detail).toContain('"Access: Service Tokens Read"');
});

describe("a configuration", () => {
  const validate = (typeName: string, config: object) =>
    ACCESS_DATA_SOURCES.find((source) => source.typeName === typeName)!.validate!({ ...config });

  test.each([
    ["cfaccess_group", { name: "x" }],
    ["cfaccess_group", { id: UNKNOWN }],
    ["cfaccess_group", { id: null, name: UNKNOWN }],
    ["cfaccess_list", { name: "x", type: "EMAIL" }],
    ["cfaccess_list", { type: "EMAIL" }],
    ["cfaccess_list", { name: UNKNOWN, account_id: UNKNOWN }],
    ["cfaccess_policies", { account_id: null }],
    ["cfaccess_application", { domain: "x" }],
  ])("of %s with %o is valid", (typeName, config) => {
    expect(validate(typeName, config)).toEqual([]);
  });

  test.each([
    ["cfaccess_group", {}, "Neither id nor name is given", "Set exactly one of id or name.", undefined],
    ["cfaccess_policy", { id: "x", name: UNKNOWN }, "id and name are given together", undefined, ["name"]],
    [
      "cfaccess_application",
      {},
      "Neither id nor name nor domain is given",
      "Set exactly one of id, name or domain, or type alone where there is only one of it.",
      undefined,
    ],
    [
      "cfaccess_application",
      { name: "x", domain: "y", type: "saas" },
      "name and domain are given together",
      undefined,
      ["domain"],
    ],
    ["cfaccess_group", { type: "x" }, "Neither id nor name is given", undefined, undefined],
    ["cfaccess_group", { name: "" }, "name is empty", undefined, ["name"]],
    ["cfaccess_policy", { id: " " }, "id is empty", undefined, ["id"]],
    ["cfaccess_list", { name: "x", type: "" }, "type is empty", undefined, ["type"]],
    ["cfaccess_group", { name: "x", account_id: "" }, "account_id is empty", undefined, ["account_id"]],
    ["cfaccess_policies", { account_id: "a/../b" }, "Not an id", undefined, ["account_id"]],
  ])("of %s with %o is an error", (typeName, config, summary, detail, path) => {
    const [error, ...others] = validate(typeName, config);
    expect(others).toEqual([]);
    expect(error).toMatchObject({ severity: "error", summary, ...(detail && { detail }) });
    expect(error!.path).toEqual(path);
  });
});
