import { canceled, type pause } from "../../../src/client/request";
import type { RetryOptions } from "../../../src/client/retry";

/** A time for retries in which waits pass at once. */
export function hurried(
  clock: () => number = () => performance.now(),
): Required<Pick<RetryOptions, "now" | "wait">> {
  let skipped = 0;
  const wait: typeof pause = async (milliseconds, { operation, signal }, outcome) => {
    if (signal?.aborted) throw canceled(operation, outcome);
    skipped += milliseconds;
  };
  return { now: () => clock() + skipped, wait };
}

/** Alarms that go off when a test says so, and never by themselves. */
export class Alarms {
  readonly #set = new Map<() => void, number>();

  readonly alarm = (milliseconds: number, then: () => void): (() => void) => {
    this.#set.set(then, milliseconds);
    return () => this.#set.delete(then);
  };

  /** What those that are set were set to, in milliseconds. */
  get pending(): number[] {
    return [...this.#set.values()];
  }

  /** The one that was set to so long goes off. */
  goOff(milliseconds: number): void {
    const [due] = [...this.#set].find(([, set]) => set === milliseconds) ?? [];
    if (due === undefined)
      throw new Error(`No alarm is set to ${milliseconds} ms, only to ${this.pending.join()}`);
    this.#set.delete(due);
    due();
  }
}
