import http from "node:http";
import https from "node:https";

/** One answer of an HTTP server, its body whole. */
export interface HttpReply {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

export interface HttpRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

/** Why there is no whole answer. `sent`: the server may have seen the request. */
export class TransportFault {
  constructor(
    readonly kind: "network" | "timeout" | "aborted",
    readonly sent: boolean,
    readonly code?: string,
    readonly message: string = "",
  ) {}
}

/** Fails with a TransportFault. */
export type Transport = (request: HttpRequest) => Promise<HttpReply>;

export function httpTransport(agent: http.Agent | undefined): Transport {
  return ({ method, url, headers, body, timeoutMs, signal }) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(new TransportFault("aborted", false));
      const request = (url.protocol === "https:" ? https : http).request(url, { method, headers, agent });
      let sent = false;

      const settle = (end: () => void) => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", abort);
        end();
      };
      const fail = (kind: TransportFault["kind"], error?: NodeJS.ErrnoException) =>
        settle(() => {
          reject(new TransportFault(kind, sent, error?.code, error?.message));
          request.destroy();
        });
      const abort = () => fail("aborted");
      const timer = setTimeout(() => fail("timeout"), timeoutMs);
      signal?.addEventListener("abort", abort);

      request.on("socket", (socket) => {
        const connected = () => {
          sent = true;
        };
        if (request.reusedSocket) connected();
        else if ("encrypted" in socket) socket.once("secureConnect", connected);
        else if (socket.connecting) socket.once("connect", connected);
        else connected();
      });
      request.on("error", (error) => fail("network", error));
      request.on("response", (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", (error) => fail("network", error));
        response.on("end", () =>
          settle(() =>
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              body: Buffer.concat(chunks).toString("utf8"),
            }),
          ),
        );
      });
      request.end(body);
    });
}
