import { assignPrecedences } from "./assign-precedences";
import { idOf, type ListChange, type ListPlan, type ListStep, sameContent } from "./list-change";
import { ListProblem } from "./list-problem";
import type { SearchOptions } from "./list-search";
import { judgeOpaque } from "./opaque-transition";
import type { JudgeTransition } from "./policy-list";

/** Numberings tried beside the one with the fewest changes. */
const MOST_NUMBERINGS = 4;

/**
 * Plans the requests that turn an application's list of policies into the wanted one: creates, writes and deletions of single
 * policies. At no moment do two policies have the same precedence, and policies that are not managed are never written. No
 * list on the way is unsafe by the judge; where possible none denies what both the old and the new list let in; among those
 * plans it is one with few writes, mostly the fewest.
 *
 * A plan that stops after any step leaves a list from which another call continues, and still nothing is let in that the
 * first list and the wanted one deny: each safe list lets in no more than its old and new list together.
 *
 * 1. Each policy is written once where that is safe, or moved aside in between (A*, over several numberings of the list).
 * 2. A temporary block policy stands for one that changes while others rely on it.
 * 3. Where no precedence is free for that, the policies behind are moved apart first, from the last one on, in their order.
 * 4. Some request is denied for a moment: an allow policy becomes a block policy with the same rules until its last write.
 *    That works for any list whose allow policies are all managed: with all of them turned to block, every order of the other
 *    writes is safe, and in the end each allow policy comes back when all block policies of the new list are there.
 */
export function planList(change: ListChange, judgeTransition: JudgeTransition = judgeOpaque): ListPlan {
  const numberings = numberingsOf(change);
  const problems = numberings.map((numbers) => new ListProblem(change, numbers, judgeTransition));
  const direct = best(problems);
  if (direct !== undefined) return direct;
  const first = problems[0]!;
  const respaced = (attempt: (problem: ListProblem) => ListPlan | undefined) =>
    withRoom(change, judgeTransition, attempt);
  return (
    first.attempt(MODES.temporary, MODES.hasty, MODES.detours) ??
    respaced((problem) => problem.attempt(MODES.temporary, MODES.hasty)) ??
    fewestDenials([
      first.attempt(MODES.denying),
      first.attempt(MODES.denyingTemporary),
      first.attempt(MODES.blocking),
      first.planThroughTemporaries(),
      respaced((problem) => problem.planThroughTemporaries() ?? problem.attempt(MODES.denyingTemporary)),
    ]) ??
    first.planThroughBlocks() ??
    first.unsafe()
  );
}

type Mode = Omit<SearchOptions, "limit">;

const MODES = {
  direct: { detours: "none", blocks: false, access: "keep" },
  temporary: { detours: "temporary", blocks: false, access: "keep" },
  hasty: { detours: "temporary", blocks: false, access: "keep", haste: 4 },
  detours: { detours: "all", blocks: false, access: "keep" },
  denying: { detours: "none", blocks: false, access: "cost", haste: 2 },
  denyingTemporary: { detours: "temporary", blocks: false, access: "cost", haste: 2 },
  blocking: { detours: "all", blocks: true, access: "cost", haste: 4 },
} as const satisfies Readonly<Record<string, Mode>>;

/** Of the plans that deny a request for a moment the one with the fewest such moments, then the fewest writes. */
function fewestDenials(plans: readonly (ListPlan | undefined)[]): ListPlan | undefined {
  return plans
    .filter((plan) => plan !== undefined)
    .sort((a, b) => a.denials - b.denials || a.steps.length - b.steps.length)[0];
}

/** Distance to which policies are moved apart. */
const DISTANCE = 10;

/**
 * Moves policies apart and then changes the list. Moving the last one first changes no order, so the list in between is the old
 * one. What is before a policy that is not managed stays.
 */
function withRoom(
  change: ListChange,
  judgeTransition: JudgeTransition,
  attempt: (problem: ListProblem) => ListPlan | undefined,
): ListPlan | undefined {
  const apart = movedApart(change);
  const moves = [...change.present]
    .filter(({ id, precedence }) => (apart.get(id) ?? precedence) !== precedence)
    .sort((a, b) => b.precedence - a.precedence)
    .map(({ id }): ListStep => {
      const key = change.wanted.find((policy) => policy.id === id)?.key;
      const policy = key === undefined ? { id } : { id, key };
      return { action: "write", policy, precedence: apart.get(id)!, content: "present" };
    });
  if (moves.length === 0) return undefined;
  const present = change.present.map((policy) => ({
    ...policy,
    precedence: apart.get(policy.id) ?? policy.precedence,
  }));
  const roomy = { ...change, present };
  const [numbers] = numberingsOf(roomy);
  const plan = attempt(new ListProblem(roomy, numbers!, judgeTransition));
  return plan === undefined ? undefined : { ...plan, steps: [...moves, ...plan.steps] };
}

/** Higher numbers for the policies from the first changed one on, with free numbers before each. */
function movedApart({ present, wanted, removed }: ListChange): ReadonlyMap<string, number> {
  const contents = new Map(present.map(({ id, content }) => [id, content]));
  const managed = new Set([...wanted.map(({ id }) => id), ...removed]);
  const changed = new Set([
    ...removed,
    ...wanted.flatMap(({ id, content }) =>
      id !== undefined && !sameContent(content, contents.get(id)) ? [id] : [],
    ),
  ]);
  const inOrder = [...present].sort((a, b) => a.precedence - b.precedence);
  const fixed = inOrder.findLastIndex(({ id }) => !managed.has(id));
  const first = inOrder.findIndex(({ id }, index) => index > fixed && changed.has(id));
  const apart = new Map<string, number>();
  if (first < 0) return apart;
  let last = inOrder[first - 1]?.precedence ?? 0;
  for (const { id, precedence } of inOrder.slice(first)) {
    last = Math.max(precedence, (Math.floor(last / DISTANCE) + 1) * DISTANCE);
    apart.set(id, last);
  }
  return apart;
}

/** The plan with the fewest writes over several numberings; later ones have no fewer changes, so few are searched at all. */
function best(problems: readonly ListProblem[]): ListPlan | undefined {
  let found: ListPlan | undefined;
  for (const problem of problems) {
    if (found !== undefined && found.steps.length <= problem.changes) continue;
    const plan = problem.attempt(MODES.direct);
    if (plan !== undefined && (found === undefined || plan.steps.length < found.steps.length)) found = plan;
  }
  return found;
}

/** The numbering with the fewest changes first, then those that keep each other policy's number. */
function numberingsOf({ present, wanted }: ListChange): ReadonlyMap<string, number>[] {
  const order = wanted.map(idOf);
  const found = new Map<string, ReadonlyMap<string, number>>();
  for (const kept of [undefined, ...order]) {
    const numbers = assignPrecedences(order, present, kept);
    found.set([...numbers.values()].join(), numbers);
    if (found.size > MOST_NUMBERINGS) break;
  }
  return [...found.values()];
}
