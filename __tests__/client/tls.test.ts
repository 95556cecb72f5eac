import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import https from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { buildSync } from "esbuild";
import { failureOf } from "./support/failure-of";
import { startProxy } from "./support/proxy-server";
import { startScriptedApi } from "./support/scripted-api";
import { selfSigned } from "./support/self-signed";

const HOST = "api.example.test";

/** Asks twice and prints the answers; bundled as the plugin is, and a process of its own: node reads CAs at its start. */
const PROGRAM = `
  import { AccessClient } from "./src/client";
  const client = new AccessClient({ credentials: { apiToken: "token-123" }, baseUrl: process.argv[2] });
  const ask = () => client.reusablePolicies("acc").read("p1").catch((error) => error.message);
  ask().then(async (first) => { console.log(JSON.stringify([first, await ask()])); client.close(); });
`;

describe("https", () => {
  const directory = mkdtempSync(join(tmpdir(), "client-tls-"));
  const program = join(directory, "program.cjs");
  const caFile = join(directory, "ca.pem");
  const certificate = selfSigned(HOST);
  const server = https.createServer(certificate, (_, response) => {
    response.end('{"success":true,"result":{"id":"p1"}}');
  });
  let port: number;

  beforeAll(async () => {
    writeFileSync(caFile, certificate.cert);
    buildSync({
      stdin: { contents: PROGRAM, resolveDir: process.cwd(), loader: "ts" },
      bundle: true,
      platform: "node",
      target: "node20",
      outfile: program,
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    port = (server.address() as AddressInfo).port;
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    rmSync(directory, { recursive: true });
  });

  async function run(environment: Record<string, string>): Promise<unknown[]> {
    const env = { PATH: process.env.PATH, ...environment };
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [program, `https://${HOST}/v4`], {
      env,
    });
    expect(stderr.replace(/^.*NODE_EXTRA_CA_CERTS.*$/gm, "").trim()).toBe("");
    return JSON.parse(stdout);
  }

  test("through a proxy with a CA of one's own works, over one tunnel for several requests", async () => {
    const proxy = await startProxy(port);
    const url = `http://ann:p%25w@127.0.0.1:${proxy.port}`;
    expect(await run({ HTTPS_PROXY: url, NODE_EXTRA_CA_CERTS: caFile })).toEqual([
      { id: "p1" },
      { id: "p1" },
    ]);
    expect(proxy.asked).toEqual([`CONNECT ${HOST}:443`]);
    expect(proxy.authorizations).toEqual([`Basic ${Buffer.from("ann:p%w").toString("base64")}`]);
    await proxy.close();
  });

  test("fails where its CA is not configured, and says how to configure it", async () => {
    const proxy = await startProxy(port);
    const [failure] = await run({ https_proxy: proxy.url });
    expect(failure).toContain("its certificate is not signed by a known CA");
    expect(failure).toContain("NODE_EXTRA_CA_CERTS");
    await proxy.close();
  });

  test("a debugging environment prints no proxy password", async () => {
    const proxy = await startProxy(port);
    const { stderr } = await promisify(execFile)(process.execPath, [program, `https://${HOST}/v4`], {
      env: { DEBUG: "*", HTTPS_PROXY: `http://ann:hunter2secret@127.0.0.1:${proxy.port}` },
    });
    expect(stderr).toContain("https-proxy-agent");
    expect(stderr).not.toContain("hunter2secret");
    expect(stderr).not.toContain(Buffer.from("ann:hunter2secret").toString("base64"));
    await proxy.close();
  });

  test("without a proxy an untrusted certificate stops the request before it is sent", async () => {
    const api = await startScriptedApi();
    const client = api.client({ baseUrl: `https://127.0.0.1:${port}` });
    const failure = await failureOf(client.reusablePolicies("acc").create({}));
    expect(failure).toMatchObject({ kind: "unreachable", outcome: "no" });
    expect(failure.networkCode).toMatch(/SELF_SIGNED|UNABLE_TO_VERIFY/);
    expect(failure.fix).toContain("NODE_EXTRA_CA_CERTS");
    await api.close();
  });
});
