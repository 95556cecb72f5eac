import type { ClientRequest, IncomingHttpHeaders } from "node:http";
import { LARGEST_ANSWER_MIB } from "./answer-limits";
import { ApiError } from "./api-error";
import { authorizationHeaders, type Credentials, redactorFor } from "./credentials";
import { openEnvelope } from "./envelope";
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

/** One answer of an HTTP server, its body whole. */
export interface HttpReply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface HttpRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** From the start to the end of the answer's body. */
  readonly timeoutMs: number;
  /** Ends it: at once while nothing was sent, otherwise when `graceMs` have passed without a whole answer. */
  readonly signal?: AbortSignal;
  readonly graceMs: number;
  /** @default setAlarm */
  readonly alarm?: typeof setAlarm;
}

/** Calls back after some milliseconds. Returns a function that cancels it. */
export function setAlarm(milliseconds: number, then: () => void): () => void {
  const timer = setTimeout(then, milliseconds);
  return () => clearTimeout(timer);
}

/** Thrown where there is no whole answer. */
export class TransportFault {
  constructor(
    readonly kind: "network" | "proxy" | "timeout" | "aborted" | "too-large",
    /** Whether the server may have seen the request. */
    readonly sent: boolean,
    readonly message = "",
    /** The operating system's or TLS's name of the fault; a refusing proxy's status. */
    readonly code?: string,
  ) {}
}

/** Sends one request by a route and waits for its whole answer; fails with a {@link TransportFault}. */
export async function exchange(
  route: Route,
  { signal, timeoutMs, graceMs, alarm = setAlarm, ...ask }: HttpRequest,
): Promise<HttpReply> {
  if (signal?.aborted) throw new TransportFault("aborted", false);
  const request = await route.open(ask.url, ask);
  let sent = false;
  onceConnected(request, () => {
    sent = true;
  });

  return new Promise<HttpReply>((resolve, reject) => {
    let endGrace = () => {};
    const end = () => {
      endTime();
      endGrace();
      signal?.removeEventListener("abort", abort);
    };
    const fail = (kind: TransportFault["kind"], message?: string, code?: string) => {
      end();
      reject(new TransportFault(kind, sent, message, code));
      request.destroy();
    };
    const broken = (error: NodeJS.ErrnoException) => fail("network", error.message, error.code);
    const abort = () => {
      if (!sent || graceMs === 0) return fail("aborted");
      endGrace = alarm(graceMs, () => fail("aborted"));
    };
    const endTime = alarm(timeoutMs, () => fail("timeout"));
    signal?.addEventListener("abort", abort);
    // Before anything may end the request: an error event without a listener ends the program.
    request.on("error", broken);
    if (signal?.aborted) return fail("aborted");

    // The tunnel's own answer. Anything but 200 is the proxy's refusal, which must not pass for the API's.
    request.on("proxyConnect", ({ statusCode, statusText }: { statusCode: number; statusText: string }) => {
      if (statusCode !== 200) fail("proxy", `${statusCode} ${statusText}`.trim(), String(statusCode));
    });
    request.on("response", (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on("data", (chunk: Buffer) => {
        size += chunk.length;
        if (size > LARGEST_ANSWER_MIB * 2 ** 20) return fail("too-large");
        chunks.push(chunk);
      });
      response.on("error", broken);
      response.on("end", () => {
        end();
        const body = Buffer.concat(chunks).toString("utf8");
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
      });
    });
    request.end(ask.body);
  });
}

/** Calls back when the request can leave: it waits for the connection and, with TLS, for the server's certificate. */
function onceConnected(request: ClientRequest, then: () => void): void {
  request.on("socket", (socket) => {
    if (request.reusedSocket) then();
    else if ("encrypted" in socket) socket.once("secureConnect", then);
    else if (socket.connecting) socket.once("connect", then);
    else then();
  });
}
