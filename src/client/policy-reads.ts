import { ACCOUNT_OBJECTS, listPath } from "./account-objects";
import { ApiError, type ApiErrorKind } from "./api-error";
import { type ApplicationAnswer, type ApplicationList, readApplications } from "./applications";
import type { ListCache } from "./list-cache";
import { type PolicyAnswer, type PolicyList, readPolicies } from "./policy-answer";
import type { CachedSnapshot, Collection, ReadOptions, RequestOptions } from "./policy-endpoint";
import { type ApiRequest, canceled, type Sender } from "./request";
import { isStale, type WriteLog } from "./write-log";

/** What reads and writes of one client share. */
export interface ReadParts {
  readonly send: Sender;
  readonly cache: ListCache;
  readonly writes: WriteLog;
}

/**
 * The reads of one account's policies. Every read takes a list that all reads of a run share: an account has at most 500
 * reusable policies and 500 applications, a page holds 1,000, and the list of applications embeds their policies. So a plan
 * takes one request for the reusable policies and one for those of all applications, however many there are.
 *
 * A single policy is requested only where a list cannot answer for it: this client wrote it, the list does not have it
 * (lists lag and pages shift, so only a GET proves that it is gone), shows it older than it is known to be, or failed.
 */
export class PolicyReads {
  readonly #applications: string;
  /** Ids of all policies that were read: a resource manages them. */
  readonly #managed = new Set<string>();
  /** Errors of lists, by path, where a GET may yet succeed: they are not requested again. */
  readonly #failed = new Map<string, unknown>();
  #missing = 0;
  #foundAny = false;
  #reportedNone = false;
  #snapshotFailed = false;

  /** @param account the account's id as a segment of a path */
  constructor(
    private readonly parts: ReadParts,
    account: string,
  ) {
    this.#applications = listPath(account, "application");
  }

