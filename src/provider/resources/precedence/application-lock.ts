interface Entry {
  readonly alone: boolean;
  readonly start: () => void;
}

/**
 * Who may write to an application's policies: many single writes side by side, or one that moves several policies and
 * must see nobody else. In the order of arrival.
 */
export class ApplicationLock {
  #together = 0;
  #alone = false;
  readonly #queue: Entry[] = [];

  together<Result>(job: () => Promise<Result>): Promise<Result> {
    return this.#run(false, job);
  }

  alone<Result>(job: () => Promise<Result>): Promise<Result> {
    return this.#run(true, job);
  }

  async #run<Result>(alone: boolean, job: () => Promise<Result>): Promise<Result> {
    await new Promise<void>((start) => {
      this.#queue.push({ alone, start });
      this.#next();
    });
    try {
      return await job();
    } finally {
      if (alone) this.#alone = false;
      else this.#together -= 1;
      this.#next();
    }
  }

  #next(): void {
    while (this.#queue.length > 0 && !this.#alone) {
      const { alone, start } = this.#queue[0]!;
      if (alone && this.#together > 0) return;
      this.#queue.shift();
      if (alone) this.#alone = true;
      else this.#together += 1;
      start();
    }
  }
}
