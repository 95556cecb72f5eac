import type { RateLimitStand } from "../rate-limit";

/** Ends are told in whole seconds, up or down: two of the same window differ by less than this. */
const SAME_END_MS = 1_500;

/** How many of a window are left to other runs on the same token: a fiftieth, from 3 to 10, and little of a small one. */
function reserveOf(quota: number | undefined): number {
  if (quota === undefined) return 3;
  return Math.min(Math.max(3, Math.ceil(quota / 50)), 10, Math.floor(quota / 8));
}

/**
 * One window of the rate limit as the answers tell it. Answers overtake each other: within a window the lowest count and
 * the latest end are believed, and an answer of the window before is not.
 */
export class RequestWindow {
  #left: number;
  #endsAt: number;
  readonly #firstEnd: number;
  readonly #reserved: number;

  constructor({ remaining, seconds, quota }: RateLimitStand, now: number) {
    this.#left = remaining;
    // "0 seconds" is less than one.
    this.#firstEnd = now + Math.max(1, seconds) * 1000;
    this.#endsAt = this.#firstEnd;
    this.#reserved = reserveOf(quota);
  }

  get endsAt(): number {
    return this.#endsAt;
  }

  /** None are left at all. */
  get exhausted(): boolean {
    return this.#left <= 0;
  }

  /** Takes in another answer's word; the window it speaks of, which is a new one when this one is over. */
  believe(stand: RateLimitStand, now: number): RequestWindow {
    const end = now + Math.max(1, stand.seconds) * 1000;
    if (now >= this.#endsAt || end > this.#firstEnd + SAME_END_MS) return new RequestWindow(stand, now);
    if (end < this.#firstEnd - SAME_END_MS) return this;
    this.#left = Math.min(this.#left, stand.remaining);
    this.#endsAt = Math.max(this.#endsAt, end);
    return this;
  }

  /** A request has ended and its answer told nothing: it counts as used. */
  spend(): void {
    this.#left--;
  }

  /**
   * Whether one more may go while others are under way, which the server may or may not have counted yet. The fewer are
   * left the fewer go at once, so that several runs that see the same count do not overdraw it together.
   */
  allows(underWay: number): boolean {
    return 2 * underWay < this.#left - this.#reserved;
  }
}
