import { oneLine } from "../text";
import { MOST_ERRORS } from "./answer-limits";
import { ApiError, type ApiErrorEntry } from "./api-error";
import type { Redact } from "./credentials";
import { fixOf, kindOf } from "./error-codes";
import { rateLimitAdvice, retryAfterSeconds } from "./rate-limit";
import { type ApiRequest, outcomeOf } from "./request";
import { requestIdOf } from "./request-id";
import type { HttpReply } from "./transport";

/** The error of an answer in which the API itself says no; `errors` as its envelope has them. */
export function refusal(request: ApiRequest, reply: HttpReply, errors: unknown, redact: Redact): ApiError {
  const { status, headers } = reply;
  const all = objectsIn(errors);
  const entries = entriesOf(all.slice(0, MOST_ERRORS), redact);
  const kind = kindOf(status, entries);
  const retryAfter = retryAfterSeconds(headers);
  return new ApiError({
    operation: request.operation,
    kind,
    status,
    errors: entries,
    requestId: requestIdOf(headers),
    retryAfterSeconds: retryAfter,
    outcome: kind === "server" || status >= 500 || status === 408 ? outcomeOf(request) : "no",
    reason: `the API answered ${status}${describe(entries, all.length)}`,
    fix: kind === "rate-limited" ? rateLimitAdvice(retryAfter) : fixOf(status, entries, request.permission),
  });
}

function describe(entries: readonly ApiErrorEntry[], count: number): string {
  if (entries.length === 0) return " and gave no reason";
  const texts = entries.map(({ code, message, pointer }) => {
    const facts = [
      code === undefined ? [] : `code ${code}`,
      pointer === undefined ? [] : `at ${pointer}`,
    ].flat();
    return facts.length === 0 ? message : `${message} (${facts.join(", ")})`;
  });
  const more = count - entries.length;
  return `: ${texts.join("; ")}${more > 0 ? `; and ${more} more errors` : ""}`;
}

interface RawEntry {
  readonly code?: unknown;
  readonly message?: unknown;
  readonly source?: { readonly pointer?: unknown } | null;
  /** What lies behind a general code; only its messages tell something. */
  readonly error_chain?: unknown;
}

function entriesOf(errors: readonly RawEntry[], redact: Redact): ApiErrorEntry[] {
  return errors.map((entry) => {
    const pointer = entry.source?.pointer;
    return {
      ...(typeof entry.code === "number" && { code: entry.code }),
      message: [messageOf(entry), ...objectsIn(entry.error_chain).slice(0, MOST_ERRORS).map(messageOf)]
        .map((message) => oneLine(redact(message)))
        .join(": "),
      ...(typeof pointer === "string" && pointer !== "" && { pointer: oneLine(redact(pointer)) }),
    };
  });
}

function objectsIn(list: unknown): RawEntry[] {
  if (!Array.isArray(list)) return [];
  return list.filter((entry: unknown) => typeof entry === "object" && entry !== null);
}

function messageOf({ message }: RawEntry): string {
  return typeof message === "string" && message.trim() !== "" ? message : "no message";
}
