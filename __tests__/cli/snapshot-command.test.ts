import { readFileSync } from "node:fs";
import { join } from "node:path";
import { accountFromApi } from "../../src/access";
import { type Emulator, startEmulator } from "../../src/emulator";
import { Workplace } from "./support/cf-access";

const ACCOUNT_ID = "023e105f4ecef8ad9ca31a8372d0c353";
let emulator: Emulator;
let workplace: Workplace;
beforeAll(async () => {
  emulator = await startEmulator({
    tokens: [{ token: "reading", permission: "read" }],
    applications: [{ id: "wiki", name: "Wiki", domain: "wiki.example.com" }],
    groups: [{ id: "eng", name: "Engineering" }],
  });
  workplace = new Workplace({ CLOUDFLARE_API_TOKEN: "reading", CLOUDFLARE_BASE_URL: emulator.baseUrl });
});
afterAll(async () => {
  workplace.remove();
  await emulator.close();
});

describe("cf-access snapshot", () => {
  test("prints an account that the other commands read", async () => {
    const { code, out, err } = await workplace.cfAccess("snapshot", "--account-id", ACCOUNT_ID);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(accountFromApi(JSON.parse(out))).toMatchObject({
      applications: [{ id: "wiki", policies: [] }],
      groups: [{ id: "eng" }],
    });
  });

  test("only reads", async () => {
    emulator.forgetRequests();
    await workplace.cfAccess("snapshot", "--account-id", ACCOUNT_ID);
    expect(new Set(emulator.requests.map(({ method }) => method))).toEqual(new Set(["GET"]));
  });

  test("writes to a file", async () => {
    const { out } = await workplace.cfAccess("snapshot", "--account-id", ACCOUNT_ID, "--output", "a.json");
    expect(out).toBe("");
    expect(JSON.parse(readFileSync(join(workplace.folder, "a.json"), "utf8"))).toHaveProperty("policies");
  });

  test("says which parts the token may not read", async () => {
    emulator.faults([{ kind: "refusal", status: 403, code: 10000, path: "/accounts/*/gateway/lists" }]);
    const { code, out, err } = await workplace.cfAccess("snapshot", "--account-id", ACCOUNT_ID);
    emulator.faults([]);
    expect(code).toBe(0);
    expect(err).toMatch(/^Not read: lists \(/);
    expect(JSON.parse(out)).not.toHaveProperty("lists");
  });

  test.each([
    ["no account", [], {}, /Set CLOUDFLARE_ACCOUNT_ID, or name it with --account-id/],
    [
      "a malformed account ID",
      ["--account-id", "wiki"],
      {},
      /Invalid account ID: expected 32 hexadecimal digits/,
    ],
    ["no token", ["--account-id", ACCOUNT_ID], { CLOUDFLARE_API_TOKEN: "" }, /Set CLOUDFLARE_API_TOKEN/],
    ["a wrong token", ["--account-id", ACCOUNT_ID], { CLOUDFLARE_API_TOKEN: "another" }, /could not list/],
  ])("explains %s", async (_, args, env, message) => {
    const other = new Workplace({
      CLOUDFLARE_API_TOKEN: "reading",
      CLOUDFLARE_BASE_URL: emulator.baseUrl,
      ...env,
    });
    const { code, out, err } = await other.cfAccess("snapshot", ...args);
    other.remove();
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toMatch(message);
  });
});
