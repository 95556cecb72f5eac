import { type Emulator, startEmulator } from "../../../src/emulator";
import { accessProvider } from "../../../src/provider/provider";
import { FakeTerraformCore, type Stored } from "../../fake-terraform-core";
import { SILENT } from "./support/silent-logger";

const ACCOUNT = "699d98642c564d2e855e9661899b7252";
const APP = "f174e90a-fafe-4643-bbbc-4a0ed4fc8415";
const REUSABLE = "cfaccess_policy";
const OF_APP = "cfaccess_application_policy";
const KINDS = [
  [REUSABLE, {}],
  [OF_APP, { app_id: APP }],
] as const;
const LOOKS_WRONG =
  /^None of the policies that were read so far \(2\) exists, .*a wrong account or an outage$/;

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator({ rateLimit: false });
});
beforeEach(() => {
  emulator.clear();
  emulator.faults([]);
});
afterAll(() => emulator.close());

async function newRun(): Promise<FakeTerraformCore<unknown>> {
  const variables = {
    CLOUDFLARE_API_TOKEN: "a-token",
    CLOUDFLARE_ACCOUNT_ID: ACCOUNT,
    CLOUDFLARE_BASE_URL: emulator.baseUrl,
  };
  const core = new FakeTerraformCore<unknown>(accessProvider("0.0.0", variables, SILENT));
  expect(await core.configure()).toEqual([]);
  return core;
}

async function applied(typeName: string, location: object, count: number): Promise<Stored[]> {
  const core = await newRun();
  const config = { decision: "allow", include: { everyone: ["*"] }, ...location };
  const runs = Array.from({ length: count }, (_, index) =>
    core.run(typeName, null, { ...config, name: `policy ${index}` }),
  );
  return (await Promise.all(runs)).map(({ stored }) => stored!);
}

async function refreshed(typeName: string, stored: readonly Stored[]) {
  const core = await newRun();
  const all = await Promise.all(stored.map((one) => core.refresh(typeName, one)));
  return { states: all.map((one) => one.stored), diagnostics: all.flatMap(({ diagnostics }) => diagnostics) };
}

describe.each(KINDS)("a refresh of a state of %s", (typeName, location) => {
  test("warns once where all policies vanished together", async () => {
    const stored = await applied(typeName, location, 3);
    emulator.clear();
    const { states, diagnostics } = await refreshed(typeName, stored);
    expect(states).toEqual([null, null, null]);
    expect(diagnostics).toMatchObject([{ severity: "warning", summary: expect.stringMatching(LOOKS_WRONG) }]);
    expect(diagnostics[0]!.detail).toContain("CLOUDFLARE_ACCOUNT_ID");
  });

  test.each([
    ["one of several is left", 3, 2],
    ["the only one is gone", 1, 1],
    ["all are there", 2, 0],
  ])("does not warn where %s", async (_, count, removed) => {
    const stored = await applied(typeName, location, count);
    for (const { id } of emulator.policies().slice(0, removed)) emulator.remove(id);
    const { states, diagnostics } = await refreshed(typeName, stored);
    expect(states.filter((state) => state === null)).toHaveLength(removed);
    expect(diagnostics).toEqual([]);
  });

  test("does not warn where the account has others", async () => {
    const stored = await applied(typeName, location, 2);
    emulator.clear();
    const app = "app_id" in location ? { appId: APP } : {};
    emulator.add(
      { accountId: ACCOUNT, ...app },
      { name: "x", decision: "allow", include: [{ everyone: {} }] },
    );
    expect((await refreshed(typeName, stored)).diagnostics).toEqual([]);
  });

  test.each([
    ["9109, not allowed", { status: 404, code: 9109 }],
    ["10000, wrong credentials", { status: 404, code: 10000 }],
    ["9999, Access is off", { status: 404, code: 9999 }],
  ])("keeps the state, with an error, where everything is answered with 404 and %s", async (_, fault) => {
    const stored = await applied(typeName, location, 2);
    emulator.faults([{ kind: "refusal", ...fault }]);
    const { states, diagnostics } = await refreshed(typeName, stored);
    expect(states).toEqual(stored);
    expect(diagnostics).toMatchObject([{ severity: "error" }, { severity: "error" }]);
  });

  test("keeps the state of a destroy that is answered with 404 and 10000", async () => {
    const [stored] = await applied(typeName, location, 1);
    emulator.faults([{ kind: "refusal", status: 404, code: 10000 }]);
    const { stored: left, diagnostics } = await (await newRun()).run(typeName, stored!, null);
    expect(left?.value).toEqual(stored!.value);
    expect(diagnostics).toMatchObject([{ severity: "error" }]);
    expect(emulator.policies()).toHaveLength(1);
  });

  test("keeps the state where a page, or a cache's answer about another policy, replaces the policy", async () => {
    const [stored] = await applied(typeName, location, 1);
    const noLists = ["**/apps", "**/policies"].map(
      (path) => ({ kind: "refusal", status: 400, code: 1, path }) as const,
    );
    for (const fault of [{ kind: "page", status: 404 }, { kind: "wrong-policy" }] as const) {
      emulator.faults([...noLists, fault]);
      const { states, diagnostics } = await refreshed(typeName, [stored!]);
      expect(states).toEqual([stored]);
      expect(diagnostics).toMatchObject([{ severity: "error" }]);
    }
  });
});
