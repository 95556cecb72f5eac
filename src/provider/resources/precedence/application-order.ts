import type { PolicyAnswer, PolicyEndpoint } from "../../../client";
import type { Diagnostic } from "../../framework";
import { ApplicationLock } from "./application-lock";
import type { Lanes } from "./lanes";
import type { StackLists } from "./stack-lists";
import type { StackOrders } from "./stack-orders";
import type { Wish } from "./wish";

/** What this run knows and does about the order of one application's policies. */
export class ApplicationOrder {
  readonly lock = new ApplicationLock();
  /** Where the operations under way are to bring their policies. */
  readonly wishes = new Set<Wish>();
  /** Policies that are being deleted. */
  readonly leaving = new Set<string>();
  /** The names of a stack's block policies that are being deleted. */
  readonly blocksLeaving = new Map<string, string>();
  /** Policies that stand behind others until a block policy that is to stand before them is made. */
  aside: ReadonlySet<string> = new Set();
  /** Policies that were moved for the sake of others, as last answered: their own operations are still to come. */
  readonly moved = new Map<string, PolicyAnswer>();
  /** Where policies stood before this run moved them. */
  readonly origins = new Map<string, number>();
  /** Policies that have their new content, or keep the one they have, as far as this run is concerned. */
  readonly finished = new Set<string>();
  /** The places of policies that went one further to make room. */
  readonly displaced = new Map<string, number>();
  /** Where policies of this configuration stand or are to go, as planned in this run. */
  readonly planned = new Map<string, Wish>();
  /** Marks of the names that the stack has, or had at its last applies, in this application. */
  readonly past = new Set<string>();
  stack: StackOrders | undefined;
  lists: StackLists | undefined;
  #revision = 0;
  #warnings: Diagnostic[] = [];
  #listeners: (() => void)[] = [];

  constructor(
    readonly appId: string,
    readonly lanes: Lanes,
    readonly run: { readonly stack: StackOrders | undefined; silent: boolean } = {
      stack: undefined,
      silent: false,
    },
  ) {}

  /** What the stack says, as a deletion can know it: it is told nothing itself. */
  get told(): StackOrders | undefined {
    return this.stack ?? this.run.stack;
  }

  /** What is known at this moment, for a plan of moves. */
  get known() {
    const { leaving, past, aside, origins, finished } = this;
    return { wishes: [...this.wishes, ...this.planned.values()], leaving, past, aside, origins, finished };
  }

  /** A policy was planned, which then stays where it is or has an operation of its own. */
  expect(wish: Wish & { readonly id: string }): void {
    this.planned.set(wish.id, wish);
    this.tell();
  }

  /** Whether a policy of this name is being made. */
  isMaking(name: string): boolean {
    return [...this.wishes].some((wish) => wish.id === undefined && wish.name === name);
  }

  wishOf(id: string): Wish | undefined {
    return [...this.wishes].find((wish) => wish.id === id);
  }

  /** Has a whole order brought about while nobody else in this run writes to the application's policies. */
  reordering<Result>(
    endpoint: PolicyEndpoint,
    job: (endpoint: PolicyEndpoint) => Promise<Result>,
  ): Promise<Result> {
    const replace: PolicyEndpoint["replace"] = async (id, ...rest) => {
      const answer = await endpoint.replace(id, ...rest);
      // Where it was moved to before, or is to go back to, is of the past.
      this.moved.delete(id);
      this.displaced.delete(id);
      return answer;
    };
    return this.lock.alone(() => job({ ...endpoint, replace })).finally(() => this.tell());
  }

  /** Enters a wish for as long as its operation takes. */
  wishing<Result>(wish: Wish, operation: () => Promise<Result>): Promise<Result> {
    return this.#during(this.wishes, wish, operation);
  }

  removing<Result>(id: string, operation: () => Promise<Result>): Promise<Result> {
    return this.#during(this.leaving, id, operation);
  }

  async #during<Item, Result>(
    underWay: Set<Item>,
    item: Item,
    operation: () => Promise<Result>,
  ): Promise<Result> {
    underWay.add(item);
    this.tell();
    try {
      return await operation();
    } finally {
      underWay.delete(item);
      this.tell();
    }
  }

  warn(warning: Diagnostic): void {
    this.#warnings.push(warning);
  }

  /** What has not been said yet. */
  takeWarnings(): readonly Diagnostic[] {
    const taken = this.#warnings;
    this.#warnings = [];
    return taken;
  }

  /** Counts what changed. */
  get revision(): number {
    return this.#revision;
  }

  /** Wakes whoever waits for something to change. */
  tell(): void {
    this.#revision += 1;
    const listeners = this.#listeners;
    this.#listeners = [];
    for (const listener of listeners) listener();
  }

  /** Whether something changes within a time, or has since a revision; a signal to stop counts as such. */
  async changed(since: number, milliseconds: number, signal: AbortSignal | undefined): Promise<boolean> {
    if (since !== this.#revision) return true;
    return new Promise((resolve) => {
      const settle = (happened: boolean) => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", onAbort);
        resolve(happened);
      };
      const onAbort = () => settle(true);
      const timer = setTimeout(() => settle(false), milliseconds);
      this.#listeners.push(() => settle(true));
      if (signal?.aborted) settle(true);
      else signal?.addEventListener("abort", onAbort);
    });
  }
}
