import { ApiError } from "../api-error";
import { type ApiRequest, canceled, type Sender } from "../request";
import { type Ending, type Permit, RateLimiter } from "./rate-limiter";
import { inWords, rateLimitReport } from "./request-window";

export interface RateLimitOptions {
  /** Called once for each time that all requests have to wait for the limit, with a line for people. */
  readonly onWarn?: (line: string) => void;
}

/** Pipeline stage: holds each request until the rate limit that the answers report permits it, see {@link RateLimiter}. */
export function rateLimit({ onWarn }: RateLimitOptions = {}): (next: Sender) => Sender {
  return (next) => {
    const limiter = new RateLimiter();
    const queue = new RequestQueue(limiter, onWarn);

    return async (request) => {
      const permit = queue.acquire(request);
      if (permit !== undefined) await permit;
      const begunAt = performance.now();
      let reported = false;
      const onHeaders: ApiRequest["onHeaders"] = (headers) => {
        const report = rateLimitReport(headers);
        reported = report !== undefined;
        limiter.report(report, performance.now());
      };
      let ending: Omit<Ending, "reported"> = { outcome: "success" };
      try {
        return await next({ ...request, onHeaders });
      } catch (error) {
        ending = endingOf(error);
        throw error;
      } finally {
        limiter.end(begunAt, { ...ending, reported }, performance.now());
        queue.release();
      }
    };
  };
}

function endingOf(error: unknown): Omit<Ending, "reported"> {
  if (!(error instanceof ApiError)) return { outcome: "other" };
  if (error.kind === "rate-limited") {
    const { retryAfterSeconds } = error;
    return { outcome: "refused", ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) };
  }
  const isOverload =
    error.kind === "server" || (error.kind === "timeout" && error.reached) || (error.status ?? 0) >= 500;
  return { outcome: isOverload ? "overload" : error.status === undefined ? "other" : "success" };
}

type Wait = Exclude<Permit, "granted">;

interface QueuedRequest {
  readonly request: ApiRequest;
  /** Whether the limit was what it waited for, at least for a while. */
  isLimited: boolean;
  resolve(): void;
  reject(error: ApiError): void;
}

/** Requests that wait for a permit, first come, first served. */
class RequestQueue {
  readonly #queue: QueuedRequest[] = [];
  #timer: NodeJS.Timeout | undefined;
  #warnedUntil = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly limiter: RateLimiter,
    private readonly onWarn: ((line: string) => void) | undefined,
  ) {}

  /**
   * Acquires a permit. Undefined when there is nothing to wait for. Either way the request has begun afterwards.
   * @throws ApiError "aborted" when asked to stop, "rate-limited" when the permit would come after its deadline
   */
  acquire(request: ApiRequest): Promise<void> | undefined {
    const now = performance.now();
    if (this.#queue.length === 0 && this.limiter.permit(now) === "granted") {
      this.limiter.begin(now);
      return undefined;
    }
    return this.#wait(request, now);
  }

  /** Lets those go that are permitted. To be called whenever a request has ended. */
  release(): void {
    if (this.#queue.length === 0) return;
    clearTimeout(this.#timer);
    for (;;) {
      const now = performance.now();
      const permit = this.limiter.permit(now);
      if (permit !== "granted") {
        this.#waitUntil(permit, now);
        return;
      }
      const first = this.#queue.shift();
      if (first === undefined) return;
      this.limiter.begin(now);
      first.resolve();
    }
  }

  #wait(request: ApiRequest, since: number): Promise<void> {
    const { signal } = request;
    return new Promise<void>((resolve, reject) => {
      const leave = () => {
        signal?.removeEventListener("abort", stop);
        const index = this.#queue.indexOf(queued);
        if (index >= 0) this.#queue.splice(index, 1);
        // A timer without a waiting request would keep the process for as long as the API's block.
        if (this.#queue.length === 0) clearTimeout(this.#timer);
      };
      const queued: QueuedRequest = {
        request,
        isLimited: false,
        resolve: () => {
          leave();
          if (queued.isLimited) request.onWait?.(performance.now() - since);
          resolve();
        },
        reject: (error) => {
          leave();
          reject(error);
        },
      };
      const stop = () => queued.reject(canceled(request.operation));
      if (signal?.aborted) return stop();
      signal?.addEventListener("abort", stop);
      this.#queue.push(queued);
      this.release();
    });
  }

  #waitUntil(wait: Wait, now: number): void {
    if (wait.waitsFor !== "others") {
      this.#warn(wait, now);
      for (const queued of [...this.#queue]) {
        queued.isLimited = true;
        if (wait.at > (queued.request.deadline ?? Number.POSITIVE_INFINITY))
          queued.reject(afterDeadline(queued.request.operation, wait, now));
      }
    }
    if (this.#queue.length > 0 && Number.isFinite(wait.at))
      this.#timer = setTimeout(() => this.release(), Math.ceil(wait.at - now));
  }

  #warn({ at, waitsFor }: Wait, now: number): void {
    if (at <= this.#warnedUntil) return;
    this.#warnedUntil = at;
    const why =
      waitsFor === "refused" ? "The API refuses requests for now" : "The API's limit is nearly used up";
    this.onWarn?.(`${why} (1,200 in five minutes, over all tokens of the user): waiting ${timeTo(at, now)}.`);
  }
}

function afterDeadline(operation: string, { at }: Wait, now: number): ApiError {
  return new ApiError({
    operation,
    kind: "rate-limited",
    retryAfterSeconds: Math.ceil((at - now) / 1000),
    reason: `the API takes no more requests for ${timeTo(at, now)}, which is longer than this operation may take`,
    fix: "Run it again later, or give the resource more time (timeouts).",
  });
}

function timeTo(at: number, now: number): string {
  return inWords(Math.ceil((at - now) / 1000));
}
