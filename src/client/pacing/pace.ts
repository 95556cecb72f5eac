import type { RateLimitStand } from "../rate-limit";
import { Concurrency } from "./concurrency";
import { RequestWindow } from "./request-window";

/** Whether a request may go now; if not, when to ask again at the latest, and what it waits for. */
export type Turn =
  | "now"
  | {
      /** Infinity: as soon as a request that is under way has ended. */
      readonly at: number;
      /** "limit": none are left in this window; "refused": the server said to wait; "others": those under way. */
      readonly waitsFor: "limit" | "refused" | "others";
    };

/** How a request ended, as far as it matters to those that come. */
export interface Ending {
  /** Its answer told where the limit stands. */
  readonly told: boolean;
  readonly outcome: "well" | "overload" | "refused" | "other";
  /** With "refused": how long the server asks to wait, where it says so. */
  readonly retryAfterSeconds?: number;
}

/** While nothing is known of the limit one request goes first and looks; for so long the others wait for its answer. */
const LOOK_MS = 1_000;
/** A refusal that does not say how long: doubled with each further one, as far as it is worth being late for. */
const UNTOLD_MS = 5_000;
const LONGEST_UNTOLD_MS = 60_000;
/** How long the API refuses everything once its limit was passed. */
const BLOCK_MS = 300_000;

/**
 * When requests may go, decided from what the answers tell. Knows neither clock nor network: every call says what time
 * it is, in milliseconds.
 *
 * 1. A refusal (429) holds everybody as long as it says, and a little longer by chance, so that not all come back at once.
 *    One that does not say holds them until the window that it tells is over, or for ever longer waits, of which one ends
 *    with the API's block of five minutes; after each of them one request goes ahead of the others.
 * 2. While nothing is known of the current window, one request goes ahead of the others.
 * 3. In a window requests go as long as enough are left, see {@link RequestWindow}; then everybody waits for its end.
 * 4. How many are under way at once follows the server, see {@link Concurrency}.
 */
export class Pace {
  readonly #random: () => number;
  readonly #concurrency = new Concurrency();
  #underWay = 0;
  #lastBegan = Number.NEGATIVE_INFINITY;
  #window: RequestWindow | undefined;
  #tellsNothing = false;
  #heldUntil = Number.NEGATIVE_INFINITY;
  #untoldRefusals = 0;
  /** When the first of them came. */
  #untoldSince = 0;

  /** @param random from 0 up to 1 */
  constructor(random: () => number = Math.random) {
    this.#random = random;
  }

  turn(now: number): Turn {
    if (now < this.#heldUntil) return { at: this.#heldUntil, waitsFor: "refused" };
    if (!this.#concurrency.allows(this.#underWay)) return OTHERS;
    if (this.#untoldRefusals > 0 && this.#underWay > 0) return OTHERS;
    if (this.#window !== undefined && now >= this.#window.endsAt) this.#window = undefined;
    if (this.#window === undefined) {
      const looking = this.#underWay > 0 && !this.#tellsNothing && now < this.#lastBegan + LOOK_MS;
      return looking ? { at: this.#lastBegan + LOOK_MS, waitsFor: "others" } : "now";
    }
    if (this.#window.allows(this.#underWay)) return "now";
    // Whatever is under way, an answer that does not come is not waited for beyond the window.
    return { at: this.#window.endsAt, waitsFor: this.#underWay > 0 ? "others" : "limit" };
  }

  /** A request goes. */
  begin(now: number): void {
    this.#underWay++;
    this.#lastBegan = now;
  }

  /** An answer told where the limit stands, or (undefined) told nothing of it. Its request has not ended yet. */
  hear(stand: RateLimitStand | undefined, now: number): void {
    this.#tellsNothing = stand === undefined;
    if (stand === undefined) return;
    this.#window = this.#window?.believe(stand, now) ?? new RequestWindow(stand, now);
  }

  /** A request that began at `begunAt` has ended. */
  end(begunAt: number, ending: Ending, now: number): void {
    this.#underWay--;
    if (!ending.told) this.#window?.spend();
    if (ending.outcome === "well") {
      this.#untoldRefusals = 0;
      this.#concurrency.wentWell();
    }
    if (ending.outcome === "overload" || ending.outcome === "refused")
      this.#concurrency.overloaded(begunAt, now);
    if (ending.outcome === "refused") this.#hold(begunAt, ending.retryAfterSeconds, now);
  }

  #hold(begunAt: number, told: number | undefined, now: number): void {
    // Refused together with one that holds already: its own length is known by now.
    if (told === undefined && begunAt < this.#heldUntil) return;
    const wait = Math.max(1_000, told === undefined ? this.#untold(now) : told * 1_000);
    const scatter = this.#random() * Math.min(wait / 10, 3_000);
    this.#heldUntil = Math.max(this.#heldUntil, now + wait + scatter);
  }

  #untold(now: number): number {
    if (this.#untoldRefusals === 0) this.#untoldSince = now;
    const wait = Math.min(UNTOLD_MS * 2 ** this.#untoldRefusals++, LONGEST_UNTOLD_MS);
    const window = this.#window?.exhausted === true ? this.#window.endsAt - now : 0;
    if (window > 0) return Math.min(window, BLOCK_MS);
    const block = this.#untoldSince + BLOCK_MS - now;
    return block > 0 ? Math.min(wait, block) : wait;
  }
}

const OTHERS: Turn = { at: Number.POSITIVE_INFINITY, waitsFor: "others" };
