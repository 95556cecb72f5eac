import { setTimeout as pause } from "node:timers/promises";
import { ApiError, type ApplicationEntry, type PolicyEndpoint, type RequestOptions } from "../../client";
import { quoted, shownId } from "../../text";

/** Returns the applications that use a policy at this moment. */
type Users = (id: string, options: RequestOptions) => Promise<readonly ApplicationEntry[]>;

/** How long a delete waits without any application detaching the policy. */
const QUIET_MS = 30_000;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 5_000;

/**
 * Returns the same collection, whose deletes wait until applications detach the policy: Terraform may delete a policy before
 * or while it detaches it. A delete waits as long as applications do so, and then fails with their names.
 *
 * @param quietMs @default 30 seconds
 */
export function deletingAfterDetach(
  endpoint: PolicyEndpoint,
  applicationsWith: Users,
  quietMs = QUIET_MS,
): PolicyEndpoint {
  return {
    ...endpoint,
    async delete(id, options = {}) {
      let users: readonly ApplicationEntry[] | undefined;
      const { deadline = Number.POSITIVE_INFINITY } = options;
      const endOfQuiet = () => Math.min(performance.now() + quietMs, deadline);
      let quietUntil = endOfQuiet();
      for (let wait = FIRST_PAUSE_MS; ; wait = Math.min(wait * 2, LONGEST_PAUSE_MS)) {
        try {
          return await endpoint.delete(id, options);
        } catch (error) {
          if (!(error instanceof ApiError) || error.kind !== "conflict") throw error;
          const now = await usersOf(applicationsWith, id, options);
          if (users !== undefined && now !== undefined && now.length !== users.length)
            quietUntil = endOfQuiet();
          users = now ?? users;
          if (performance.now() + wait > quietUntil) throw stillInUse(error, users ?? []);
          await pausing(wait, options.signal, error);
        }
      }
    },
  };
}

/** Returns undefined where the applications cannot be listed: the refusal itself is enough for an error. */
async function usersOf(
  ask: Users,
  id: string,
  options: RequestOptions,
): Promise<readonly ApplicationEntry[] | undefined> {
  try {
    return await ask(id, options);
  } catch (error) {
    if (error instanceof ApiError) return undefined;
    throw error;
  }
}

async function pausing(
  milliseconds: number,
  signal: AbortSignal | undefined,
  refusal: ApiError,
): Promise<void> {
  try {
    await pause(milliseconds, undefined, { signal });
  } catch {
    throw refusal;
  }
}

function stillInUse(error: ApiError, users: readonly ApplicationEntry[]): ApiError {
  if (users.length === 0) return error;
  const names = users.map(({ name, id }) => `${quoted(name)} (${shownId(id)})`).join(", ");
  const [applications, them] =
    users.length === 1 ? ["an application uses", "it"] : ["applications use", "them"];
  return new ApiError({
    ...error,
    reason: `${applications} it still: ${names}`,
    fix:
      `Detach the policy from ${them} first, in the configuration or in the dashboard, and apply once more. ` +
      "lifecycle { create_before_destroy = true } on the policy has Terraform detach it before it deletes it.",
  });
}
