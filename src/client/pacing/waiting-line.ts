import { ApiError } from "../api-error";
import { cancelled } from "../pause";
import { inWords } from "../rate-limit";
import type { ApiRequest } from "../request";
import type { Pace, Turn } from "./pace";

interface Waiting {
  readonly request: ApiRequest;
  readonly since: number;
  /** The limit was what it waited for, at least for a while. */
  limited: boolean;
  go(): void;
  fail(error: ApiError): void;
}

export interface WaitingLineOptions {
  /** Milliseconds. */
  readonly now: () => number;
  /** Called once for each time that everybody has to wait for the limit, with a line for people. */
  readonly onWarn?: (line: string) => void;
}

/** Requests that wait for their turn, first come, first served. */
export class WaitingLine {
  readonly #pace: Pace;
  readonly #options: WaitingLineOptions;
  readonly #queue: Waiting[] = [];
  #timer: NodeJS.Timeout | undefined;
  #toldOf = Number.NEGATIVE_INFINITY;

  constructor(pace: Pace, options: WaitingLineOptions) {
    this.#pace = pace;
    this.#options = options;
  }

  /**
   * Undefined when it is the request's turn already: nothing is to be waited for then. Either way it has begun.
   * @throws ApiError "aborted" when asked to stop, "rate-limited" when its turn comes too late for its deadline
   */
  take(request: ApiRequest): Promise<void> | undefined {
    const now = this.#options.now();
    if (this.#queue.length === 0 && this.#pace.turn(now) === "now") {
      this.#pace.begin(now);
      return undefined;
    }
    return this.#wait(request, now);
  }

  /** Lets go whoever may. To be called whenever a request has ended. */
  next(): void {
    if (this.#queue.length === 0) return;
    clearTimeout(this.#timer);
    for (;;) {
      const now = this.#options.now();
      const turn = this.#pace.turn(now);
      if (turn !== "now") {
        this.#until(turn, now);
        return;
      }
      const first = this.#queue.shift();
      if (first === undefined) return;
      this.#pace.begin(now);
      first.go();
    }
  }

  #wait(request: ApiRequest, since: number): Promise<void> {
    const { signal } = request;
    return new Promise<void>((resolve, reject) => {
      const end = () => {
        signal?.removeEventListener("abort", stop);
        const place = this.#queue.indexOf(waiting);
        if (place >= 0) this.#queue.splice(place, 1);
        // A timer that nobody waits for would keep the process for as long as the API's block.
        if (this.#queue.length === 0) clearTimeout(this.#timer);
      };
      const waiting: Waiting = {
        request,
        since,
        limited: false,
        go: () => {
          end();
          if (waiting.limited) request.onWait?.(this.#options.now() - since);
          resolve();
        },
        fail: (error) => {
          end();
          reject(error);
        },
      };
      const stop = () => waiting.fail(cancelled(request.operation));
      if (signal?.aborted) return stop();
      signal?.addEventListener("abort", stop);
      this.#queue.push(waiting);
      this.next();
    });
  }

  #until(turn: Exclude<Turn, "now">, now: number): void {
    if (turn.waitsFor !== "others") {
      this.#tell(turn, now);
      for (const waiting of [...this.#queue]) {
        waiting.limited = true;
        if (turn.at > (waiting.request.deadline ?? Number.POSITIVE_INFINITY))
          waiting.fail(tooLate(waiting.request.operation, turn, now));
      }
    }
    if (this.#queue.length > 0 && Number.isFinite(turn.at))
      this.#timer = setTimeout(() => this.next(), Math.ceil(turn.at - now));
  }

  #tell({ at, waitsFor }: Exclude<Turn, "now">, now: number): void {
    if (at <= this.#toldOf) return;
    this.#toldOf = at;
    const why =
      waitsFor === "refused" ? "The API refuses requests for now" : "The API's limit is nearly used up";
    this.#options.onWarn?.(
      `${why} (1,200 in five minutes, over all tokens of the user): waiting ${secondsTo(at, now)}.`,
    );
  }
}

function tooLate(operation: string, { at }: Exclude<Turn, "now">, now: number): ApiError {
  return new ApiError({
    operation,
    kind: "rate-limited",
    retryAfterSeconds: Math.ceil((at - now) / 1000),
    reason: `the API takes no more requests for ${secondsTo(at, now)}, which is longer than this operation may take`,
    fix: "Run it again later, or give the resource more time (timeouts).",
  });
}

function secondsTo(at: number, now: number): string {
  return inWords(Math.ceil((at - now) / 1000));
}
