import type { WirePolicy } from "../../model";
import type { ApiError } from "../api-error";
import type { Collection } from "../collection";
import { listAll } from "../pages";
import { pause } from "../pause";
import { type PolicyAnswer, policiesIn, policyIn } from "../policy-answer";
import type { CreateOptions } from "../policy-endpoint";
import type { ApiRequest, Send } from "../request";
import { cutShort, mayExist, severalMade } from "./open-outcome";
import type { ServerClock } from "./server-clock";
import { Turns } from "./turns";

/** Makes policies: each exactly once, also where the answer to the request that makes it is lost. */
export interface Creates {
  create(collection: Collection, body: WirePolicy, options?: CreateOptions): Promise<PolicyAnswer>;
}

/** How long after a lost answer to look, in milliseconds since the look before: a list may lag. */
const LOOKS = [500, 1_000, 2_500];

/** How often the request is made in all. */
const MOST_TRIES = 5;

/** How far two clocks of the server may be apart, in milliseconds. */
const SLACK = 2_000;

export interface CreatesOptions {
  /** @default waits, and fails as cancelled when the request's signal asks to stop */
  readonly wait?: typeof pause;
}

/** @param clock listens to the same `send` */
export function createPolicies(
  send: Send,
  clock: ServerClock,
  { wait = pause }: CreatesOptions = {},
): Creates {
  /** What this client made: it cannot be the result of a request whose answer was lost. */
  const made = new Set<string>();
  const turns = new Turns();

  async function post(request: ApiRequest): Promise<PolicyAnswer> {
    return policyIn(request, await send(request));
  }

  /** What the lost request may have made, by the lists that are looked at. */
  async function looked(search: Search): Promise<PolicyAnswer[]> {
    for (const delay of LOOKS) {
      await wait(delay, search.request, "unknown");
      const found = await candidates(search);
      if (found.length > 0) return found;
    }
    return [];
  }

  async function candidates({ collection, request, matches, since }: Search): Promise<PolicyAnswer[]> {
    const { path, plural } = collection;
    const { body, ...options } = request;
    const list = { ...options, operation: `list ${plural}`, method: "GET", path } as const;
    const all = await listAll(send, list, policiesIn);
    const earliest = clock.timeOf(since) - SLACK;
    return all.filter(
      (policy) =>
        !made.has(policy.id) &&
        policy.name === (body as WirePolicy).name &&
        (collection.app === undefined || policy.reusable !== true) &&
        Date.parse(String(policy.created_at)) >= earliest &&
        matches(policy),
    );
  }

  async function create(search: Search, report: CreateOptions["report"]): Promise<PolicyAnswer> {
    const { request } = search;
    for (let tries = 1; ; tries++) {
      let lost: ApiError;
      try {
        const answer = await post(request);
        if (tries > 1) await tellTwins(search, answer, report);
        return answer;
      } catch (error) {
        if (!mayExist(error)) throw error;
        lost = error;
      }
      const found = await looked(search).catch((error: unknown) => {
        throw cutShort(lost, error);
      });
      const [only, ...others] = found;
      if (others.length > 0) throw severalMade(lost, found);
      if (only !== undefined) {
        report?.({ what: "adopted", policy: only, because: lost });
        return only;
      }
      const late = request.deadline !== undefined && performance.now() >= request.deadline;
      if (late || tries === MOST_TRIES) throw lost;
    }
  }

  /** A request that seemed to have made nothing may have been slower than every look. */
  async function tellTwins(search: Search, answer: PolicyAnswer, report: CreateOptions["report"]) {
    made.add(answer.id);
    const twins = await candidates(search).catch(() => []);
    if (twins.length > 0) report?.({ what: "twins", policy: answer, twins });
  }

  return {
    create(collection, body, { matches, report, ...options } = {}) {
      const { path, noun } = collection;
      const request: ApiRequest = { operation: `create ${noun}`, method: "POST", path, body, ...options };
      return turns.take(`${path} ${String(body.name)}`, async () => {
        const since = performance.now();
        const answer = await (matches
          ? create({ collection, request, matches, since }, report)
          : post(request));
        made.add(answer.id);
        return answer;
      });
    },
  };
}

/** What a lost answer's policy is known by. */
interface Search {
  readonly collection: Collection;
  readonly request: ApiRequest;
  readonly matches: (policy: PolicyAnswer) => boolean;
  /** When its first request was made, by `performance.now()`. */
  readonly since: number;
}
