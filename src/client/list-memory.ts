import type { Send } from "./request";

interface Remembered {
  readonly begunAt: number;
  /** Its place among all lists and writes of this client. */
  readonly turn: number;
  readonly list: Promise<unknown>;
}

/** Lists that were read, or are being read, by their path; and what this client wrote, which makes them stale. */
export class ListMemory {
  readonly #lists = new Map<string, Remembered>();
  /** The last turn in which a collection was written: when the write began, and again when it had ended. */
  readonly #changes = new Map<string, number>();
  /** The paths of what was written. */
  readonly #written = new Set<string>();
  #turn = 0;
  #firstWrite = Number.POSITIVE_INFINITY;

  /**
   * The remembered list of a path, or what `read` brings; what fails is forgotten at once. A list that was begun before
   * this client last wrote to one of the collections that it shows is not remembered.
   *
   * @param notBefore by `performance.now()`: a list that was begun earlier does not do
   */
  recall<List>(
    path: string,
    {
      notBefore = Number.NEGATIVE_INFINITY,
      shows = [path],
    }: { notBefore?: number; shows?: readonly string[] },
    read: () => Promise<List>,
  ): Promise<List> {
    const known = this.#lists.get(path);
    const fit = known !== undefined && known.begunAt >= notBefore;
    if (fit && shows.every((collection) => this.#current(known, collection))) {
      return known.list as Promise<List>;
    }
    const list = read();
    const fresh = { begunAt: performance.now(), turn: ++this.#turn, list };
    this.#lists.set(path, fresh);
    list.catch(() => {
      if (this.#lists.get(path) === fresh) this.#lists.delete(path);
    });
    return list;
  }

  /** The remembered list of a path, where nothing was written to the collection since it was begun. */
  current<List>(path: string, collection = path): Promise<List> | undefined {
    const known = this.#lists.get(path);
    return known && this.#current(known, collection) ? (known.list as Promise<List>) : undefined;
  }

  /** The remembered list of a path, where it was begun before this client wrote anything at all. */
  beforeAnyWrite<List>(path: string): Promise<List> | undefined {
    const known = this.#lists.get(path);
    return known && known.turn < this.#firstWrite ? (known.list as Promise<List>) : undefined;
  }

  /** Whether this client wrote anything, or has begun to. */
  get wroteAnything(): boolean {
    return this.#firstWrite < Number.POSITIVE_INFINITY;
  }

  /** Whether this client wrote, or has begun to write, what is at this path. */
  wrote(path: string): boolean {
    return this.#written.has(path);
  }

  /**
   * The same `send`, watched for writes. A list is stale from when a write begins, and so is one that was begun before
   * the write has ended, since that may show either.
   */
  watching(send: Send): Send {
    return async (request) => {
      const { method, path } = request;
      if (method === "GET") return send(request);
      const collection = method === "POST" ? path : path.replace(/\/[^/]*$/, "");
      if (method !== "POST") this.#written.add(path);
      this.#changed(collection);
      try {
        const reply = await send(request);
        const made = method === "POST" ? idIn(reply.result) : undefined;
        if (made !== undefined) this.#written.add(`${collection}/${encodeURIComponent(made)}`);
        return reply;
      } finally {
        this.#changed(collection);
      }
    };
  }

  #current({ turn }: Remembered, collection: string): boolean {
    return turn > (this.#changes.get(collection) ?? 0);
  }

  #changed(collection: string): void {
    const turn = ++this.#turn;
    this.#changes.set(collection, turn);
    this.#firstWrite = Math.min(this.#firstWrite, turn);
  }
}

function idIn(result: unknown): string | undefined {
  const id = (result as { readonly id?: unknown } | null | undefined)?.id;
  return typeof id === "string" ? id : undefined;
}
