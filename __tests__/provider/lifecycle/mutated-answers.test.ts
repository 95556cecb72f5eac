import { AccessClient } from "../../../src/client";
import { type Emulator, startEmulator } from "../../../src/emulator";
import type { ObjectValue, Provider } from "../../../src/plugin";
import { accessProvider } from "../../../src/provider/provider";
import { type AccessMeta, RunWrites } from "../../../src/provider/resources";
import { hurried } from "../../client/support/time";
import { FakeTerraformCore, type Stored } from "../../fake-terraform-core";
import { mutate, randomFrom } from "./support/mutations";

const ACCOUNT = "699d98642c564d2e855e9661899b7252";
const APP = "f174e90a-fafe-4643-bbbc-4a0ed4fc8415";
const REUSABLE = "cfaccess_policy";
const OF_APP = "cfaccess_application_policy";

const BODY = {
  name: "Staff",
  decision: "allow",
  include: [{ email: { email: "ann@example.com" } }, { geo: { country_code: "PT" } }],
  require: [{ ip: { ip: "198.51.100.0/24" } }],
  session_duration: "24h",
  purpose_justification_required: true,
  approval_required: true,
  approval_groups: [{ approvals_needed: 1, email_addresses: ["bob@example.com"] }],
  mfa_config: { mfa_disabled: false, session_duration: "24h", allowed_authenticators: ["totp"] },
};
const CONFIG: ObjectValue = {
  name: "Staff",
  decision: "allow",
  include: { email: ["ann@example.com"], geo: ["PT"] },
  session_duration: "12h",
};

/** How many answers are mutated, and where their random numbers start. */
const [COUNT, SEED] = [1_000, 20_261_128];

let emulator: Emulator;
let alter: ((body: unknown) => string) | undefined;

beforeAll(async () => {
  emulator = await startEmulator({
    rateLimit: false,
    groups: [{ id: "6b5b3f9e-6f5c-4c5e-9b0a-1f2e3d4c5b6a", name: "Engineering" }],
    onAnswer: (_, { status, body }) => (alter === undefined ? undefined : { status, body: alter(body) }),
  });
});
afterAll(() => emulator.close());

/** A run of the provider, whose waits pass at once. */
async function newRun(): Promise<{ core: FakeTerraformCore<AccessMeta>; end: () => void }> {
  const client = new AccessClient({
    credentials: { apiToken: "a-token" },
    baseUrl: emulator.baseUrl,
    environment: {},
    retry: { patienceMs: 0, ...hurried() },
    creates: { wait: async () => {} },
  });
  const provider: Provider<AccessMeta> = {
    ...accessProvider("0.0.0", {}),
    configure: () => ({ meta: { client, accountId: ACCOUNT, writes: new RunWrites() } }),
  };
  const core = new FakeTerraformCore(provider);
  expect(await core.configure()).toEqual([]);
  return { core, end: () => client.close() };
}

type Act = (
  core: FakeTerraformCore<AccessMeta>,
  stored: Stored,
  typeName: string,
) => Promise<{ diagnostics: readonly object[] }>;

const importId = (typeName: string, id: string) =>
  typeName === REUSABLE ? `${ACCOUNT}/${id}` : `${ACCOUNT}/${APP}/${id}`;
const configOf = (typeName: string) => (typeName === REUSABLE ? CONFIG : { app_id: APP, ...CONFIG });

const ACTS: Readonly<Record<string, Act>> = {
  refresh: (core, stored, typeName) => core.refresh(typeName, stored),
  "refresh of two, by a list": async (core, stored, typeName) => {
    const both = await Promise.all([1, 2].map(() => core.refresh(typeName, stored)));
    return { diagnostics: both.flatMap(({ diagnostics }) => diagnostics) };
  },
  import: (core, stored, typeName) => core.importState(typeName, importId(typeName, String(stored.value.id))),
  create: (core, _, typeName) => core.run(typeName, null, configOf(typeName)),
  update: (core, stored, typeName) => core.run(typeName, stored, configOf(typeName)),
  delete: (core, stored, typeName) => core.run(typeName, stored, null),
  "look-up of a policy": (core) => core.readDataSource(REUSABLE, { account_id: null, name: "Staff" }),
  "list of policies": (core) => core.readDataSource("cfaccess_policies", { account_id: null }),
  "look-up of a group": (core) =>
    core.readDataSource("cfaccess_group", { account_id: null, name: "Engineering" }),
};

describe.each(Object.keys(ACTS))("%s whose answers are mutated", (name) => {
  test("ends with a state or with an error of its own, never with an unexpected failure", async () => {
    const names = Object.keys(ACTS);
    const each = Math.ceil(COUNT / names.length);
    for (let index = 0; index < each; index++) {
      const seed = SEED + index * names.length + names.indexOf(name);
      const typeName = index % 2 === 0 ? REUSABLE : OF_APP;
      emulator.clear();
      const location = typeName === REUSABLE ? { accountId: ACCOUNT } : { accountId: ACCOUNT, appId: APP };
      const id = emulator.add(location, BODY);
      const clean = await newRun();
      const { stored } = await clean.core.importState(typeName, importId(typeName, id));
      clean.end();
      const { core, end } = await newRun();
      const random = randomFrom(seed);
      const sent: string[] = [];
      alter = (body) => {
        sent.push(mutate(body, random));
        return sent.at(-1)!;
      };
      try {
        const { diagnostics } = await ACTS[name]!(core, stored!, typeName);
        const text = JSON.stringify(diagnostics);
        if (text.includes("Unexpected failure")) throw new Error(text);
      } catch (error) {
        throw new Error(
          `seed ${seed}, ${typeName}: ${String(error)}\nanswers: ${sent.join("\n").slice(0, 4_000)}`,
        );
      } finally {
        alter = undefined;
        end();
      }
    }
  }, 60_000);
});
