import {
  createServer,
  type Http2Server,
  type IncomingHttpHeaders,
  type ServerHttp2Stream,
  type ServerOptions,
} from "node:http2";
import { log } from "./log";
import type { InFlightSet } from "./process-lifetime";

/** Answers a request's bytes with a response's. */
export type UnaryRpc = (request: Uint8Array, signal: () => AbortSignal) => Uint8Array | Promise<Uint8Array>;

/** All RPCs by their path (`/tfplugin6.Provider/ReadResource`); `hold` is a stream that stays open without messages. */
export type Rpcs = ReadonlyMap<string, UnaryRpc | "hold">;

const HTTP2: ServerOptions = {
  // In MB, for all calls in flight; with Node's default of 10, a few large states would be refused.
  maxSessionMemory: 2048,
  settings: { initialWindowSize: 4 * 1024 * 1024, maxConcurrentStreams: 2 ** 31 - 1 },
};

/**
 * Creates a gRPC server over Node's own HTTP/2, which is all that unary calls without compression need.
 * @param rpcs may still be loading: calls that arrive before wait
 * @param inFlight holds the unary calls that are being answered
 */
export function createGrpcServer(rpcs: Promise<Rpcs>, inFlight: InFlightSet): Http2Server {
  const server = createServer(HTTP2);
  server.on("stream", (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => {
    stream.on("error", (error) => log.debug("A call's stream broke.", { error: error.message }));
    const path = headers[":path"] ?? "";
    answer(stream, path, rpcs, inFlight).catch((error: unknown) => fail(stream, path, error));
  });
  server.on("session", (session) => session.setLocalWindowSize(64 * 1024 * 1024));
  server.on("sessionError", (error: Error) => log.debug("The connection broke.", { error: error.message }));
  return server;
}

async function answer(
  stream: ServerHttp2Stream,
  path: string,
  rpcs: Promise<Rpcs>,
  inFlight: InFlightSet,
): Promise<void> {
  // Before the first await, so that no part of the request is missed.
  const received = receiveMessage(stream);
  received.catch(() => {});
  const rpc = (await rpcs).get(path);
  if (rpc === undefined)
    throw new GrpcError(GrpcCode.UNIMPLEMENTED, `${path} is not served by this provider.`);
  if (rpc === "hold") {
    if (!stream.destroyed) stream.respond({ ":status": 200, "content-type": "application/grpc" });
    return;
  }
  const request = await received;
  const response = await inFlight.run(() => rpc(request, () => abortSignal(stream)));
  if (stream.destroyed) return;
  stream.respond({ ":status": 200, "content-type": "application/grpc" }, { waitForTrailers: true });
  stream.on("wantTrailers", () => stream.sendTrailers({ "grpc-status": String(GrpcCode.OK) }));
  stream.end(frameMessage(response));
}

function fail(stream: ServerHttp2Stream, path: string, error: unknown): void {
  const code = error instanceof GrpcError ? error.code : GrpcCode.INTERNAL;
  const message = error instanceof Error ? error.message : String(error);
  if (code === GrpcCode.INTERNAL) {
    log.error("A call failed.", { path, error: message });
    if (error instanceof Error && error.stack) log.debug("Where it failed.", { path, stack: error.stack });
  }
  if (stream.destroyed || stream.headersSent) return;
  const status = { "grpc-status": String(code), "grpc-message": encodeStatusMessage(message) };
  stream.respond({ ":status": 200, "content-type": "application/grpc", ...status }, { endStream: true });
}

function abortSignal(stream: ServerHttp2Stream): AbortSignal {
  const controller = new AbortController();
  if (stream.aborted || stream.destroyed) controller.abort();
  else stream.on("aborted", () => controller.abort());
  return controller.signal;
}

// A message is framed by one byte (compressed or not), four bytes of length, and that many bytes.
const PREFIX = 5;
// Far above the 64 MiB that the engines accept, and low enough to keep the process alive.
const LARGEST_MESSAGE = 512 * 1024 * 1024;

/** Collects the one message of a unary call; rejects with a GrpcError when the request is not exactly one. */
function receiveMessage(stream: ServerHttp2Stream): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    stream.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= LARGEST_MESSAGE) chunks.push(chunk);
      else
        reject(
          new GrpcError(GrpcCode.RESOURCE_EXHAUSTED, `The request is over ${LARGEST_MESSAGE} bytes long.`),
        );
    });
    stream.on("end", () => {
      try {
        resolve(unframeMessage(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)));
      } catch (error) {
        reject(error);
      }
    });
    stream.on("aborted", () => reject(new GrpcError(GrpcCode.CANCELLED, "The call was canceled.")));
  });
}

function unframeMessage(bytes: Buffer): Buffer {
  if (bytes.length < PREFIX || bytes.length !== PREFIX + bytes.readUInt32BE(1)) {
    throw new GrpcError(GrpcCode.INTERNAL, "The request is not exactly one message.");
  }
  if (bytes[0] !== 0) {
    throw new GrpcError(
      GrpcCode.UNIMPLEMENTED,
      "The request is compressed, which this server does not take.",
    );
  }
  return bytes.subarray(PREFIX);
}

/** Frames a message in one buffer. */
function frameMessage(message: Uint8Array): Buffer {
  const bytes = Buffer.allocUnsafe(PREFIX + message.length);
  bytes[0] = 0;
  bytes.writeUInt32BE(message.length, 1);
  bytes.set(message, PREFIX);
  return bytes;
}

/** The gRPC status codes that this server answers with. */
const GrpcCode = {
  OK: 0,
  CANCELLED: 1,
  RESOURCE_EXHAUSTED: 8,
  UNIMPLEMENTED: 12,
  INTERNAL: 13,
} as const;

/** A failed call's gRPC status. */
class GrpcError extends Error {
  constructor(
    readonly code: (typeof GrpcCode)[keyof typeof GrpcCode],
    message: string,
  ) {
    super(message);
    this.name = "GrpcError";
  }
}

// Both sides limit the size of one header.
const LONGEST_MESSAGE = 4096;

/** Encodes a message for the header `grpc-message`: UTF-8, percent-encoded where it is not printable ASCII. */
function encodeStatusMessage(message: string): string {
  const short = message.length > LONGEST_MESSAGE ? `${message.slice(0, LONGEST_MESSAGE)} …` : message;
  let encoded = "";
  for (const byte of Buffer.from(short, "utf8")) {
    const plain = byte >= 0x20 && byte <= 0x7e && byte !== 0x25;
    encoded += plain ? String.fromCharCode(byte) : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }
  return encoded;
}
