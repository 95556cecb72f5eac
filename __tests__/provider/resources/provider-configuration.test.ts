import { inspect } from "node:util";
import { UNKNOWN } from "../../../src/plugin";
import { accessProvider } from "../../../src/provider/provider";

const SECRET = "v1.0-secret-token-0001";
const UNSET = {
  api_token: null,
  api_key: null,
  email: null,
  account_id: null,
  base_url: null,
  allow_insecure: null,
};

const configure = (config: object, variables: NodeJS.ProcessEnv = {}) =>
  accessProvider("1.2.3", variables).configure({ ...UNSET, ...config }, { engineVersion: "1.11.4" });

describe("configuring the provider", () => {
  it.each([
    ["a token", { api_token: SECRET }, {}],
    ["a token of the environment", {}, { CLOUDFLARE_API_TOKEN: SECRET }],
    ["a key with its email", { api_key: SECRET, email: "ann@example.com" }, {}],
    ["a key of the environment", {}, { CLOUDFLARE_API_KEY: SECRET, CLOUDFLARE_EMAIL: "ann@example.com" }],
  ])("is content with %s", (_, config, variables) => {
    const { meta, diagnostics } = configure(config, variables);
    expect(diagnostics ?? []).toEqual([]);
    expect(meta).toBeDefined();
    expect(inspect(meta, { depth: 9 })).not.toContain(SECRET);
  });

  it("asks for a token when there is none", () => {
    const { meta, diagnostics } = configure({});
    expect(meta).toBeUndefined();
    expect(diagnostics![0]!.detail).toContain("CLOUDFLARE_API_TOKEN");
  });

  it("takes an empty variable for an unset one", () => {
    expect(configure({}, { CLOUDFLARE_API_TOKEN: "" }).meta).toBeUndefined();
  });

  it("asks for the email of a key", () => {
    expect(configure({ api_key: SECRET }).diagnostics![0]!.summary).toContain("email");
  });

  it("does not mix a key of the configuration with a token of the environment", () => {
    const { meta } = configure({ api_key: SECRET }, { CLOUDFLARE_API_TOKEN: "another-token" });
    expect(meta).toBeUndefined();
  });

  it("waits for a configuration that is not known yet", () => {
    expect(configure({ api_token: UNKNOWN })).toEqual({ meta: undefined });
  });

  it.each([
    ["api.example.com", "http"],
    ["ftp://api.example.com", "http"],
  ])("refuses the base URL %s", (base_url, word) => {
    const { meta, diagnostics } = configure({ api_token: SECRET, base_url });
    expect(meta).toBeUndefined();
    expect(diagnostics![0]!.detail).toContain(word);
    expect(JSON.stringify(diagnostics)).not.toContain(SECRET);
  });

  it.each([
    ["an http address of another host", "http://api.example.com", {}, "allow_insecure = true"],
    [
      "no check of certificates",
      "https://api.example.com",
      { NODE_TLS_REJECT_UNAUTHORIZED: "0" },
      "NODE_EXTRA_CA_CERTS",
    ],
  ])("refuses %s, and says what to do", (_, base_url, variables, word) => {
    const { meta, diagnostics } = configure({ api_token: SECRET, base_url }, variables);
    expect(meta).toBeUndefined();
    expect(diagnostics![0]!.detail).toContain(word);
  });

  it.each([
    [true, true],
    [false, false],
    [null, false],
  ])("takes an http address of another host where allow_insecure is %s: %s", (allow_insecure, taken) => {
    const { meta } = configure({ api_token: SECRET, base_url: "http://api.example.com", allow_insecure });
    expect(meta !== undefined).toBe(taken);
  });

  it("refuses an account that would lead elsewhere, and says where it comes from", () => {
    const own = configure({ api_token: SECRET, account_id: "a/../b" });
    expect(own.meta).toBeUndefined();
    expect(own.diagnostics).toMatchObject([{ summary: "Not an id", path: ["account_id"] }]);
    expect(own.diagnostics![0]!.detail).toMatch(/^Got "a\/\.\.\/b", allowed is an id as the API/);
    const inherited = configure({ api_token: SECRET }, { CLOUDFLARE_ACCOUNT_ID: "a b" });
    expect(inherited.diagnostics).toMatchObject([{ summary: "CLOUDFLARE_ACCOUNT_ID: Not an id" }]);
  });

  it("takes the account from the configuration before the environment", () => {
    const variables = { CLOUDFLARE_API_TOKEN: SECRET, CLOUDFLARE_ACCOUNT_ID: "env" };
    expect(configure({}, variables).meta!.accountId).toBe("env");
    expect(configure({ account_id: "own" }, variables).meta!.accountId).toBe("own");
  });
});