  /** @param get requests the policy alone */
  async read(
    collection: Collection,
    id: string,
    { notOlderThan, onNoneFound, ...options }: ReadOptions,
    get: () => Promise<PolicyAnswer | undefined>,
  ): Promise<PolicyAnswer | undefined> {
    this.#managed.add(id);
    if (this.parts.writes.has(collection.path, id)) return get();
    const list = await this.list(collection, options);
    const listed = list?.byId.get(id);
    const isUsable = listed !== undefined && !isStale(listed.updated_at, notOlderThan);
    const policy = isUsable ? listed : await get();
    if (this.#foundNone(policy, list)) onNoneFound?.(this.#missing);
    return policy;
  }

  /** Returns a collection by a shared list; undefined where the lists that show it failed and a GET may not. */
  async list(collection: Collection, options: RequestOptions): Promise<PolicyList | undefined> {
    try {
      return await this.#list(collection, options);
    } catch (error) {
      if (failsForListOnly(error)) return undefined;
      throw error;
    }
  }

  /** Returns an application by the list of all; undefined where only a GET can answer for it. */
  async application(app: string, options: RequestOptions): Promise<ApplicationAnswer | undefined> {
    if (this.parts.writes.has(this.#applications, app)) return undefined;
    try {
      return (await this.#allApplications(options)).answers.get(app);
    } catch (error) {
      if (failsForListOnly(error)) return undefined;
      throw error;
    }
  }

  /**
   * Reads a collection as it is before this client wrote anything; undefined where that is too late. Nothing else depends
   * on it, so a list that failed once is not requested again.
   */
  async snapshot(collection: Collection, options: RequestOptions): Promise<CachedSnapshot | undefined> {
    if (this.#snapshotFailed) return undefined;
    try {
      if (this.parts.writes.isEmpty)
        await inTime(this.#list(collection, options), `list ${collection.plural}`);
      return await this.cachedSnapshot(collection);
    } catch (error) {
      this.#snapshotFailed = true;
      throw error;
    }
  }

  /** Returns what is cached of a collection from before this client wrote anything; requests nothing. */
  async cachedSnapshot({ app = "", path }: Collection): Promise<CachedSnapshot | undefined> {
    const { cache } = this.parts;
    const all = await cache.beforeAnyWrite<ApplicationList>(this.#applications)?.catch(() => undefined);
    const list = (await cache.beforeAnyWrite<PolicyList>(path)) ?? all?.policies.get(app);
    const isManaged = (id: string) => this.#managed.has(id);
    return list && { policies: list.all, isManaged, application: all?.snapshots.get(app) };
  }

  /** The list of a collection alone. */
  ownList({ path, plural }: Collection, options: RequestOptions): Promise<PolicyList> {
    const { send } = this.parts;
    return this.#shared({ operation: `list ${plural}`, method: "GET", path, ...options }, (request) =>
      readPolicies(send, request),
    );
  }

  /**
   * The list of all applications answers for the policies of each. Once this client wrote to an application its own list
   * does, since the other is outdated for this one and good for the rest.
   */
  async #list(collection: Collection, options: RequestOptions): Promise<PolicyList> {
    const { app, path } = collection;
    if (app !== undefined && !this.parts.cache.isOutdated(this.#applications, path)) {
      try {
        const embedded = (await this.#allApplications(options)).policies.get(app);
        if (embedded !== undefined) return embedded;
      } catch (error) {
        if (!failsForListOnly(error)) throw error;
      }
    }
    return this.ownList(collection, options);
  }

  #allApplications(options: RequestOptions): Promise<ApplicationList> {
    const { send } = this.parts;
    const operation = `list ${ACCOUNT_OBJECTS.application.plural}`;
    const request = { operation, method: "GET", path: this.#applications, ...options } as const;
    return this.#shared(request, (asked) => readApplications(send, asked));
  }

  async #shared<List>(request: ApiRequest, read: (request: ApiRequest) => Promise<List>): Promise<List> {
    const { path, operation, signal } = request;
    const failure = this.#failed.get(path);
    if (failure !== undefined) throw failure;
    try {
      const list = this.parts.cache.get(path, request, (shared) => read({ ...request, ...shared }));
      return await orAborted(list, operation, signal);
    } catch (error) {
      // The request had the signal of another caller.
      if (isAborted(error) && !signal?.aborted) return this.#shared(request, read);
      if (failsForListOnly(error)) this.#failed.set(path, error);
      throw error;
    }
  }

  /** Whether to report that nothing exists: once, for several policies, and only before this client wrote anything. */
  #foundNone(policy: PolicyAnswer | undefined, list: PolicyList | undefined): boolean {
    if (policy === undefined) this.#missing++;
    else this.#foundAny = true;
    const isEmpty = list === undefined || list.all.length === 0;
    const report =
      !this.#foundAny && this.#missing >= 2 && isEmpty && this.parts.writes.isEmpty && !this.#reportedNone;
    this.#reportedNone ||= report;
    return report;
  }
}

/** Failures that do not say anything about the policies in a list. */
const LIST_FAILURES: ReadonlySet<ApiErrorKind> = new Set([
  "refused",
  "not-found",
  "server",
  "not-json",
  "malformed",
  "timeout",
  "conflict",
]);

/** Whether a GET of one policy may succeed where a list failed so. Wrong credentials and a dead network fail both. */
function failsForListOnly(error: unknown): boolean {
  return error instanceof ApiError && LIST_FAILURES.has(error.kind);
}

function isAborted(error: unknown): boolean {
  return error instanceof ApiError && error.kind === "aborted";
}

/** How long a plan waits for a snapshot that only warnings need, in milliseconds. */
const SNAPSHOT_LIMIT_MS = 30_000;

/** Fails after the limit; the list itself goes on, since others may wait for it. */
async function inTime(list: Promise<unknown>, operation: string): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const reason = `there was no list within ${SNAPSHOT_LIMIT_MS / 1_000} seconds`;
    timer = setTimeout(() => reject(new ApiError({ operation, kind: "timeout", reason })), SNAPSHOT_LIMIT_MS);
  });
  await Promise.race([list, late]).finally(() => clearTimeout(timer));
}

/** Fails as canceled as soon as the signal asks to stop: a shared list may take longer. */
function orAborted<T>(list: Promise<T>, operation: string, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return list;
  return new Promise((resolve, reject) => {
    const stop = () => reject(canceled(operation));
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
    list.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}
