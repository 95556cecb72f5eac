import { ApiError } from "./api-error";
import { type ApiReply, type ApiRequest, outcomeOf, type ResultInfo, requestIdOf } from "./request";

/*
 * How much of an answer is read. Everything here is far above what the API gives (500 policies, 500 applications, ten levels
 * of nesting), so that only a server that is broken, or hostile, meets it.
 */

/** For one answer: 500 policies at their limit of 1,000 emails a rule are some tens of megabytes. */
export const LARGEST_ANSWER_MIB = 64;

/** Objects and lists inside each other, in one answer. */
const DEEPEST_NESTING = 100;

/** Errors of one answer that are read and shown. */
export const MOST_ERRORS = 20;

/** Creates the error of an answer that cannot be true or used; the request is not repeated. */
export function malformedAnswer(
  request: ApiRequest,
  reply: Pick<ApiReply, "status" | "headers">,
  reason: string,
): ApiError {
  const { status, headers } = reply;
  return new ApiError({
    operation: request.operation,
    kind: "malformed",
    status,
    requestId: requestIdOf(headers),
    outcome: status >= 300 && status < 500 && status !== 408 ? "no" : outcomeOf(request),
    reason,
    fix: "A proxy or a cache on the way may mix up answers, or base_url leads elsewhere: check base_url and the proxy settings (HTTPS_PROXY, NO_PROXY), then run it again.",
  });
}

/** Refuses JSON that is nested so deep that a recursive walk would run out of stack. */
export function checkNesting(
  request: ApiRequest,
  reply: Pick<ApiReply, "status" | "headers">,
  json: string,
): void {
  if (!isDeeperThan(DEEPEST_NESTING, json)) return;
  throw malformedAnswer(
    request,
    reply,
    `the answer was ${reply.status} with JSON that is nested more than ${DEEPEST_NESTING} levels deep`,
  );
}

/** Counts brackets outside of strings; what is not JSON is refused elsewhere. */
function isDeeperThan(levels: number, json: string): boolean {
  let depth = 0;
  for (let at = 0; at < json.length; at++) {
    switch (json.charCodeAt(at)) {
      case QUOTE:
        at = endOfString(json, at);
        break;
      case OPEN_BRACE:
      case OPEN_BRACKET:
        if (++depth > levels) return true;
        break;
      case CLOSE_BRACE:
      case CLOSE_BRACKET:
        depth--;
    }
  }
  return false;
}

/** Where the quote is that ends the string. */
function endOfString(json: string, start: number): number {
  for (let at = start + 1; at < json.length; at++) {
    const code = json.charCodeAt(at);
    if (code === QUOTE) return at;
    if (code === BACKSLASH) at++;
  }
  return json.length;
}

const [QUOTE, BACKSLASH, OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = [34, 92, 123, 125, 91, 93];

/** `result_info` without what cannot be a count. */
export function resultInfoIn(value: unknown): ResultInfo | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const counts = Object.entries(value).filter(([, count]) => Number.isSafeInteger(count) && count >= 0);
  return Object.fromEntries(counts);
}
