import {
  createServer,
  type Http2Server,
  type IncomingHttpHeaders,
  type ServerHttp2Stream,
  type ServerOptions,
} from "node:http2";
import { framed, receiveMessage } from "./grpc-frame";
import { encodeMessage, GrpcCode, GrpcError } from "./grpc-status";
import { log } from "./log";

/** One call: answers a request's bytes with a response's. */
export type UnaryCall = (request: Uint8Array, signal: () => AbortSignal) => Uint8Array | Promise<Uint8Array>;

/** All calls by their path (`/tfplugin6.Provider/ReadResource`); `hold` is a stream that stays open and says nothing. */
export type Calls = ReadonlyMap<string, UnaryCall | "hold">;

const HTTP2: ServerOptions = {
  // In MB, for all calls under way; with Node's own 10 a few large states would be refused.
  maxSessionMemory: 2048,
  settings: { initialWindowSize: 4 * 1024 * 1024, maxConcurrentStreams: 2 ** 31 - 1 },
};

/**
 * gRPC over Node's own HTTP/2, which is all that unary calls without compression need.
 * The calls may still be on their way: whoever asks before they are there waits.
 */
export function createGrpcServer(calls: Promise<Calls>): Http2Server {
  const server = createServer(HTTP2);
  server.on("stream", (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => {
    stream.on("error", (error) => log.debug("A call's stream broke.", { error: error.message }));
    const path = headers[":path"] ?? "";
    answer(stream, path, calls).catch((error: unknown) => fail(stream, path, error));
  });
  server.on("session", (session) => session.setLocalWindowSize(64 * 1024 * 1024));
  server.on("sessionError", (error: Error) => log.debug("The connection broke.", { error: error.message }));
  return server;
}

async function answer(stream: ServerHttp2Stream, path: string, calls: Promise<Calls>): Promise<void> {
  // Listened to before anything else, so that no part of the request is missed.
  const received = receiveMessage(stream);
  received.catch(() => {});
  const call = (await calls).get(path);
  if (call === undefined)
    throw new GrpcError(GrpcCode.UNIMPLEMENTED, `${path} is not served by this provider.`);
  if (call === "hold") {
    if (!stream.destroyed) stream.respond({ ":status": 200, "content-type": "application/grpc" });
    return;
  }
  const response = await call(await received, () => abortedWith(stream));
  if (stream.destroyed) return;
  stream.respond({ ":status": 200, "content-type": "application/grpc" }, { waitForTrailers: true });
  stream.on("wantTrailers", () => stream.sendTrailers({ "grpc-status": String(GrpcCode.OK) }));
  stream.end(framed(response));
}

function fail(stream: ServerHttp2Stream, path: string, error: unknown): void {
  const code = error instanceof GrpcError ? error.code : GrpcCode.INTERNAL;
  const message = error instanceof Error ? error.message : String(error);
  if (code === GrpcCode.INTERNAL) {
    log.error("A call failed.", { path, error: message });
    if (error instanceof Error && error.stack) log.debug("Where it failed.", { path, stack: error.stack });
  }
  if (stream.destroyed || stream.headersSent) return;
  const status = { "grpc-status": String(code), "grpc-message": encodeMessage(message) };
  stream.respond({ ":status": 200, "content-type": "application/grpc", ...status }, { endStream: true });
}

function abortedWith(stream: ServerHttp2Stream): AbortSignal {
  const controller = new AbortController();
  if (stream.aborted || stream.destroyed) controller.abort();
  else stream.on("aborted", () => controller.abort());
  return controller.signal;
}
