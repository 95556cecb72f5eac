/**
 * How many operations Terraform lets run side by side, as far as this process has seen: it tells whether an operation
 * that is not here yet may still be coming while the ones that are here wait.
 */
export class Lanes {
  /** How long an operation waits for another one, in milliseconds; and where there seems to be one lane. */
  patience = { usual: 3_000, single: 500 };
  #active = 0;
  #most = 0;
  #operations = 0;
  #steps = 0;

  /** @param waited whether it may have waited for another one as it is configured to, so that it tells nothing */
  async during<Result>(operation: () => Promise<Result>, waited = false): Promise<Result> {
    this.#active += 1;
    this.#steps += 1;
    if (!waited) this.#operations += 1;
    this.#most = Math.max(this.#most, this.#active);
    try {
      return await operation();
    } finally {
      this.#active -= 1;
      this.#steps += 1;
    }
  }

  /** Something was planned just now, which takes no time. */
  glimpse(): void {
    this.#most = Math.max(this.#most, this.#active + 1);
  }

  /** Every lane there seems to be is taken: nothing more comes until one of these operations ends. */
  get full(): boolean {
    return this.#active >= this.#most;
  }

  /** Counts beginnings and ends: while it grows, an operation that is not here yet may be among those to come. */
  get steps(): number {
    return this.#steps;
  }

  /** How long the operation of another policy may take to come. */
  get wait(): number {
    return this.single ? this.patience.single : this.patience.usual;
  }

  /**
   * There is one lane, as `-parallelism=1` has it: there were several operations, and none came beside another. (Plans
   * take no time, so that they come one by one tells nothing; and of what stays as it is Terraform has none.)
   */
  get single(): boolean {
    return this.#most <= 1 && this.#operations > 1;
  }
}
