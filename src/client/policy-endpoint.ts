import type { WirePolicy } from "../model";
import type { PolicyAnswer } from "./policy-answer";

export interface RequestOptions {
  /**
   * Asks to stop. Waiting and reading end at once with kind "aborted"; a write that is on its way has a moment left to
   * answer, and then fails with kind "aborted" and outcome "unknown".
   */
  readonly signal?: AbortSignal;
  /** Until when, by `performance.now()`, a request may be waited for and repeated. @default 20 minutes from now */
  readonly deadline?: number;
}

/**
 * The calls on one collection of policies. Every one of them fails with an {@link ApiError} and nothing else; none is
 * repeated on its own.
 */
export interface PolicyEndpoint {
  /** POST. A create that failed with outcome "unknown" may have made the policy: the API has no idempotency keys. */
  create(body: WirePolicy, options?: RequestOptions): Promise<PolicyAnswer>;
  /** GET; undefined when there is no policy of that id. A path the API does not know is an error. */
  read(id: string, options?: RequestOptions): Promise<PolicyAnswer | undefined>;
  /** PUT: the body is the whole policy; what it leaves out goes back to its default. */
  replace(id: string, body: WirePolicy, options?: RequestOptions): Promise<PolicyAnswer>;
  /** DELETE; "absent" when there was nothing of that id. */
  delete(id: string, options?: RequestOptions): Promise<"deleted" | "absent">;
  /**
   * GET of all pages, in the API's order, each policy once.
   *
   * The list of an application holds the policies of its own and also the reusable ones attached to it (those say
   * `reusable: true`); both are kept as the API answers them.
   */
  list(options?: RequestOptions): Promise<PolicyAnswer[]>;
}
