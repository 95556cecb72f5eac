import {
  type AccessDecision,
  type Move,
  NoSafeMovesError,
  type Placed,
  planMoves,
  samePolicy,
  splitAnswer,
  type WirePolicy,
  wireToDocument,
} from "../../../model";
import type { PlacedPolicy } from "./placed-policy";
import type { Wish } from "./wish";

/** Whether an answered policy is what a body makes it. */
export function means(stored: WirePolicy, body: WirePolicy): boolean {
  const { account_id: accountId } = stored;
  const { wire } = splitAnswer("application", stored, {
    prior: () => body,
    ...(typeof accountId === "string" ? { accountId } : {}),
  });
  const [a, b] = [wire, body].map((policy) => wireToDocument("application", policy));
  return samePolicy("application", a!, b!);
}

/** What is to be written, by id, of the policies that change more than their place by operations under way. */
export function changedContents(
  policies: readonly PlacedPolicy[],
  wishes: Iterable<Wish>,
): ReadonlyMap<string, WirePolicy> {
  const contents = new Map<string, WirePolicy>();
  for (const { id, precedence, content } of wishes) {
    const present = policies.find((policy) => policy.id === id);
    if (present === undefined || content === undefined || present.precedence === precedence) continue;
    if (!means({ ...present.answer, precedence }, content)) contents.set(present.id, content);
  }
  return contents;
}

/** Moves, and what comes with the last one of some policies. */
export interface Planned {
  readonly moves: readonly Move[];
  readonly contents?: ReadonlyMap<string, WirePolicy>;
}

interface Besides {
  /** Policies that are no part of the new order, or not yet. */
  readonly leaving: ReadonlySet<string>;
  /** Places that are kept free. */
  readonly reserved: readonly Placed[];
}

/**
 * The moves to the targets, the last one of each policy with its new content where there is a safe way of that kind;
 * otherwise contents are left to be changed afterwards.
 */
export function movesWithContents(
  policies: readonly PlacedPolicy[],
  targets: ReadonlyMap<string, number>,
  contents: ReadonlyMap<string, WirePolicy>,
  { leaving, reserved }: Besides,
): Planned {
  const all = [...policies, ...reserved];
  const changing = new Map(
    [...contents]
      .filter(([id, { precedence }]) => targets.get(id) === precedence)
      .map(([id, { decision }]) => [id, decision as AccessDecision] as const),
  );
  // Among those that keep the policies they have had before them, contents change by their own writes.
  if (changing.size === 0 || leaving.size > 0) return { moves: planMoves(all, targets, leaving) };
  try {
    return { moves: planMoves(all, targets, leaving, changing), contents };
  } catch (error) {
    if (!(error instanceof NoSafeMovesError)) throw error;
    return { moves: planMoves(all, targets, leaving) };
  }
}
