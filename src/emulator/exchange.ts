import type { IncomingMessage, ServerResponse } from "node:http";
import { ApplicationDirectory } from "./application-directory";
import { Gatekeeper, whoAsks } from "./authentication";
import type { Commits } from "./commit";
import type { DataFile } from "./data-file";
import type { Dependencies } from "./dependencies";
import { type Answer, failure } from "./envelope";
import { aboutAnother, endlessPage } from "./faults/altered-answer";
import { instead } from "./faults/breaking";
import type { FaultPlan } from "./faults/fault";
import { Faults, type Strikes } from "./faults/faults";
import type { Intervention } from "./intervention";
import type { EmulatorOptions } from "./options";
import { pause } from "./pause";
import { API_RATE_LIMIT, RateLimiter } from "./rate-limit";
import { type RecordedRequest, recordRequest } from "./recorded-request";
import { foreignAccount, internalError, Refusal } from "./refusal";
import { type Reply, sendPart, sendSlowly, sendWhole } from "./reply";
import { legible, parseJson, readBody } from "./request-body";
import { type FoundRoute, findRoute, type Route } from "./route";

/** What a request asks for, or why that is not known. */
type Asked = FoundRoute | Refusal;

/**
 * Carries one request through: record, intervene, be struck by faults, limit, admit, handle, save, intervene again, be
 * struck again, answer.
 */
export class Exchange {
  readonly requests: RecordedRequest[] = [];
  readonly faults: Faults;
  private readonly gatekeeper: Gatekeeper;
  private readonly limiter: RateLimiter;
  private readonly now: () => number;
  private count = 0;
  private closed = false;

  constructor(
    private readonly options: EmulatorOptions,
    private readonly routes: readonly Route[],
    private readonly dependencies: Dependencies,
    private readonly commits: Commits,
    private readonly dataFile: DataFile | undefined,
  ) {
    this.gatekeeper = new Gatekeeper(options.tokens, options.apiKeys);
    const { rateLimit = API_RATE_LIMIT, now = Date.now } = options;
    this.now = now;
    this.limiter = new RateLimiter(rateLimit, now);
    this.faults = new Faults(dependencies.store, now);
    this.setFaults(options.faults ?? []);
  }

  /** Replaces the faults in force; a block that one of them began is over. */
  setFaults(plan: FaultPlan): void {
    this.faults.set(plan);
    this.limiter.lift();
  }

  /** Nothing is carried out from now on. */
  close(): void {
    this.closed = true;
  }

  async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const startedAt = performance.now();
    const url = urlOf(request);
    const record = recordRequest(++this.count, request.method ?? "GET", url, request.headers);
    this.requests.push(record);
    try {
      const end = await this.carryOut(request, response, record, url);
      if (end === "drop") request.socket.destroy();
      else if (end === "reset") request.socket.resetAndDestroy();
    } catch {
      // A hook of a test or the data file failed; the client gets what a failing API would say.
      const { status, body } = failure(internalError());
      sendWhole(response, this.reply(record, status, {}, body));
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
  ): Promise<"drop" | "reset" | undefined> {
    let body: Buffer | Refusal;
    try {
      body = await readBody(request);
    } catch (error) {
      if (!(error instanceof Refusal)) return "drop";
      body = error;
    }
    if (Buffer.isBuffer(body)) record.body = legible(body);
    const asked = this.ask(record, url);
    const before = await this.options.onRequest?.(record);
    if (before) return this.intervene(response, record, before);

    const strikes = this.strike(record, asked, url);
    if (strikes.delayBeforeMs > 0) await pause(strikes.delayBeforeMs);
    if (this.closed) return "drop";
    const who = whoAsks(request.headers) ?? "nobody";
    const { breaker } = strikes;
    if (breaker?.kind === "block") this.limiter.block(who, breaker.seconds ?? 300);
    const limit = this.limiter.count(who);
    const early = instead(breaker, "before", limit.headers);
    if (early) return this.finish(response, record, early, strikes);

    const refusal = limit.refusal ?? (Buffer.isBuffer(body) ? undefined : body);
    const carriedOut = refusal
      ? failure(refusal)
      : await this.answer(request, record, { asked, url, body: body as Buffer }, strikes);
    const answer = altered(carriedOut, strikes, pageOf(url));
    const after = await this.options.onAnswer?.(record, answer);
    if (after) return this.intervene(response, record, after);
    if (strikes.delayAfterMs > 0) await pause(strikes.delayAfterMs);
    const late = instead(breaker, "after", limit.headers);
    const own = { ...answer, headers: { ...limit.headers, ...answer.headers } };
    return this.finish(response, record, late ?? own, strikes);
  }

