import type { ClientRequest, IncomingHttpHeaders } from "node:http";
import { LARGEST_ANSWER_MIB } from "./answer-limits";
import type { Route } from "./route";

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
