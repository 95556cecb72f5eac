import { type Emulator, type EmulatorOptions, startEmulator } from "../../../src/emulator";
import { accessProvider } from "../../../src/provider/provider";
import { FakeTerraformCore } from "../../fake-terraform-core";
import { SILENT } from "../lifecycle/support/silent-logger";

const ACCOUNT = "699d98642c564d2e855e9661899b7252";
const ZONE = "023e105f4ecef8ad9ca31a8372d0c353";
const WIKI = "11111111-aaaa-4bbb-8ccc-dddddddddddd";
const SHOP = "22222222-aaaa-4bbb-8ccc-dddddddddddd";
const MISSING = "99999999-aaaa-4bbb-8ccc-dddddddddddd";

let emulator: Emulator;
let core: FakeTerraformCore<unknown>;
afterEach(() => emulator.close());

async function open(options: EmulatorOptions = {}): Promise<void> {
  const applications = [
    { id: WIKI, name: "Wiki" },
    { id: SHOP, name: "Shop" },
  ];
  emulator = await startEmulator({ rateLimit: false, accounts: [ACCOUNT], applications, ...options });
  const variables = {
    CLOUDFLARE_API_TOKEN: "a-token",
    CLOUDFLARE_ACCOUNT_ID: ACCOUNT,
    CLOUDFLARE_BASE_URL: emulator.baseUrl,
  };
  core = new FakeTerraformCore<unknown>(accessProvider("0.0.0", variables, SILENT));
  expect(await core.configure()).toEqual([]);
}

async function add(name: string, below = ""): Promise<string> {
  const response = await fetch(`${emulator.baseUrl}/accounts/${ACCOUNT}/access/${below}policies`, {
    method: "POST",
    headers: { authorization: "Bearer a-token", "content-type": "application/json" },
    body: JSON.stringify({ name, decision: "allow", include: [{ everyone: {} }] }),
  });
  return String(((await response.json()) as { result: { id: unknown } }).result.id);
}

async function failure(typeName: string, id: string) {
  const { diagnostics } = await core.importState(typeName, id);
  expect(diagnostics).toHaveLength(1);
  expect(diagnostics[0]!.severity).toBe("error");
  return diagnostics[0]!;
}

const REUSABLE = "cfaccess_policy";
const APPLICATION = "cfaccess_application_policy";
const ATTACHED = "cfaccess_application_attached_policies";
const LIST = "cfaccess_application_policies";

