import { ApiError } from "../api-error";
import { pause } from "../pause";
import { inWords } from "../rate-limit";
import type { ApiRequest, Send } from "../request";
import { type Backoff, Outlook, type Patience } from "./outlook";
import { mayRepeat } from "./rules";

export interface RetryOptions extends Partial<Patience>, Partial<Backoff> {
  /** How long a request without a deadline may take with all its tries. Milliseconds. @default 20 minutes */
  readonly deadlineMs?: number;
  /** Called before each wait, with a line for people. */
  readonly onWarn?: (line: string) => void;
  /** Milliseconds. @default performance.now */
  readonly now?: () => number;
  /** @default waits, and fails as cancelled when the request's signal asks to stop */
  readonly wait?: typeof pause;
}

const MINUTES = 60_000;

/** The same `send`, which repeats what may be repeated until the request's deadline. The last error tells how often. */
export function retried(
  send: Send,
  {
    onWarn,
    deadlineMs = 20 * MINUTES,
    now: time = () => performance.now(),
    wait = pause,
    ...limits
  }: RetryOptions = {},
): Send {
  const outlook = new Outlook({ ...DEFAULTS, ...limits }, Math.random);

  return async (request) => {
    const began = time();
    const { deadline = began + deadlineMs } = request;
    const bounded = { ...request, deadline };
    let outcome: ApiError["outcome"] = "no";
    let before: ApiError | undefined;
    for (let tries = 1; ; tries++) {
      try {
        const reply = await send(bounded);
        outlook.good();
        return reply;
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        const now = time();
        outlook.failed(error, now);
        outcome = overall(outcome, error);
        // What went wrong before says more than that its time was up.
        if (before !== undefined && outOfTime(error, deadline, now))
          throw afterTries(before, outcome, error.reached ? tries : tries - 1, now - began);
        before = error;
        const { delay, until } = nextTry(error, outlook.again(tries, now, error), deadline, now);
        if (!mayRepeat(request.method, error) || request.signal?.aborted || now + delay > until)
          throw afterTries(error, outcome, tries, now - began);
        if (error.kind !== "rate-limited") onWarn?.(warning(request, error, delay));
        await wait(delay, request, outcome);
      }
    }
  };
}

const DEFAULTS: Patience & Backoff = {
  contactMs: 2_000,
  answerMs: 30_000,
  patienceMs: 20 * MINUTES,
  baseMs: 500,
  capMs: 30_000,
};

/** The wait that a failed try is followed by. For the rate limit everybody waits elsewhere; here only whether it can end in time. */
function nextTry(
  { kind, retryAfterSeconds = 0 }: ApiError,
  { delay, hopeUntil }: ReturnType<Outlook["again"]>,
  deadline: number,
  now: number,
): { delay: number; until: number } {
  const told = retryAfterSeconds * 1000;
  if (kind === "rate-limited") return now + told > deadline ? NEVER : { delay: 0, until: deadline };
  return { delay: Math.max(delay, told), until: Math.min(deadline, hopeUntil) };
}

const NEVER = { delay: Number.POSITIVE_INFINITY, until: 0 };

/** A try that its deadline cut short, or that its turn would have come too late for. */
function outOfTime({ kind, status }: ApiError, deadline: number, now: number): boolean {
  return status === undefined && (kind === "rate-limited" || (kind === "timeout" && now >= deadline));
}

/** What is known after several tries: one that may have been carried out is not undone by one that never arrived. */
function overall(before: ApiError["outcome"], { outcome, status }: ApiError): ApiError["outcome"] {
  return outcome === "no" && status === undefined ? before : outcome;
}

function afterTries(
  error: ApiError,
  outcome: ApiError["outcome"],
  tries: number,
  milliseconds: number,
): ApiError {
  if (tries === 1 && outcome === error.outcome) return error;
  const seconds = Math.max(1, Math.round(milliseconds / 1000));
  const reason = tries === 1 ? error.reason : `${error.reason}, tried ${tries} times in ${inWords(seconds)}`;
  return new ApiError({ ...error, outcome, reason });
}

function warning({ method, path }: ApiRequest, { reason }: ApiError, delay: number): string {
  return `${method} ${path}: ${reason}. Trying again in ${(delay / 1000).toFixed(1)} seconds.`;
}
