import { ApiError, type ApiErrorKind } from "../api-error";
import type { Collection } from "../collection";
import type { ListMemory } from "../list-memory";
import type { RequestOptions } from "../policy-endpoint";
import type { ApiRequest, Send } from "../request";
import { type PolicyList, readPolicies } from "./policy-list";
import type { Wanted } from "./strategy";

/** A read that waits to be told the list it may look in, or that it is to ask alone. */
export interface ListWanted extends Wanted {
  readonly options: RequestOptions;
  readonly answer: (list: Promise<PolicyList | undefined>) => void;
}

/** A list that several wait for: it ends with the signal of who came first, and has the time of who has most. */
export function sharedRequest(operation: string, path: string, wanted: readonly ListWanted[]): ApiRequest {
  const deadlines = wanted.map(({ options }) => options.deadline);
  const known = deadlines.filter((deadline) => deadline !== undefined);
  return {
    operation,
    method: "GET",
    path,
    signal: wanted[0]?.options.signal,
    deadline: known.length === deadlines.length ? Math.max(...known) : undefined,
    onWait: (milliseconds) => {
      for (const { options } of wanted) options.onWait?.(milliseconds);
    },
  };
}

/**
 * The list of one collection, remembered for all who come later.
 *
 * @param failed hears of a failure that a GET of one policy may not have
 */
export function sharedList(
  { send, memory }: { readonly send: Send; readonly memory: ListMemory },
  { path, plural }: Collection,
  wanted: readonly ListWanted[],
  failed: () => void,
): Promise<PolicyList> {
  const request = sharedRequest(`list ${plural}`, path, wanted);
  const list = memory.recall(path, {}, () => readPolicies(send, request));
  list.catch((error: unknown) => {
    if (mayWorkAlone(error)) failed();
  });
  return list;
}

/** What says nothing about the policies in the list: each of them may be read all the same. */
const OF_THE_LIST: ReadonlySet<ApiErrorKind> = new Set([
  "refused",
  "not-found",
  "server",
  "not-json",
  "malformed",
  "timeout",
  "conflict",
]);

/** Whether a GET of one policy may bring what a list that failed so did not. */
export function mayWorkAlone(error: unknown): boolean {
  return error instanceof ApiError && OF_THE_LIST.has(error.kind);
}
