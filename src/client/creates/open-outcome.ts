import { ApiError } from "../api-error";
import type { PolicyAnswer } from "../policy-answer";
import type { CreateOptions } from "../policy-endpoint";

/** Whether the policy may have been made all the same, and it is time to look: not where a stop was asked for. */
export function mayExist(error: unknown): error is ApiError {
  return error instanceof ApiError && error.outcome === "unknown" && error.kind !== "aborted";
}

/** The error of a create that was sent several times: none of the later answers undoes what an earlier request did. */
export function ambiguous(error: unknown): unknown {
  if (!(error instanceof ApiError) || error.outcome === "unknown") return error;
  return new ApiError({ ...error, outcome: "unknown" });
}

/** The looks for what a lost request made ended before they could tell. */
export function cutShort(lost: ApiError, end: unknown): unknown {
  if (!(end instanceof ApiError)) return end;
  const { operation, status, requestId, fix } = lost;
  return new ApiError({
    operation,
    kind: end.kind === "aborted" ? "aborted" : lost.kind,
    status,
    requestId,
    fix,
    outcome: "unknown",
    reason: `${lost.reason}; whether it was made could not be found out, since to ${end.operation} failed: ${end.reason}`,
  });
}

/** The time was up before the list could tell. */
export function unknownInTime(lost: ApiError): ApiError {
  const { operation, kind, status, requestId } = lost;
  return new ApiError({
    operation,
    kind,
    status,
    requestId,
    outcome: "unknown",
    reason: `${lost.reason}; whether it was made could not be found out in the time that was left`,
    fix: "Run it again (the plan names what is there already), or give the resource more time (timeouts).",
  });
}

/**
 * The policy that a lost request made, which is reported; undefined: none was found.
 *
 * @throws ApiError when several may be it
 */
export function adopted(
  found: readonly PolicyAnswer[],
  lost: ApiError,
  report: CreateOptions["report"],
): PolicyAnswer | undefined {
  const [only, ...others] = found;
  if (others.length > 0) throw severalMade(lost, found);
  if (only !== undefined) report?.({ what: "adopted", policy: only, because: lost });
  return only;
}

/** More than one policy could be the one that a lost request made. */
function severalMade(lost: ApiError, found: readonly PolicyAnswer[]): ApiError {
  const { operation, kind, status, requestId } = lost;
  const ids = found.map(({ id }) => id);
  return new ApiError({
    operation,
    kind,
    status,
    requestId,
    outcome: "unknown",
    candidates: ids,
    reason: `${lost.reason}; ${ids.length} policies of this name and content were made since (${ids.join(", ")}), and any of them may be the result`,
    fix: "Import one of them, and delete those that nobody needs.",
  });
}
