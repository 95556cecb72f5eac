import type { Send } from "./request";

interface Remembered {
  readonly begunAt: number;
  readonly items: Promise<readonly unknown[]>;
}

/** Lists that were read, or are being read, by their path. */
export class ListMemory {
  readonly #lists = new Map<string, Remembered>();

  /**
   * The remembered list of a path, or what `read` brings; what fails is forgotten at once.
   *
   * @param notBefore by `performance.now()`: a list that was begun earlier does not do
   */
  recall<Item>(
    path: string,
    notBefore = Number.NEGATIVE_INFINITY,
    read: () => Promise<readonly Item[]>,
  ): Promise<readonly Item[]> {
    const known = this.#lists.get(path);
    if (known !== undefined && known.begunAt >= notBefore) return known.items as Promise<readonly Item[]>;
    const fresh = { begunAt: performance.now(), items: read() };
    this.#lists.set(path, fresh);
    fresh.items.catch(() => {
      if (this.#lists.get(path) === fresh) this.#lists.delete(path);
    });
    return fresh.items;
  }

  /**
   * The same `send`, which forgets the list that a write changes: when it begins, and again when it has ended, since a
   * list that was begun in between may show either.
   */
  watching(send: Send): Send {
    return async (request) => {
      if (request.method === "GET") return send(request);
      const collection = request.method === "POST" ? request.path : request.path.replace(/\/[^/]*$/, "");
      this.#lists.delete(collection);
      try {
        return await send(request);
      } finally {
        this.#lists.delete(collection);
      }
    };
  }
}
