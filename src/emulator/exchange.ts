import type { IncomingMessage, ServerResponse } from "node:http";
import { Gatekeeper, whoAsks } from "./authentication";
import type { DataFile } from "./data-file";
import { type Answer, failure } from "./envelope";
import type { Intervention } from "./intervention";
import type { EmulatorOptions } from "./options";
import { API_RATE_LIMIT, RateLimiter } from "./rate-limit";
import { type RecordedRequest, recordRequest } from "./recorded-request";
import { foreignAccount, internalError, Refusal } from "./refusal";
import { legible, parseJson, readBody } from "./request-body";
import { findRoute, type Route } from "./route";
import type { Workings } from "./workings";

/** Carries one request through: record, intervene, limit, admit, handle, save, intervene again, answer. */
export class Exchange {
  readonly requests: RecordedRequest[] = [];
  private readonly gatekeeper: Gatekeeper;
  private readonly limiter: RateLimiter;
  private count = 0;

  constructor(
    private readonly options: EmulatorOptions,
    private readonly routes: readonly Route[],
    private readonly workings: Workings,
    private readonly dataFile: DataFile | undefined,
  ) {
    this.gatekeeper = new Gatekeeper(options.tokens, options.apiKeys);
    const { rateLimit = API_RATE_LIMIT, now = Date.now } = options;
    this.limiter = new RateLimiter(rateLimit || { ...API_RATE_LIMIT, enforced: false }, now);
  }

  async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const startedAt = performance.now();
    const url = urlOf(request);
    const record = recordRequest(++this.count, request.method ?? "GET", url, request.headers);
    this.requests.push(record);
    try {
      if ((await this.carryOut(request, response, record, url)) === "drop") request.socket.destroy();
    } catch {
      // A hook of a test or the data file failed; the client gets what a failing API would say.
      const { status, body } = failure(internalError());
      send(response, record, status, {}, body);
    }
    if (response.headersSent) record.status = response.statusCode;
    record.durationMs = performance.now() - startedAt;
    this.options.onDone?.(record);
  }

  private async carryOut(
    request: IncomingMessage,
    response: ServerResponse,
    record: RecordedRequest,
    url: URL,
  ): Promise<Intervention | undefined> {
    let body: Buffer | Refusal;
    try {
      body = await readBody(request);
    } catch (error) {
      if (!(error instanceof Refusal)) return "drop";
      body = error;
    }
    if (Buffer.isBuffer(body)) record.body = legible(body);
    const before = await this.options.onRequest?.(record);
    if (before) return this.intervene(response, record, before);

    const limit = this.limiter.count(whoAsks(request.headers) ?? "nobody");
    const refusal = limit.refusal ?? (Buffer.isBuffer(body) ? undefined : body);
    const answer = refusal ? failure(refusal) : await this.answer(request, url, body as Buffer);
    const after = await this.options.onAnswer?.(record, answer);
    if (after) return this.intervene(response, record, after);
    send(response, record, answer.status, { ...limit.headers, ...answer.headers }, answer.body);
    return undefined;
  }

  private intervene(response: ServerResponse, record: RecordedRequest, what: Intervention): Intervention {
    if (what !== "drop") send(response, record, what.status, what.headers ?? {}, what.body);
    return what;
  }

  private async answer(request: IncomingMessage, url: URL, body: Buffer): Promise<Answer> {
    const { store } = this.workings;
    const version = store.version;
    try {
      const { route, params } = findRoute(this.routes, request.method ?? "GET", url.pathname);
      this.gatekeeper.admit(request.headers, route.method === "GET" ? "read" : "write");
      const { accounts } = this.options;
      if (accounts && !accounts.includes(params.accountId!)) throw foreignAccount();
      const json = route.takesBody ? parseJson(body, request.headers["content-type"]) : undefined;
      return route.handle({ params, query: url.searchParams, body: json }, this.workings);
    } catch (error) {
      if (error instanceof Refusal) return failure(error);
      throw error;
    } finally {
      if (store.version !== version) await this.dataFile?.save(() => store.state());
    }
  }
}

function send(
  response: ServerResponse,
  record: RecordedRequest,
  status: number,
  headers: Readonly<Record<string, string>>,
  body: unknown,
): void {
  const raw = typeof body === "string";
  response.writeHead(status, {
    "content-type": raw ? "text/plain; charset=utf-8" : "application/json",
    "cf-ray": record.requestId,
    ...headers,
  });
  response.end(raw || body === undefined ? body : JSON.stringify(body));
}

function urlOf(request: IncomingMessage): URL {
  const target = request.url ?? "/";
  const absolute = target.startsWith("/") ? `http://127.0.0.1${target}` : target;
  return URL.canParse(absolute) ? new URL(absolute) : new URL("http://127.0.0.1/");
}
