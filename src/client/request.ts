import type { RequestOutcome } from "./api-error";

/** One call, told apart from how it travels. */
export interface ApiRequest {
  /** For people, e.g. "create reusable policy". */
  readonly operation: string;
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** Below the base URL, with its ids encoded, e.g. `/accounts/1f…/access/policies?page=1`. */
  readonly path: string;
  /** What a token needs for it. @default "Access: Apps and Policies Write" (or Read) */
  readonly permission?: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is, in place of `body`: JSON whose numbers have to stay as they are written. */
  readonly bodyText?: string;
  /** Asks to stop: waits and reading end at once, a write that is on its way has a moment left to answer. */
  readonly signal?: AbortSignal;
  /** Until when, by `performance.now()`, it may be waited for and repeated. @default the client's own */
  readonly deadline?: number;
  /** Called each time it had to wait for the API's limit of requests, with how long that was. */
  readonly onWait?: (milliseconds: number) => void;
}

/** A success of the API, out of its envelope. */
export interface ApiReply {
  readonly status: number;
  readonly result: unknown;
  readonly resultInfo?: ResultInfo;
  /** The whole answer as it was received, envelope included. */
  readonly text: string;
  /** Lower-case names; the rate limit stands here. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** Where a list page stands. */
export interface ResultInfo {
  readonly page?: number;
  readonly per_page?: number;
  readonly count?: number;
  readonly total_count?: number;
  readonly total_pages?: number;
}

/**
 * The one seam every call passes: fails with an ApiError, otherwise with nothing. What belongs around requests
 * (waiting, repeating, answering reads from lists) is a function from one `Send` to another.
 */
export type Send = (request: ApiRequest) => Promise<ApiReply>;

/** What is left open when a request was sent and no answer of the API tells: reading changes nothing. */
export function outcomeOf(request: ApiRequest): RequestOutcome {
  return request.method === "GET" ? "no" : "unknown";
}
