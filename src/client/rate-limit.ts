import type { HttpReply } from "./transport";

/** The `retry-after` header in seconds: a number of them, or a date (RFC 9110, 10.2.3). */
export function retryAfterSeconds(headers: HttpReply["headers"], now = Date.now()): number | undefined {
  const value = headers["retry-after"];
  if (typeof value !== "string") return undefined;
  if (/^\d+$/.test(value.trim())) return Number(value);
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now) / 1000));
}

/** Where the limit stands, as an answer tells it. */
export interface RateLimitStand {
  /** How many requests are left in the current window. */
  readonly remaining: number;
  /** When the window ends, in whole seconds from the answer. */
  readonly seconds: number;
  /** How many requests a window allows. */
  readonly quota?: number;
}

/**
 * The headers `ratelimit: "default";r=50;t=30` and `ratelimit-policy: "default";q=1200;w=300`; of several limits the
 * first. Undefined where there are none.
 *
 * @see https://developers.cloudflare.com/fundamentals/api/reference/limits/
 */
export function rateLimitStand(headers: HttpReply["headers"]): RateLimitStand | undefined {
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

/** Cloudflare allows 1,200 requests in five minutes for a user, all tokens together, and then refuses for five. */
export function rateLimitAdvice(seconds: number | undefined): string {
  const wait = seconds === undefined ? "up to five minutes" : inWords(seconds);
  return `The API's limit of requests is used up (1,200 in five minutes, over all tokens of the user): wait ${wait}, then run it again, or give the resource more time (timeouts).`;
}

/** A length of time for people: seconds, or minutes from a minute and a half on. */
export function inWords(seconds: number): string {
  if (seconds < 90) return `${seconds} ${seconds === 1 ? "second" : "seconds"}`;
  return `${Math.ceil(seconds / 60)} minutes`;
}
