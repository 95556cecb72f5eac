import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { type ClientHttp2Session, connect } from "node:http2";
import { connect as connectSocket, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect as connectTls } from "node:tls";
import {
  create,
  type DescMethod,
  fromBinary,
  type MessageInitShape,
  type MessageShape,
  toBinary,
} from "@bufbuild/protobuf";
import { buildSync } from "esbuild";
import {
  type SelfSignedCertificate,
  selfSignedCertificate,
} from "../../../../src/plugin/protocol/mutual-tls";

const COOKIE = "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2";

/** The fixture's program as one file, in a folder of its own that also takes the sockets. */
export function bundleFixture(): { file: string; directory: string; remove: () => void } {
  const directory = mkdtempSync(join(tmpdir(), "protocol-test-"));
  const file = join(directory, "plugin.cjs");
  buildSync({
    entryPoints: [join(__dirname, "fixture-plugin.ts")],
    bundle: true,
    outfile: file,
    platform: "node",
    format: "cjs",
    target: "node20",
  });
  return { file, directory, remove: () => rmSync(directory, { recursive: true, force: true }) };
}

export interface Outcome {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A plugin's process, started as an engine starts it, but for changes of the environment. */
export class PluginProcess {
  readonly child: ChildProcess;
  readonly ended: Promise<Outcome>;
  private stdout = "";
  private stderr = "";

  constructor(file: string, environment: Record<string, string | undefined>, args: string[] = []) {
    const env = { PATH: process.env.PATH, ...environment } as Record<string, string>;
    this.child = spawn(process.execPath, [file, ...args], { env, stdio: ["ignore", "pipe", "pipe"] });
    this.child.stdout!.on("data", (chunk) => {
      this.stdout += chunk;
    });
    this.child.stderr!.on("data", (chunk) => {
      this.stderr += chunk;
    });
    this.ended = new Promise((resolve) => {
      this.child.on("close", (code, signal) =>
        resolve({ code, signal, stdout: this.stdout, stderr: this.stderr }),
      );
    });
  }

  /** Waits until a text is in the log; stderr and the connection are not in step with each other. */
  async hasLogged(text: string): Promise<void> {
    while (!this.stderr.includes(text)) await new Promise((resolve) => setTimeout(resolve, 5));
  }

  /** The first line it prints. */
  async firstLine(): Promise<string> {
    while (!this.stdout.includes("\n")) {
      const more = new Promise((resolve) => this.child.stdout!.once("data", resolve));
      const outcome = await Promise.race([more, this.ended]);
      if (this.child.exitCode !== null && !this.stdout.includes("\n")) {
        throw new Error(`The plugin ended without a line: ${JSON.stringify(outcome)}`);
      }
    }
    return this.stdout.slice(0, this.stdout.indexOf("\n"));
  }

  kill(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }
}

/** The environment of an engine; `undefined` takes a variable away. */
export function engineEnvironment(
  directory: string,
  client: SelfSignedCertificate | undefined,
  changes: Record<string, string | undefined> = {},
): Record<string, string | undefined> {
  return {
    TF_PLUGIN_MAGIC_COOKIE: COOKIE,
    PLUGIN_PROTOCOL_VERSIONS: "5,6",
    PLUGIN_CLIENT_CERT: client?.pem,
    PLUGIN_UNIX_SOCKET_DIR: directory,
    ...changes,
  };
}

/** An engine's side of the handshake: the certificates it made, and what the plugin answered. */
export class Engine {
  readonly sessions: ClientHttp2Session[] = [];
  private readonly sockets: Socket[] = [];

  constructor(
    readonly plugin: PluginProcess,
    readonly certificate: SelfSignedCertificate,
    readonly handshake: readonly string[],
  ) {}

