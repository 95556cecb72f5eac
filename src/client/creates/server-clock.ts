import type { Send } from "../request";

/**
 * What the server's clock shows, learned from the `date` headers of its answers. The header has whole seconds and is some
 * time on its way: what is told is the earliest that it can have been.
 */
export class ServerClock {
  /** Server time less our monotonic time, in milliseconds: at least this. */
  #ahead: number | undefined;

  /**
   * When it was at the server, in milliseconds since 1970; by this machine's clock as long as the server told none.
   *
   * @param at by `performance.now()`
   */
  timeOf(at: number): number {
    return at + (this.#ahead ?? Date.now() - performance.now());
  }

  /** The same `send`, listened to. */
  listening(send: Send): Send {
    return async (request) => {
      const reply = await send(request);
      this.#learn(reply.headers.date);
      return reply;
    };
  }

  #learn(date: string | string[] | undefined): void {
    const time = typeof date === "string" ? Date.parse(date) : Number.NaN;
    if (Number.isNaN(time)) return;
    const ahead = time - performance.now();
    // Each answer gives a lower bound; the highest is the closest.
    this.#ahead = Math.max(this.#ahead ?? Number.NEGATIVE_INFINITY, ahead);
  }
}
