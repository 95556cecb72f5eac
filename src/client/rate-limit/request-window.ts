import type { ApiReply } from "../request";

/** What the headers of one answer report of the rate limit. */
export interface RateLimitReport {
  /** How many requests are left in the current window. */
  readonly remaining: number;
  /** When the window ends, in whole seconds from the answer. */
  readonly seconds: number;
  /** How many requests a window allows. */
  readonly quota?: number;
}

/**
 * Parses the headers `ratelimit: "default";r=50;t=30` and `ratelimit-policy: "default";q=1200;w=300`; of several limits the
 * first. Undefined where there are none.
 *
 * @see https://developers.cloudflare.com/fundamentals/api/reference/limits/
 */
export function rateLimitReport(headers: ApiReply["headers"]): RateLimitReport | undefined {
  const { ratelimit, "ratelimit-policy": policy } = headers;
  if (typeof ratelimit !== "string") return undefined;
  const [remaining, seconds] = [/;\s*r=(\d+)/.exec(ratelimit)?.[1], /;\s*t=(\d+)/.exec(ratelimit)?.[1]];
  if (remaining === undefined || seconds === undefined) return undefined;
  const quota = typeof policy === "string" ? /;\s*q=(\d+)/.exec(policy)?.[1] : undefined;
  return {
    remaining: Number(remaining),
    seconds: Number(seconds),
    ...(quota !== undefined && { quota: Number(quota) }),
  };
}

/** Parses the `retry-after` header into seconds: a number of them, or a date (RFC 9110, 10.2.3). */
export function retryAfterSeconds(headers: ApiReply["headers"], now = Date.now()): number | undefined {
  const value = headers["retry-after"];
  if (typeof value !== "string") return undefined;
  if (/^\d+$/.test(value.trim())) return Number(value);
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now) / 1000));
}

/** Says what helps. Cloudflare allows 1,200 requests in five minutes for a user, all tokens together, and then refuses for five. */
export function rateLimitFix(seconds: number | undefined): string {
  const wait = seconds === undefined ? "up to five minutes" : inWords(seconds);
  return `The API's limit of requests is used up (1,200 in five minutes, over all tokens of the user): wait ${wait}, then run it again, or give the resource more time (timeouts).`;
}

/** Formats a length of time for people: seconds, or minutes from a minute and a half on. */
export function inWords(seconds: number): string {
  if (seconds < 90) return `${seconds} ${seconds === 1 ? "second" : "seconds"}`;
  return `${Math.ceil(seconds / 60)} minutes`;
}

/** Ends are reported in whole seconds, rounded up or down: two of the same window differ by less than this. */
const SAME_END_MS = 1_500;

/**
 * One window of the rate limit as the answers report it. Answers overtake each other: within a window the lowest count and
 * the latest end count, and an answer of the window before is ignored.
 */
export class RequestWindow {
  #left: number;
  #endsAt: number;
  readonly #firstEnd: number;
  readonly #reserved: number;

  constructor({ remaining, seconds, quota }: RateLimitReport, now: number) {
    this.#left = remaining;
    // "0 seconds" is less than one.
    this.#firstEnd = now + Math.max(1, seconds) * 1000;
    this.#endsAt = this.#firstEnd;
    this.#reserved = reserveOf(quota);
  }

  get endsAt(): number {
    return this.#endsAt;
  }

  get isExhausted(): boolean {
    return this.#left <= 0;
  }

  /** Takes in another answer's report. Returns the window that it is about, which is a new one when this one is over. */
  update(report: RateLimitReport, now: number): RequestWindow {
    const end = now + Math.max(1, report.seconds) * 1000;
    if (now >= this.#endsAt || end > this.#firstEnd + SAME_END_MS) return new RequestWindow(report, now);
    if (end < this.#firstEnd - SAME_END_MS) return this;
    this.#left = Math.min(this.#left, report.remaining);
    this.#endsAt = Math.max(this.#endsAt, end);
    return this;
  }

  /** Counts a request as used whose answer reported nothing. */
  spend(): void {
    this.#left--;
  }

  /**
   * Whether one more may go while others are in flight, which the server may or may not have counted yet. The fewer are
   * left the fewer go at once, so that several runs that see the same count do not overdraw it together.
   */
  allows(inFlight: number): boolean {
    return 2 * inFlight < this.#left - this.#reserved;
  }
}

/** How many of a window are left to other runs on the same token: a fiftieth, from 3 to 10, and little of a small one. */
function reserveOf(quota: number | undefined): number {
  if (quota === undefined) return 3;
  return Math.min(Math.max(3, Math.ceil(quota / 50)), 10, Math.floor(quota / 8));
}
