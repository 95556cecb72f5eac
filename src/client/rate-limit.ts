import type { HttpReply } from "./transport";

/** The `retry-after` header in seconds: a number of them, or a date (RFC 9110, 10.2.3). */
export function retryAfterSeconds(headers: HttpReply["headers"], now = Date.now()): number | undefined {
  const value = headers["retry-after"];
  if (typeof value !== "string") return undefined;
  if (/^\d+$/.test(value.trim())) return Number(value);
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now) / 1000));
}

/** Cloudflare allows 1,200 requests in five minutes for a user, all tokens together, and then refuses for five. */
export function rateLimitAdvice(seconds: number | undefined): string {
  const wait = seconds === undefined ? "up to five minutes" : inWords(seconds);
  return `The API's limit of requests is used up (1,200 in five minutes, over all tokens of the user): wait ${wait}, then run it again.`;
}

function inWords(seconds: number): string {
  if (seconds < 90) return `${seconds} ${seconds === 1 ? "second" : "seconds"}`;
  return `${Math.ceil(seconds / 60)} minutes`;
}
