import type { Calls, UnaryCall } from "./grpc-server";

/** Counts the calls that are being answered. */
export class UnderWay {
  #count = 0;
  #none: (() => void)[] = [];

  /** The same calls, counted; streams that stay open are not. */
  counting(calls: Calls): Calls {
    return new Map([...calls].map(([path, call]) => [path, call === "hold" ? call : this.#counted(call)]));
  }

  /** Resolves when nothing is being answered. */
  async none(): Promise<void> {
    if (this.#count > 0) await new Promise<void>((resolve) => this.#none.push(resolve));
  }

  #counted(call: UnaryCall): UnaryCall {
    return async (request, signal) => {
      this.#count++;
      try {
        return await call(request, signal);
      } finally {
        if (--this.#count === 0) for (const resolve of this.#none.splice(0)) resolve();
      }
    };
  }
}
