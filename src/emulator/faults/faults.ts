import { isDeepStrictEqual } from "node:util";
import type { PageView } from "../pagination";
import type { Store } from "../store";
import { DelayedStore } from "./delayed-store";
import type {
  Block,
  EndlessPages,
  Fault,
  FaultPlan,
  FaultReport,
  ProxyPage,
  RefusalFault,
  Reset,
  ServerError,
  SlowBytes,
  TooManyRequests,
  Truncated,
  WrongPolicy,
} from "./fault";
import { readFaults } from "./fault-check";
import { type FaultSubject, ScheduledFault } from "./schedule";

/** What stands instead of the emulator's own answer. */
export type Breaker = TooManyRequests | Block | ServerError | RefusalFault | Reset | ProxyPage | Truncated;

/** All that happens to one request. */
export interface Strikes {
  /** The kinds that struck, in the order of the plan. */
  readonly kinds: readonly Fault["kind"][];
  readonly delayBeforeMs: number;
  readonly delayAfterMs: number;
  readonly breaker?: Breaker;
  readonly slow?: SlowBytes;
  readonly wrongPolicy?: WrongPolicy;
  readonly endless?: EndlessPages;
  readonly pages?: PageView;
  /** Where lists are answered from, where that is not the truth. */
  readonly listStore?: Store;
}

export interface ListRequest {
  readonly isList: boolean;
  /** From 1; what the request says. */
  readonly page: number;
}

const NONE: Strikes = { kinds: [], delayBeforeMs: 0, delayAfterMs: 0 };

/** The faults in force. */
export class Faults {
  private scheduled: readonly ScheduledFault[] = [];
  private delayed: ReadonlyMap<ScheduledFault, DelayedStore> = new Map();

  constructor(
    private readonly store: Store,
    private readonly now: () => number,
  ) {}

  /** Replaces those in force. Throws for a plan that is not one. */
  set(plan: FaultPlan): void {
    const { faults, seed } = readFaults(plan);
    this.scheduled = faults.map((fault, index) => new ScheduledFault(fault, seed + index * 0x9e3779b1));
    this.delay();
  }

  /** A fault of stale lists that was in force before goes on lagging where it is. */
  private delay(): void {
    const before = [...this.delayed];
    const delayed = new Map<ScheduledFault, DelayedStore>();
    for (const scheduled of this.scheduled) {
      const { fault } = scheduled;
      if (fault.kind !== "stale-lists") continue;
      const known = before.findIndex(([{ fault: other }]) => isDeepStrictEqual(other, fault));
      const [, late] = known < 0 ? [] : before.splice(known, 1)[0]!;
      delayed.set(
        scheduled,
        late ?? new DelayedStore(this.store, this.now, () => scheduled.milliseconds(fault.ms)),
      );
    }
    for (const [, late] of before) late.close();
    this.delayed = delayed;
  }

  report(): readonly FaultReport[] {
    return this.scheduled.map((scheduled) => scheduled.report());
  }

  /**
   * What strikes a request. Delays add up; of those that stand instead of the answer the first that strikes does,
   * and those behind it are not asked.
   */
  strike(request: FaultSubject, { isList, page }: ListRequest): Strikes {
    if (this.scheduled.length === 0) return NONE;
    const kinds: Fault["kind"][] = [];
    const found: { -readonly [Name in keyof Strikes]: Strikes[Name] } = { ...NONE, kinds };
    for (const scheduled of this.scheduled) {
      const { fault } = scheduled;
      if (!isApplicable(fault, isList, page) || (isBreaker(fault) && found.breaker)) continue;
      if (!scheduled.strikes(request)) continue;
      kinds.push(fault.kind);
      if (isBreaker(fault)) found.breaker = fault;
      else if (fault.kind === "latency") {
        const ms = scheduled.milliseconds(fault.ms);
        if (fault.commit === "after") found.delayAfterMs += ms;
        else found.delayBeforeMs += ms;
      } else if (fault.kind === "slow-bytes") found.slow = fault;
      else if (fault.kind === "wrong-policy") found.wrongPolicy = fault;
      else if (fault.kind === "endless-pages") found.endless = fault;
      else if (fault.kind === "small-pages") found.pages = { ...found.pages, perPage: fault.perPage };
      else if (fault.kind === "shifting-pages") {
        found.pages = { ...found.pages, change: fault.change ?? "moved" };
      } else found.listStore = this.delayed.get(scheduled)?.upToDate();
    }
    return found;
  }
}

const BREAKERS: ReadonlySet<string> = new Set([
  "too-many-requests",
  "block",
  "server-error",
  "refusal",
  "reset",
  "page",
  "truncated",
] satisfies Breaker["kind"][]);

function isBreaker(fault: Fault): fault is Fault & Breaker {
  return BREAKERS.has(fault.kind);
}

const OF_LISTS: ReadonlySet<string> = new Set([
  "small-pages",
  "stale-lists",
  "endless-pages",
] satisfies Fault["kind"][]);

function isApplicable({ kind }: Fault, isList: boolean, page: number): boolean {
  if (kind === "shifting-pages") return isList && page > 1;
  return kind === "wrong-policy" ? !isList : isList || !OF_LISTS.has(kind);
}
