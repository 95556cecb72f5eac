import { writeSync } from "node:fs";
import type { Http2Server } from "node:http2";
import type { Rpcs } from "./grpc-server";
import {
  type EngineRequest,
  handshakeLine,
  readEngineRequest,
  reattachSetting,
  startedByEngine,
} from "./handshake";
import { createMutualTlsServer, selfSignedCertificate } from "./mutual-tls";
import {
  exitAfterResponse,
  exitWithParent,
  InFlightSet,
  installCrashGuard,
  redirectStdout,
} from "./process-lifetime";
import type { Handlers } from "./services";
import { listen, removeStaleSockets } from "./socket";

export interface ServeOptions {
  /** The program's name in its messages. */
  readonly name: string;
  readonly version: string;
  /** The source address in `required_providers`; `--debug` needs it. */
  readonly address?: string;
  /** Where engines find the program: a paragraph of the text that a person sees who starts it by hand. */
  readonly installation?: string;
  /** A function is called after the handshake, so that loading and connecting overlap. */
  readonly handlers: Handlers | (() => Handlers | Promise<Handlers>);
}

const STDOUT = 1;
const STDERR = 2;

/**
 * Serves the provider to the engine that started this process; the process ends when the engine has gone.
 * Started by hand it prints what it is and ends with status 1; with `--debug` it waits for an engine that is given the
 * printed setting.
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
  redirectStdout();
  const service = new LazyService(options.handlers, exitAfterResponse);
  installCrashGuard(() => service.drain());
  let server: Http2Server | undefined;
  const http2Server = (): Http2Server => {
    server ??= grpcServer(service);
    return server;
  };
  const { clientCertificate } = request;
  const own = clientCertificate === undefined ? undefined : selfSignedCertificate();
  const listener =
    own && clientCertificate ? createMutualTlsServer(http2Server, own, clientCertificate) : http2Server();
  const endpoint = await listen(listener, request);
  writeSync(STDOUT, `${handshakeLine(endpoint, own?.der)}\n`);
  exitWithParent(http2Server());
  service.load();
  // Last, since the engine waits for everything else.
  if (endpoint.network === "unix") void removeStaleSockets(endpoint.address);
}

async function serveForDebugging(options: ServeOptions): Promise<void> {
  if (options.address === undefined)
    throw new Error("--debug needs the provider's address, which was not given.");
  const service = new LazyService(options.handlers, () => {});
  const endpoint = await listen(grpcServer(service), {});
  service.load();
  await service.rpcs;
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(0));
  writeSync(STDOUT, reattachSetting(options.address, endpoint));
}

/** Loads Node's HTTP/2 on the first call: the handshake does not need it. */
function grpcServer(service: LazyService): Http2Server {
  const { createGrpcServer } = require("./grpc-server") as typeof import("./grpc-server");
  return createGrpcServer(service.rpcs, service.inFlight);
}

/** The RPCs, loaded after the handshake: the messages' code and the provider's take longer to load than all before. */
class LazyService {
  readonly rpcs: Promise<Rpcs>;
  readonly inFlight = new InFlightSet();
  private stopProvider: (() => unknown) | undefined;
  private resolve: (rpcs: Rpcs | Promise<Rpcs>) => void = () => {};

  constructor(
    private readonly handlers: Handlers | (() => Handlers | Promise<Handlers>),
    private readonly shutDown: () => void,
  ) {
    this.rpcs = new Promise((resolve) => {
      this.resolve = resolve;
    });
  }

  /** Starts loading. A failure stays in `rpcs`, where it answers every call: the engine shows it there. */
  load(): void {
    this.resolve(this.build());
    this.rpcs.catch(() => {});
  }

  /** Asks the provider to stop, as the engine does; resolves when no call is in flight. */
  async drain(): Promise<void> {
    await this.stopProvider?.();
    await this.inFlight.empty();
  }

  private async build(): Promise<Rpcs> {
    const { rpcsOf } = require("./services") as typeof import("./services");
    const handlers = typeof this.handlers === "function" ? await this.handlers() : this.handlers;
    this.stopProvider = () => handlers.stopProvider(STOP_REQUEST, { signal: new AbortController().signal });
    return rpcsOf(handlers, this.shutDown);
  }
}

/** The StopProvider request has no fields. */
const STOP_REQUEST = {} as Parameters<Handlers["stopProvider"]>[0];

function usageText({ name, version, address, installation }: ServeOptions): string {
  return [
    `${name} ${version} is a provider plugin: Terraform or OpenTofu starts it, and it does nothing by itself.`,
    "",
    ...(installation ? [installation] : []),
    ...(address ? [`Its address in required_providers is ${address}.`] : []),
    ...(installation || address ? [""] : []),
    "For debugging, --debug serves it without a certificate check and prints the TF_REATTACH_PROVIDERS setting",
    "that makes terraform use this very process.",
    "",
  ].join("\n");
}

function endWith(text: string): void {
  writeSync(STDERR, text);
  process.exit(1);
}
