import type { ApiReply, Sender } from "./request";

/** What the answers of a server have shown so far: the time by its clock, and the ids of its objects. */
export class Observations {
  /** Server time minus our monotonic time, in milliseconds: at least this. */
  #clockOffset: number | undefined;
  /** When each id was first shown, by `performance.now()`. */
  readonly #firstShown = new Map<string, number>();

  /** Pipeline stage: notes what the answers show. */
  readonly stage = (next: Sender): Sender => {
    return async (request) => {
      const reply = await next(request);
      this.#noteTime(reply.headers.date);
      // The answer to a POST is what has to be judged by the ids.
      if (request.method !== "POST") this.#noteIds(reply.result);
      return reply;
    };
  };

  /**
   * Converts a moment to the server's clock, in milliseconds since 1970; to this machine's clock as long as no answer
   * had a date. The `date` header has whole seconds and takes time to arrive, so this is the earliest that it can have been.
   *
   * @param at by `performance.now()`
   */
  serverTime(at: number): number {
    return at + (this.#clockOffset ?? Date.now() - performance.now());
  }

  /** Whether an answer showed the id before a moment, by `performance.now()`. */
  hasShown(id: string, before: number): boolean {
    const first = this.#firstShown.get(id);
    return first !== undefined && first < before;
  }

  #noteTime(date: ApiReply["headers"][string]): void {
    const time = typeof date === "string" ? Date.parse(date) : Number.NaN;
    if (Number.isNaN(time)) return;
    // Each answer gives a lower bound; the highest is the closest.
    this.#clockOffset = Math.max(this.#clockOffset ?? Number.NEGATIVE_INFINITY, time - performance.now());
  }

  /** Records the ids of objects and lists, and of the policies that applications embed. */
  #noteIds(result: unknown): void {
    for (const entry of Array.isArray(result) ? result : [result]) {
      if (typeof entry !== "object" || entry === null) continue;
      const { id, policies } = entry as { readonly id?: unknown; readonly policies?: unknown };
      if (typeof id === "string" && !this.#firstShown.has(id)) this.#firstShown.set(id, performance.now());
      if (Array.isArray(policies)) this.#noteIds(policies);
    }
  }
}
