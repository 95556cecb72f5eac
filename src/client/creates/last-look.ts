import type { WirePolicy } from "../../model";
import { ApiError } from "../api-error";
import type { Collection } from "../collection";
import { listAll } from "../pages";
import { pause } from "../pause";
import { type PolicyAnswer, policiesIn } from "../policy-answer";
import type { CreateOptions } from "../policy-endpoint";
import type { Send } from "../request";
import type { Creates } from "./create-policies";
import { adopted } from "./open-outcome";
import { Search } from "./search";
import type { SeenIds } from "./seen-ids";
import type { ServerClock } from "./server-clock";

/** How long the look may take, in milliseconds: what asked to stop waits for it. */
const LOOK_MS = 600;

/**
 * The same creates, which look once for what a request made that a stop cut off, so that it is kept. All that are cut off
 * at once in a collection share the list. Where that fails, is late or does not show it, the create fails as it did.
 *
 * @param clock and `seen` listen to the same `send`
 */
export function withLastLook(
  creates: Creates,
  { send, clock, seen }: { readonly send: Send; readonly clock: ServerClock; readonly seen: SeenIds },
): Creates {
  const made = new Set<string>();
  const underWay = new Map<string, Promise<readonly PolicyAnswer[]>>();

  function list({ path, plural }: Collection): Promise<readonly PolicyAnswer[]> {
    const known = underWay.get(path);
    if (known) return known;
    const deadline = performance.now() + LOOK_MS;
    const request = { operation: `list ${plural}`, method: "GET", path, deadline } as const;
    const fresh = listAll(send, request, policiesIn).finally(() => underWay.delete(path));
    underWay.set(path, fresh);
    return fresh;
  }

  const create = async (
    collection: Collection,
    body: WirePolicy,
    options: CreateOptions,
    since: number,
  ): Promise<PolicyAnswer> => {
    try {
      const answer = await creates.create(collection, body, options);
      made.add(answer.id);
      return answer;
    } catch (error) {
      const { matches, report } = options;
      if (matches === undefined || !isCutOff(error)) throw error;
      const request = { operation: error.operation, method: "POST", path: collection.path, body } as const;
      const search = new Search(
        { send, clock, seen, wait: pause, made },
        { collection, request, matches, since },
      );
      const found = search.among(await list(collection).catch(() => []));
      const policy = adopted(found, error, report);
      if (policy === undefined) throw error;
      made.add(policy.id);
      return policy;
    }
  };

  return {
    async create(collection, body, options = {}) {
      const since = performance.now();
      try {
        return await create(collection, body, options, since);
      } catch (error) {
        throw withTime(error, () => new Date(clock.timeOf(since)));
      }
    },
  };
}

function isCutOff(error: unknown): error is ApiError {
  return error instanceof ApiError && error.kind === "aborted" && error.outcome === "unknown";
}

/** The same error; where the request may have been carried out, with when the create began, to find the policy by. */
function withTime(error: unknown, sentAt: () => Date): unknown {
  if (!(error instanceof ApiError) || error.outcome !== "unknown") return error;
  return new ApiError({ ...error, sentAt: sentAt() });
}
