import { type RateLimitReport, RequestWindow } from "./request-window";

/** Whether a request may go now; if not, when to ask again at the latest, and what it waits for. */
export type Permit =
  | "granted"
  | {
      /** Infinity: as soon as a request that is in flight has ended. */
      readonly at: number;
      /** "limit": none are left in this window; "refused": the server said to wait; "others": those in flight. */
      readonly waitsFor: "limit" | "refused" | "others";
    };

/** How a request ended, as far as it matters to those that follow. */
export interface Ending {
  /** Whether its answer reported the rate limit. */
  readonly reported: boolean;
  readonly outcome: "success" | "overload" | "refused" | "other";
  /** With "refused": how long the server asks to wait, where it says so. */
  readonly retryAfterSeconds?: number;
}

/** While nothing is known of the limit one request probes it; for so long the others wait for its answer. */
const PROBE_MS = 1_000;
/** A refusal without a time: doubled with each further one, as far as it is worth being late for. */
const FIRST_BACKOFF_MS = 5_000;
const LONGEST_BACKOFF_MS = 60_000;
/** How long the API refuses everything once its limit was passed. */
const BLOCK_MS = 300_000;

/**
 * Decides when requests may go from what the answers report. Knows neither clock nor network: every call says what time
 * it is, in milliseconds.
 *
 * 1. A refusal (429) holds all requests as long as it says, and a random moment longer, so that they do not return at once.
 *    One without a time holds them until its reported window is over, or for doubling waits, one of which ends
 *    with the API's block of five minutes; after each of them one request probes first.
 * 2. While nothing is known of the current window, one request probes first.
 * 3. In a window requests go as long as enough are left, see {@link RequestWindow}; then all wait for its end.
 * 4. How many are in flight at once follows the server, see {@link Concurrency}.
 */
export class RateLimiter {
  readonly #random: () => number;
  readonly #concurrency = new Concurrency();
  #inFlight = 0;
  #lastBegan = Number.NEGATIVE_INFINITY;
  #window: RequestWindow | undefined;
  #reportsNothing = false;
  #heldUntil = Number.NEGATIVE_INFINITY;
  /** Refusals in a row that gave no time, and when the first of them came. */
  #untimedRefusals = 0;
  #untimedSince = 0;

  /** @param random from 0 up to 1 */
  constructor(random: () => number = Math.random) {
    this.#random = random;
  }

  permit(now: number): Permit {
    if (now < this.#heldUntil) return { at: this.#heldUntil, waitsFor: "refused" };
    if (!this.#concurrency.allows(this.#inFlight)) return OTHERS;
    if (this.#untimedRefusals > 0 && this.#inFlight > 0) return OTHERS;
    if (this.#window !== undefined && now >= this.#window.endsAt) this.#window = undefined;
    if (this.#window === undefined) {
      const isProbing = this.#inFlight > 0 && !this.#reportsNothing && now < this.#lastBegan + PROBE_MS;
      return isProbing ? { at: this.#lastBegan + PROBE_MS, waitsFor: "others" } : "granted";
    }
    if (this.#window.allows(this.#inFlight)) return "granted";
    // An answer that does not come is not waited for beyond the window.
    return { at: this.#window.endsAt, waitsFor: this.#inFlight > 0 ? "others" : "limit" };
  }

  /** Records that a request goes. */
  begin(now: number): void {
    this.#inFlight++;
    this.#lastBegan = now;
  }

  /** Records what the headers of an answer report; undefined: nothing. Its request has not ended yet. */
  report(report: RateLimitReport | undefined, now: number): void {
    this.#reportsNothing = report === undefined;
    if (report === undefined) return;
    this.#window = this.#window?.update(report, now) ?? new RequestWindow(report, now);
  }

  /** Records that a request has ended that began at `begunAt`. */
  end(begunAt: number, ending: Ending, now: number): void {
    this.#inFlight--;
    if (!ending.reported) this.#window?.spend();
    if (ending.outcome === "success") {
      this.#untimedRefusals = 0;
      this.#concurrency.increase();
    }
    if (ending.outcome === "overload" || ending.outcome === "refused") this.#concurrency.halve(begunAt, now);
    if (ending.outcome === "refused") this.#hold(begunAt, ending.retryAfterSeconds, now);
  }

  #hold(begunAt: number, retryAfter: number | undefined, now: number): void {
    // Refused together with one that holds already: how long is known by now.
    if (retryAfter === undefined && begunAt < this.#heldUntil) return;
    const wait = Math.max(1_000, retryAfter === undefined ? this.#backoff(now) : retryAfter * 1_000);
    const jitter = this.#random() * Math.min(wait / 10, 3_000);
    this.#heldUntil = Math.max(this.#heldUntil, now + wait + jitter);
  }

  #backoff(now: number): number {
    if (this.#untimedRefusals === 0) this.#untimedSince = now;
    const wait = Math.min(FIRST_BACKOFF_MS * 2 ** this.#untimedRefusals++, LONGEST_BACKOFF_MS);
    const window = this.#window?.isExhausted === true ? this.#window.endsAt - now : 0;
    if (window > 0) return Math.min(window, BLOCK_MS);
    const block = this.#untimedSince + BLOCK_MS - now;
    return block > 0 ? Math.min(wait, block) : wait;
  }
}

const OTHERS: Permit = { at: Number.POSITIVE_INFINITY, waitsFor: "others" };

/** More than the engine requests at once, unless its user raised that. */
const FIRST_CONCURRENCY = 16;
const MOST_CONCURRENCY = 64;

/** Limits how many requests are in flight at once: one more for each round that succeeded, half after an overload. */
class Concurrency {
  #limit = FIRST_CONCURRENCY;
  #halvedAt = Number.NEGATIVE_INFINITY;

  allows(inFlight: number): boolean {
    return inFlight < Math.floor(this.#limit);
  }

  increase(): void {
    this.#limit = Math.min(MOST_CONCURRENCY, this.#limit + 1 / this.#limit);
  }

  /** Halves the limit once for all requests that were in flight together: they report one overload, not many. */
  halve(begunAt: number, now: number): void {
    if (begunAt < this.#halvedAt) return;
    this.#halvedAt = now;
    this.#limit = Math.max(1, this.#limit / 2);
  }
}
