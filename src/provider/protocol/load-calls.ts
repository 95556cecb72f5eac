import type { Calls } from "./grpc-server";
import type { Handlers } from "./handlers";

/**
 * The calls, loaded on demand: the messages' code and the provider's take longer to load than everything up to the
 * handshake.
 */
export class LazyCalls {
  readonly loaded: Promise<Calls>;
  private settle: (calls: Calls | Promise<Calls>) => void = () => {};

  constructor(
    private readonly handlers: Handlers | (() => Handlers | Promise<Handlers>),
    private readonly shutDown: () => void,
  ) {
    this.loaded = new Promise((resolve) => {
      this.settle = resolve;
    });
  }

  /** Starts loading. A failure stays in `loaded`, where it answers every call: there the engine shows it. */
  load(): void {
    this.settle(this.build());
    this.loaded.catch(() => {});
  }

  private async build(): Promise<Calls> {
    const { allCalls } = require("./calls") as typeof import("./calls");
    const handlers = typeof this.handlers === "function" ? await this.handlers() : this.handlers;
    return allCalls(handlers, this.shutDown);
  }
}
