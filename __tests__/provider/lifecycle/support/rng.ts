/** Choices that follow from a number; 0 always takes the first, so that a shrunk example reads plainly. */
export class Rng {
  private state: number;

  constructor(private readonly seed: number) {
    this.state = seed >>> 0;
  }

  pick<T>(choices: readonly T[]): T {
    return choices[Math.floor(this.next() * choices.length)]!;
  }

  chance(of: number): boolean {
    return this.seed !== 0 && this.next() < of;
  }

  /** Linear congruential; the upper bits are random enough to choose a representation. */
  private next(): number {
    if (this.seed === 0) return 0;
    this.state = (Math.imul(this.state, 1_664_525) + 1_013_904_223) >>> 0;
    return this.state / 2 ** 32;
  }

  shuffle<T>(items: readonly T[]): T[] {
    if (this.seed === 0) return [...items];
    return items
      .map((item) => ({ item, order: this.next() }))
      .sort((a, b) => a.order - b.order)
      .map(({ item }) => item);
  }
}