  private ask(record: RecordedRequest, url: URL): Asked {
    try {
      const found = findRoute(this.routes, record.method, url.pathname);
      record.route = found.route.path;
      return found;
    } catch (error) {
      if (error instanceof Refusal) return error;
      throw error;
    }
  }

  private strike(record: RecordedRequest, asked: Asked, url: URL): Strikes {
    const isList = !(asked instanceof Refusal) && asked.route.lists === true;
    const strikes = this.faults.strike(record, { isList, page: pageOf(url) });
    if (strikes.kinds.length > 0) record.faults = strikes.kinds;
    return strikes;
  }

  private intervene(response: ServerResponse, record: RecordedRequest, what: Intervention) {
    if (what === "drop") return what;
    sendWhole(response, this.reply(record, what.status, what.headers ?? {}, what.body));
    return undefined;
  }

  private async finish(
    response: ServerResponse,
    record: RecordedRequest,
    end: Reply | "reset",
    { breaker, slow }: Strikes,
  ): Promise<"reset" | undefined> {
    if (end === "reset") return end;
    const reply = this.reply(record, end.status, end.headers, end.body);
    if (breaker?.kind === "truncated") {
      const { keep = 0.5, length = "closed" } = breaker;
      await sendPart(response, reply, { keep, length });
    } else if (slow) {
      const { bytes = 16, pauseMs = 5 } = slow;
      await sendSlowly(response, reply, { bytes, pauseMs });
    } else sendWhole(response, reply);
    return undefined;
  }

  private reply(
    { requestId }: RecordedRequest,
    status: number,
    headers: Readonly<Record<string, string>>,
    body: unknown,
  ): Reply {
    const date = new Date(this.now()).toUTCString();
    return { status, headers: { date, "cf-ray": requestId, ...headers }, body };
  }

  private async answer(
    { headers }: IncomingMessage,
    record: RecordedRequest,
    { asked, url, body }: { asked: Asked; url: URL; body: Buffer },
    strikes: Strikes,
  ): Promise<Answer> {
    const { store } = this.dependencies;
    const version = store.version;
    try {
      if (asked instanceof Refusal) throw asked;
      const { route, params } = asked;
      this.gatekeeper.admit(headers, route.method === "GET" ? "read" : "write");
      const { accounts } = this.options;
      if (accounts && !accounts.includes(params.accountId!)) throw foreignAccount();
      const json = route.takesBody ? parseJson(body, headers["content-type"]) : undefined;
      const call = { params, query: url.searchParams, body: json, pages: strikes.pages };
      return route.handle(call, this.seenBy(strikes));
    } catch (error) {
      if (error instanceof Refusal) return failure(error);
      throw error;
    } finally {
      if (store.version !== version) {
        this.commits.notify(record);
        await this.dataFile?.save();
      }
    }
  }

  /** A list may be of what was a while ago. */
  private seenBy({ listStore: store }: Strikes): Dependencies {
    if (!store) return this.dependencies;
    const { presenter } = this.dependencies;
    const applications = new ApplicationDirectory(store, this.options.applications);
    return { ...this.dependencies, store, applications, presenter: presenter.of(store) };
  }
}

/** What the request asks for; from 1. */
function pageOf(url: URL): number {
  return Number(url.searchParams.get("page") ?? 1);
}

function altered(answer: Answer, { wrongPolicy, endless }: Strikes, page: number): Answer {
  const listed = endless === undefined ? answer : endlessPage(answer, page, endless);
  return wrongPolicy === undefined ? listed : aboutAnother(listed, wrongPolicy);
}

function urlOf(request: IncomingMessage): URL {
  const target = request.url ?? "/";
  const absolute = target.startsWith("/") ? `http://127.0.0.1${target}` : target;
  return URL.canParse(absolute) ? new URL(absolute) : new URL("http://127.0.0.1/");
}
