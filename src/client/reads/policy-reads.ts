import { ApiError } from "../api-error";
import type { Collection } from "../collection";
import type { ListMemory } from "../list-memory";
import { cancelled } from "../pause";
import type { PolicyAnswer } from "../policy-answer";
import type { CachedSnapshot, ReadOptions, RequestOptions } from "../policy-endpoint";
import type { Send } from "../request";
import { ApplicationLists } from "./application-lists";
import { isOlder } from "./freshness";
import { type Forthcoming, type Later, soon } from "./gatherer";
import { mayWorkAlone } from "./list-wanted";
import { type PolicyList, readPolicies } from "./policy-list";
import { ReusableLists } from "./reusable-lists";

export interface ReadsOptions {
  /** How a read waits for others to come. @default some 20 milliseconds, longer while others are on their way */
  readonly later?: Later;
}

export interface ReadsParts {
  readonly send: Send;
  readonly memory: ListMemory;
  readonly forthcoming: Forthcoming;
}

/** What has to be asked alone: the GET of one policy. */
export type AskAlone = () => Promise<PolicyAnswer | undefined>;

/**
 * The reads of one account's policies, answered from as few requests as will do. A list answers for a policy only where
 * nothing this client wrote came after it, where it has the policy at all, and where it shows it no older than is known
 * of it; everything else is asked for alone.
 */
export class PolicyReads {
  readonly #send: Send;
  readonly #memory: ListMemory;
  readonly #forthcoming: Forthcoming;
  readonly #reusable: ReusableLists;
  readonly applications: ApplicationLists;
  /** Everything that was read: somebody manages it. */
  readonly #managed = new Set<string>();
  /** How many of those that were read do not exist, and whether any does. */
  #missing = 0;
  #found = false;
  #reported = false;
  /** A list that nobody needs failed, or took too long: it is not asked for again. */
  #lookedInVain = false;

  /** @param where the account's reusable policies, and the path of its applications */
  constructor(
    { send, memory, forthcoming }: ReadsParts,
    where: { reusable: Collection; applications: string },
    { later = soon }: ReadsOptions = {},
  ) {
    this.#send = send;
    this.#memory = memory;
    this.#forthcoming = forthcoming;
    const gather = { later, forthcoming };
    this.#reusable = new ReusableLists(send, memory, where.reusable, gather);
    this.applications = new ApplicationLists(send, memory, where.applications, gather);
  }

  async read(
    collection: Collection,
    id: string,
    { notOlderThan, onNoneFound, whole = false, ...options }: ReadOptions,
    ask: AskAlone,
  ): Promise<PolicyAnswer | undefined> {
    this.#forthcoming.arrive();
    this.#managed.add(id);
    if (this.#memory.wrote(`${collection.path}/${encodeURIComponent(id)}`)) return ask();
    const list = await this.#listIfAny(collection, whole, options);
    const shown = list?.byId.get(id);
    const isUsable = shown !== undefined && !isOlder(shown.updated_at, notOlderThan);
    const policy = isUsable ? shown : await ask();
    if (this.#noneFound(policy, list)) onNoneFound?.(this.#missing);
    return policy;
  }

  /** The whole collection, by a list that others share; undefined where it can only be asked for policy by policy. */
  whole(collection: Collection, options: RequestOptions): Promise<PolicyList | undefined> {
    this.#forthcoming.arrive();
    return this.#listIfAny(collection, true, options);
  }

  /** Whether it is time to report that nothing exists: once, for several, and only before this client deleted anything. */
  #noneFound(policy: PolicyAnswer | undefined, list: PolicyList | undefined): boolean {
    if (policy === undefined) this.#missing++;
    else this.#found = true;
    const empty = list === undefined || list.all.length === 0;
    if (this.#found || this.#missing < 2 || !empty || this.#memory.wroteAnything || this.#reported)
      return false;
    this.#reported = true;
    return true;
  }

  /**
   * A collection as it was before this client wrote anything; undefined where that is not known. Nothing else depends on
   * it, so a list that fails once is not asked for again.
   */
  async found(collection: Collection, options: RequestOptions): Promise<CachedSnapshot | undefined> {
    if (this.#lookedInVain) return undefined;
    try {
      if (!this.#memory.wroteAnything)
        await inTime(this.#list(collection, true, options), `list ${collection.plural}`);
      return await this.cachedSnapshot(collection);
    } catch (error) {
      this.#lookedInVain = true;
      throw error;
    }
  }

  /** What is known of a collection from before this client wrote anything; nothing is asked for it. */
  async cachedSnapshot(collection: Collection): Promise<CachedSnapshot | undefined> {
    const { app } = collection;
    const list = await this.#asFound(collection);
    const application = app === undefined ? undefined : await this.applications.applicationAsFound(app);
    return list && { policies: list.all, isManaged: (id) => this.#managed.has(id), application };
  }

  /** The list of one collection alone, as no write of this client has made it stale. */
  list({ path, plural }: Collection, options: RequestOptions): Promise<PolicyList> {
    const request = { operation: `list ${plural}`, method: "GET", path, ...options } as const;
    return this.#memory.recall(path, {}, () => readPolicies(this.#send, request));
  }

  async #listIfAny(
    collection: Collection,
    whole: boolean,
    options: RequestOptions,
  ): Promise<PolicyList | undefined> {
    try {
      return await this.#list(collection, whole, options);
    } catch (error) {
      if (mayWorkAlone(error) || stoppedForAnother(error, options.signal)) return undefined;
      throw error;
    }
  }

  #list(collection: Collection, whole: boolean, options: RequestOptions): Promise<PolicyList | undefined> {
    const { app, plural } = collection;
    const list =
      app === undefined
        ? this.#reusable.listFor(whole, options)
        : this.applications.listFor(collection, app, whole, options);
    return orStopped(list, `read ${plural}`, options.signal);
  }

  #asFound(collection: Collection): Promise<PolicyList | undefined> | undefined {
    const { app, path } = collection;
    if (app !== undefined) return this.applications.asFound(collection, app);
    return this.#memory.beforeAnyWrite<PolicyList>(path);
  }
}

/** How long a look at what is there may take, in milliseconds. */
const PATIENCE = 30_000;

/** The list itself goes on: others may wait for it. */
async function inTime(list: Promise<unknown>, operation: string): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const reason = `there was no list within ${PATIENCE / 1_000} seconds`;
    timer = setTimeout(() => reject(new ApiError({ operation, kind: "timeout", reason })), PATIENCE);
  });
  await Promise.race([list, late]).finally(() => clearTimeout(timer));
}

/** The list was another's, who was asked to stop; this read was not. */
function stoppedForAnother(error: unknown, signal: AbortSignal | undefined): boolean {
  return error instanceof ApiError && error.kind === "aborted" && !signal?.aborted;
}

/** What is waited for may be shared, and end later than one who waits may wait. */
function orStopped<T>(waited: Promise<T>, operation: string, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return waited;
  return new Promise((resolve, reject) => {
    const stop = () => reject(cancelled(operation));
    const end = () => signal.removeEventListener("abort", stop);
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
    waited.then(resolve, reject).finally(end);
  });
}
