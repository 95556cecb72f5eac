import type { ApiError } from "./api-error";
import { authorizationHeaders, type Credentials, redactorFor } from "./credentials";
import { openEnvelope } from "./envelope";
import { networkError } from "./network-error";
import type { ApiRequest, Send } from "./request";
import type { Route } from "./route";
import { exchange, type HttpReply, TransportFault } from "./transport";

export interface SenderOptions {
  readonly credentials: Credentials;
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly userAgent: string;
  readonly timeoutMs: number;
  readonly route: Route;
  readonly onTrace?: (line: string) => void;
}

/** The innermost `Send`: one HTTP request, its envelope opened, every failure an ApiError. */
export function createSender(options: SenderOptions): Send {
  const { baseUrl, timeoutMs, route, onTrace } = options;
  const redact = redactorFor(options.credentials);
  const headers = {
    ...authorizationHeaders(options.credentials),
    accept: "application/json",
    "user-agent": options.userAgent,
  };

  async function ask(request: ApiRequest): Promise<HttpReply> {
    const { method, signal } = request;
    const body = request.body === undefined ? undefined : JSON.stringify(request.body);
    const content: Record<string, string> =
      body === undefined
        ? {}
        : { "content-type": "application/json", "content-length": String(Buffer.byteLength(body)) };
    const url = new URL(baseUrl + request.path);
    try {
      return await exchange(route, {
        method,
        url,
        headers: { ...headers, ...content },
        body,
        timeoutMs,
        signal,
      });
    } catch (fault) {
      if (!(fault instanceof TransportFault)) throw fault;
      throw networkError(request, fault, { via: route.description, timeoutMs, redact });
    }
  }

  return async (request) => {
    const start = performance.now();
    const trace = (end: string | number) =>
      onTrace?.(`${request.method} ${request.path} ${end} ${Math.round(performance.now() - start)} ms`);
    const reply = await ask(request).catch((error: ApiError) => {
      trace(error.kind);
      throw error;
    });
    trace(reply.status);
    return openEnvelope(request, reply, redact);
  };
}
