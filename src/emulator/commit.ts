import type { RecordedRequest } from "./recorded-request";

/** One change of the state, whole: nobody has seen anything between the state before and the one after. */
export interface Commit {
  /** Counts from 1 since the emulator started. */
  readonly number: number;
  /** The request that made it; absent where it was made past the API. */
  readonly request?: RecordedRequest;
}

/** Called at once when a change is in force, so that the emulator's state can be looked at as it is then. */
export type OnCommit = (commit: Commit) => void;

/** Notifies listeners of commits. */
export class Commits {
  private readonly listeners = new Set<OnCommit>();
  private count = 0;

  constructor(listener: OnCommit | undefined) {
    if (listener) this.listeners.add(listener);
  }

  /** Answers what ends it. */
  follow(listener: OnCommit): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  notify(request?: RecordedRequest): void {
    const commit: Commit = { number: ++this.count, ...(request && { request }) };
    for (const listener of this.listeners) listener(commit);
  }
}
