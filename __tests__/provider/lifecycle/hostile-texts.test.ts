import { type Emulator, startEmulator } from "../../../src/emulator";
import type { ObjectValue } from "../../../src/plugin";
import { accessProvider } from "../../../src/provider/provider";
import { FakeTerraformCore, type Stored } from "../../fake-terraform-core";
import { SILENT } from "./support/silent-logger";

const ACCOUNT = "699d98642c564d2e855e9661899b7252";
const APP = "f174e90a-fafe-4643-bbbc-4a0ed4fc8415";
const MISSING = "9b1f2d3c-0000-4000-8000-000000000000";

/** Acts on a terminal, hides itself, and changes what follows. */
const HOSTILE = "\u001b[2J\u009b31m\u202eevil\u200b\u{e0041}\u2028\r\n";
const HOSTILE_ID = "x; rm -rf / #\u202e\u009b";
const HIDDEN = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

let emulator: Emulator;
let core: FakeTerraformCore<unknown>;
/** What every answer has instead of these; the emulator itself refuses such texts. */
let alter: ((text: string) => string) | undefined;
const written = (text: string) => JSON.stringify(text).slice(1, -1);

beforeEach(async () => {
  alter = undefined;
  emulator = await startEmulator({
    rateLimit: false,
    groups: [{ id: "6b5b3f9e-6f5c-4c5e-9b0a-1f2e3d4c5b6a", name: "EVIL" }],
    applications: [
      { accountId: ACCOUNT, id: APP, name: "EVIL", type: "self_hosted", domain: "evil.example.com" },
    ],
    onAnswer: (_, { status, body }) =>
      alter === undefined ? undefined : { status, body: alter(JSON.stringify(body)) },
  });
  core = new FakeTerraformCore<unknown>(
    accessProvider(
      "0.0.0",
      {
        CLOUDFLARE_API_TOKEN: "a-token",
        CLOUDFLARE_ACCOUNT_ID: ACCOUNT,
        CLOUDFLARE_BASE_URL: emulator.baseUrl,
      },
      SILENT,
    ),
  );
  expect(await core.configure()).toEqual([]);
});
afterEach(() => emulator.close());

const hostileNames = (text: string) => text.replaceAll("EVIL", written(HOSTILE));
const CONFIG: ObjectValue = { name: "EVIL", decision: "allow", include: { email: ["ann@example.com"] } };
const OF_APP = { app_id: APP, ...CONFIG };
const BODY = { name: "EVIL", decision: "allow", include: [{ email: { email: "ann@example.com" } }] };

interface Outcome {
  readonly diagnostics: readonly { readonly summary: string; readonly detail: string }[];
}

/** The messages of an outcome; there is at least one, and a terminal may show all of them. */
function messagesOf({ diagnostics }: Outcome): string {
  const text = diagnostics.map(({ summary, detail }) => `${summary}\n${detail}`).join("\n");
  expect(text).not.toBe("");
  expect(text).not.toMatch(HIDDEN);
  for (const [command] of text.matchAll(/terraform (import|state) .*/g))
    expect(command).not.toContain("rm -rf");
  return text;
}

describe("texts of the API that act on a terminal", () => {
  test("are escaped in the warning of a policy of the same content, whose id is in no command", async () => {
    const id = emulator.add({ accountId: ACCOUNT }, BODY);
    alter = (text) => text.replaceAll(id, written(HOSTILE_ID));
    const text = messagesOf(await core.plan("cfaccess_policy", null, CONFIG));
    expect(text).toContain(`terraform import cfaccess_policy.NAME ${ACCOUNT}/<policy_id>`);
    expect(text).toContain('<policy_id> is "x; rm -rf / #\\u{202e}\\u{9b}"');
  });

  test("are escaped when a policy of an application turns out to be reusable", async () => {
    const id = emulator.add({ accountId: ACCOUNT, appId: APP }, BODY);
    alter = (text) => hostileNames(text).replaceAll('"decision":', '"reusable":true,"decision":');
    messagesOf(await core.importState("cfaccess_application_policy", `${ACCOUNT}/${APP}/${id}`));
  });

  test("are escaped when an answer is about another policy", async () => {
    const id = emulator.add({ accountId: ACCOUNT }, BODY);
    alter = (text) => hostileNames(text).replaceAll(id, written(HOSTILE_ID));
    messagesOf(await core.importState("cfaccess_policy", `${ACCOUNT}/${id}`));
  });

  test("are escaped when a look-up finds nothing", async () => {
    alter = hostileNames;
    const text = messagesOf(await core.readDataSource("cfaccess_group", { account_id: null, name: "Staff" }));
    expect(text).toContain("\\u{202e}evil\\u{200b}\\u{e0041}\\u{2028}\\r\\n");
    messagesOf(await core.readDataSource("cfaccess_application", { account_id: null, name: "Staff" }));
  });

  test("are escaped in the errors of a list of attached policies", async () => {
    emulator.add({ accountId: ACCOUNT, appId: APP }, BODY);
    emulator.add({ accountId: ACCOUNT }, BODY);
    alter = hostileNames;
    for (const config of [
      { app_id: APP, policies: [MISSING] },
      { app_id: MISSING, policies: [MISSING] },
    ])
      messagesOf(await core.run("cfaccess_application_attached_policies", null, config));
  });

  test.each(["cfaccess_policy", "cfaccess_application_policy"])(
    "are escaped in each refusal of a life of %s",
    async (typeName) => {
      const config = typeName === "cfaccess_policy" ? CONFIG : OF_APP;
      const { stored } = await core.run(typeName, null, config);
      const errors = [{ code: 12130, message: `no ${HOSTILE}`, source: { pointer: `/${HOSTILE}` } }];
      alter = () => JSON.stringify({ success: false, errors, messages: [], result: null });
      const changed = { ...config, name: HOSTILE };
      const acts: readonly (() => Promise<Outcome>)[] = [
        () => core.run(typeName, null, changed),
        () => core.run(typeName, stored as Stored, { ...config, session_duration: "2h" }),
        () => core.refresh(typeName, stored as Stored),
        () => core.run(typeName, stored as Stored, null),
        () => core.importState(typeName, HOSTILE_ID),
      ];
      for (const act of acts) messagesOf(await act());
    },
  );

  test("are escaped in a page that is not the API's", async () => {
    const id = emulator.add({ accountId: ACCOUNT }, BODY);
    alter = () => `<title>${HOSTILE}</title>`;
    const text = messagesOf(await core.importState("cfaccess_policy", `${ACCOUNT}/${id}`));
    expect(text).toContain('titled "evil"');
  });
});
