import type { ApiError } from "../api-error";
import { isForeignSuccess, mayPass } from "./rules";

/** How long things may go badly before nothing more is hoped for. Milliseconds. */
export interface Patience {
  /**
   * With a server that could never be reached, or that gave nothing but pages of its own: a wrong base URL is told soon.
   * @default 2 seconds, 3 tries where nobody answers
   */
  readonly contactMs: number;
  /** With one that was reached, but never gave an answer of the API. @default 30 seconds */
  readonly answerMs: number;
  /** With one that gave answers before. @default 20 minutes */
  readonly patienceMs: number;
}

/** Random waits up to a bound that doubles with each try ("full jitter"). Milliseconds. */
export interface Backoff {
  /** The bound of the first. @default 500 */
  readonly baseMs: number;
  /** The highest bound. @default 30000 */
  readonly capMs: number;
}

/**
 * How the server is doing, seen by all requests together: when one has waited in vain for as long as is sensible, those
 * that come after it do not begin anew. Pure; every call says what time it is.
 */
export class Outlook {
  readonly #limits: Patience & Backoff;
  readonly #random: () => number;
  #reached = false;
  #answered = false;
  /** Since when there was nothing but trouble. */
  #badSince: number | undefined;

  /** @param random from 0 up to 1 */
  constructor(limits: Patience & Backoff, random: () => number) {
    this.#limits = limits;
    this.#random = random;
  }

  /** A request succeeded. */
  good(): void {
    this.#reached = true;
    this.#answered = true;
    this.#badSince = undefined;
  }

  /** A request failed; a clear answer of the API is no trouble. */
  failed(error: ApiError, now: number): void {
    this.#reached ||= error.reached;
    this.#answered ||= error.status !== undefined && error.kind !== "not-json";
    if (mayPass(error)) this.#badSince ??= now;
    else if (error.status !== undefined && error.kind !== "not-json") this.#badSince = undefined;
  }

  /** When to try again after the given number of tries, and until when that makes sense. */
  again(tries: number, now: number, error: ApiError): { readonly delay: number; readonly hopeUntil: number } {
    const { contactMs, baseMs, capMs } = this.#limits;
    // A fixed rhythm as long as nobody answers the door: three tries within the time.
    const delay = this.#reached
      ? this.#random() * Math.min(capMs, baseMs * 2 ** (tries - 1))
      : contactMs * 0.3 * 2 ** (tries - 1);
    return { delay, hopeUntil: (this.#badSince ?? now) + this.#patience(error) };
  }

  #patience(error: ApiError): number {
    const { contactMs, answerMs, patienceMs } = this.#limits;
    if (!this.#reached || (!this.#answered && isForeignSuccess(error)))
      return Math.min(contactMs, patienceMs);
    return this.#answered ? patienceMs : Math.min(answerMs, patienceMs);
  }
}
