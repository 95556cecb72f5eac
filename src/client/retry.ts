import { ApiError } from "./api-error";
import {
  type Backoff,
  type BreakerLimits,
  CircuitBreaker,
  isRetryable,
  type NextAttempt,
} from "./circuit-breaker";
import { inWords } from "./rate-limit";
import { type ApiRequest, pause, type Sender } from "./request";

export interface RetryOptions extends Partial<BreakerLimits>, Partial<Backoff> {
  /** How long a request without a deadline may take with all its attempts. Milliseconds. @default 20 minutes */
  readonly deadlineMs?: number;
  /** Called before each wait, with a line for people. */
  readonly onWarn?: (line: string) => void;
  /** Milliseconds. @default performance.now */
  readonly now?: () => number;
  /** @default waits, and fails as canceled when the request's signal asks to stop */
  readonly wait?: typeof pause;
}

const TWENTY_MINUTES = 20 * 60_000;

const DEFAULTS: BreakerLimits & Backoff = {
  contactMs: 2_000,
  answerMs: 30_000,
  patienceMs: TWENTY_MINUTES,
  baseMs: 500,
  capMs: 30_000,
};

/** Pipeline stage: repeats what is retryable until the request's deadline. The last error says how often it was tried. */
export function retry({
  onWarn,
  deadlineMs = TWENTY_MINUTES,
  now: time = () => performance.now(),
  wait = pause,
  ...limits
}: RetryOptions = {}): (next: Sender) => Sender {
  return (next) => {
    const breaker = new CircuitBreaker({ ...DEFAULTS, ...limits }, Math.random);

    return async (request) => {
      const began = time();
      const { deadline = began + deadlineMs } = request;
      const bounded = { ...request, deadline };
      let outcome: ApiError["outcome"] = "no";
      let previous: ApiError | undefined;
      for (let attempts = 1; ; attempts++) {
        try {
          const reply = await next(bounded);
          breaker.recordSuccess();
          return reply;
        } catch (error) {
          if (!(error instanceof ApiError)) throw error;
          const now = time();
          breaker.recordFailure(error, now);
          outcome = combinedOutcome(outcome, error);
          // The failure before says more than that the time was up.
          if (previous !== undefined && isOutOfTime(error, deadline, now))
            throw withAttempts(previous, outcome, error.reached ? attempts : attempts - 1, now - began);
          previous = error;
          const { delay, deadline: until } = schedule(
            error,
            breaker.nextAttempt(attempts, now, error),
            deadline,
            now,
          );
          if (!isRetryable(request.method, error) || request.signal?.aborted || now + delay > until)
            throw withAttempts(error, outcome, attempts, now - began);
          if (error.kind !== "rate-limited") onWarn?.(warning(request, error, delay));
          await wait(delay, request, outcome);
        }
      }
    };
  };
}

/** After a 429 all requests wait in the queue of the rate limiter; here it only matters whether that wait can end in time. */
function schedule(
  { kind, retryAfterSeconds = 0 }: ApiError,
  next: NextAttempt,
  deadline: number,
  now: number,
): NextAttempt {
  const retryAfter = retryAfterSeconds * 1000;
  if (kind === "rate-limited") return now + retryAfter > deadline ? NEVER : { delay: 0, deadline };
  return { delay: Math.max(next.delay, retryAfter), deadline: Math.min(deadline, next.deadline) };
}

const NEVER: NextAttempt = { delay: Number.POSITIVE_INFINITY, deadline: 0 };

/** An attempt that its deadline cut short, or whose permit would have come after it. */
function isOutOfTime({ kind, status }: ApiError, deadline: number, now: number): boolean {
  return status === undefined && (kind === "rate-limited" || (kind === "timeout" && now >= deadline));
}

/** What is known after several attempts: one that may have been carried out is not undone by one that never arrived. */
function combinedOutcome(before: ApiError["outcome"], { outcome, status }: ApiError): ApiError["outcome"] {
  return outcome === "no" && status === undefined ? before : outcome;
}

function withAttempts(
  error: ApiError,
  outcome: ApiError["outcome"],
  attempts: number,
  milliseconds: number,
): ApiError {
  if (attempts === 1 && outcome === error.outcome) return error;
  const seconds = Math.max(1, Math.round(milliseconds / 1000));
  const tried = `tried ${attempts} times in ${inWords(seconds)}`;
  return new ApiError({
    ...error,
    outcome,
    reason: attempts === 1 ? error.reason : `${error.reason}, ${tried}`,
  });
}

function warning({ method, path }: ApiRequest, { reason }: ApiError, delay: number): string {
  return `${method} ${path}: ${reason}. Trying again in ${(delay / 1000).toFixed(1)} seconds.`;
}
