import type { Calls } from "./grpc-server";
import type { Handlers } from "./handlers";
import { UnderWay } from "./under-way";

/**
 * The calls, loaded on demand: the messages' code and the provider's take longer to load than everything up to the
 * handshake.
 */
export class LazyCalls {
  readonly loaded: Promise<Calls>;
  private readonly underWay = new UnderWay();
  private stopProvider: (() => unknown) | undefined;
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

  /** Asks the provider to stop, as the engine does; resolves when no call is under way any more. */
  async windDown(): Promise<void> {
    await this.stopProvider?.();
    await this.underWay.none();
  }

  private async build(): Promise<Calls> {
    const { allCalls } = require("./calls") as typeof import("./calls");
    const handlers = typeof this.handlers === "function" ? await this.handlers() : this.handlers;
    this.stopProvider = () => handlers.stopProvider(NOTHING, { signal: new AbortController().signal });
    return this.underWay.counting(allCalls(handlers, this.shutDown));
  }
}

/** The request to stop says nothing. */
const NOTHING = {} as Parameters<Handlers["stopProvider"]>[0];
