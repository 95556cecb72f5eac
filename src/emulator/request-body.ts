import type { IncomingMessage } from "node:http";
import { bodyTooLarge, invalidContentType, malformedJson } from "./refusal";

/** Larger than the largest policy the account limits allow. */
const LIMIT_BYTES = 10 * 1024 * 1024;

/** The whole body, or the refusal of one that is too large (which is read to its end, so that the answer arrives). */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size <= LIMIT_BYTES) chunks.push(chunk);
  }
  if (size > LIMIT_BYTES) throw bodyTooLarge(LIMIT_BYTES);
  return Buffer.concat(chunks);
}

/** What a recorded request shows: parsed where it is JSON, else the text; undefined where there was none. */
export function legible(body: Buffer): unknown {
  if (body.length === 0) return undefined;
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return body.toString("utf8");
  }
}

/** The JSON of a request that must carry some. */
export function parseJson(body: Buffer, contentType: string | undefined): unknown {
  if (!/^application\/json\s*(;|$)/i.test(contentType ?? "")) throw invalidContentType();
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    throw malformedJson();
  }
}
