import type { WirePolicy } from "../../model";
import { isPlainId } from "../../text";
import type { Collection } from "../collection";
import { listAll } from "../pages";
import type { pause } from "../pause";
import { type PolicyAnswer, policiesIn } from "../policy-answer";
import type { ApiRequest, Send } from "../request";
import type { SeenIds } from "./seen-ids";
import type { ServerClock } from "./server-clock";

/** How long after a lost answer to look, in milliseconds since the look before: a server may be slow, and a list may lag. */
const LOOKS = [500, 1_000, 2_500];

/** How long to go on while the list does not show that it knows of anything after the loss. */
const FURTHER_LOOKS = [5_000, 11_000];

/** When to look for twins after a repetition, until the list shows what that made. */
const LOOKS_FOR_TWINS = [0, 1_000, 4_000, 10_000];

/** How far two clocks of the server may be apart, in milliseconds. */
const SLACK = 2_000;

/** What looking needs. */
export interface Eyes {
  readonly send: Send;
  readonly clock: ServerClock;
  /** What was there before the create cannot be its result either. */
  readonly seen: SeenIds;
  readonly wait: typeof pause;
  /** What this client made: it cannot be the result of a request whose answer was lost. */
  readonly made: ReadonlySet<string>;
}

/** A create, by what its policy is known by before it has an id. */
export interface Sought {
  readonly collection: Collection;
  readonly request: ApiRequest;
  readonly matches: (policy: PolicyAnswer) => boolean;
  /** When its first request was made, by `performance.now()`. */
  readonly since: number;
}

/** The search for what a create made whose answer was lost. */
export class Search {
  constructor(
    private readonly eyes: Eyes,
    private readonly sought: Sought,
  ) {}

  /**
   * The policies that may be it, of the first look that has any. Whether a list that has none is up to date is told by
   * what else it shows: where nothing in it is from after the loss, it is looked at for longer.
   *
   * @param lostAt by `performance.now()`
   */
  async since(lostAt: number): Promise<readonly PolicyAnswer[] | "out of time"> {
    const { clock, wait } = this.eyes;
    const { request } = this.sought;
    for (const [look, delay] of [...LOOKS, ...FURTHER_LOOKS].entries()) {
      if (performance.now() + delay > (request.deadline ?? Number.POSITIVE_INFINITY)) return "out of time";
      await wait(delay, request, "unknown");
      const { all, settled } = await this.#list();
      const found = this.among(all);
      if (found.length > 0) return found;
      const upToDate = settled && latestChange(all) > clock.timeOf(lostAt) + SLACK;
      if (upToDate && look >= LOOKS.length - 1) break;
    }
    return [];
  }

  /** The policies that may have been made beside the one that a repetition made. */
  async twinsOf({ id }: PolicyAnswer): Promise<readonly PolicyAnswer[]> {
    for (const delay of LOOKS_FOR_TWINS) {
      await this.eyes.wait(delay, this.sought.request);
      const { all, settled } = await this.#list();
      const twins = this.among(all).filter((twin) => twin.id !== id);
      if (twins.length > 0 || (settled && all.some((policy) => policy.id === id))) return twins;
    }
    return [];
  }

  async #list(): Promise<{ all: readonly PolicyAnswer[]; settled: boolean }> {
    const { collection, request } = this.sought;
    const { body, ...options } = request;
    const operation = `list ${collection.plural}`;
    const list = { ...options, operation, method: "GET", path: collection.path } as const;
    let settled = true;
    const onUnsettled = () => {
      settled = false;
    };
    return { all: await listAll(this.eyes.send, list, policiesIn, { onUnsettled }), settled };
  }

  /** Those of a list that may be it. */
  among(all: readonly PolicyAnswer[]): PolicyAnswer[] {
    const { made, clock, seen } = this.eyes;
    const { collection, request, matches, since } = this.sought;
    const { name } = request.body as WirePolicy;
    const earliest = clock.timeOf(since) - SLACK;
    return all.filter(
      (policy) =>
        isPlainId(policy.id) &&
        !made.has(policy.id) &&
        !seen.isOlder(policy.id, since) &&
        policy.name === name &&
        (collection.app === undefined || policy.reusable !== true) &&
        Date.parse(String(policy.created_at)) >= earliest &&
        matches(policy),
    );
  }
}

/** When the last change was made that a list shows, in milliseconds since 1970: it knows of what came before that. */
function latestChange(policies: readonly PolicyAnswer[]): number {
  const times = policies.flatMap(({ created_at, updated_at }) => [created_at, updated_at]);
  const known = times.map((time) => Date.parse(String(time))).filter(Number.isFinite);
  return Math.max(Number.NEGATIVE_INFINITY, ...known);
}
