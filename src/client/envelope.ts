import { ApiError, type ApiErrorEntry } from "./api-error";
import type { Redact } from "./credentials";
import { KNOWN_CODES, KNOWN_STATUSES, kindOf } from "./error-codes";
import { oneLine, requestIdOf } from "./foreign-text";
import { nonJsonError } from "./non-json";
import { rateLimitAdvice, retryAfterSeconds } from "./rate-limit";
import { type ApiReply, type ApiRequest, outcomeOf, type ResultInfo } from "./request";
import type { HttpReply } from "./transport";

/**
 * Opens the API's envelope: `{ success, errors: [{ code, message, source: { pointer } }], result, result_info }`.
 * A success gives its result, everything else throws an {@link ApiError}. The body is judged by what it is, not by
 * its content type; nothing inside `result` is looked at here.
 */
export function openEnvelope(request: ApiRequest, reply: HttpReply, redact: Redact): ApiReply {
  const envelope = parseObject(reply.body);
  const ok = reply.status >= 200 && reply.status < 300;
  if (envelope === undefined || typeof envelope.success !== "boolean") {
    throw nonJsonError(request, reply, redact);
  }
  if (!ok || !envelope.success) throw refusal(request, reply, envelope, redact);
  return {
    status: reply.status,
    result: envelope.result,
    resultInfo: isRecord(envelope.result_info) ? (envelope.result_info as ResultInfo) : undefined,
    headers: reply.headers,
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function refusal(
  request: ApiRequest,
  reply: HttpReply,
  envelope: Record<string, unknown>,
  redact: Redact,
): ApiError {
  const errors = errorEntries(envelope.errors, redact);
  const kind = kindOf(reply.status, errors[0]?.code);
  const known = errors.map(({ code }) => code !== undefined && KNOWN_CODES[code]).find(Boolean);
  const retryAfter = kind === "rate-limited" ? retryAfterSeconds(reply.headers) : undefined;
  return new ApiError({
    operation: request.operation,
    kind,
    status: reply.status,
    errors,
    requestId: requestIdOf(reply.headers),
    retryAfterSeconds: retryAfter,
    outcome: kind === "server" ? outcomeOf(request) : "no",
    reason: `the API answered ${reply.status}${describe(errors)}`,
    fix:
      kind === "rate-limited"
        ? rateLimitAdvice(retryAfter)
        : ((known || undefined)?.fix ?? KNOWN_STATUSES[reply.status]),
  });
}

function describe(errors: readonly ApiErrorEntry[]): string {
  if (errors.length === 0) return " and gave no reason";
  const texts = errors.map(({ code, message, pointer }) => {
    const place = [code === undefined ? "" : `code ${code}`, pointer ? `at ${pointer}` : ""].filter(Boolean);
    return place.length === 0 ? message : `${message} (${place.join(", ")})`;
  });
  return `: ${texts.join("; ")}`;
}

function errorEntries(errors: unknown, redact: Redact): ApiErrorEntry[] {
  if (!Array.isArray(errors)) return [];
  return errors.filter(isRecord).map((error) => {
    const pointer = isRecord(error.source) ? error.source.pointer : undefined;
    return {
      ...(typeof error.code === "number" && { code: error.code }),
      message: oneLine(redact(typeof error.message === "string" ? error.message : "no message")),
      ...(typeof pointer === "string" && pointer !== "" && { pointer: oneLine(redact(pointer)) }),
    };
  });
}

function parseObject(body: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
