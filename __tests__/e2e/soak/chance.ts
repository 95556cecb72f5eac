import fc from "fast-check";
import { seededRandom } from "../../../src/emulator/normalization/random";

/** All the choices of one run: the same for the same seed. */
export class Chance {
  private readonly random: () => number;

  constructor(readonly seed: number) {
    this.random = seededRandom(seed);
  }

  /** From 0 up to but not including `below`. */
  whole(below: number): number {
    return Math.floor(this.random() * below);
  }

  between(least: number, most: number): number {
    return least + (most - least) * this.random();
  }

  with(probability: number): boolean {
    return this.random() < probability;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.whole(items.length)]!;
  }

  /** So many of them, in another order. */
  some<T>(items: readonly T[], count: number): T[] {
    const left = [...items];
    return Array.from(
      { length: Math.min(count, left.length) },
      () => left.splice(this.whole(left.length), 1)[0]!,
    );
  }

  shuffled<T>(items: readonly T[]): T[] {
    return this.some(items, items.length);
  }

  sample<T>(values: fc.Arbitrary<T>): T {
    return fc.sample(values, { numRuns: 1, seed: this.whole(2 ** 31) })[0]!;
  }
}
