import { setTimeout as after } from "node:timers/promises";
import { quoted } from "../text";
import { ApiError, type RequestOutcome } from "./api-error";

/** One call, without how it is transported. */
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
  /** Asks to stop: waits and reads end at once, a write that was sent has a moment left to be answered. */
  readonly signal?: AbortSignal;
  /** Until when, by `performance.now()`, it may be waited for and repeated. @default the client's own */
  readonly deadline?: number;
  /** Called each time it had to wait for the API's rate limit, with how long that was. */
  readonly onWait?: (milliseconds: number) => void;
  /** Called with the headers of every answer, before the answer is judged. */
  readonly onHeaders?: (headers: ApiReply["headers"]) => void;
}

/** A success of the API, out of its envelope. */
export interface ApiReply {
  readonly status: number;
  readonly result: unknown;
  readonly resultInfo?: ResultInfo;
  /** The whole answer as it was received, envelope included. */
  readonly text: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** Position of a page in its list. */
export interface ResultInfo {
  readonly page?: number;
  readonly per_page?: number;
  readonly count?: number;
  readonly total_count?: number;
  readonly total_pages?: number;
}

/** Carries out a request. Fails with an {@link ApiError} and nothing else. */
export type Sender = (request: ApiRequest) => Promise<ApiReply>;

/** Encodes an id as one segment of a path. */
export function pathSegment(operation: string, what: string, id: string): string {
  if (typeof id !== "string" || /^\.{0,2}$/.test(id.trim())) {
    throw new ApiError({
      operation,
      kind: "misconfigured",
      reason: `the ${what} is ${id?.trim?.() ? quoted(id) : "empty"}`,
      fix: `Give the ${what} as the API or the dashboard shows it.`,
    });
  }
  return encodeURIComponent(id);
}

/** What an unanswered request leaves open once it was sent: reading changes nothing. */
export function outcomeOf(request: ApiRequest): RequestOutcome {
  return request.method === "GET" ? "no" : "unknown";
}

/** Returns Cloudflare's id of a request, if the header has a form that it can have. */
export function requestIdOf(headers: Readonly<Record<string, unknown>>): string | undefined {
  const ray = headers["cf-ray"];
  return typeof ray === "string" && /^[0-9a-f]{12,20}(-[A-Z]{3})?$/.test(ray) ? ray : undefined;
}

/**
 * Waits on behalf of a request.
 *
 * @param outcome what is known of the request by now, for the error of a stop
 * @throws ApiError of kind "aborted" at once when the request's signal asks to stop
 */
export async function pause(
  milliseconds: number,
  request: Pick<ApiRequest, "operation" | "signal">,
  outcome: RequestOutcome = "no",
): Promise<void> {
  try {
    await after(milliseconds, undefined, { signal: request.signal });
  } catch {
    throw canceled(request.operation, outcome);
  }
}

/** Creates the error of a call that was asked to stop. */
export function canceled(operation: string, outcome: RequestOutcome = "no"): ApiError {
  return new ApiError({ operation, kind: "aborted", reason: "it was canceled", outcome });
}
