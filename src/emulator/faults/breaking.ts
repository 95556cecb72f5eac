import { failure } from "../envelope";
import { internalError, Refusal, rateLimited } from "../refusal";
import type { Reply } from "../reply";
import type { Breaker } from "./faults";

/** What goes out instead of the answer; undefined where the answer itself does. */
export function instead(
  breaker: Breaker | undefined,
  moment: "before" | "after",
  limitHeaders: Readonly<Record<string, string>>,
): Reply | "reset" | undefined {
  if (!breaker || moment !== momentOf(breaker)) return undefined;
  switch (breaker.kind) {
    case "reset":
      return "reset";
    case "too-many-requests": {
      const { retryAfter = 1 } = breaker;
      const headers: Record<string, string> =
        retryAfter === null ? {} : { "retry-after": String(retryAfter) };
      const { status, body } = failure(rateLimited());
      return { status, headers: { ...limitHeaders, ...headers }, body };
    }
    case "server-error": {
      const { status, body } = failure(internalError(breaker.status));
      return { status, headers: limitHeaders, body };
    }
    case "refusal": {
      const { code, message = `fault with code ${code}`, retryAfter } = breaker;
      const refusal = new Refusal(breaker.status, code === null ? [] : [{ code, message }]);
      const { status, body } = failure(refusal);
      const wait: Record<string, string> =
        retryAfter === undefined ? {} : { "retry-after": String(retryAfter) };
      return { status, headers: { ...limitHeaders, ...wait }, body };
    }
    case "page": {
      const { status = 502, body = pageOf(status) } = breaker;
      return { status, headers: { "content-type": "text/html; charset=utf-8" }, body };
    }
    default:
      return undefined;
  }
}

function momentOf(breaker: Breaker): "before" | "after" {
  return ("commit" in breaker ? breaker.commit : undefined) ?? "before";
}

function pageOf(status: number): string {
  const title = `${status} from a proxy on the way`;
  return `<!DOCTYPE html>\n<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`;
}
