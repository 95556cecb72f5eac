import { checkNesting, resultInfoIn } from "./answer-limits";
import type { Redact } from "./credentials";
import { markInexactNumbers } from "./inexact-numbers";
import { nonJsonError } from "./non-json";
import { refusal } from "./refusal";
import type { ApiReply, ApiRequest } from "./request";
import type { HttpReply } from "./transport";

/**
 * Opens the API's envelope: `{ success, errors: [{ code, message, source: { pointer } }], result, result_info }`.
 * A success gives its result, everything else throws an {@link ApiError}. The body is judged by what it is, not by
 * its content type; nothing inside `result` is looked at here.
 */
export function openEnvelope(request: ApiRequest, reply: HttpReply, redact: Redact): ApiReply {
  const ok = reply.status >= 200 && reply.status < 300;
  // A DELETE has said all with its status.
  if (ok && request.method === "DELETE" && reply.body === "") {
    return { status: reply.status, result: undefined, text: "", headers: reply.headers };
  }
  checkNesting(request, reply, reply.body);
  const envelope = parseObject(reply.body);
  if (envelope === undefined || typeof envelope.success !== "boolean") {
    throw nonJsonError(request, reply, redact);
  }
  if (!ok || !envelope.success) throw refusal(request, reply, envelope.errors, redact);
  return {
    status: reply.status,
    result: markInexactNumbers(envelope.result, reply.body),
    text: reply.body,
    resultInfo: resultInfoIn(envelope.result_info),
    headers: reply.headers,
  };
}

function parseObject(body: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
