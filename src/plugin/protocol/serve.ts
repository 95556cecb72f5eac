import { writeSync } from "node:fs";
import type { Http2Server } from "node:http2";
import { selfSignedCertificate } from "./certificate";
import { type EngineRequest, readEngineRequest, startedByEngine } from "./engine-request";
import type { Handlers } from "./handlers";
import { type Endpoint, listen } from "./listen";
import { LazyCalls } from "./load-calls";
import { endSoon, keepStdoutClean, liveWithEngine, outliveAccidents } from "./process-life";
import { removeStaleSockets } from "./stale-sockets";
import { behindMutualTls } from "./tls";
import { reattachSetting, usageText } from "./usage";

export interface ServeOptions {
  /** What the program is called, for people who start it by hand. */
  readonly name: string;
  readonly version: string;
  /** As `required_providers` spells it; `--debug` needs it. */
  readonly address?: string;
  /** A function is called once the engine knows where to connect, so that loading and connecting overlap. */
  readonly handlers: Handlers | (() => Handlers | Promise<Handlers>);
}

const STDOUT = 1;
const STDERR = 2;

/**
 * Serves the provider to the engine that started this process; the process ends when the engine has gone.
 * Started by hand it says what it is and ends with status 1; with `--debug` it serves the engine that is told of it.
 */
export async function serve(options: ServeOptions): Promise<void> {
  try {
    if (process.argv.includes("--debug")) await serveForDebugging(options);
    else if (startedByEngine(process.env)) await serveEngine(options, readEngineRequest(process.env));
    else endWith(usageText(options));
  } catch (error) {
    endWith(`${options.name}: ${error instanceof Error ? error.message : String(error)}\n`);
  }
}

async function serveEngine(options: ServeOptions, request: EngineRequest): Promise<void> {
  keepStdoutClean();
  const calls = new LazyCalls(options.handlers, endSoon);
  outliveAccidents(() => calls.windDown());
  let server: Http2Server | undefined;
  const serving = (): Http2Server => {
    server ??= grpcServer(calls);
    return server;
  };
  const { clientCertificate } = request;
  const own = clientCertificate === undefined ? undefined : selfSignedCertificate();
  const entrance = own && clientCertificate ? behindMutualTls(serving, own, clientCertificate) : serving();
  const endpoint = await listen(entrance, request);
  writeSync(STDOUT, `${handshake(endpoint, own?.der)}\n`);
  liveWithEngine(serving());
  calls.load();
  // Last, since the engine waits for everything else.
  if (endpoint.network === "unix") void removeStaleSockets(endpoint.address);
}

/** Loads node's HTTP/2 when it is called and not before: the engine can be told where to connect without it. */
function grpcServer(calls: LazyCalls): Http2Server {
  const { createGrpcServer } = require("./grpc-server") as typeof import("./grpc-server");
  return createGrpcServer(calls.loaded);
}

/** Version of the handshake, of the protocol, where, how, and whom to expect there. */
function handshake({ network, address }: Endpoint, certificate: Buffer | undefined): string {
  const expected = certificate?.toString("base64").replace(/={1,2}$/, "") ?? "";
  return ["1", "6", network, address, "grpc", expected].join("|");
}

async function serveForDebugging(options: ServeOptions): Promise<void> {
  if (options.address === undefined)
    throw new Error("--debug needs the provider's address, which was not given.");
  const calls = new LazyCalls(options.handlers, () => {});
  const endpoint = await listen(grpcServer(calls), {});
  calls.load();
  await calls.loaded;
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(0));
  writeSync(STDOUT, reattachSetting(options.address, endpoint));
}

function endWith(text: string): void {
  writeSync(STDERR, text);
  process.exit(1);
}
