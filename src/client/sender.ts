import type { ApiError } from "./api-error";
import { authorizationHeaders, type Credentials, redactorFor } from "./credentials";
import { openEnvelope } from "./envelope";
import { givenUp, networkError } from "./network-error";
import type { ApiRequest, Send } from "./request";
import { type HttpReply, type Transport, TransportFault } from "./transport";

export interface SenderOptions {
  readonly credentials: Credentials;
  readonly baseUrl: URL;
  readonly userAgent: string;
  readonly timeoutMs: number;
  readonly transport: Transport;
  /** Names what is connected to, for errors: the host, and the proxy if there is one. */
  readonly via: string;
  readonly onTrace?: (line: string) => void;
}

/** The innermost `Send`: one HTTP request, its envelope opened, every failure an ApiError. */
export function createSender(options: SenderOptions): Send {
  const { baseUrl, timeoutMs, transport, via, onTrace } = options;
  const redact = redactorFor(options.credentials);
  const headers = {
    ...authorizationHeaders(options.credentials),
    accept: "application/json",
    "user-agent": options.userAgent,
  };

  async function exchange(request: ApiRequest): Promise<HttpReply> {
    const body = request.body === undefined ? undefined : JSON.stringify(request.body);
    try {
      return await transport({
        method: request.method,
        url: new URL(baseUrl.href.replace(/\/$/, "") + request.path),
        headers: {
          ...headers,
          ...(body !== undefined && {
            "content-type": "application/json",
            "content-length": String(Buffer.byteLength(body)),
          }),
        },
        body,
        timeoutMs,
        signal: request.signal,
      });
    } catch (fault) {
      if (!(fault instanceof TransportFault)) throw fault;
      const { kind, sent, code, message } = fault;
      throw kind === "network"
        ? networkError(request, { code, message, sent, via }, redact)
        : givenUp(request, kind, { sent, via, afterMs: timeoutMs });
    }
  }

  return async (request) => {
    const start = performance.now();
    const trace = (end: string | number) =>
      onTrace?.(`${request.method} ${request.path} ${end} ${Math.round(performance.now() - start)} ms`);
    const reply = await exchange(request).catch((error: ApiError) => {
      trace(error.kind);
      throw error;
    });
    trace(reply.status);
    return openEnvelope(request, reply, redact);
  };
}
