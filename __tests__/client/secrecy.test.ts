import { inspect } from "node:util";
import type { Credentials } from "../../src/client";
import { failureOf } from "./support/failure-of";
import { startProxy } from "./support/proxy-server";
import {
  type Answer,
  refused,
  startScriptedApi,
  success,
  TOKEN,
  text,
  useScriptedApi,
} from "./support/scripted-api";

const KEY = "0123456789abcdef0123456789abcdef01234";
const PASSWORD = "hunter2secret";

/** Everything a value shows of itself, in the ways that logs and test reports print it. */
function everythingOf(value: unknown): string {
  const shown = [String(value), JSON.stringify(value), inspect(value, { depth: 20, showHidden: true })];
  if (value instanceof Error) shown.push(value.message, value.stack ?? "", everythingOf(value.cause ?? null));
  return shown.join("\n");
}

describe("the credentials", () => {
  const api = useScriptedApi();

  const CREDENTIALS: readonly (readonly [string, Credentials, string])[] = [
    ["the token", { apiToken: TOKEN }, TOKEN],
    ["the global key", { apiKey: KEY, email: "ann@example.org" }, KEY],
  ];

  test.each(CREDENTIALS)("%s does not show when the client is printed", async (_, credentials, secret) => {
    const environment = {
      HTTP_PROXY: `http://ann:${PASSWORD}@proxy.test:1`,
      HTTPS_PROXY: "http://u:pw@p.test:1",
    };
    const client = api.client({ credentials, environment, baseUrl: "http://api.example.test/v4" });
    for (const value of [client, client.reusablePolicies("acc"), client.applicationPolicies("acc", "app")]) {
      expect(everythingOf(value)).not.toContain(secret);
      expect(everythingOf(value)).not.toContain(PASSWORD);
    }
    expect(String(client)).toBe("AccessClient(http://api.example.test/v4)");
  });

  /** Servers and proxies that send back what they got. */
  const ECHOES: readonly (readonly [string, (secret: string) => Answer])[] = [
    ["in a message", (secret) => refused(401, [{ code: 10000, message: `bad token ${secret}!` }])],
    [
      "in a pointer",
      (secret) => refused(400, [{ code: 1, message: "x", source: { pointer: `/${secret}` } }]),
    ],
    ["in the title of a page", (secret) => text(502, `<title>${secret}</title>`)],
    [
      "at the index where a long title is cut",
      (secret) => text(502, `<title>${"x".repeat(70)}${secret}</title>`),
    ],
    ["in a content type", (secret) => text(500, "x", { "content-type": secret })],
    ["in a redirect", (secret) => text(302, "", { location: `https://login.test/${secret}?t=${secret}` })],
    ["in a request id", (secret) => refused(400, [], { "cf-ray": secret })],
    ["in a reset", () => (_, response) => void response.socket!.destroy()],
    ["in a success", (secret) => success({ echoed: secret })],
  ];

  describe.each(CREDENTIALS)("%s", (_, credentials, secret) => {
    test.each(ECHOES)("stays out of the error when it comes back %s", async (_, echo) => {
      api.answer = echo(secret);
      const trace: string[] = [];
      const client = api.client({ credentials, onTrace: (line) => trace.push(line) });
      const failure = await failureOf(client.reusablePolicies("acc").create({ name: "the-body" }));
      for (const shown of [everythingOf(failure), trace.join("\n")]) {
        expect(shown).not.toContain(secret.slice(0, 9));
        expect(shown).not.toContain("the-body");
      }
    });

    test("stays out of the error when nothing can be reached", async () => {
      const gone = await startScriptedApi();
      await gone.close();
      const failure = await failureOf(gone.client({ credentials }).reusablePolicies("acc").read("p1"));
      expect(everythingOf(failure)).not.toContain(secret);
    });
  });

  test("the proxy's password stays out of errors and traces", async () => {
    const proxy = await startProxy(api.port, "407 Proxy Authentication Required");
    const trace: string[] = [];
    const client = api.client({
      baseUrl: "https://api.example.test/v4",
      environment: { HTTPS_PROXY: `http://ann:${PASSWORD}@127.0.0.1:${proxy.port}` },
      onTrace: (line) => trace.push(line),
    });
    const failure = await failureOf(client.reusablePolicies("acc").read("p1"));
    for (const shown of [everythingOf(failure), everythingOf(client), trace.join("\n")]) {
      expect(shown).not.toContain(PASSWORD);
      expect(shown).not.toContain(Buffer.from(`ann:${PASSWORD}`).toString("base64"));
    }
    await proxy.close();
  });

  test.each([
    ["empty", ""],
    ["with a line break", `${TOKEN}\n`],
    ["with a space", `${TOKEN} x`],
    ["with a letter beyond ASCII", `${TOKEN}é`],
    ["with Bearer before it", `Bearer${TOKEN}`],
  ])("a token %s is refused when the client is made, without being shown", async (_, apiToken) => {
    const failure = await failureOf(() => api.client({ credentials: { apiToken } }));
    expect(failure).toMatchObject({ kind: "misconfigured", outcome: "no" });
    expect(failure.message).toContain("API token");
    expect(everythingOf(failure)).not.toContain(TOKEN);
  });

  test.each([
    ["an API key without an email", { apiKey: KEY, email: "" }, "email"],
    ["an email without an API key", { apiKey: "", email: "ann@example.org" }, "API key"],
  ])("%s is refused", async (_, credentials, word) => {
    expect((await failureOf(() => api.client({ credentials }))).message).toContain(word);
  });
});
