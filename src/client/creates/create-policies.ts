import type { WirePolicy } from "../../model";
import type { ApiError } from "../api-error";
import type { Collection } from "../collection";
import { isPrecedenceConflict } from "../error-codes";
import { pause } from "../pause";
import { type PolicyAnswer, policyIn } from "../policy-answer";
import type { CreateOptions } from "../policy-endpoint";
import type { ApiRequest, Send } from "../request";
import { OneByOne } from "./one-by-one";
import { adopted, ambiguous, cutShort, mayExist, unknownInTime } from "./open-outcome";
import { Search } from "./search";
import type { SeenIds } from "./seen-ids";
import type { ServerClock } from "./server-clock";

/** Makes policies: each exactly once, also where the answer to the request that makes it is lost. */
export interface Creates {
  create(collection: Collection, body: WirePolicy, options?: CreateOptions): Promise<PolicyAnswer>;
}

/** How often the request is made in all. */
const MOST_TRIES = 5;

export interface CreatesOptions {
  /** @default waits, and fails as cancelled when the request's signal asks to stop */
  readonly wait?: typeof pause;
  /** Called when an answer is lost, with a line for people. */
  readonly onWarn?: (line: string) => void;
}

/** @param clock and `seen` listen to the same `send` */
export function createPolicies(
  send: Send,
  { clock, seen }: { readonly clock: ServerClock; readonly seen: SeenIds },
  { wait = pause, onWarn }: CreatesOptions = {},
): Creates {
  const made = new Set<string>();
  const ofOneName = new OneByOne();

  async function post(request: ApiRequest): Promise<PolicyAnswer> {
    const sentAt = performance.now();
    const reply = await send(request);
    const answer = policyIn(request, reply, { sent: request.body as WirePolicy });
    seen.checkNew(request, reply, answer.id, { sentAt, made });
    made.add(answer.id);
    return answer;
  }

  /** What the request made although its answer was lost; undefined: it made nothing. */
  async function adopt(
    search: Search,
    lost: ApiError,
    report: CreateOptions["report"],
  ): Promise<PolicyAnswer | undefined> {
    const found = await search.since(performance.now()).catch((error: unknown) => {
      throw cutShort(lost, error);
    });
    if (found === "out of time") throw unknownInTime(lost);
    const policy = adopted(found, lost, report);
    if (policy) made.add(policy.id);
    return policy;
  }

  async function create(
    request: ApiRequest,
    search: Search,
    report: CreateOptions["report"],
  ): Promise<PolicyAnswer> {
    for (let tries = 1; ; tries++) {
      let lost: ApiError;
      try {
        const answer = await post(request);
        if (tries > 1) {
          // Nobody asked for this look: it may fail.
          const twins = await search.twinsOf(answer).catch(() => []);
          if (twins.length > 0) report?.({ what: "twins", policy: answer, twins });
        }
        return answer;
      } catch (error) {
        // Its number was free before: it may be held by what an earlier try made.
        const held = tries > 1 && isPrecedenceConflict(error);
        if (!held && !mayExist(error)) throw tries > 1 ? ambiguous(error) : error;
        lost = error;
      }
      onWarn?.(
        `${request.method} ${request.path}: ${lost.reason}. Looking whether it was made all the same.`,
      );
      const policy = await adopt(search, lost, report);
      if (policy) return policy;
      const late = request.deadline !== undefined && performance.now() >= request.deadline;
      // An answer that was about another policy says that something was made: no second one.
      if (!mayExist(lost) || late || lost.kind === "malformed" || tries === MOST_TRIES) throw ambiguous(lost);
    }
  }

  return {
    create(collection, body, { matches, report, ...options } = {}) {
      const { path, noun } = collection;
      const request: ApiRequest = { operation: `create ${noun}`, method: "POST", path, body, ...options };
      return ofOneName.take(`${path} ${String(body.name)}`, async () => {
        if (matches === undefined) return post(request);
        const sought = { collection, request, matches, since: performance.now() };
        return create(request, new Search({ send, clock, seen, wait, made }, sought), report);
      });
    },
  };
}
