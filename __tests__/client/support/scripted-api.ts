import http from "node:http";
import type { AddressInfo } from "node:net";
import { AccessClient, type AccessClientOptions } from "../../../src/client";
import { hurried } from "./time";

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

export type Answer = (asked: Asked, response: http.ServerResponse) => void;

export interface ScriptedApi {
  readonly url: string;
  readonly port: number;
  readonly asked: Asked[];
  /** What it does from now on. */
  answer: Answer;
  /** Creates a client of it that repeats failed requests only once or twice; no proxies unless the options name some. */
  client(options?: Partial<AccessClientOptions>): AccessClient;
  close(): Promise<void>;
}

export const TOKEN = "tok_9Zq-secret-0123456789";

/** Starts a server that answers what a test sets. */
export async function startScriptedApi(answer: Answer = json(200, {})): Promise<ScriptedApi> {
  const { api, listen } = scriptedApi(answer);
  await listen();
  return api;
}

/** Such a server for all tests of a block: for each of them nothing was asked yet, and the answer is this one. */
export function useScriptedApi(answer: Answer = json(200, {})): ScriptedApi {
  const { api, listen } = scriptedApi(answer);
  beforeAll(listen);
  beforeEach(() => {
    api.asked.length = 0;
    api.answer = answer;
  });
  afterAll(() => api.close());
  return api;
}

function scriptedApi(answer: Answer): { api: ScriptedApi; listen: () => Promise<void> } {
  const asked: Asked[] = [];
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const it = {
        method: request.method ?? "",
        path: request.url ?? "",
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      };
      asked.push(it);
      api.answer(it, response);
    });
  });
  const listen = () => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  let port = 0;
  server.once("listening", () => {
    ({ port } = server.address() as AddressInfo);
  });
  const clients: AccessClient[] = [];
  const api: ScriptedApi = {
    get url() {
      return `http://127.0.0.1:${port}`;
    },
    get port() {
      return port;
    },
    asked,
    answer,
    client(options) {
      const client = new AccessClient({
        credentials: { apiToken: TOKEN },
        baseUrl: `http://127.0.0.1:${port}/client/v4`,
        environment: {},
        // Some tests give it another name, which only their proxy knows.
        allowInsecure: true,
        retry: { baseMs: 4, contactMs: 20, patienceMs: 20, ...hurried() },
        ...options,
      });
      clients.push(client);
      return client;
    },
    async close() {
      for (const client of clients) client.close();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
  return { api, listen };
}

/** Answers a body as it is. */
export function text(status: number, body: string, headers: http.OutgoingHttpHeaders = {}): Answer {
  return (_, response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(body);
  };
}

export function json(status: number, body: unknown, headers?: http.OutgoingHttpHeaders): Answer {
  return text(status, JSON.stringify(body), headers);
}

/** A success in the API's envelope. */
export function success(result: unknown, status = 200, info?: object): Answer {
  return json(status, {
    success: true,
    errors: [],
    messages: [],
    result,
    ...(info && { result_info: info }),
  });
}

/** A policy, as its own request and the lists that hold it answer. */
export function policy(answer: Readonly<Record<string, unknown>> & { readonly id: string }): Answer {
  return (asked, response) => success(asked.path.includes("?page=") ? [answer] : answer)(asked, response);
}

/** A refusal in the API's envelope. */
export function refused(
  status: number,
  errors: readonly object[],
  headers?: http.OutgoingHttpHeaders,
): Answer {
  return json(status, { success: false, errors, messages: [], result: null }, headers);
}
