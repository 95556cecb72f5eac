import { type AccessClient, ApiError, type ApiErrorKind } from "../../client";
import type { Diagnostic, ObjectValue } from "../../plugin";
import { shownId } from "../../text";
import { apiDiagnostic } from "./api-diagnostic";

/** The clients of which a user was told that the look failed: once a run is enough. */
const told = new WeakSet<AccessClient>();

/**
 * What to say when the policies that exist could not be listed while a create was planned: a plan that only creates asks the
 * API for nothing else, so this is where wrong credentials or a wrong address show first. Wrong credentials are an error,
 * as they are in a plan that reads; a token that may not list may still write.
 */
export function lookFailureDiagnostics(client: AccessClient, error: unknown): readonly Diagnostic[] {
  const stopped = error instanceof ApiError && error.kind === "aborted";
  if (!(error instanceof ApiError) || stopped || told.has(client)) return [];
  told.add(client);
  if (error.kind === "unauthorized") return [apiDiagnostic(error)];
  const { summary, detail } = apiDiagnostic(error);
  return [
    {
      severity: "warning",
      summary: `${summary}: ${error.reason}. This plan could be made without; ${outlook(error)}`,
      detail: [remedy(detail), PURPOSE].filter((text) => text !== "").join("\n\n"),
    },
  ];
}

const PURPOSE =
  "A plan lists policies to tell of those that a run which was cut off left behind. It did not look for any now.";

/** What a write meets as a list did. */
const LASTING: ReadonlySet<ApiErrorKind> = new Set(["unreachable", "refused", "not-found"]);

function outlook({ kind }: ApiError): string {
  if (LASTING.has(kind)) return "the apply will fail in the same way";
  if (kind === "forbidden") return "the apply fails too, unless the token may write what it may not list";
  return "the apply may fail in the same way";
}

/** All but the reason, which the first line gives already. */
function remedy(detail = ""): string {
  return detail.split("\n\n").slice(1).join("\n\n");
}

/**
 * The warning that a state looks as if it belonged to another account: all policies that were read so far are missing, and the
 * API's list is empty.
 */
export function noneFoundDiagnostic({ account_id: account }: ObjectValue, count: number): Diagnostic {
  return {
    severity: "warning",
    summary: `None of the policies that were read so far (${count}) exists, and the API lists no other: this looks like a wrong account or an outage`,
    detail:
      `Account ${shownId(account)} answered that they do not exist, so they leave the state, and a plan creates them again. ` +
      "Where nobody deleted them, check account_id (CLOUDFLARE_ACCOUNT_ID), the token and the state of the API before you apply.",
  };
}
