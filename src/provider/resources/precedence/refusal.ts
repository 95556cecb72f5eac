import { ApiError } from "../../../client";
import { quoted, shownId } from "../../../text";
import type { PlacedPolicy } from "./placed-policy";

/** Why a policy does not get the place it is to have. */
interface Refusal {
  readonly operation: string;
  readonly precedence: number;
}

export function held({ operation, precedence }: Refusal, holder: PlacedPolicy): ApiError {
  const who = holder.linked ? "the linked reusable policy" : "policy";
  return refusal(
    operation,
    `precedence ${precedence} is held by ${who} ${named(holder)}, which this run does not move`,
    holder.linked
      ? "Give it another place in the application's own list of policies, or choose another precedence."
      : "If it was made elsewhere: choose another precedence, give that policy another one in the dashboard, or import it " +
          "and set its precedence here. If this configuration deletes or moves it, apply once more: it has gone by then.",
  );
}

export function noSafeWay({ operation, precedence }: Refusal): ApiError {
  return refusal(
    operation,
    `there is no way to precedence ${precedence} on which nobody gets in whom both the present and the new order keep out, ` +
      "since a block policy in the way is not to be moved",
    "Import the application's other policies and set their precedence here, or move them in the dashboard first.",
  );
}

function refusal(operation: string, reason: string, fix: string): ApiError {
  const errors = [{ message: reason, pointer: "/precedence" }];
  return new ApiError({ operation, kind: "conflict", reason, fix, errors });
}

/** The same failure, said of the policy that was moved. */
export function movingFailed(error: unknown, policy: PlacedPolicy, precedence: number): unknown {
  if (!(error instanceof ApiError)) return error;
  const operation = `move policy ${named(policy)} to precedence ${precedence} (to bring the application's policies into order)`;
  return new ApiError({
    ...error,
    operation,
    // Without the places in a body that is not the user's.
    errors: error.errors.map(({ code, message }) => ({ code, message })),
    fix: [error.fix, "Apply once more: it goes on from where the policies stand now."]
      .filter(Boolean)
      .join(" "),
  });
}

export function named({ name, id }: { name: string; id: string }): string {
  return `${quoted(name)} (${shownId(id)})`;
}
