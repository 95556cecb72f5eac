import type { Placed } from "./placed";

/** The precedence of each policy, by its index. */
export type Places = readonly number[];

/**
 * Judges the orders between an old and a new one. Only Allow and Block policies count: Service Auth and Bypass are
 * judged before them whatever their precedence.
 *
 * The first Allow or Block policy that matches decides. So an allow policy lets in whom no block policy before it
 * matches, and an order in between lets in nobody whom both the old and the new one keep out exactly if, for every
 * allow policy, the block policies before it include all that stood before it in the old order, or all that will in the
 * new one. Policies that leave are no part of the new order: an allow policy among them needs all that stood before it.
 */
export class Safety {
  /** For each allow policy the block policies before it, in the old order and in the new one, if it is in that. */
  readonly #guards: readonly { allow: number; old: readonly number[]; next?: readonly number[] }[];

  constructor(policies: readonly Placed[], old: Places, next: Places, leaving: ReadonlySet<string>) {
    const having = (decision: string) =>
      policies.flatMap((policy, index) => (policy.decision === decision ? [index] : []));
    const leaves = (index: number) => leaving.has(policies[index]!.id);
    const denies = having("deny");
    const staying = denies.filter((deny) => !leaves(deny));
    const before = (allow: number, places: Places, guards: readonly number[]) =>
      guards.filter((deny) => places[deny]! < places[allow]!);
    this.#guards = having("allow").map((allow) => ({
      allow,
      old: before(allow, old, denies),
      ...(leaves(allow) ? {} : { next: before(allow, next, staying) }),
    }));
  }

  /** Whether nobody gets in by this order whom neither the old nor the new one lets in. */
  holds(places: Places): boolean {
    return this.unsafe(places) === undefined;
  }

  /** The first allow policy that lets in by this order whom neither the old nor the new one lets in. */
  unsafe(places: Places): number | undefined {
    return this.#guards.find(({ allow, old, next }) => {
      const inFront = (deny: number) => places[deny]! < places[allow]!;
      return !old.every(inFront) && !next?.every(inFront);
    })?.allow;
  }
}

/**
 * Whether nobody gets in where some policies stand elsewhere, whom neither the present order lets in nor the one that
 * is wanted. Both are told by the places that differ from the present ones.
 */
export function isSafeStep(
  policies: readonly Placed[],
  step: ReadonlyMap<string, number>,
  wanted: ReadonlyMap<string, number>,
): boolean {
  const at = (places: ReadonlyMap<string, number>) =>
    policies.map(({ id, precedence }) => places.get(id) ?? precedence);
  return new Safety(policies, at(new Map()), at(wanted), new Set()).holds(at(step));
}
