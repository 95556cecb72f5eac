import { failureOf } from "./support/failure-of";
import { type ProxyServer, startProxy } from "./support/proxy-server";
import { success, TOKEN, useScriptedApi } from "./support/scripted-api";

/** No such host: only the proxy knows where to go. */
const HOST = "api.example.test";

describe("through a proxy", () => {
  const api = useScriptedApi(success({ id: "p1" }));
  const proxies: ProxyServer[] = [];
  afterEach(async () => {
    await Promise.all(proxies.splice(0).map((proxy) => proxy.close()));
  });

  async function proxy(refusal?: string): Promise<ProxyServer> {
    const started = await startProxy(api.port, refusal);
    proxies.push(started);
    return started;
  }
  const policies = (scheme: string, environment: Record<string, string>) =>
    api.client({ baseUrl: `${scheme}://${HOST}/v4`, environment }).reusablePolicies("acc");

  test("an http base URL is asked for as a whole URL, with the API's headers and host", async () => {
    const { url, asked } = await proxy();
    expect(await policies("http", { HTTP_PROXY: url }).create({ name: "x" })).toEqual({ id: "p1" });
    expect(asked).toEqual([`POST http://${HOST}/v4/accounts/acc/access/policies`]);
    expect(api.asked[0]).toMatchObject({ method: "POST", body: '{"name":"x"}' });
    expect(api.asked[0]!.headers).toMatchObject({ host: HOST, authorization: `Bearer ${TOKEN}` });
  });

  test("the proxy's user and password go to the proxy alone", async () => {
    const { port, authorizations } = await proxy();
    await policies("http", { HTTP_PROXY: `http://ann:p%40ss@127.0.0.1:${port}` }).replace("p1", {});
    expect(authorizations).toEqual([`Basic ${Buffer.from("ann:p@ss").toString("base64")}`]);
    expect(api.asked[0]!.headers).not.toHaveProperty("proxy-authorization");
  });

  test.each([
    ["http", "HTTP_PROXY"],
    ["https", "HTTPS_PROXY"],
  ])("what NO_PROXY excepts does not go to the proxy (%s)", async (scheme, variable) => {
    const { url, asked } = await proxy();
    const failure = await failureOf(
      policies(scheme, { [variable]: url, NO_PROXY: "example.test" }).read("p1"),
    );
    expect(failure.message).not.toContain("through the proxy");
    expect(asked).toEqual([]);
  });

  test("an API on this machine is reached past the proxy", async () => {
    const { url, asked } = await proxy();
    const client = api.client({ environment: { HTTP_PROXY: url } });
    expect(await client.reusablePolicies("acc").read("p1")).toEqual({ id: "p1" });
    expect(asked).toEqual([]);
  });

  test("an https base URL is asked for by CONNECT, and nothing is sent before TLS stands", async () => {
    const { url, port, asked } = await proxy();
    // The server behind the proxy speaks plain HTTP, so that TLS with it cannot come about.
    const failure = await failureOf(policies("https", { HTTPS_PROXY: url }).create({}));
    expect(asked).toEqual([`CONNECT ${HOST}:443`]);
    expect(failure).toMatchObject({ kind: "unreachable", outcome: "no" });
    expect(failure.message).toContain(`${HOST} through the proxy 127.0.0.1:${port}`);
    expect(api.asked).toEqual([]);
  });

  test.each([
    ["407 Proxy Authentication Required", "http://user:password@host:port"],
    ["403 Forbidden", "NO_PROXY"],
    ["502 Bad Gateway", "NO_PROXY"],
  ])("an error names the proxy's refusal where it answers CONNECT with %s", async (refusal, fix) => {
    const { port } = await proxy(refusal);
    const environment = { HTTPS_PROXY: `http://ann:hunter2secret@127.0.0.1:${port}` };
    const client = policies("https", environment);
    for (const call of [() => client.create({}), () => client.read("p1")]) {
      const failure = await failureOf(call);
      expect(failure).toMatchObject({ kind: "unreachable", outcome: "no", status: undefined });
      expect(failure.message).toContain(`the proxy refused with ${refusal}`);
      expect(failure.fix).toContain(fix);
      expect(failure.message).not.toContain("hunter2secret");
    }
  });

  test("a proxy that is not there is named", async () => {
    const gone = await proxy();
    await gone.close();
    for (const [scheme, variable] of [
      ["http", "HTTP_PROXY"],
      ["https", "HTTPS_PROXY"],
    ] as const) {
      const failure = await failureOf(policies(scheme, { [variable]: gone.url }).create({}));
      expect(failure).toMatchObject({ kind: "unreachable", networkCode: "ECONNREFUSED", outcome: "no" });
      expect(failure.message).toContain(`through the proxy 127.0.0.1:${gone.port}`);
    }
  });
});