describe("an import of what does not exist", () => {
  it("names a reusable policy that the account does not have, and those that it has", async () => {
    await open();
    const staff = await add("Staff");
    const { summary, detail } = await failure(REUSABLE, `${ACCOUNT}/${MISSING}`);
    expect(summary).toBe(`Cannot import: account ${ACCOUNT} has no reusable policy "${MISSING}"`);
    expect(detail).toBe(`Account ${ACCOUNT} has 1 reusable policy: "${staff}" ("Staff").`);
  });

  it("names an application that the account does not have, and those that it has", async () => {
    await open();
    const { summary, detail } = await failure(APPLICATION, `${ACCOUNT}/${MISSING}/${MISSING}`);
    expect(summary).toBe(`Cannot import: account ${ACCOUNT} has no Access application "${MISSING}"`);
    expect(detail).toBe(
      `Account ${ACCOUNT} has 2 Access applications: "${WIKI}" ("Wiki", self_hosted), "${SHOP}" ("Shop", self_hosted).`,
    );
  });

  it.each([ATTACHED, LIST])("names the application of a %s in the same way", async (typeName) => {
    await open();
    const { summary, detail } = await failure(typeName, `${ACCOUNT}/${MISSING}`);
    expect(summary).toBe(`Cannot import: account ${ACCOUNT} has no Access application "${MISSING}"`);
    expect(detail).toContain(`"${WIKI}" ("Wiki", self_hosted)`);
  });

  it("says of a list that the application has no policies of its own", async () => {
    await open();
    const { summary, detail } = await failure(LIST, `${ACCOUNT}/${WIKI}`);
    expect(summary).toBe(`Cannot import: application "${WIKI}" has no policies of its own`);
    expect(detail).toContain("cfaccess_application_attached_policies");
  });

  it("names a policy that the application does not have, and its own", async () => {
    await open();
    const own = await add("Readers", `apps/${WIKI}/`);
    const { summary, detail } = await failure(APPLICATION, `${ACCOUNT}/${WIKI}/${MISSING}`);
    expect(summary).toBe(`Cannot import: application "${WIKI}" has no policy "${MISSING}"`);
    expect(detail).toBe(`Application "${WIKI}" ("Wiki") has 1 policy of its own: "${own}" ("Readers").`);
  });

  it("shows the import command of the resource where the policy is of the other kind", async () => {
    await open();
    const staff = await add("Staff");
    const own = await add("Readers", `apps/${WIKI}/`);
    expect((await failure(APPLICATION, `${ACCOUNT}/${WIKI}/${staff}`)).detail).toContain(
      `terraform import cfaccess_policy.NAME ${ACCOUNT}/${staff}`,
    );
    expect((await failure(REUSABLE, `${ACCOUNT}/${own}`)).detail).toContain(
      `terraform import cfaccess_application_policy.NAME ${ACCOUNT}/${WIKI}/${own}`,
    );
  });

  it.each([
    ["another application of the account", SHOP],
    ["an application that does not exist", MISSING],
  ])("shows the right import command where the import id names %s", async (_, app) => {
    await open();
    const own = await add("Readers", `apps/${WIKI}/`);
    const { detail } = await failure(APPLICATION, `${ACCOUNT}/${app}/${own}`);
    expect(detail).toContain(`"${own}" is a policy of application "${WIKI}" ("Wiki") alone`);
    expect(detail).toContain(`terraform import cfaccess_application_policy.NAME ${ACCOUNT}/${WIKI}/${own}`);
  });

  it("says what the API answered where the list of applications may not be read", async () => {
    await open({
      onRequest: ({ path }) =>
        /\/access\/apps(\?|$)/.test(path)
          ? {
              status: 403,
              body: { success: false, errors: [{ code: 10000, message: "Authentication error" }] },
            }
          : undefined,
    });
    const { summary, detail } = await failure(REUSABLE, `${ACCOUNT}/${MISSING}`);
    expect(summary).toContain(`has no reusable policy "${MISSING}"`);
    expect(detail).toContain("The API answered 403: Authentication error (code 10000).");
  });

  it.each([
    [REUSABLE, `${ZONE}/${MISSING}`],
    [APPLICATION, `${ZONE}/${WIKI}/${MISSING}`],
    [ATTACHED, `${ZONE}/${WIKI}`],
    [LIST, `${ZONE}/${WIKI}`],
  ])("says of %s that the first part is not an account that the token reaches", async (typeName, id) => {
    await open();
    const { detail } = await failure(typeName, id);
    expect(detail).toContain("code 9109");
    expect(detail).toContain(
      `The import id begins with "${ZONE}", which must be the id of an account that the token reaches, not of a zone. ` +
        `The provider's account_id is ${ACCOUNT}.`,
    );
  });
});

describe("an import id that is not of the form", () => {
  it.each([
    [APPLICATION, `zone/${ZONE}/${MISSING}`, `write the account's id in place of "zone/${ZONE}"`],
    [REUSABLE, `zones/${ZONE}/${MISSING}`, `write the account's id in place of "zones/${ZONE}"`],
    [REUSABLE, `accounts/${ACCOUNT}/${MISSING}`, 'It begins with the word "accounts": leave it out'],
    [APPLICATION, `account/${ACCOUNT}/${WIKI}/${MISSING}`, 'It begins with the word "account": leave it out'],
    [APPLICATION, `${ACCOUNT}//${MISSING}`, "<app_id> is empty."],
    [REUSABLE, MISSING, "It has 1 part, not 2."],
    [
      REUSABLE,
      `${ACCOUNT}/${WIKI}/${MISSING}`,
      "A cfaccess_application_policy is imported by an id like this one.",
    ],
    [APPLICATION, `${ACCOUNT}/${MISSING}`, "A cfaccess_policy is imported by an id like this one."],
  ])("%s %s has its wrong part named", async (typeName, id, said) => {
    await open();
    const { detail } = await failure(typeName, id);
    expect(detail).toContain(said);
    expect(emulator.requests).toEqual([]);
  });
});
