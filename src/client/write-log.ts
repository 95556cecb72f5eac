import { ApiError } from "./api-error";
import type { PolicyAnswer } from "./policy-answer";

/** What is known of an object that this client wrote, or has begun to write. */
type LastWrite =
  /** A policy, as the API answered the write. */
  | PolicyAnswer
  | "deleted"
  /** A write is in flight or ambiguous, or the object is not a policy: only a GET shows it. */
  | "unknown";

/** A moment among the writes of this client; later ones are greater. */
export type LogPosition = number;

/**
 * Everything that this client wrote. Lists may lag behind it: reads consult the log for which lists are stale, which
 * policies need a GET, and what to lay over a list.
 */
export class WriteLog {
  readonly #collections = new Map<string, Map<string, LastWrite>>();
  /** Ids of all policies that were written, whatever their collection. */
  readonly #ids = new Set<string>();
  /** Position of the last change to each collection: when a write began, and again when it had ended. */
  readonly #changes = new Map<string, LogPosition>();
  #position: LogPosition = 0;
  #firstChange: LogPosition = Number.POSITIVE_INFINITY;

  /**
   * Carries out a write. From when it begins its collection's lists are stale, and so is one that was begun before
   * it has ended, since that may show either state.
   *
   * @param id undefined while an object is created
   */
  async track<Result>(
    collection: string,
    id: string | undefined,
    write: () => Promise<Result>,
  ): Promise<Result> {
    const before = id === undefined ? undefined : this.#written(collection).get(id);
    this.#change(collection);
    if (id !== undefined) this.#written(collection).set(id, "unknown");
    try {
      return await write();
    } catch (error) {
      const isRefused = error instanceof ApiError && error.outcome === "no";
      if (isRefused && id !== undefined && before !== undefined) this.#written(collection).set(id, before);
      throw error;
    } finally {
      this.#change(collection);
    }
  }

  /** Records the answer to a write. */
  record(collection: string, id: string, answer: PolicyAnswer | "deleted"): void {
    const written = this.#written(collection);
    // What was made last stands last in the overlay.
    written.delete(id);
    written.set(id, answer);
    this.#ids.add(id);
  }

  /** Whether this client wrote, or has begun to write, the object. */
  has(collection: string, id: string): boolean {
    return this.#collections.get(collection)?.has(id) ?? false;
  }

  /** Whether this client wrote a policy of that id, in any collection. */
  hasPolicy(id: string): boolean {
    return this.#ids.has(id);
  }

  get isEmpty(): boolean {
    return this.#firstChange === Number.POSITIVE_INFINITY;
  }

  /** Returns the position of what begins now. */
  next(): LogPosition {
    return ++this.#position;
  }

  /** Whether the collection has not been written since the position. */
  isCurrent(collection: string, since: LogPosition): boolean {
    return since > (this.#changes.get(collection) ?? 0);
  }

  /** Whether the position is from before the first write. */
  isBeforeAll(position: LogPosition): boolean {
    return position < this.#firstChange;
  }

  /**
   * Lays what this client wrote over a list that may lag: its policies replace those that the list does not show newer, deleted ones are left
   * out, and those that the list does not have stand at its end. The list itself, where nothing was written.
   */
  overlay(collection: string, listed: readonly PolicyAnswer[]): readonly PolicyAnswer[] {
    const written = this.#collections.get(collection);
    if (written === undefined) return listed;
    const shown = listed.flatMap((policy) => {
      const own = written.get(policy.id);
      if (own === "deleted") return [];
      if (own === undefined || own === "unknown") return policy;
      return isStale(own.updated_at, textOf(policy.updated_at)) ? policy : own;
    });
    const ids = new Set(listed.map(({ id }) => id));
    const missing = [...written.values()].filter((own) => typeof own === "object" && !ids.has(own.id));
    return [...shown, ...(missing as PolicyAnswer[])];
  }

  #written(collection: string): Map<string, LastWrite> {
    const known = this.#collections.get(collection) ?? new Map<string, LastWrite>();
    this.#collections.set(collection, known);
    return known;
  }

  #change(collection: string): void {
    const position = this.next();
    this.#changes.set(collection, position);
    this.#firstChange = Math.min(this.#firstChange, position);
  }
}

/**
 * Whether an answer is older than a moment that is known of the policy: both as the API's `updated_at`, an RFC 3339 time
 * with any number of digits. An answer without one may be.
 */
export function isStale(updatedAt: unknown, known: string | undefined): boolean {
  const least = known === undefined ? undefined : parseTime(known);
  if (least === undefined) return false;
  const shown = typeof updatedAt === "string" ? parseTime(updatedAt) : undefined;
  if (shown === undefined) return true;
  return shown.second < least.second || (shown.second === least.second && shown.fraction < least.fraction);
}

/** In two parts, since a number of milliseconds would lose digits. Undefined for what is not a time. */
function parseTime(text: string): { second: number; fraction: string } | undefined {
  const digits = /\.(\d+)/.exec(text)?.[1] ?? "";
  const second = Date.parse(text.replace(/\.\d+/, ""));
  return Number.isNaN(second) ? undefined : { second, fraction: digits.padEnd(12, "0") };
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
