import type { AccessDecision } from "../decision";
import { assignPrecedences } from "../policy-list";
import type { Move, Placed } from "./placed";
import { NoSafeMovesError, planMoves } from "./plan-moves";
import { Safety } from "./safety";

/** A policy of an ordered list whose content changes, among the others. */
export interface ContentChange {
  /** All policies of the application, with their present numbers. */
  readonly current: readonly Placed[];
  /** Those of the list, in the order wanted. */
  readonly order: readonly string[];
  readonly id: string;
  /** What the policy decides afterwards. */
  readonly decision: AccessDecision;
  /** Policies that are deleted afterwards. */
  readonly leaving?: ReadonlySet<string>;
  /** Policies of the list that do not have all block policies before them yet: those are still to be made. */
  readonly early?: ReadonlySet<string>;
}

/**
 * The writes that give a policy of an ordered list its new content, by the last one of its own, so that nobody gets in
 * whom neither the list as it stands nor the list wanted lets in. Where it can change where it stands, that is all;
 * otherwise the list is brought into its order with it.
 *
 * The contents of the others are taken as they are now, and only decisions are looked at, not whom a policy matches.
 *
 * @throws NoSafeMovesError when there is no such way
 */
export function planContentChange(change: ContentChange): Move[] {
  const { current, order, id, decision, leaving = new Set<string>(), early = new Set<string>() } = change;
  const changing = new Map([[id, decision]]);
  if (early.has(id)) throw new NoSafeMovesError([id]);
  const targets = assignPrecedences(
    order.filter((other) => !early.has(other)),
    current,
  );
  // Of the order wanted nothing counts for those: they may rely on what is before them now alone.
  const staying = new Set([...leaving, ...early]);
  const places = current.map(({ precedence }) => precedence);
  const wanted = current.map((policy) => targets.get(policy.id) ?? policy.precedence);
  const safety = new Safety(current, places, wanted, { leaving: staying, changing });
  if (safety.holdsChanged(places))
    return [{ id, precedence: current.find((policy) => policy.id === id)!.precedence }];
  return planMoves(current, targets, staying, changing);
}
