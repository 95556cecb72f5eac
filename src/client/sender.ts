import { ApiError } from "./api-error";
import { authorizationHeaders, type Credentials, redactorFor } from "./credentials";
import { openEnvelope } from "./envelope";
import { networkError } from "./network-error";
import type { ApiRequest, Send } from "./request";
import type { Route } from "./route";
import { exchange, type HttpReply, type setAlarm, TransportFault } from "./transport";

export interface SenderOptions {
  readonly credentials: Credentials;
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly userAgent: string;
  /** For one request, from its start to the end of its answer; less where its deadline comes before. */
  readonly timeoutMs: number;
  /** How long a write that was sent may still be answered after it was asked to stop; a create two thirds of it. */
  readonly stopGraceMs: number;
  readonly route: Route;
  readonly onTrace?: (line: string) => void;
  /** What timeout and grace are measured by. @default setAlarm */
  readonly alarm?: typeof setAlarm;
}

/**
 * The innermost `Send`: one HTTP request, its envelope opened, every failure an ApiError. The headers of every answer
 * are also handed to `hear`, before the answer is judged.
 */
export function createSender(
  options: SenderOptions,
): (request: ApiRequest, hear?: (headers: HttpReply["headers"]) => void) => ReturnType<Send> {
  const { baseUrl, route, onTrace } = options;
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
    if (left <= 0) throw tooLate(request);
    const timeoutMs = Math.min(options.timeoutMs, method === "POST" ? Math.ceil(left * SHARE) : left);
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

  return async (request, hear) => {
    const start = performance.now();
    const trace = (end: string | number) =>
      onTrace?.(`${request.method} ${request.path} ${end} ${Math.round(performance.now() - start)} ms`);
    const reply = await ask(request).catch((error: ApiError) => {
      trace(error.kind);
      throw error;
    });
    trace(reply.status);
    hear?.(reply.headers);
    return openEnvelope(request, reply, redact);
  };
}

/** How much of the time that there is a create may take: the rest is for a look at what became of it. */
const SHARE = 2 / 3;

function graceOf(method: ApiRequest["method"], milliseconds: number): number {
  if (method === "GET") return 0;
  return method === "POST" ? Math.ceil(milliseconds * SHARE) : milliseconds;
}

function tooLate({ operation }: ApiRequest): ApiError {
  return new ApiError({
    operation,
    kind: "timeout",
    reason: "its time was up before it could be sent",
    fix: "Run it again, or give the resource more time (timeouts).",
  });
}