  static async start(
    { file, directory }: { file: string; directory: string },
    changes: Record<string, string | undefined> = {},
  ): Promise<Engine> {
    const certificate = selfSignedCertificate();
    const plugin = new PluginProcess(file, engineEnvironment(directory, certificate, changes));
    const line = await plugin.firstLine();
    return new Engine(plugin, certificate, line.split("|"));
  }

  get socketPath(): string {
    return this.handshake[3]!;
  }

  /** Connects with this engine's certificate, another one, or none, trusting nothing but what the handshake named. */
  async connect(own: SelfSignedCertificate | "none" = this.certificate): Promise<ClientHttp2Session> {
    const socket = connectTls({
      path: this.socketPath,
      servername: "localhost",
      ALPNProtocols: ["h2"],
      ca: [pemOf(this.handshake[5]!)],
      ...(own === "none" ? {} : { key: own.key, cert: own.pem }),
    });
    return this.sessionOver(socket);
  }

  async connectPlainly(): Promise<ClientHttp2Session> {
    return this.sessionOver(connectSocket(this.socketPath));
  }

  private async sessionOver(socket: Socket): Promise<ClientHttp2Session> {
    const session = connect("http://localhost", { createConnection: () => socket, maxSessionMemory: 1000 });
    this.sessions.push(session);
    this.sockets.push(socket);
    let watch: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve, reject) => {
      session.once("error", reject);
      session.once("remoteSettings", () => resolve());
      // A session that is refused in the middle of the TLS handshake emits no event when it ends.
      watch = setInterval(() => session.destroyed && reject(new Error("The connection was closed.")), 5);
    }).finally(() => clearInterval(watch));
    session.on("error", () => {});
    return session;
  }

  /** Is gone from one moment to the next, as after `kill -9`. */
  vanish(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  end(): void {
    for (const session of this.sessions) session.destroy();
  }
}

export interface Answer<Output extends DescMethod["output"]> {
  readonly status: number;
  readonly message: string;
  readonly response: MessageShape<Output> | undefined;
}

/** One unary call, byte by byte as gRPC has it. */
export async function call<Method extends DescMethod>(
  session: ClientHttp2Session,
  method: Method,
  request: MessageInitShape<Method["input"]>,
): Promise<Answer<Method["output"]>> {
  const message = toBinary(method.input, create(method.input, request));
  const raw = await callRaw(session, `/${method.parent.typeName}/${method.name}`, frame(message));
  const response =
    raw.body.length > 5 || raw.status === 0 ? fromBinary(method.output, raw.body.subarray(5)) : undefined;
  return { ...raw, response: response as MessageShape<Method["output"]> | undefined };
}

export function frame(message: Uint8Array): Buffer {
  const prefix = Buffer.alloc(5);
  prefix.writeUInt32BE(message.length, 1);
  return Buffer.concat([prefix, message]);
}

export function callRaw(
  session: ClientHttp2Session,
  path: string,
  body: Uint8Array,
): Promise<{ status: number; message: string; body: Buffer }> {
  return new Promise((resolve, reject) => {
    const stream = session.request({
      ":method": "POST",
      ":path": path,
      "content-type": "application/grpc",
      te: "trailers",
    });
    const chunks: Buffer[] = [];
    let status = -1;
    let message = "";
    const readStatus = (headers: Record<string, unknown>) => {
      if (headers["grpc-status"] === undefined) return;
      status = Number(headers["grpc-status"]);
      message = decodeURIComponent(String(headers["grpc-message"] ?? ""));
    };
    stream.on("response", readStatus);
    stream.on("trailers", readStatus);
    stream.on("data", (chunk: Buffer) => chunks.push(chunk));
    stream.on("error", reject);
    stream.on("close", () => resolve({ status, message, body: Buffer.concat(chunks) }));
    stream.end(body);
  });
}

function pemOf(unpadded: string): string {
  const derBase64 = Buffer.from(unpadded, "base64").toString("base64");
  return `-----BEGIN CERTIFICATE-----\n${derBase64}\n-----END CERTIFICATE-----\n`;
}
