/**
 * Calls back after the time that reads are gathered.
 *
 * @param more whether others are known to be on their way
 */
export type Later = (then: () => void, more: () => boolean) => void;

/** How long a read waits for others to come, in milliseconds: twice this, and longer while they are on their way. */
const STEP = 10;
const LONGEST = 250;

/**
 * In steps, each with a look at what arrived: a program that was not let run for a while finds its timers due before it
 * has seen what came in the meantime.
 */
export const soon: Later = (then, more) => {
  const until = performance.now() + LONGEST;
  const step = (left: number): void => {
    setTimeout(() => {
      if (left > 0) step(left - 1);
      else if (more() && performance.now() < until) step(0);
      else setImmediate(then);
    }, STEP);
  };
  step(1);
};

/** How long after the last word of reads on their way they are still hoped for, in milliseconds: an apply has none. */
const HOPE = 500;

/** How many reads are known to be on their way. */
export class Forthcoming {
  #count = 0;
  #lastWord = Number.NEGATIVE_INFINITY;

  announce(): void {
    const now = performance.now();
    // Those of old will not come.
    if (now > this.#lastWord + HOPE) this.#count = 0;
    this.#count++;
    this.#lastWord = now;
  }

  arrive(): void {
    this.#count = Math.max(0, this.#count - 1);
  }

  get any(): boolean {
    return this.#count > 0 && performance.now() <= this.#lastWord + HOPE;
  }
}

/** How long to gather. */
export interface Gathering {
  readonly later: Later;
  readonly forthcoming: Forthcoming;
}

/** Holds back what comes one by one, until it is settled what to do with it or the time is up. */
export class Gatherer<Wanted> {
  #waiting: Wanted[] = [];
  #round = 0;

  /**
   * @param settled whether more would change nothing
   * @param run takes what has come together
   */
  constructor(
    private readonly settled: (waiting: readonly Wanted[]) => boolean,
    private readonly run: (gathered: readonly Wanted[]) => void,
    private readonly gathering: Gathering,
  ) {}

  add(wanted: Wanted): void {
    this.#waiting.push(wanted);
    if (this.settled(this.#waiting)) this.#flush();
    else if (this.#waiting.length === 1) this.#flushLater(this.#round);
  }

  #flushLater(round: number): void {
    const { later, forthcoming } = this.gathering;
    later(
      () => {
        if (round === this.#round) this.#flush();
      },
      () => forthcoming.any,
    );
  }

  #flush(): void {
    this.#round++;
    const gathered = this.#waiting;
    this.#waiting = [];
    this.run(gathered);
  }
}
