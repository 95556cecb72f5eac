import type { PolicyAnswer } from "./policy-answer";
import { isOlder } from "./reads";

/** How many policies are remembered, several times what an account may have. */
const MOST = 5_000;

/**
 * What this client wrote last of each policy. A list may lag behind it, and whoever goes by a list (to look something up,
 * or to move policies about, which are written whole) must not take what was there before for what is there now.
 */
export class OwnWrites {
  /** By collection and id; undefined: deleted. */
  readonly #last = new Map<string, Map<string, PolicyAnswer | undefined>>();
  /** Where each is, the one written longest ago first. */
  readonly #places = new Map<string, { readonly collection: string; readonly id: string }>();

  wrote(collection: string, id: string, answer: PolicyAnswer | undefined): void {
    this.forget(collection, id);
    const known = this.#last.get(collection) ?? new Map<string, PolicyAnswer | undefined>();
    this.#last.set(collection, known.set(id, answer));
    this.#places.set(placeOf(collection, id), { collection, id });
    if (this.#places.size <= MOST) return;
    const [oldest] = this.#places.values();
    if (oldest) this.forget(oldest.collection, oldest.id);
  }

  /** A write was sent, and nobody knows what became of it: a list knows better than what was written before. */
  forget(collection: string, id: string): void {
    const known = this.#last.get(collection);
    known?.delete(id);
    if (known?.size === 0) this.#last.delete(collection);
    this.#places.delete(placeOf(collection, id));
  }

  /**
   * A list without what it shows from before these writes. What was made and the list does not have stands at its end, as
   * it was answered. The list itself, where nothing was written.
   */
  over(collection: string, listed: readonly PolicyAnswer[]): readonly PolicyAnswer[] {
    const known = this.#last.get(collection);
    if (known === undefined) return listed;
    const shown = listed.flatMap((policy) => {
      if (!known.has(policy.id)) return policy;
      const own = known.get(policy.id);
      if (own === undefined) return [];
      return isOlder(own.updated_at, textOf(policy.updated_at)) ? policy : own;
    });
    const ids = new Set(listed.map(({ id }) => id));
    const missing = [...known.values()].filter((own) => own !== undefined && !ids.has(own.id));
    return [...shown, ...(missing as PolicyAnswer[])];
  }
}

function placeOf(collection: string, id: string): string {
  return `${collection}/${id}`;
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
