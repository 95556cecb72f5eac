import type { WirePolicy } from "../model";
import { isPlainId } from "../text";
import { ApiError } from "./api-error";
import { listAll } from "./list-pages";
import type { Observations } from "./observations";
import { type PolicyAnswer, policiesIn } from "./policy-answer";
import type { Collection, CreateOptions } from "./policy-endpoint";
import type { ApiRequest, pause, Sender } from "./request";
import type { WriteLog } from "./write-log";

/** Delays before the looks for a lost create, in milliseconds: a server may be slow, and a list may lag. */
const LOOKS = [500, 1_000, 2_500];

/** Further looks while the list does not show anything from after the loss. */
const FURTHER_LOOKS = [5_000, 11_000];

/** Delays before the looks for duplicates after a repetition, until the list shows its policy. */
const DUPLICATE_LOOKS = [0, 1_000, 4_000, 10_000];

/** How far two clocks of the server may be apart, in milliseconds. */
const CLOCK_SKEW = 2_000;

export interface ReconciliationDeps {
  readonly send: Sender;
  readonly observations: Observations;
  readonly writes: WriteLog;
  readonly wait: typeof pause;
}

/** What identifies the policy of a create before it has an id. */
export interface Criteria {
  readonly collection: Collection;
  readonly request: ApiRequest;
  readonly matches: (policy: PolicyAnswer) => boolean;
  /** When its first request was sent, by `performance.now()`. */
  readonly since: number;
}

/** Finds the policy of a create whose answer was lost. */
export class Reconciliation {
  constructor(
    private readonly deps: ReconciliationDeps,
    private readonly criteria: Criteria,
  ) {}

  /**
   * Looks for the policy; undefined: the request did not create it.
   *
   * @param lost why there is no answer
   * @throws ApiError with outcome "unknown" where that cannot be found out, or where several policies match
   */
  async findLost(lost: ApiError, report: CreateOptions["report"]): Promise<PolicyAnswer | undefined> {
    const found = await this.#lookSince(performance.now()).catch((error: unknown) => {
      throw interrupted(lost, error);
    });
    if (found === "out of time") throw outOfTime(lost);
    return singleMatch(found, lost, report);
  }

  /** Looks for policies that the lost requests created beside the one that a repetition created. */
  async findDuplicates({ id }: PolicyAnswer): Promise<readonly PolicyAnswer[]> {
    for (const delay of DUPLICATE_LOOKS) {
      await this.deps.wait(delay, this.criteria.request);
      const { all, isSettled } = await this.#list();
      const duplicates = this.among(all).filter((policy) => policy.id !== id);
      if (duplicates.length > 0 || (isSettled && all.some((policy) => policy.id === id))) return duplicates;
    }
    return [];
  }

  /** Selects the policies of a list that the create may have made. */
  among(all: readonly PolicyAnswer[]): PolicyAnswer[] {
    const { observations, writes } = this.deps;
    const { collection, request, matches, since } = this.criteria;
    const { name } = request.body as WirePolicy;
    const earliest = observations.serverTime(since) - CLOCK_SKEW;
    return all.filter(
      (policy) =>
        isPlainId(policy.id) &&
        !writes.hasPolicy(policy.id) &&
        !observations.hasShown(policy.id, since) &&
        policy.name === name &&
        (collection.app === undefined || policy.reusable !== true) &&
        Date.parse(String(policy.created_at)) >= earliest &&
        matches(policy),
    );
  }

  /**
   * Returns the candidates of the first look that has any. A list without one is up to date where it shows a change from
   * after the loss; where it does not, it is looked at for longer.
   */
  async #lookSince(lostAt: number): Promise<readonly PolicyAnswer[] | "out of time"> {
    const { observations, wait } = this.deps;
    const { request } = this.criteria;
    for (const [look, delay] of [...LOOKS, ...FURTHER_LOOKS].entries()) {
      if (performance.now() + delay > (request.deadline ?? Number.POSITIVE_INFINITY)) return "out of time";
      await wait(delay, request, "unknown");
      const { all, isSettled } = await this.#list();
      const found = this.among(all);
      if (found.length > 0) return found;
      const isUpToDate = isSettled && latestChange(all) > observations.serverTime(lostAt) + CLOCK_SKEW;
      if (isUpToDate && look >= LOOKS.length - 1) break;
    }
    return [];
  }

  async #list(): Promise<{ all: readonly PolicyAnswer[]; isSettled: boolean }> {
    const { collection, request } = this.criteria;
    const { body, ...options } = request;
    const operation = `list ${collection.plural}`;
    const list = { ...options, operation, method: "GET", path: collection.path } as const;
    let isSettled = true;
    const onUnsettled = () => {
      isSettled = false;
    };
    return { all: await listAll(this.deps.send, list, policiesIn, { onUnsettled }), isSettled };
  }
}

/** Returns when the last change was made that a list shows, in milliseconds since 1970. */
function latestChange(policies: readonly PolicyAnswer[]): number {
  const times = policies.flatMap(({ created_at, updated_at }) => [created_at, updated_at]);
  const known = times.map((time) => Date.parse(String(time))).filter(Number.isFinite);
  return Math.max(Number.NEGATIVE_INFINITY, ...known);
}

/**
 * Takes the only candidate for the result of a lost create and reports it; undefined where there is none.
 *
 * @throws ApiError where there are several
 */
export function singleMatch(
  candidates: readonly PolicyAnswer[],
  lost: ApiError,
  report: CreateOptions["report"],
): PolicyAnswer | undefined {
  const [only, ...others] = candidates;
  if (others.length > 0) throw severalMatches(lost, candidates);
  if (only !== undefined) report?.({ what: "adopted", policy: only, because: lost });
  return only;
}

function severalMatches(lost: ApiError, found: readonly PolicyAnswer[]): ApiError {
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
    fix: "Import one of them, and delete those that are not needed.",
  });
}

/** The error of looks that ended early. */
function interrupted(lost: ApiError, end: unknown): unknown {
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

/** The error of a deadline before the last look. */
function outOfTime(lost: ApiError): ApiError {
  const { operation, kind, status, requestId } = lost;
  return new ApiError({
    operation,
    kind,
    status,
    requestId,
    outcome: "unknown",
    reason: `${lost.reason}; whether it was made could not be found out in the time that was left`,
    fix: "Run it again (the plan names an existing policy of this content), or give the resource more time (timeouts).",
  });
}
