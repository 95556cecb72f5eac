import { setTimeout as after } from "node:timers/promises";
import { ApiError } from "./api-error";
import type { ApiRequest } from "./request";

/**
 * Waits, and ends at once when it is asked to stop.
 *
 * @param outcome what is known of the request by now, for the error of a stop
 * @throws ApiError of kind "aborted" when the request's signal asks to stop
 */
export async function pause(
  milliseconds: number,
  request: Pick<ApiRequest, "operation" | "signal">,
  outcome: ApiError["outcome"] = "no",
): Promise<void> {
  try {
    await after(milliseconds, undefined, { signal: request.signal });
  } catch {
    throw cancelled(request.operation, outcome);
  }
}

/** The error of a call that was asked to stop. */
export function cancelled(operation: string, outcome: ApiError["outcome"] = "no"): ApiError {
  return new ApiError({ operation, kind: "aborted", reason: "it was cancelled", outcome });
}
