import { type Refusal, rateLimited } from "./refusal";

export interface RateLimit {
  readonly requests: number;
  readonly windowSeconds: number;
  /** Whether requests over the limit are refused; the headers show it either way. @default true */
  readonly enforced?: boolean;
}

/** The API's: 1,200 requests in five minutes, then none for five minutes. */
export const API_RATE_LIMIT: RateLimit = { requests: 1200, windowSeconds: 300 };

interface Window {
  used: number;
  endsAt: number;
  blocked: boolean;
  /** Whether a fault has begun it. */
  byFault?: boolean;
}

/** Counts requests in fixed windows, one for each credential; a window that is overdrawn blocks for its whole length. */
export class RateLimiter {
  private readonly windows = new Map<string, Window>();

  constructor(
    /** `false` counts nothing. */
    private readonly limit: RateLimit | false,
    private readonly now: () => number,
  ) {}

  /** Refuses all requests of a credential from now on for so long. */
  block(who: string, seconds: number): void {
    const endsAt = this.now() + seconds * 1000;
    this.windows.set(who, { used: Number.POSITIVE_INFINITY, endsAt, blocked: true, byFault: true });
  }

  /** Ends what {@link block} has begun. */
  lift(): void {
    for (const [who, { byFault }] of this.windows) if (byFault) this.windows.delete(who);
  }

  /** Counts one request; answers the headers that show how many are left, and the refusal where none is. */
  count(who: string): { headers: Record<string, string>; refusal?: Refusal } {
    const { requests, windowSeconds, enforced = true } = this.limit || API_RATE_LIMIT;
    const now = this.now();
    let window = this.windows.get(who);
    if (!window || window.endsAt <= now) {
      window = { used: 0, endsAt: now + windowSeconds * 1000, blocked: false };
      this.windows.set(who, window);
    }
    if (this.limit) window.used++;
    if (enforced && !window.blocked && window.used > requests) {
      window.blocked = true;
      window.endsAt = now + windowSeconds * 1000;
    }
    const seconds = Math.ceil((window.endsAt - now) / 1000);
    const headers: Record<string, string> = {
      ratelimit: `"default";r=${Math.max(0, requests - window.used)};t=${seconds}`,
      "ratelimit-policy": `"default";q=${requests};w=${windowSeconds}`,
    };
    if (!window.blocked) return { headers };
    return {
      headers,
      refusal: rateLimited({ "retry-after": String(seconds) }),
    };
  }
}
