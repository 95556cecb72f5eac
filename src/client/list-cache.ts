import type { RequestOptions } from "./policy-endpoint";
import type { LogPosition, WriteLog } from "./write-log";

interface CachedList {
  readonly startedAt: number;
  readonly position: LogPosition;
  readonly list: Promise<unknown>;
  /** Called when the list waits for the rate limit. */
  readonly waiting: Set<NonNullable<RequestOptions["onWait"]>>;
}

/** Which cached list will do. */
export interface Wanted extends RequestOptions {
  /** By `performance.now()`: a list that was begun earlier will not do. */
  readonly notBefore?: number;
}

/** Lists that were read, or are being read, by their path: each is requested once, however many callers want it. */
export class ListCache {
  readonly #lists = new Map<string, CachedList>();

  constructor(private readonly writes: WriteLog) {}

  /**
   * Returns the cached list of a path, or reads it. A list is not reused once its own collection was written, and a list
   * that failed is not cached. The request has the signal and deadline of its first caller.
   */
  get<List>(
    path: string,
    { notBefore = Number.NEGATIVE_INFINITY, ...options }: Wanted,
    read: (options: RequestOptions) => Promise<List>,
  ): Promise<List> {
    const cached = this.#lists.get(path);
    if (cached && cached.startedAt >= notBefore && this.writes.isCurrent(path, cached.position)) {
      if (options.onWait) cached.waiting.add(options.onWait);
      return cached.list as Promise<List>;
    }
    const waiting = new Set(options.onWait ? [options.onWait] : []);
    const onWait = (milliseconds: number) => {
      for (const notify of waiting) notify(milliseconds);
    };
    const position = this.writes.next();
    const list = read({ ...options, onWait });
    const entry = { startedAt: performance.now(), position, list, waiting };
    this.#lists.set(path, entry);
    list.catch(() => {
      if (this.#lists.get(path) === entry) this.#lists.delete(path);
    });
    return list;
  }

  /** Whether the cached list of a path is out of date for a collection that it shows; false where none is cached. */
  isOutdated(path: string, collection: string): boolean {
    const cached = this.#lists.get(path);
    return cached !== undefined && !this.writes.isCurrent(collection, cached.position);
  }

  /** Returns the cached list of a path, where it was begun before this client wrote anything. */
  beforeAnyWrite<List>(path: string): Promise<List> | undefined {
    const cached = this.#lists.get(path);
    return cached && this.writes.isBeforeAll(cached.position) ? (cached.list as Promise<List>) : undefined;
  }
}
