import type { WirePolicy } from "../model";
import { isPlainId, shownId } from "../text";
import { malformedAnswer } from "./answer-limits";
import { ApiError } from "./api-error";
import { isPrecedenceConflict } from "./error-codes";
import { type PolicyAnswer, policyIn, readPolicies } from "./policy-answer";
import type { Collection, CreateOptions } from "./policy-endpoint";
import { type Criteria, Reconciliation, type ReconciliationDeps, singleMatch } from "./reconciliation";
import { type ApiRequest, pause } from "./request";

/** Creates policies: each exactly once, also where the answer to the request that creates it is lost. */
export interface PolicyCreates {
  create(collection: Collection, body: WirePolicy, options?: CreateOptions): Promise<PolicyAnswer>;
}

export interface CreatesOptions {
  /** @default waits, and fails as canceled when the request's signal asks to stop */
  readonly wait?: typeof pause;
  /** Called when an answer is lost, with a line for people. */
  readonly onWarn?: (line: string) => void;
}

/** How often a create is sent in all. */
const MOST_ATTEMPTS = 5;

/** How long a create that a stop cut off may look for its policy, in milliseconds: the stop waits for it. */
const LAST_LOOK_MS = 600;

export function createPolicies(
  parts: Omit<ReconciliationDeps, "wait">,
  { wait = pause, onWarn }: CreatesOptions = {},
): PolicyCreates {
  const { send, writes, observations } = parts;
  const deps = { ...parts, wait };
  const oneName = new KeyedMutex();
  const lastLooks = new Map<string, Promise<readonly PolicyAnswer[]>>();

  async function post(request: ApiRequest): Promise<PolicyAnswer> {
    const sentAt = performance.now();
    const reply = await send(request);
    const answer = policyIn(request, reply, { sent: request.body as WirePolicy });
    const problem = !isPlainId(answer.id)
      ? "does not have the form of an id"
      : writes.hasPolicy(answer.id) || observations.hasShown(answer.id, sentAt)
        ? "is the id of another policy, which was there before"
        : undefined;
    if (problem === undefined) return answer;
    const reason = `the answer gives the new policy the id ${shownId(answer.id)}, which ${problem}`;
    throw malformedAnswer(request, reply, reason);
  }

  /** Sends the create until its policy exists: after an ambiguous answer it looks for the policy before it sends it again. */
  async function createOnce(criteria: Criteria, report: CreateOptions["report"]): Promise<PolicyAnswer> {
    const { request } = criteria;
    const reconciliation = new Reconciliation(deps, criteria);
    for (let attempts = 1; ; attempts++) {
      let lost: ApiError;
      try {
        const answer = await post(request);
        // The create succeeded: a failure to look for duplicates changes nothing.
        const duplicates = attempts > 1 ? await reconciliation.findDuplicates(answer).catch(() => []) : [];
        if (duplicates.length > 0) report?.({ what: "duplicated", policy: answer, duplicates });
        return answer;
      } catch (error) {
        // The precedence was free before: what an earlier attempt made may hold it.
        const isHeld = attempts > 1 && isPrecedenceConflict(error);
        if (!isHeld && !isAmbiguous(error)) throw attempts > 1 ? asAmbiguous(error) : error;
        lost = error;
      }
      onWarn?.(`${request.method} ${request.path}: ${lost.reason}. Checking whether the policy was created.`);
      const policy = await reconciliation.findLost(lost, report);
      if (policy) return policy;
      const isLate = request.deadline !== undefined && performance.now() >= request.deadline;
      // An answer that was about another policy shows that something was created: it is not sent again.
      if (!isAmbiguous(lost) || isLate || lost.kind === "malformed" || attempts === MOST_ATTEMPTS)
        throw asAmbiguous(lost);
    }
  }

  /** Looks once for the policy of a create that a stop cut off, and fails as the create did where it is not found. */
  async function lastLook(criteria: Criteria, error: ApiError, report: CreateOptions["report"]) {
    const candidates = new Reconciliation(deps, criteria).among(
      await sharedList(criteria.collection).catch(() => []),
    );
    const policy = singleMatch(candidates, error, report);
    if (policy === undefined) throw error;
    return policy;
  }

  /** All creates that a stop cuts off in a collection share one list. */
  function sharedList({ path, plural }: Collection): Promise<readonly PolicyAnswer[]> {
    const inFlight = lastLooks.get(path);
    if (inFlight) return inFlight;
    const deadline = performance.now() + LAST_LOOK_MS;
    const request = { operation: `list ${plural}`, method: "GET", path, deadline } as const;
    const list = readPolicies(send, request)
      .then(({ all }) => all)
      .finally(() => lastLooks.delete(path));
    lastLooks.set(path, list);
    return list;
  }

  return {
    create(collection, body, { matches, report, ...options } = {}) {
      const { path, noun } = collection;
      const request: ApiRequest = { operation: `create ${noun}`, method: "POST", path, body, ...options };
      return oneName.run(`${path} ${String(body.name)}`, async () => {
        const since = performance.now();
        try {
          const created = await writes.track(path, undefined, async () => {
            if (matches === undefined) return post(request);
            const criteria = { collection, request, matches, since };
            return createOnce(criteria, report).catch((error: unknown) => {
              if (isCutOff(error)) return lastLook(criteria, error, report);
              throw error;
            });
          });
          writes.record(path, created.id, created);
          return created;
        } catch (error) {
          throw withSentAt(error, () => new Date(observations.serverTime(since)));
        }
      });
    },
  };
}

/** Whether the policy may have been created, and there is time to look for it: not where a stop was asked for. */
function isAmbiguous(error: unknown): error is ApiError {
  return error instanceof ApiError && error.outcome === "unknown" && error.kind !== "aborted";
}

/** Whether a stop ended a create that was sent. */
function isCutOff(error: unknown): error is ApiError {
  return error instanceof ApiError && error.kind === "aborted" && error.outcome === "unknown";
}

/** The error of a create that was sent several times: none of the later answers undoes what an earlier request did. */
function asAmbiguous(error: unknown): unknown {
  if (!(error instanceof ApiError) || error.outcome === "unknown") return error;
  return new ApiError({ ...error, outcome: "unknown" });
}

/** Adds to an ambiguous error when the create began, so that its policy can be found. */
function withSentAt(error: unknown, sentAt: () => Date): unknown {
  if (!(error instanceof ApiError) || error.outcome !== "unknown") return error;
  return new ApiError({ ...error, sentAt: sentAt() });
}

/** Runs the tasks of one key one after another, in the order they came. */
class KeyedMutex {
  readonly #last = new Map<string, Promise<unknown>>();

  async run<T>(key: string, task: () => Promise<T>): Promise<T> {
    const previous = this.#last.get(key);
    const running = previous === undefined ? task() : previous.then(task, task);
    this.#last.set(key, running);
    try {
      return await running;
    } finally {
      if (this.#last.get(key) === running) this.#last.delete(key);
    }
  }
}
