import { type Change, Store } from "../store";

/** A copy of a store that learns of each change some time later, in the order in which they were made. */
export class DelayedStore {
  private readonly copy: Store;
  private readonly due: { readonly at: number; readonly change: Change }[] = [];
  private readonly unfollow: () => void;
  private latest = 0;

  constructor(
    origin: Store,
    private readonly now: () => number,
    lagMs: () => number,
  ) {
    this.copy = new Store(now, origin.history());
    this.unfollow = origin.onChange((change) => {
      this.latest = Math.max(this.latest, now() + lagMs());
      this.due.push({ at: this.latest, change });
    });
  }

  /** The copy, with all that it should know by now. */
  upToDate(): Store {
    const waiting = this.due.findIndex(({ at }) => at > this.now());
    const known = this.due.splice(0, waiting < 0 ? this.due.length : waiting);
    for (const { change } of known) this.copy.apply(change);
    return this.copy;
  }

  close(): void {
    this.unfollow();
  }
}
