import type { ServerResponse } from "node:http";
import { pause } from "./pause";

/** An answer as it goes out. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** A string is sent as it is, anything else as JSON; undefined sends nothing. */
  readonly body: unknown;
}

/** Sends it whole, and at once. */
export function sendWhole(response: ServerResponse, reply: Reply): void {
  const bytes = open(response, reply);
  response.end(bytes);
}

/** Sends some bytes at a time; resolves when all are sent, or nobody listens any more. */
export async function sendSlowly(
  response: ServerResponse,
  reply: Reply,
  how: { readonly bytes: number; readonly pauseMs: number },
): Promise<void> {
  const bytes = open(response, reply);
  for (let at = 0; at < bytes.length && !response.destroyed; at += how.bytes) {
    if (at > 0) await pause(how.pauseMs);
    response.write(bytes.subarray(at, at + how.bytes));
  }
  response.end();
}

/** Sends the first part. `consistent` declares the length of the part; otherwise the length is that of the whole, and the connection ends. */
export async function sendPart(
  response: ServerResponse,
  reply: Reply,
  how: { readonly keep: number; readonly length: "closed" | "consistent" },
): Promise<void> {
  const bytes = encoded(reply.body);
  const part = bytes.subarray(0, Math.floor(bytes.length * how.keep));
  const length = how.length === "consistent" ? part.length : bytes.length;
  response.writeHead(reply.status, headersOf(reply, length));
  if (how.length === "consistent") {
    response.end(part);
    return;
  }
  await new Promise<void>((resolve) => response.write(part, () => resolve()));
  response.destroy();
}

function open(response: ServerResponse, reply: Reply): Buffer {
  const bytes = encoded(reply.body);
  response.writeHead(reply.status, headersOf(reply, bytes.length));
  return bytes;
}

function encoded(body: unknown): Buffer {
  if (body === undefined) return Buffer.alloc(0);
  return Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
}

function headersOf({ headers, body }: Reply, length: number): Record<string, string> {
  const type = typeof body === "string" ? "text/plain; charset=utf-8" : "application/json";
  return { "content-type": type, "content-length": String(length), ...headers };
}
