import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { startProxy } from "../client/support/proxy-server";
import { startScriptedApi } from "../client/support/scripted-api";

const SECRET = "tok_9Zq-secret-0123456789";
const PASSWORD = "hunter2secret";

/** Each of these has node, or a package, write what it sends to the standard error. */
const DEBUG = { NODE_DEBUG: "http,https,http2,tls,net,stream,undici", NODE_DEBUG_NATIVE: "tls", DEBUG: "*" };

const folder = mkdtempSync(join(tmpdir(), "plugin-log-"));
const program = join(folder, "program");
afterAll(() => rmSync(folder, { recursive: true }));

beforeAll(async () => {
  const entry = join(folder, "main.ts");
  const client = JSON.stringify(join(__dirname, "../../src/client"));
  writeFileSync(
    entry,
    [
      `import { AccessClient } from ${client};`,
      `const client = new AccessClient({ credentials: { apiToken: "${SECRET}" }, baseUrl: process.env.BASE_URL, allowInsecure: true, retry: { patienceMs: 0 } });`,
      'client.reusablePolicies("acc").read("p1").catch((error) => console.error(error)).finally(() => client.close());',
    ].join("\n"),
  );
  const { bundlePlugin } = await import("../../tools/bundle-plugin.mjs");
  await bundlePlugin({ entry, outfile: program });
});

/** What the program writes while it sends one request, with the variables that ask for logs. */
async function outputOf(
  command: string,
  args: readonly string[],
  variables: Record<string, string>,
): Promise<string> {
  const env = { PATH: process.env.PATH, ...DEBUG, ...variables };
  const { stdout, stderr } = await promisify(execFile)(command, args, { env, cwd: folder });
  return stdout + stderr;
}

const secrets = [SECRET, PASSWORD, Buffer.from(`ann:${PASSWORD}`).toString("base64")];

test("a plugin logs no headers, whatever NODE_DEBUG and DEBUG say", async () => {
  const api = await startScriptedApi();
  const proxy = await startProxy(api.port);
  const HTTP_PROXY = `http://ann:${PASSWORD}@127.0.0.1:${proxy.port}`;
  const direct = { BASE_URL: `${api.url}/client/v4` };
  const throughProxy = { BASE_URL: "http://api.example.test/client/v4", HTTP_PROXY };
  const tunnel = { BASE_URL: "https://api.example.test/client/v4", HTTPS_PROXY: HTTP_PROXY };
  for (const variables of [direct, throughProxy, tunnel]) {
    const output = await outputOf(program, [], variables);
    for (const secret of secrets) expect(output).not.toContain(secret);
  }
  // Started past its first lines it would show them: these are what keeps them out.
  expect(await outputOf(process.execPath, [program], direct)).toContain(SECRET);
  await proxy.close();
  await api.close();
}, 60_000);
