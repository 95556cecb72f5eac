import { oneLine } from "../text";
import { checkNesting, MOST_ERRORS, resultInfoIn } from "./answer-limits";
import { ApiError, type ApiErrorEntry } from "./api-error";
import type { Redact } from "./credentials";
import { fixOf, kindOf } from "./error-codes";
import type { HttpReply } from "./http-exchange";
import { markInexactNumbers } from "./inexact-numbers";
import { rateLimitFix, retryAfterSeconds } from "./rate-limit";
import { type ApiReply, type ApiRequest, outcomeOf, requestIdOf } from "./request";

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

/** Creates the error of an answer in which the API refuses the request; `errors` as its envelope has them. */
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
    fix: kind === "rate-limited" ? rateLimitFix(retryAfter) : fixOf(status, entries, request.permission),
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
  /** The causes of a general code; only their messages are useful. */
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

/**
 * Creates the error of an answer that is not the API's: a proxy's page, a login page, a cut-off body. It says the status and
 * the page's title, never the page.
 */
export function nonJsonError(request: ApiRequest, reply: HttpReply, redact: Redact): ApiError {
  const { status, headers } = reply;
  const limited = status === 429;
  const retryAfter = retryAfterSeconds(headers);
  return new ApiError({
    operation: request.operation,
    kind: limited ? "rate-limited" : "not-json",
    status,
    requestId: requestIdOf(headers),
    retryAfterSeconds: retryAfter,
    cutOff: isCutOff(reply.body),
    outcome: status >= 300 && status < 500 && status !== 408 ? "no" : outcomeOf(request),
    reason: `the answer was ${status} with ${contentOf(redact(reply.body), redact(headers["content-type"] ?? ""))}, not the API's JSON`,
    fix: limited ? rateLimitFix(retryAfter) : nonJsonFix(status, redact(headers.location ?? "")),
  });
}

/** A page has its title near its beginning. */
const LONGEST_SEARCHED = 64 * 1024;

function contentOf(body: string, contentType: string): string {
  if (body.trim() === "") return "an empty body";
  const start = body.slice(0, LONGEST_SEARCHED);
  const title = elementText(start, /<title[\s>]/i) ?? elementText(start, /<h1[\s>]/i);
  if (title !== undefined && title.trim() !== "") return `a page titled "${oneLine(title, 80)}"`;
  const type = contentType.split(";")[0]?.trim();
  if (/^\s*</.test(body)) return "a page without a title";
  if (isCutOff(body)) return "JSON that is cut off or broken";
  if (/^\s*[{[]/.test(body)) return "JSON of another form";
  return type ? `a body of type ${oneLine(type, 80)}` : "a body of no stated type";
}

/** The text of the first element whose tag begins so. */
function elementText(page: string, tag: RegExp): string | undefined {
  const at = page.search(tag);
  const start = at === -1 ? -1 : page.indexOf(">", at);
  const end = start === -1 ? -1 : page.indexOf("<", start);
  return end === -1 ? undefined : page.slice(start + 1, end);
}

function nonJsonFix(status: number, location: string): string {
  if (status >= 300 && status < 400) {
    const target = location === "" ? "" : ` (it points to ${originOf(location)})`;
    return `Redirects are not followed, since the credentials would go along${target}; set base_url to the API itself.`;
  }
  return "Something between here and the API answered in its place, or base_url leads elsewhere: check base_url and the proxy settings (HTTPS_PROXY, NO_PROXY).";
}

/** A redirect's query may hold anything; its origin is what helps. */
function originOf(location: string): string {
  return URL.canParse(location) ? new URL(location).origin : "another path";
}

function isCutOff(body: string): boolean {
  if (!/^\s*[{[]/.test(body)) return false;
  try {
    JSON.parse(body);
    return false;
  } catch {
    return true;
  }
}
