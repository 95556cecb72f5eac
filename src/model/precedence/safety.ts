import type { Placed } from "./placed";

/** Where each policy stands, by id. */
export type Places = ReadonlyMap<string, number>;

/**
 * Judges the orders between an old and a new one. Only Allow and Block policies count: Service Auth and Bypass are
 * judged before them whatever their precedence.
 *
 * The first Allow or Block policy that matches decides. So an allow policy lets in whom no block policy before it
 * matches, and an order in between lets in nobody whom both the old and the new one keep out exactly if, for every
 * allow policy, the block policies before it include all that stood before it in the old order, or all that will in the
 * new one.
 */
export class Safety {
  readonly #allows: readonly string[];
  readonly #denies: readonly string[];
  readonly #before: ReadonlyMap<string, readonly [old: readonly string[], next: readonly string[]]>;

  constructor(policies: readonly Placed[], old: Places, next: Places) {
    const having = (decision: string) =>
      policies.filter((it) => it.decision === decision).map(({ id }) => id);
    this.#allows = having("allow");
    this.#denies = having("deny");
    const before = (allow: string, places: Places) =>
      this.#denies.filter((deny) => places.get(deny)! < places.get(allow)!);
    this.#before = new Map(this.#allows.map((id) => [id, [before(id, old), before(id, next)]]));
  }

  /** Whether nobody gets in by this order whom neither the old nor the new one lets in. */
  holds(places: Places): boolean {
    return this.#allows.every((allow) => {
      const place = places.get(allow)!;
      return this.#before.get(allow)!.some((denies) => denies.every((deny) => places.get(deny)! < place));
    });
  }
}
