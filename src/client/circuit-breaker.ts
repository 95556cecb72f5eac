import type { ApiError } from "./api-error";
import type { ApiRequest } from "./request";

/**
 * Whether a failed request may be sent again: when its error is transient, and sending it twice is the same as sending it
 * once. GET, PUT and DELETE are idempotent; a POST is sent again only where it certainly was not carried out.
 */
export function isRetryable(method: ApiRequest["method"], error: ApiError): boolean {
  return isTransient(error) && (method !== "POST" || error.outcome === "no");
}

/** Whether the same request may well succeed a little later. */
export function isTransient({ kind, status = 0, cutOff, networkCode = "" }: ApiError): boolean {
  switch (kind) {
    case "rate-limited":
    case "server":
    case "timeout":
      return true;
    case "unreachable":
      return !isPermanent(networkCode);
    case "not-json":
      return status >= 500 || status === 408 || cutOff || isForeignSuccess({ kind, status });
    default:
      return status === 408;
  }
}

/** A page, or nothing at all, under a status of success: a proxy's, or the server is not the API. */
function isForeignSuccess({ kind, status = 0 }: Pick<ApiError, "kind" | "status">): boolean {
  return kind === "not-json" && status >= 200 && status < 300;
}

/** Whether it is a fault of names, certificates or settings, or a proxy's 4xx: a later attempt meets it again. */
function isPermanent(networkCode: string): boolean {
  return (
    PERMANENT.has(networkCode) ||
    /^(?:ERR_TLS_|ERR_SSL_|CERT_|4\d\d$)/.test(networkCode) ||
    networkCode.endsWith("_CERT") ||
    networkCode.includes("_CERT_")
  );
}

const PERMANENT = new Set(["ENOTFOUND", "EPROTO", "UNABLE_TO_VERIFY_LEAF_SIGNATURE", "HOSTNAME_MISMATCH"]);

/** How long nothing but transient failures is retried, by what is known of the server. Milliseconds. */
export interface BreakerLimits {
  /**
   * For a server that could never be reached, or that gave nothing but pages of its own: a wrong base URL is reported soon.
   * @default 2 seconds, 3 attempts where nothing listens
   */
  readonly contactMs: number;
  /** For one that was reached, but never gave an answer of the API. @default 30 seconds */
  readonly answerMs: number;
  /** For one that gave answers before. @default 20 minutes */
  readonly patienceMs: number;
}

/** Random waits up to a bound that doubles with each attempt ("full jitter"). Milliseconds. */
export interface Backoff {
  /** The bound of the first. @default 500 */
  readonly baseMs: number;
  /** The highest bound. @default 30000 */
  readonly capMs: number;
}

/** When to make the next attempt, and the time after which there is none. */
export interface NextAttempt {
  readonly delay: number;
  readonly deadline: number;
}

/**
 * Health of the server as all requests together see it: once one has retried for as long as is sensible, those that
 * follow it fail with their first attempt, until one succeeds. Pure; every call says what time it is.
 */
export class CircuitBreaker {
  readonly #limits: BreakerLimits & Backoff;
  readonly #random: () => number;
  #reached = false;
  #answered = false;
  /** Since when there were only transient failures. */
  #failingSince: number | undefined;

  /** @param random from 0 up to 1 */
  constructor(limits: BreakerLimits & Backoff, random: () => number) {
    this.#limits = limits;
    this.#random = random;
  }

  recordSuccess(): void {
    this.#reached = true;
    this.#answered = true;
    this.#failingSince = undefined;
  }

  /** Records a failed request; a clear answer of the API is a sign of health. */
  recordFailure(error: ApiError, now: number): void {
    const isAnswer = error.status !== undefined && error.kind !== "not-json";
    this.#reached ||= error.reached;
    this.#answered ||= isAnswer;
    if (isTransient(error)) this.#failingSince ??= now;
    else if (isAnswer) this.#failingSince = undefined;
  }

  /** Plans the attempt that follows the given number of attempts. */
  nextAttempt(attempts: number, now: number, error: ApiError): NextAttempt {
    const { contactMs, baseMs, capMs } = this.#limits;
    // Fixed delays as long as the server was never reached: three attempts within the time.
    const delay = this.#reached
      ? this.#random() * Math.min(capMs, baseMs * 2 ** (attempts - 1))
      : contactMs * 0.3 * 2 ** (attempts - 1);
    return { delay, deadline: (this.#failingSince ?? now) + this.#limitFor(error) };
  }

  #limitFor(error: ApiError): number {
    const { contactMs, answerMs, patienceMs } = this.#limits;
    if (!this.#reached || (!this.#answered && isForeignSuccess(error)))
      return Math.min(contactMs, patienceMs);
    return this.#answered ? patienceMs : Math.min(answerMs, patienceMs);
  }
}
