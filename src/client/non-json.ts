import { oneLine } from "../text";
import { ApiError } from "./api-error";
import type { Redact } from "./credentials";
import { rateLimitAdvice, retryAfterSeconds } from "./rate-limit";
import { type ApiRequest, outcomeOf } from "./request";
import { requestIdOf } from "./request-id";
import type { HttpReply } from "./transport";

/**
 * The error of an answer that is not the API's: a proxy's page, a login page, a cut-off body. It says the status and
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
    fix: limited ? rateLimitAdvice(retryAfter) : adviceOn(status, redact(headers.location ?? "")),
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

function adviceOn(status: number, location: string): string {
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
