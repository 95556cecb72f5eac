import { X509Certificate } from "node:crypto";

/** The environment variables with which the engine (Terraform or OpenTofu) starts a plugin. */
export interface EngineRequest {
  /** The only certificate (PEM) that may connect; undefined when the engine has mutual TLS turned off. */
  readonly clientCertificate: string | undefined;
  /** The folder of the socket; undefined: the system's folder for temporary files. */
  readonly socketDirectory: string | undefined;
  /** A group (name or number) that may connect besides the user. */
  readonly socketGroup: string | undefined;
  /** The range of TCP ports to choose from, where the system has no sockets. */
  readonly ports: { readonly first: number; readonly last: number };
}

/** The address on which a server listens, in the handshake's words. */
export interface Endpoint {
  readonly network: "unix" | "tcp";
  readonly address: string;
}

const COOKIE = "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2";

type Environment = Readonly<Record<string, string | undefined>>;

/** Whether an engine started this process, and not a person. */
export function startedByEngine(environment: Environment): boolean {
  return environment.TF_PLUGIN_MAGIC_COOKIE === COOKIE;
}

/** @throws Error when the engine does not speak protocol 6, or its certificate is not valid */
export function readEngineRequest(environment: Environment): EngineRequest {
  const versions = environment.PLUGIN_PROTOCOL_VERSIONS ?? "";
  if (!versions.split(",").some((version) => version.trim() === "6")) {
    const offered = versions === "" ? "names no version" : `offers only ${versions}`;
    throw new Error(
      `This provider speaks plugin protocol 6, and what started it ${offered}. Use Terraform >= 1.5 or OpenTofu >= 1.6.`,
    );
  }
  return {
    clientCertificate: certificate(environment.PLUGIN_CLIENT_CERT),
    socketDirectory: environment.PLUGIN_UNIX_SOCKET_DIR || undefined,
    socketGroup: environment.PLUGIN_UNIX_SOCKET_GROUP || undefined,
    ports: {
      first: portOr(0, environment.PLUGIN_MIN_PORT),
      last: portOr(0, environment.PLUGIN_MAX_PORT),
    },
  };
}

function certificate(pem: string | undefined): string | undefined {
  if (!pem) return undefined;
  try {
    new X509Certificate(pem);
  } catch {
    throw new Error("PLUGIN_CLIENT_CERT holds no certificate, so the plugin cannot tell who may connect.");
  }
  return pem;
}

function portOr(otherwise: number, setting: string | undefined): number {
  const port = Number(setting);
  return Number.isInteger(port) && port > 0 && port < 65_536 ? port : otherwise;
}

/**
 * Returns the line on stdout with which the engine connects: the version of the handshake, the version of the
 * protocol, network, address, transport, and the certificate (base64 DER) that the plugin presents.
 */
export function handshakeLine({ network, address }: Endpoint, certificate: Buffer | undefined): string {
  const presented = certificate?.toString("base64").replace(/={1,2}$/, "") ?? "";
  return ["1", "6", network, address, "grpc", presented].join("|");
}

/** Returns the setting with which an engine connects to this running process, as `--debug` prints it. */
export function reattachSetting(address: string, { network, address: at }: Endpoint): string {
  const plugin = {
    Protocol: "grpc",
    ProtocolVersion: 6,
    Pid: process.pid,
    Test: true,
    Addr: { Network: network, String: at },
  };
  return `TF_REATTACH_PROVIDERS='${JSON.stringify({ [address]: plugin })}'\n`;
}
