import type { WirePolicy } from "../model";
import type { ApiError } from "./api-error";
import type { PolicyAnswer } from "./policy-answer";

/** One collection of policies: where it is and what it is called. */
export interface Collection {
  /** Below the base URL, e.g. `/accounts/1f…/access/policies`. */
  readonly path: string;
  /** The application whose policies these are; absent for the account's reusable ones. */
  readonly app?: string;
  /** What one is called, e.g. "reusable policy". */
  readonly noun: string;
  readonly plural: string;
}

export interface RequestOptions {
  /**
   * Asks to stop. Waiting and reading end at once with kind "aborted"; a write that is on its way has a moment left to
   * answer, and then fails with kind "aborted" and outcome "unknown".
   */
  readonly signal?: AbortSignal;
  /** Until when, by `performance.now()`, a request may be waited for and repeated. @default 20 minutes from now */
  readonly deadline?: number;
  /** Called each time a request had to wait for the API's limit of requests, with how long that was. */
  readonly onWait?: (milliseconds: number) => void;
}

export interface ReadOptions extends RequestOptions {
  /**
   * The policy's `updated_at` as it was last answered to a write: an answer from before that is of a list that lags, and
   * the policy is then asked for by itself. @default nothing is known
   */
  readonly notOlderThan?: string;
  /**
   * Called once a client and account, when several policies were read, none of them exists and the list is empty, with
   * their number. A wrong account or an outage looks like this.
   */
  readonly onNoneFound?: (count: number) => void;
}

export interface CreateOptions extends RequestOptions {
  /**
   * Whether a policy has the content of the create. With it a create whose answer is lost looks for its policy
   * before it fails or is repeated. @default such a create fails, with outcome "unknown"
   */
  readonly matches?: (policy: PolicyAnswer) => boolean;
  /** Called with what a user should know of a create that succeeded. */
  readonly report?: (event: CreateEvent) => void;
}

export type CreateEvent =
  /** The answer was lost, and this policy, created since by no other request of this run, is taken for the result. */
  | { readonly what: "adopted"; readonly policy: PolicyAnswer; readonly because: ApiError }
  /** The answer was lost, nothing was found and the request repeated; now there are more than one. */
  | {
      readonly what: "duplicated";
      readonly policy: PolicyAnswer;
      readonly duplicates: readonly PolicyAnswer[];
    };

/** What a policy is known by before it has an id. */
export interface DuplicateCriteria {
  readonly name: string;
  readonly matches: (policy: PolicyAnswer) => boolean;
}

/** A policy that matches the criteria. */
export interface Duplicate {
  readonly policy: PolicyAnswer;
  /** Whether this client has read the policy by its id so far: a resource manages it. */
  readonly isManaged: boolean;
}

/** What a client has seen of a collection. */
export interface CachedSnapshot {
  readonly policies: readonly PolicyAnswer[];
  /** Whether this client has read the policy by itself: somebody manages it. */
  readonly isManaged: (id: string) => boolean;
  /** The application whose policies these are, where the list of the account's applications was read. */
  readonly application?: ApplicationSnapshot;
}

/** An application as the list of the account's applications showed it. */
export interface ApplicationSnapshot {
  /** As the API spells it; `""` where it has none. */
  readonly type: string;
  /** The decisions of all its policies by their ids, linked ones too; undefined for one that the list does not show. */
  readonly decisions: ReadonlyMap<string, unknown>;
}

/** A collection, read as one. */
export interface WholeCollection {
  readonly policies: readonly PolicyAnswer[];
  /** Whether a list was read: without one only the policies that were asked for are known. */
  readonly isComplete: boolean;
}

/** The calls on one collection of policies. Every one of them fails with an {@link ApiError} and nothing else. */
export interface PolicyEndpoint {
  /**
   * POST. The API has no idempotency keys: a create that failed with outcome "unknown" may have made the policy.
   * Creates of one name wait for each other.
   */
  create(body: WirePolicy, options?: CreateOptions): Promise<PolicyAnswer>;
  /**
   * Undefined when there is no policy of that id. All reads of a run share a list, until this client writes to the
   * collection. A policy that the list does not have, that it shows older than `notOlderThan`, or that this client wrote is
   * a GET. A path the API does not know is an error.
   */
  read(id: string, options?: ReadOptions): Promise<PolicyAnswer | undefined>;
  /**
   * All policies of the collection by the lists of {@link read}, which other reads share; those of `ids` that the list does not
   * have, or shows older than known, are asked for by themselves. Reusable policies attached to an application may be missing.
   *
   * @param ids with `updated_at` as it was last answered to a write, where that is known
   */
  readAll(
    ids: ReadonlyMap<string, string | undefined>,
    options?: Omit<ReadOptions, "notOlderThan">,
  ): Promise<WholeCollection>;
  /** PUT: the body is the whole policy; what it leaves out goes back to its default. */
  replace(id: string, body: WirePolicy, options?: RequestOptions): Promise<PolicyAnswer>;
  /** DELETE; "absent" when there was nothing of that id. */
  delete(id: string, options?: RequestOptions): Promise<"deleted" | "absent">;
  /**
   * GET of all pages, in the API's order, each policy once. Where the list lags behind what this client wrote, what it
   * wrote is shown, and what the list does not have yet is asked for and stands at its end.
   *
   * The list of an application holds the policies of its own and also the reusable ones attached to it (those say
   * `reusable: true`); both are kept as the API answers them.
   */
  list(options?: RequestOptions): Promise<PolicyAnswer[]>;
  /**
   * The policies that match the criteria and that were there before this client wrote anything. It shares the lists of {@link read};
   * where none is known from before the first write it finds nothing.
   */
  findDuplicates(criteria: DuplicateCriteria, options?: RequestOptions): Promise<readonly Duplicate[]>;
  /**
   * The collection as the lists of {@link read} showed it before this client wrote anything; undefined where none was
   * read, since nothing is asked for it. Reusable policies attached to an application may be missing from it.
   */
  cachedSnapshot(): Promise<CachedSnapshot | undefined>;
}
