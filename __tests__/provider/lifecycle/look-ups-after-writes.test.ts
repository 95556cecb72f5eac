import { type Emulator, startEmulator } from "../../../src/emulator";
import type { ObjectValue } from "../../../src/plugin";
import { accessProvider } from "../../../src/provider/provider";
import { FakeTerraformCore } from "../../fake-terraform-core";
import { SILENT } from "./support/silent-logger";

const ACCOUNT = "699d98642c564d2e855e9661899b7252";
const POLICY = "cfaccess_policy";
/** Longer than any test, in milliseconds. */
const AGES = 3_600_000;

let emulator: Emulator;
let core: FakeTerraformCore<unknown>;

beforeEach(async () => {
  emulator = await startEmulator({ rateLimit: false });
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

const config = (name: string, email = "ann@example.com"): ObjectValue => ({
  name,
  decision: "allow",
  include: { email: [email] },
});
const make = async (name: string) => (await core.run(POLICY, null, config(name))).stored!;
/** From now on lists show nothing of what is done. */
const listsLag = () => emulator.faults([{ kind: "stale-lists", ms: AGES }]);

async function lookUp(by: ObjectValue): Promise<ObjectValue | null | undefined> {
  const { state, diagnostics } = await core.readDataSource(POLICY, by);
  expect(diagnostics).toEqual([]);
  return state;
}
async function names(): Promise<unknown> {
  const { state } = await core.readDataSource("cfaccess_policies", {});
  return (state!.policies as ObjectValue[]).map(({ name }) => name);
}
const lists = () =>
  emulator.requests.filter(({ method, path }) => method === "GET" && path.endsWith("/policies")).length;

describe("while the API's lists show nothing of what this run did, a look-up", () => {
  test("finds what was created, by its name and by its id, with one list", async () => {
    listsLag();
    const { value } = await make("Staff");
    const id = value!.id as string;
    emulator.requests.length = 0;
    expect(await lookUp({ name: "Staff" })).toMatchObject({ id, include: { email: ["ann@example.com"] } });
    expect(await lookUp({ id })).toMatchObject({ name: "Staff" });
    expect(lists()).toBe(1);
  });

  test("shows what was changed as it is now", async () => {
    const stored = await make("Staff");
    listsLag();
    await core.run(POLICY, stored, config("Staff", "bob@example.com"));
    expect(await lookUp({ name: "Staff" })).toMatchObject({ include: { email: ["bob@example.com"] } });
  });

  test("finds what was renamed by its new name only", async () => {
    const stored = await make("Staff");
    listsLag();
    await core.run(POLICY, stored, config("Crew"));
    expect(await lookUp({ name: "Crew" })).toMatchObject({ id: stored.value!.id });
    const { diagnostics } = await core.readDataSource(POLICY, { name: "Staff" });
    expect(diagnostics).toMatchObject([{ summary: 'No reusable policy called "Staff"' }]);
  });

  test("of all policies has what was created and not what was deleted", async () => {
    const [, gone] = [await make("Kept"), await make("Gone")];
    listsLag();
    await make("New");
    await core.run(POLICY, gone, null);
    expect(await names()).toEqual(["Kept", "New"]);
  });
});

test("a look-up shows what somebody else changed after this run did", async () => {
  const stored = await make("Staff");
  emulator.edit(String(stored.value!.id), { include: [{ email: { email: "eve@example.com" } }] });
  expect(await lookUp({ name: "Staff" })).toMatchObject({ include: { email: ["eve@example.com"] } });
});
