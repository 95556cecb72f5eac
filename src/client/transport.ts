import { ApiError } from "./api-error";
import { authorizationHeaders, type Credentials, redactorFor } from "./credentials";
import { openEnvelope } from "./envelope";
import { exchange, type HttpReply, type setAlarm, TransportFault } from "./http-exchange";
import { networkError } from "./network-error";
import type { ApiRequest, Sender } from "./request";
import type { Route } from "./route";

export interface TransportOptions {
  readonly credentials: Credentials;
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly userAgent: string;
  /** For one request, from its start to the end of its answer; less where its deadline comes before. */
  readonly timeoutMs: number;
  /** How long a write that was sent may still be answered after it was asked to stop; a create two thirds of it. */
  readonly stopGraceMs: number;
  readonly route: Route;
  /** The timer of timeout and grace. @default setAlarm */
  readonly alarm?: typeof setAlarm;
}

/** Sends each request as one HTTP request and opens the envelope of its answer; every failure is an ApiError. */
export function transport(options: TransportOptions): Sender {
  const { baseUrl, route } = options;
  const redact = redactorFor(options.credentials, route.proxyUser);
  const headers = {
    ...authorizationHeaders(options.credentials),
    accept: "application/json",
    "user-agent": options.userAgent,
  };

  async function ask(request: ApiRequest): Promise<HttpReply> {
    const { method, signal } = request;
    const body = request.bodyText ?? (request.body === undefined ? undefined : JSON.stringify(request.body));
    const content: Record<string, string> =
      body === undefined
        ? {}
        : { "content-type": "application/json", "content-length": String(Buffer.byteLength(body)) };
    const url = new URL(baseUrl + request.path);
    const { deadline = Number.POSITIVE_INFINITY } = request;
    const left = Math.ceil(deadline - performance.now());
    if (left <= 0) throw deadlineExceeded(request);
    const timeoutMs = Math.min(options.timeoutMs, method === "POST" ? Math.ceil(left * CREATE_SHARE) : left);
    try {
      return await exchange(route, {
        method,
        url,
        headers: { ...headers, ...content },
        body,
        timeoutMs,
        signal,
        graceMs: graceOf(method, options.stopGraceMs),
        alarm: options.alarm,
      });
    } catch (fault) {
      if (!(fault instanceof TransportFault)) throw fault;
      throw networkError(request, fault, {
        via: route.description,
        timeoutMs,
        hurried: timeoutMs < options.timeoutMs,
        redact,
      });
    }
  }

  return async (request) => {
    const reply = await ask(request);
    request.onHeaders?.(reply.headers);
    return openEnvelope(request, reply, redact);
  };
}

/** Share of the remaining time that a create may take: the rest is for its reconciliation. */
const CREATE_SHARE = 2 / 3;

function graceOf(method: ApiRequest["method"], milliseconds: number): number {
  if (method === "GET") return 0;
  return method === "POST" ? Math.ceil(milliseconds * CREATE_SHARE) : milliseconds;
}

function deadlineExceeded({ operation }: ApiRequest): ApiError {
  return new ApiError({
    operation,
    kind: "timeout",
    reason: "its time was up before it could be sent",
    fix: "Run it again, or give the resource more time (timeouts).",
  });
}
