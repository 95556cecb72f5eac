import type { Page } from "./pagination";
import type { Refusal } from "./refusal";

/** What an endpoint answers: a status and a JSON body in the API's envelope. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export function success(result: unknown, status = 200): Answer {
  return { status, body: { success: true, errors: [], messages: [], result } };
}

/** A page of a list, with `result_info`. */
export function successPage<T>(page: Page<T>, present: (item: T) => unknown): Answer {
  return {
    status: 200,
    body: {
      success: true,
      errors: [],
      messages: [],
      result: page.items.map(present),
      result_info: {
        page: page.page,
        per_page: page.perPage,
        count: page.items.length,
        total_count: page.totalCount,
        total_pages: page.totalPages,
      },
    },
  };
}

/** A list that the API gives whole: its `result_info` has no pages. */
export function successWhole(result: readonly unknown[]): Answer {
  const count = result.length;
  const info = { page: 1, per_page: count, count, total_count: count };
  return { status: 200, body: { success: true, errors: [], messages: [], result, result_info: info } };
}

export function failure(refusal: Refusal): Answer {
  return {
    status: refusal.status,
    headers: refusal.headers,
    body: { success: false, errors: refusal.errors, messages: [], result: null },
  };
}
