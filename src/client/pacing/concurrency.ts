/** More than the engine asks for at once, unless its user raised that. */
const START = 16;
const MOST = 64;

/** How many requests may be under way at once: one more for each round that went well, half after an overload. */
export class Concurrency {
  #limit = START;
  #halvedAt = Number.NEGATIVE_INFINITY;

  allows(underWay: number): boolean {
    return underWay < Math.floor(this.#limit);
  }

  wentWell(): void {
    this.#limit = Math.min(MOST, this.#limit + 1 / this.#limit);
  }

  /** Requests that were under way together tell of one overload, not of many. */
  overloaded(begunAt: number, now: number): void {
    if (begunAt < this.#halvedAt) return;
    this.#halvedAt = now;
    this.#limit = Math.max(1, this.#limit / 2);
  }
}
