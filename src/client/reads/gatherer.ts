/** Calls back after the time that reads are gathered. */
export type Later = (then: () => void) => void;

/** How long a read waits for others to come, in milliseconds. */
const FIRST = 10;
const SECOND = 10;

/**
 * In two steps, and then once more around: a program that was not let run for a while finds its timers due before it has
 * looked at what arrived in the meantime.
 */
export const soon: Later = (then) => {
  setTimeout(() => setTimeout(() => setImmediate(then), SECOND), FIRST);
};

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
    private readonly later: Later,
  ) {}

  add(wanted: Wanted): void {
    this.#waiting.push(wanted);
    if (this.settled(this.#waiting)) this.#flush();
    else if (this.#waiting.length === 1) this.#flushLater(this.#round);
  }

  #flushLater(round: number): void {
    this.later(() => {
      if (round === this.#round) this.#flush();
    });
  }

  #flush(): void {
    this.#round++;
    const gathered = this.#waiting;
    this.#waiting = [];
    this.run(gathered);
  }
}
