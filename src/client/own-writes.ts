import type { PolicyAnswer } from "./policy-answer";
import { isOlder } from "./reads";

/**
 * What this client wrote last of each policy. A list may lag behind it, and whoever goes by a list (to move policies
 * about, which are written whole) must not bring back what was there before.
 */
export class OwnWrites {
  /** By collection and id; undefined: deleted. */
  readonly #last = new Map<string, Map<string, PolicyAnswer | undefined>>();

  wrote(collection: string, id: string, answer: PolicyAnswer | undefined): void {
    const known = this.#last.get(collection) ?? new Map<string, PolicyAnswer | undefined>();
    this.#last.set(collection, known.set(id, answer));
  }

  /**
   * A list without what it shows from before these writes.
   *
   * @param ask for a policy that the list does not have: somebody else may have deleted it since
   */
  async over(
    collection: string,
    listed: readonly PolicyAnswer[],
    ask: (id: string) => Promise<PolicyAnswer | undefined>,
  ): Promise<PolicyAnswer[]> {
    const known = this.#last.get(collection);
    if (known === undefined) return [...listed];
    const shown = listed.flatMap((policy) => {
      if (!known.has(policy.id)) return policy;
      const own = known.get(policy.id);
      return own && isOlder(policy.updated_at, String(own.updated_at)) ? own : ((own && policy) ?? []);
    });
    const ids = new Set(listed.map(({ id }) => id));
    const missing = [...known].filter(([id, own]) => own !== undefined && !ids.has(id));
    const asked = await Promise.all(missing.map(([id]) => ask(id)));
    return [...shown, ...asked.filter((policy) => policy !== undefined)];
  }
}
