import type { Credentials } from "../../src/client";
import { failureOf } from "./support/failure-of";
import { refused, TOKEN, text, useScriptedApi } from "./support/scripted-api";

const KEY = "0123456789abcdef0123456789abcdef01234";
const EMAIL = "ann@example.org";
const PASSWORD = "hunter2+secret";
const BASE_URL = "http://api.example.test/client/v4";

const encoded = (secret: string) => Buffer.from(secret).toString("base64");

/** The ways in which a server, a proxy or a log of theirs repeats a secret. */
const WAYS: readonly (readonly [how: string, write: (secret: string) => string])[] = [
  ["as it is", (secret) => secret],
  ["with an escape sequence inside", (secret) => `${secret.slice(0, 5)}\u001b[31m${secret.slice(5)}`],
  ["with a control character inside", (secret) => `${secret.slice(0, 5)}\u0007${secret.slice(5)}`],
  ["with a zero-width character inside", (secret) => `${secret.slice(0, 5)}\u200b${secret.slice(5)}`],
  ["in base64", encoded],
  ["in base64 for addresses", (secret) => Buffer.from(secret).toString("base64url")],
];

describe("the credentials in an answer", () => {
  const api = useScriptedApi();

  const SECRETS: readonly (readonly [what: string, secret: string, credentials: Credentials])[] = [
    ["the token", TOKEN, { apiToken: TOKEN }],
    ["the key", KEY, { apiKey: KEY, email: EMAIL }],
    ["the email of the key", EMAIL, { apiKey: KEY, email: EMAIL }],
    ["the email and the key", `${EMAIL}:${KEY}`, { apiKey: KEY, email: EMAIL }],
  ];
  const cases = SECRETS.flatMap(([what, secret, credentials]) =>
    WAYS.map(([how, write]) => [what, how, write(secret), credentials] as const),
  );

  test.each(cases)("do not show: %s %s", async (_what, _how, echoed, credentials) => {
    api.answer = refused(400, [{ code: 12130, message: `no: ${echoed} (end)` }]);
    const { message } = await failureOf(api.client({ credentials }).reusablePolicies("acc").read("p1"));
    expect(message).toMatch(/no: (\[redacted\]:?)+=* \(end\)/);
  });

  test.each(["x", "xy", "xyz", "user"])("do not show in base64 after the user %s", async (user) => {
    api.answer = refused(400, [{ code: 1, message: `Basic ${encoded(`${user}:${TOKEN}`)}` }]);
    const { message } = await failureOf(api.client().reusablePolicies("acc").read("p1"));
    for (let at = 8; at < encoded(`${user}:${TOKEN}`).length - 8; at++)
      expect(message).not.toContain(encoded(`${user}:${TOKEN}`).slice(at, at + 8));
    expect(message).toContain("[redacted]");
  });

  const CUT = [9, 12, TOKEN.length - 1].map((length) => TOKEN.slice(0, length));

  test.each(CUT)("do not show when the text ends inside of them: %s", async (cut) => {
    api.answer = refused(400, [{ code: 1, message: `no: ${cut}` }]);
    const { message } = await failureOf(api.client().reusablePolicies("acc").read("p1"));
    expect(message).toContain("no: [redacted]");
    expect(message).not.toContain(TOKEN.slice(0, 8));
  });

  test.each(CUT)("do not show when a page ends inside of them: %s", async (cut) => {
    for (const body of [`<title>${cut}`, `<title>${cut}</title>`, `{"token":"${cut}`]) {
      api.answer = text(502, body, { "content-type": "text/html" });
      const { message } = await failureOf(api.client().reusablePolicies("acc").read("p1"));
      expect(message).not.toContain(TOKEN.slice(0, 8));
    }
  });

  test("leave other text alone", async () => {
    const said = "the policy of ann@example.com (0123456-89ab) is in use: tok_9Z, c2VjcmV0, example.org";
    api.answer = refused(400, [{ code: 1, message: said }]);
    for (const credentials of [{ apiToken: TOKEN }, { apiKey: KEY, email: EMAIL }]) {
      const { message } = await failureOf(api.client({ credentials }).reusablePolicies("acc").read("p1"));
      expect(message).toContain(said);
    }
  });
});

describe("the proxy's credentials in an answer", () => {
  const api = useScriptedApi();
  const written = encodeURIComponent(PASSWORD);

  const cases: readonly (readonly [how: string, echoed: string])[] = [
    ...WAYS.map(([how, write]) => [how, write(PASSWORD)] as const),
    ...WAYS.map(([how, write]) => [`with the user ${how}`, write(`ann:${PASSWORD}`)] as const),
    ["as the URL has them", written],
  ];

  test.each(cases)("do not show %s", async (_how, echoed) => {
    // An http base URL: the proxy itself answers, and may show what it was sent.
    api.answer = refused(400, [{ code: 1, message: `no: ${echoed} (end)` }]);
    const environment = { HTTP_PROXY: `http://ann:${written}@127.0.0.1:${api.port}` };
    const client = api.client({ baseUrl: BASE_URL, environment });
    const { message } = await failureOf(client.reusablePolicies("acc").read("p1"));
    expect(message).toMatch(/no: (ann:)?\[redacted\]=* \(end\)/);
  });
});
