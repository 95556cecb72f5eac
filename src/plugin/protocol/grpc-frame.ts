import type { ServerHttp2Stream } from "node:http2";
import { GrpcCode, GrpcError } from "./grpc-status";

// A message is one byte (compressed or not), four bytes of length, and that many bytes.
const PREFIX = 5;
// Far above the 64 MiB the engines take themselves, and low enough to keep the process alive.
const LARGEST_MESSAGE = 512 * 1024 * 1024;

/** Collects the one message of a unary call; rejects with a GrpcError when it is none. */
export function receiveMessage(stream: ServerHttp2Stream): Promise<Buffer> {
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
        resolve(unframed(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)));
      } catch (error) {
        reject(error);
      }
    });
    stream.on("aborted", () => reject(new GrpcError(GrpcCode.CANCELLED, "The call was given up.")));
  });
}

function unframed(bytes: Buffer): Buffer {
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

/** A message with its prefix, in one piece. */
export function framed(message: Uint8Array): Buffer {
  const bytes = Buffer.allocUnsafe(PREFIX + message.length);
  bytes[0] = 0;
  bytes.writeUInt32BE(message.length, 1);
  bytes.set(message, PREFIX);
  return bytes;
}
