import { AccessClient, DEFAULT_BASE_URL, formatUserAgent } from "../../src/client";
import { failureOf } from "./support/failure-of";
import { policy, refused, success, TOKEN, useScriptedApi } from "./support/scripted-api";
import { Alarms } from "./support/time";

describe("the client's settings", () => {
  const api = useScriptedApi(policy({ id: "p1" }));

  test("without a base URL lead to Cloudflare", () => {
    const client = new AccessClient({ credentials: { apiToken: TOKEN }, environment: {} });
    expect(String(client)).toBe(`AccessClient(${DEFAULT_BASE_URL})`);
    expect(DEFAULT_BASE_URL).toBe("https://api.cloudflare.com/client/v4");
  });

  test.each([
    ["", "/accounts/a/access/policies"],
    ["/", "/accounts/a/access/policies"],
    ["/client/v4", "/client/v4/accounts/a/access/policies"],
    ["/client/v4/", "/client/v4/accounts/a/access/policies"],
    ["/client/v4//", "/client/v4/accounts/a/access/policies"],
  ])("take a base URL that ends with %j", async (end, path) => {
    await api
      .client({ baseUrl: api.url + end })
      .reusablePolicies("a")
      .read("p1");
    expect(api.asked.map((asked) => asked.path)).toEqual([`${path}?page=1&per_page=1000`]);
  });

  test.each([
    ["nothing", ""],
    ["no URL", "api.cloudflare.com/client/v4"],
    ["a path", "/client/v4"],
    ["another scheme", "ftp://api.cloudflare.com/"],
    ["a file", "file:///etc/passwd"],
    ["a query", "https://api.cloudflare.com/client/v4?x=1"],
    ["a fragment", "https://api.cloudflare.com/client/v4#x"],
    ["a user", "https://ann:hunter2secret@api.cloudflare.com/"],
    ["a broken URL with a user", "https://ann:hunter2secret@:x/"],
  ])("refuse %s as a base URL, with an example of one", async (_, baseUrl) => {
    const failure = await failureOf(() => api.client({ baseUrl }));
    expect(failure).toMatchObject({ kind: "misconfigured", outcome: "no" });
    expect(failure.fix).toContain(DEFAULT_BASE_URL);
    expect(failure.message).not.toContain("hunter2secret");
  });

  test.each([
    ["another host", "http://api.example.com/v4", {}, /api\.example\.com in plain text/],
    ["an address", "http://192.0.2.7:8787/", {}, /192\.0\.2\.7:8787 in plain text/],
    [
      "another host through a proxy",
      "http://api.example.com/v4",
      { HTTP_PROXY: "http://ann:secret@proxy.test:3128" },
      /api\.example\.com through the proxy proxy\.test:3128 in plain text/,
    ],
    ["a name that only begins like this machine's", "http://localhost.example.com/", {}, /plain text/],
  ])(
    "refuse an http base URL of %s, unless insecure addresses are allowed",
    async (_, baseUrl, environment, words) => {
      const failure = await failureOf(() => api.client({ baseUrl, environment, allowInsecure: false }));
      expect(failure).toMatchObject({ kind: "misconfigured", outcome: "no" });
      expect(failure.message).toMatch(words);
      expect(failure.message).not.toContain("secret");
      expect(failure.fix).toContain("allow_insecure = true");
      expect(() => api.client({ baseUrl, environment, allowInsecure: true })).not.toThrow();
    },
  );

  test.each([
    "http://127.0.0.1:1/",
    "http://localhost:1/",
    "http://127.9.9.9/",
    "http://[::1]:1/",
    "https://api.example.com/",
  ])("take %s as it is", (baseUrl) => {
    expect(() => api.client({ baseUrl, allowInsecure: false })).not.toThrow();
  });

  const UNCHECKED = { NODE_TLS_REJECT_UNAUTHORIZED: "0" };

  test.each([undefined, "https://api.example.com/"])(
    "refuse to go to %s with the check of certificates turned off, whatever is allowed",
    async (baseUrl) => {
      const create = () =>
        new AccessClient({
          credentials: { apiToken: TOKEN },
          baseUrl,
          environment: UNCHECKED,
          allowInsecure: true,
        });
      const failure = await failureOf(create);
      expect(failure.kind).toBe("misconfigured");
      expect(failure.message).toContain("NODE_TLS_REJECT_UNAUTHORIZED=0 turns off");
      expect(failure.fix).toContain("NODE_EXTRA_CA_CERTS");
      expect(failure.message).not.toContain(TOKEN);
    },
  );

  test.each([
    ["https://localhost:1/", UNCHECKED],
    ["https://127.0.0.1:1/", UNCHECKED],
    ["https://api.example.com/", { NODE_TLS_REJECT_UNAUTHORIZED: "1" }],
    ["https://api.example.com/", { NODE_TLS_REJECT_UNAUTHORIZED: "" }],
  ])("take %s with %j", (baseUrl, environment) => {
    expect(() => api.client({ baseUrl, environment })).not.toThrow();
  });

  test("set the user agent", async () => {
    await api
      .client({ userAgent: formatUserAgent("1.2.3", "terraform 1.11.4") })
      .reusablePolicies("a")
      .read("p1");
    await api.client().reusablePolicies("a").read("p1");
    expect(api.asked.map(({ headers }) => headers["user-agent"])).toEqual([
      "cdktf-cloudflare-access/1.2.3 (terraform 1.11.4)",
      "cdktf-cloudflare-access",
    ]);
  });

  test.each([
    ["1.2.3", undefined, "cdktf-cloudflare-access/1.2.3"],
    ["1.2.3", "", "cdktf-cloudflare-access/1.2.3"],
    [undefined, "opentofu", "cdktf-cloudflare-access (opentofu)"],
    ["1", "a(b)\r\nc é", "cdktf-cloudflare-access/1 (a_b___c _)"],
  ])("make a user agent of %j and %j that a header can hold", (version, engine, expected) => {
    expect(formatUserAgent(version, engine)).toBe(expected);
  });

  test("write a trace line of each request", async () => {
    const trace: string[] = [];
    const onTrace = (line: string) => trace.push(line);
    const policies = api.client({ onTrace }).reusablePolicies("acc");
    const { id } = await policies.create({ name: "secret-name" });
    api.answer = success([{ id }], 200, { total_pages: 1 });
    await policies.list();
    api.answer = refused(404, [{ code: 12135, message: "gone" }]);
    await policies.read("p2");
    const alarms = new Alarms();
    api.answer = () => alarms.goOff(30_000);
    const timed = api.client({ ...alarms, retry: { patienceMs: 0 }, onTrace });
    await failureOf(timed.reusablePolicies("acc").delete("p3"));
    expect(trace.map((line) => line.replace(/\d+ ms$/, "N ms"))).toEqual([
      "POST /accounts/acc/access/policies 200 N ms",
      "GET /accounts/acc/access/policies?page=1&per_page=1000 200 N ms",
      "GET /accounts/acc/access/policies?page=1&per_page=1000 404 N ms",
      "GET /accounts/acc/access/policies/p2 404 N ms",
      "DELETE /accounts/acc/access/policies/p3 timeout N ms",
    ]);
  });
});
