import type { Changing, Placed } from "./placed";

/** The precedence of each policy, by its index. */
export type Places = readonly number[];

/** What else there is to know of the way between two orders. */
export interface Circumstances {
  /** Policies that are deleted afterwards. */
  readonly leaving: ReadonlySet<string>;
  readonly changing: Changing;
}

/**
 * Judges the orders between an old and a new one. Only Allow and Block policies count: Service Auth and Bypass are
 * judged before them whatever their precedence.
 *
 * The first Allow or Block policy that matches decides. So an allow policy lets in whom no block policy before it
 * matches, and an order in between lets in nobody whom both the old and the new one keep out exactly if, for every
 * allow policy, the block policies before it include all that stood before it in the old order, or all that will in the
 * new one. Policies that leave are no part of the new order: an allow policy among them needs all that stood before it.
 *
 * A policy whose content changes is two in this: the old one, and from when it is in its place the new one. The new order
 * says nothing of whom the old one matches, nor the old order of whom the new one does.
 */
export class Safety {
  /** For each allow policy the block policies before it, in the old order and in the new one, if it is in that. */
  readonly #guards: readonly { allow: number; old?: readonly number[]; next?: readonly number[] }[];
  readonly #changing: readonly boolean[];

  constructor(
    policies: readonly Placed[],
    old: Places,
    private readonly next: Places,
    { leaving, changing }: Circumstances,
  ) {
    const was = policies.map(({ decision }) => decision);
    const willBe = policies.map(({ id, decision }) =>
      leaving.has(id) ? undefined : (changing.get(id) ?? decision),
    );
    const before = (allow: number, places: Places, decisions: readonly (string | undefined)[]) =>
      decisions[allow] === "allow"
        ? policies.flatMap((_, deny) =>
            decisions[deny] === "deny" && places[deny]! < places[allow]! ? [deny] : [],
          )
        : undefined;
    this.#changing = policies.map(({ id }) => changing.has(id));
    this.#guards = policies.flatMap((_, allow) => {
      const guards = { old: before(allow, old, was), next: before(allow, next, willBe) };
      return guards.old || guards.next ? [{ allow, ...guards }] : [];
    });
  }

  /** Whether nobody gets in by this order whom neither the old nor the new one lets in. */
  holds(places: Places): boolean {
    return this.unsafe(places) === undefined;
  }

  /** The same where the policies that change their content have done so, wherever they stand. */
  holdsChanged(places: Places): boolean {
    return this.unsafe(places, (index) => this.#changing[index]!) === undefined;
  }

  /** The first allow policy that lets in by this order whom neither the old nor the new one lets in. */
  unsafe(
    places: Places,
    changed = (index: number) => this.#changing[index]! && places[index] === this.next[index],
  ): number | undefined {
    const waits = (index: number) => this.#changing[index]! && !changed(index);
    return this.#guards.find(({ allow, old, next }) => {
      // By what it is at this moment it lets in nobody.
      if (changed(allow) ? next === undefined : waits(allow) && old === undefined) return false;
      const inFront = (deny: number) => places[deny]! < places[allow]!;
      const asBefore = !changed(allow) && old?.every((deny) => inFront(deny) && !changed(deny));
      const asAfter = !waits(allow) && next?.every((deny) => inFront(deny) && !waits(deny));
      return !asBefore && !asAfter;
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
  return new Safety(policies, at(new Map()), at(wanted), { leaving: new Set(), changing: new Map() }).holds(
    at(step),
  );
}
