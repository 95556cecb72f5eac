import { X509Certificate } from "node:crypto";
import { existsSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { Provider } from "../../../src/plugin/protocol/gen/provider_pb";
import { selfSignedCertificate } from "../../../src/plugin/protocol/mutual-tls";
import { bundleFixture, call, Engine, engineEnvironment, PluginProcess } from "./support/plugin-process";

// Each test starts a process of its own.
jest.setTimeout(30_000);

let fixture: ReturnType<typeof bundleFixture>;
const engines: Engine[] = [];

beforeAll(() => {
  fixture = bundleFixture();
});

afterEach(async () => {
  for (const engine of engines.splice(0)) {
    engine.end();
    engine.plugin.kill("SIGKILL");
    await engine.plugin.ended;
  }
});

afterAll(() => fixture.remove());

async function startEngine(changes: Record<string, string | undefined> = {}): Promise<Engine> {
  const engine = await Engine.start(fixture, changes);
  engines.push(engine);
  return engine;
}

describe("the handshake line", () => {
  test("names the protocol, a socket in the folder asked for, and a certificate", async () => {
    const { handshake } = await startEngine();
    const [handshakeVersion, protocolVersion, network, address, transport, certificate] = handshake;
    expect([handshakeVersion, protocolVersion, network, transport]).toEqual(["1", "6", "unix", "grpc"]);
    expect(dirname(address!)).toBe(fixture.directory);
    expect(certificate).not.toContain("=");
    const x509 = new X509Certificate(Buffer.from(certificate!, "base64"));
    expect(x509.subjectAltName).toBe("DNS:localhost");
    expect(x509.checkIssued(x509)).toBe(true);
    expect(x509.verify(x509.publicKey)).toBe(true);
    expect(x509.ca).toBe(true);
    expect(Date.parse(x509.validFrom)).toBeLessThanOrEqual(Date.now());
    expect(Date.parse(x509.validTo)).toBeGreaterThan(Date.now() + 86_400_000);
  });

  test("comes with a socket that only this user can open", async () => {
    const { socketPath } = await startEngine();
    expect(statSync(socketPath).mode & 0o777).toBe(0o600);
  });

  test("comes with a socket that a group can open, when one is asked for", async () => {
    const { socketPath } = await startEngine({ PLUGIN_UNIX_SOCKET_GROUP: String(process.getgid!()) });
    expect(statSync(socketPath).mode & 0o777).toBe(0o660);
    expect(statSync(socketPath).gid).toBe(process.getgid!());
  });

  test("is the only thing on stdout, whatever the provider prints", async () => {
    const engine = await startEngine();
    const session = await engine.connect();
    const { response } = await call(session, Provider.method.validateProviderConfig, { config: {} });
    expect(response?.diagnostics[0]?.summary).toBe("config of 0 bytes");
    session.close();
    const { stdout, stderr } = await engine.plugin.ended;
    expect(stdout.split("\n")).toHaveLength(2);
    expect(stderr).toContain("printed by a handler");
    expect(stderr).toContain("and by hand");
  });

  test("has no certificate when the engine has mutual TLS turned off", async () => {
    const engine = await startEngine({ PLUGIN_CLIENT_CERT: undefined });
    expect(engine.handshake[5]).toBe("");
    const session = await engine.connectPlainly();
    const { response } = await call(session, Provider.method.getProviderSchema, {});
    expect(response?.serverCapabilities?.planDestroy).toBe(true);
  });
});

describe("a connection", () => {
  test("with the engine's certificate is served", async () => {
    const session = await (await startEngine()).connect();
    const { status, response } = await call(session, Provider.method.getProviderSchema, {});
    expect(status).toBe(0);
    expect(response?.serverCapabilities?.planDestroy).toBe(true);
  });

  test.each([
    ["without a certificate", () => "none" as const],
    ["with another self-signed certificate", () => selfSignedCertificate()],
  ])("%s is refused, and the engine's own still served", async (_how, certificate) => {
    const engine = await startEngine();
    await expect(engine.connect(certificate())).rejects.toThrow(/closed|alert|ECONNRESET|hang up/);
    const session = await engine.connect();
    expect((await call(session, Provider.method.getFunctions, {})).status).toBe(0);
    await engine.plugin.hasLogged("A connection was refused.");
  });

  test("without TLS is refused", async () => {
    const engine = await startEngine();
    await expect(engine.connectPlainly()).rejects.toThrow();
  });
});

describe("a start that cannot be served", () => {
  test("from a shell prints what the program is, with status 1", async () => {
    const { code, stdout, stderr } = await new PluginProcess(fixture.file, {}).ended;
    expect(code).toBe(1);
    expect(stdout).toBe("");
    expect(stderr).toMatch(/^fixture 1\.2\.3 is a provider plugin: Terraform or OpenTofu starts it/);
    expect(stderr).toContain("example.test/ns/fixture");
  });

  test("with another cookie is a start from a shell", async () => {
    const environment = engineEnvironment(fixture.directory, undefined, {
      TF_PLUGIN_MAGIC_COOKIE: "biscuit",
    });
    const { code, stderr } = await new PluginProcess(fixture.file, environment).ended;
    expect(code).toBe(1);
    expect(stderr).toContain("provider plugin");
  });

  test.each([
    ["5", "offers only 5"],
    ["4,5", "offers only 4,5"],
    ["16", "offers only 16"],
    [undefined, "names no version"],
  ])("for the protocol versions %p names the version that is needed", async (versions, reason) => {
    const environment = engineEnvironment(fixture.directory, undefined, {
      PLUGIN_PROTOCOL_VERSIONS: versions,
    });
    const { code, stdout, stderr } = await new PluginProcess(fixture.file, environment).ended;
    expect(code).toBe(1);
    expect(stdout).toBe("");
    expect(stderr).toContain(reason);
    expect(stderr).toContain("plugin protocol 6");
    expect(stderr).not.toContain("    at ");
  });

  test.each([
    ["a folder that is not there", { PLUGIN_UNIX_SOCKET_DIR: "/nowhere/at/all" }, "/nowhere/at/all"],
    [
      "a folder with too long a name",
      { PLUGIN_UNIX_SOCKET_DIR: `/tmp/${"x".repeat(100)}` },
      "shorter folder",
    ],
    ["a group that is not there", { PLUGIN_UNIX_SOCKET_GROUP: "no-such-group" }, "no-such-group"],
    ["a client certificate that is none", { PLUGIN_CLIENT_CERT: "nonsense" }, "PLUGIN_CLIENT_CERT"],
  ])("because of %s names the reason", async (_what, changes, named) => {
    const environment = engineEnvironment(fixture.directory, selfSignedCertificate(), changes);
    const { code, stdout, stderr } = await new PluginProcess(fixture.file, environment).ended;
    expect(code).toBe(1);
    expect(stdout).toBe("");
    expect(stderr).toContain(named);
    expect(stderr).not.toContain("    at ");
  });

  test("because the provider does not load answers every call with the reason", async () => {
    const engine = await startEngine({ FIXTURE_FAILS_TO_LOAD: "1" });
    const { status, message } = await call(await engine.connect(), Provider.method.getProviderSchema, {});
    expect(status).toBe(13);
    expect(message).toContain("the schema of thing is not valid");
  });
});

describe("--debug", () => {
  test("prints the setting that makes an engine use this process, and serves several engines in turn", async () => {
    const plugin = new PluginProcess(fixture.file, { TMPDIR: fixture.directory }, ["--debug"]);
    engines.push(new Engine(plugin, selfSignedCertificate(), []));
    const [name, json] = (await plugin.firstLine()).split("=", 2);
    expect(name).toBe("TF_REATTACH_PROVIDERS");
    const setting = JSON.parse(json!.slice(1, -1));
    expect(setting).toEqual({
      "example.test/ns/fixture": {
        Protocol: "grpc",
        ProtocolVersion: 6,
        Pid: plugin.child.pid,
        Test: true,
        Addr: { Network: "unix", String: expect.stringContaining(fixture.directory) },
      },
    });
    const socket = setting["example.test/ns/fixture"].Addr.String;
    for (let visit = 0; visit < 2; visit++) {
      const engine = new Engine(plugin, selfSignedCertificate(), ["1", "6", "unix", socket]);
      const session = await engine.connectPlainly();
      expect((await call(session, Provider.method.getFunctions, {})).status).toBe(0);
      engine.end();
    }
    plugin.kill("SIGINT");
    expect((await plugin.ended).code).toBe(0);
    expect(existsSync(socket)).toBe(false);
  });
});
