import { AccessDecision, type MarkedOrder, mark } from "../../../model";
import type { PlacedPolicy } from "./placed-policy";
import type { Wish } from "./wish";

/** What is known of an application at a moment in which some of its policies are to move. */
export interface Known {
  readonly policies: readonly PlacedPolicy[];
  /** The operation in question; absent where all that is known is to be brought about. */
  readonly wish?: Wish;
  /** All wishes of this moment. */
  readonly wishes: readonly Wish[];
  /** The policies that are being deleted. */
  readonly leaving: ReadonlySet<string>;
  /** Marks of the names that the stack had before. */
  readonly past?: ReadonlySet<string>;
  /** What the stack says. */
  readonly order?: MarkedOrder;
}

/** Where each policy is to go: by the operations under way first, then by what the stack says. */
export function targetsOf({ policies, wish, wishes, leaving, order }: Known): Map<string, number> {
  const own = policies.filter(({ linked, id }) => !linked && !leaving.has(id));
  const all = wish ? [wish, ...wishes] : wishes;
  const toBeMade = new Set(all.filter(({ id }) => id === undefined).map(({ name }) => name));
  const targets = new Map<string, number>();
  const claimed = new Set(all.filter(({ id }) => id === undefined).map(({ precedence }) => precedence));
  for (const { id, precedence } of all) {
    if (id === undefined || targets.has(id) || claimed.has(precedence)) continue;
    if (!own.some((policy) => policy.id === id)) continue;
    targets.set(id, precedence);
    claimed.add(precedence);
  }
  if (order === undefined) return targets;
  for (const { id, name } of own) {
    const precedence = order.places.get(mark(name));
    if (precedence === undefined || targets.has(id) || claimed.has(precedence)) continue;
    // A name that stands for two policies, or for one that is still to be made, tells neither's place.
    if (toBeMade.has(name) || own.filter((other) => other.name === name).length > 1) continue;
    targets.set(id, precedence);
    claimed.add(precedence);
  }
  return targets;
}

/** The policies that will be no part of the new order: deleted, or about to be as far as one can tell. */
export function leaversIn(known: Known, targets: ReadonlyMap<string, number>): Set<string> {
  const { policies, wish, wishes, leaving, past, order } = known;
  const successors = new Set(
    [...(wish ? [wish] : []), ...wishes].filter(({ id }) => id === undefined).map(({ name }) => name),
  );
  const left = ({ name }: PlacedPolicy) =>
    order !== undefined && past?.has(mark(name)) === true && !order.places.has(mark(name));
  return new Set(
    policies
      .filter((policy) => !policy.linked && !targets.has(policy.id))
      .filter((policy) => leaving.has(policy.id) || successors.has(policy.name) || left(policy))
      .map(({ id }) => id),
  );
}

/** The numbers of policies that are still to be made: of those known to be block policies, and of all. */
export function absentIn(known: Known, leavers: ReadonlySet<string>): { denies: number[]; all: number[] } {
  const { policies, wish, wishes, order } = known;
  const every = wish ? [wish, ...wishes] : wishes;
  const toBeMade = every.filter(({ id }) => id === undefined);
  const names = [
    ...policies.filter(({ id, linked }) => !linked && !leavers.has(id)).map(({ name }) => name),
    ...every.filter(({ id }) => policies.some((policy) => policy.id === id)).map(({ name }) => name),
  ];
  const present = new Set(names.map(mark));
  const told = [...(order?.places ?? [])].filter(([name]) => !present.has(name));
  const blocking = toBeMade.filter(({ content }) => content?.decision === AccessDecision.DENY);
  const places = (wanted: readonly Wish[]) => wanted.map(({ precedence }) => precedence);
  return {
    denies: [
      ...places(blocking),
      ...told.filter(([name]) => order!.denies.has(name)).map(([, precedence]) => precedence),
    ],
    all: [...new Set([...places(toBeMade), ...told.map(([, precedence]) => precedence)])],
  };
}

/** The allow policies before which a block policy is to stand that is not there yet: they need those they have had. */
export function waitingIn(
  policies: readonly PlacedPolicy[],
  targets: ReadonlyMap<string, number>,
  absent: readonly number[],
): string[] {
  const first = Math.min(...absent);
  return policies
    .filter(
      ({ id, decision, precedence }) =>
        decision === AccessDecision.ALLOW && (targets.get(id) ?? precedence) > first,
    )
    .map(({ id }) => id);
}
