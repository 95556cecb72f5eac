/** Faults that the emulator can be given: what a network, a proxy, or the API on a bad day does to requests. */

/** Which requests a fault is for. Without any of it, all. */
export interface FaultTarget {
  /** @default all methods */
  readonly methods?: readonly ("GET" | "POST" | "PUT" | "DELETE")[];
  /**
   * The whole path below the base URL, without the query: `*` stands for a part of it without `/`, `**` for anything,
   * e.g. `/accounts/acme/access/apps/**`. @default all paths
   */
  readonly path?: string;
}

/** When a fault strikes, counted in the requests that it is for. Without any of it, each time. */
export interface FaultSchedule {
  /** Lets so many requests pass first. @default 0 */
  readonly skip?: number;
  /** Strikes each k-th only: with 3, the third, the sixth, … @default 1 */
  readonly every?: number;
  /** Of those, strikes with this probability, 0 to 1. @default 1 */
  readonly probability?: number;
  /** Is over after it has struck so often. @default never */
  readonly next?: number;
}

/** Milliseconds: always the same, or anything between the two. */
export type Duration = number | readonly [least: number, most: number];

/** Whether the fault comes before anything was done, or after it was done (and saved), so that only the answer is lost. */
export interface FaultMoment {
  /** @default "before" */
  readonly commit?: "before" | "after";
}

/** The request is carried out, or only its answer sent, later. */
export interface Latency extends FaultMoment {
  readonly kind: "latency";
  readonly ms: Duration;
}

/** 429 with `retry-after`, nothing done. Several in a row (`next`) make a storm. */
export interface TooManyRequests {
  readonly kind: "too-many-requests";
  /** In seconds; `null` leaves the header out. @default 1 */
  readonly retryAfter?: number | null;
}

/** From this request on, 429 to everything that this credential asks, as if it had passed the rate limit. */
export interface Block {
  readonly kind: "block";
  /** @default 300, as the API */
  readonly seconds?: number;
}

/** The API's own error. */
export interface ServerError extends FaultMoment {
  readonly kind: "server-error";
  /** 500 to 599. @default 500 */
  readonly status?: number;
}

/** A refusal in the API's envelope, with any status and code. */
export interface RefusalFault extends FaultMoment {
  readonly kind: "refusal";
  /** 200 to 599. */
  readonly status: number;
  /** `null` sends an empty list of errors. */
  readonly code: number | null;
  /** @default a text that names the code */
  readonly message?: string;
  /** The `retry-after` header, in seconds. @default there is none */
  readonly retryAfter?: number;
}

/**
 * The answer is about another policy than the request, as when a cache on the way mixes answers up; the request was carried
 * out. Lists and refusals stay as they are.
 */
export interface WrongPolicy {
  readonly kind: "wrong-policy";
  /** What is another's. @default the id, the name and the decision */
  readonly fields?: readonly ("id" | "name" | "decision")[];
}

/** Lists never end: each page is full, has entries that no other page has, and says that there is one more. */
export interface EndlessPages {
  readonly kind: "endless-pages";
  /** @default 10 */
  readonly perPage?: number;
}

/** The connection is reset instead of an answer. */
export interface Reset extends FaultMoment {
  readonly kind: "reset";
}

/** Something between here and the API answers: an HTML page. */
export interface ProxyPage extends FaultMoment {
  readonly kind: "page";
  /** 200 to 599. @default 502 */
  readonly status?: number;
  /** @default a page of HTML that names the status */
  readonly body?: string;
}

/** The answer ends early; the request was carried out. */
export interface Truncated {
  readonly kind: "truncated";
  /** How much of the body is sent, 0 to 1. @default 0.5 */
  readonly keep?: number;
  /**
   * `closed`: the connection ends before the declared length. `consistent`: the length is the part's.
   * @default "closed"
   */
  readonly length?: "closed" | "consistent";
}

/** The answer trickles; the request was carried out. */
export interface SlowBytes {
  readonly kind: "slow-bytes";
  /** At a time. @default 16 */
  readonly bytes?: number;
  /** Between two of them, in milliseconds. @default 5 */
  readonly pauseMs?: number;
}

/** Pages of lists are smaller than asked for. */
export interface SmallPages {
  readonly kind: "small-pages";
  readonly perPage: number;
}

/**
 * The list changes while its pages are read; strikes pages from the second on, each page by one entry more. No entry is
 * changed in truth.
 * - `moved`: the last entry has moved to the front: a page repeats an entry, and the last one is on none.
 * - `removed`: an entry of an earlier page seems to be gone: the first of this page is on none.
 * - `added`: an entry seems to have come on an earlier page: a page repeats one.
 */
export interface ShiftingPages {
  readonly kind: "shifting-pages";
  /** @default "moved" */
  readonly change?: "moved" | "removed" | "added";
}

/**
 * Lists of policies and applications show what there was so long ago: without what is new, with what is gone, with old
 * content. What is read by its id is as it is. Only writes since the fault was given are shown late; given once
 * more in another plan, it goes on.
 */
export interface StaleLists {
  readonly kind: "stale-lists";
  readonly ms: Duration;
}

export type Fault = FaultTarget &
  FaultSchedule &
  (
    | Latency
    | TooManyRequests
    | Block
    | ServerError
    | RefusalFault
    | WrongPolicy
    | EndlessPages
    | Reset
    | ProxyPage
    | Truncated
    | SlowBytes
    | SmallPages
    | ShiftingPages
    | StaleLists
  );

export type FaultKind = Fault["kind"];

/** Faults, and where their random numbers start. */
export interface SeededFaults {
  readonly faults: readonly Fault[];
  /** The same seed strikes the same requests, when they come in the same order. @default 1 */
  readonly seed?: number;
}

export type FaultPlan = readonly Fault[] | SeededFaults;

/** What became of a fault. */
export type FaultReport = Fault & {
  /** How many requests it was for. */
  readonly met: number;
  /** How many of them it struck. */
  readonly struck: number;
};
