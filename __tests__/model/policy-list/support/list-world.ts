import fc from "fast-check";
import {
  ACCESS_DECISIONS,
  type AccessDecision,
  type ListChange,
  type ListPlan,
  type ListStep,
  type PolicyContent,
} from "../../../../src/model";

/** A policy of the application; the id of one that the plan creates is its key, of a temporary one its number. */
export interface Standing {
  readonly id: string;
  readonly precedence: number;
  readonly content: PolicyContent;
}

export type Standings = readonly Standing[];

/** What Access does with a request that matches exactly these rules. */
export function letsIn(list: Standings, matches: (rules: string) => boolean): boolean {
  const matching = list.filter(({ content }) => matches(content.rules));
  if (matching.some(({ content }) => content.decision === "bypass" || content.decision === "non_identity"))
    return true;
  const [first] = matching
    .filter(({ content }) => content.decision === "allow" || content.decision === "deny")
    .sort((a, b) => a.precedence - b.precedence);
  return first?.content.decision === "allow";
}

/** Applies the steps as the API does: one at a time, refusing a number that another policy has. */
export function listsAlong(change: ListChange, steps: readonly ListStep[]): Standings[] {
  const wanted = new Map(change.wanted.map((policy) => [policy.key, policy]));
  const lists: Standings[] = [change.present];
  for (const step of steps) {
    const list = lists.at(-1)!;
    const { policy } = step;
    const id = "temporary" in policy ? `temporary ${policy.temporary}` : (policy.id ?? policy.key);
    const before = list.find((one) => one.id === id);
    const others = list.filter((one) => one.id !== id);
    if (step.action === "delete") {
      if (before === undefined) throw new Error(`${id} is deleted and does not exist`);
      lists.push(others);
      continue;
    }
    if ((step.action === "create") !== (before === undefined)) throw new Error(`${step.action} of ${id}`);
    if (others.some(({ precedence }) => precedence === step.precedence))
      throw new Error(`two policies have ${step.precedence}`);
    lists.push([...others, { id, precedence: step.precedence, content: contentAfter() }]);

    function contentAfter(): PolicyContent {
      if ("temporary" in policy) return policy.like;
      const own = change.present.find((one) => one.id === id);
      if (step.action === "create") return wanted.get(policy.key!)!.content;
      if (step.action === "write" && step.content === "wanted") return wanted.get(policy.key!)!.content;
      if (step.action === "write" && step.content === "blocked")
        return { decision: "deny", rules: own!.content.rules };
      return own!.content;
    }
  }
  return lists;
}

/** Every request: any subset of the rules of all lists. */
export function requestsOf(lists: readonly Standings[]): ((rules: string) => boolean)[] {
  const rules = [...new Set(lists.flatMap((list) => list.map(({ content }) => content.rules)))];
  return Array.from({ length: 2 ** rules.length }, (_, request) => {
    const matched = new Set(rules.filter((_, index) => (request & (1 << index)) !== 0));
    return (one: string) => matched.has(one);
  });
}

export function isUnsafe(list: Standings, old: Standings, next: Standings): boolean {
  return requestsOf([list, old, next]).some(
    (matches) => letsIn(list, matches) && !letsIn(old, matches) && !letsIn(next, matches),
  );
}

export function denies(list: Standings, old: Standings, next: Standings): boolean {
  return requestsOf([list, old, next]).some(
    (matches) => !letsIn(list, matches) && letsIn(old, matches) && letsIn(next, matches),
  );
}

/** Why a list is not the wanted one; undefined where it is. */
export function difference(change: ListChange, plan: ListPlan, last: Standings): string | undefined {
  const inOrder = [...last].sort((a, b) => a.precedence - b.precedence);
  const listed = change.wanted.map(({ key, id }) => id ?? key);
  const found = inOrder.filter(({ id }) => listed.includes(id));
  if (found.map(({ id }) => id).join() !== listed.join()) return "another order";
  for (const { key, id, content } of change.wanted) {
    const one = last.find((policy) => policy.id === (id ?? key))!;
    if (one.content.rules !== content.rules || one.content.decision !== content.decision)
      return `content of ${key}`;
    if (one.precedence !== plan.precedences.get(key)) return `precedence of ${key}`;
  }
  const others = last.filter(({ id }) => !listed.includes(id));
  const unmanaged = change.present.filter(({ id }) => !change.removed.has(id) && !listed.includes(id));
  return JSON.stringify(sorted(others)) === JSON.stringify(sorted(unmanaged))
    ? undefined
    : "unmanaged policies";
}

function sorted(list: Standings): Standings {
  return [...list].sort((a, b) => a.precedence - b.precedence);
}

export interface ChangeOptions {
  readonly most: number;
  /** How many rules there are: fewer mean that several policies have the same ones. */
  readonly rules: number;
  readonly unmanaged: boolean;
  readonly decisions?: readonly AccessDecision[];
}

/** Any list, and any change of it: order, contents, decisions, new policies and removed ones. */
export function changes({
  most,
  rules,
  unmanaged,
  decisions = ACCESS_DECISIONS,
}: ChangeOptions): fc.Arbitrary<ListChange> {
  const content = fc.record({
    decision: fc.constantFrom(...decisions),
    rules: fc.integer({ min: 0, max: rules - 1 }).map((index) => `r${index}`),
  });
  const policy = fc.record({
    number: fc.integer({ min: 1, max: most + 3 }),
    content,
    changed: fc.option(content),
    rewritten: fc.boolean(),
    fate: fc.constantFrom("kept", "kept", "kept", "removed", ...(unmanaged ? ["unmanaged"] : [])),
  });
  return fc
    .record({
      policies: fc.uniqueArray(policy, { maxLength: most, selector: ({ number }) => number }),
      added: fc.array(content, { maxLength: 2 }),
      moved: fc.array(fc.nat(), { minLength: most + 2, maxLength: most + 2 }),
      shuffled: fc.boolean(),
    })
    .map(({ policies, added, moved, shuffled }) => {
      const named = policies.map((one, index) => ({ ...one, id: `p${index}` }));
      const kept = named
        .filter(({ fate }) => fate === "kept")
        .sort((a, b) => a.number - b.number)
        .map(({ id, content, changed, rewritten }) => ({
          key: `key of ${id}`,
          id,
          content: changed ?? content,
          rewritten: rewritten && changed === null && id === "p0",
        }));
      const wanted = [...kept, ...added.map((one, index) => ({ key: `n${index}`, content: one }))];
      const order = wanted.map((one, index) => ({ one, at: shuffled ? moved[index]! : 0 }));
      order.sort((a, b) => a.at - b.at);
      return {
        present: named.map(({ id, number, content }) => ({ id, precedence: number, content })),
        wanted: order.map(({ one }) => one),
        removed: new Set(named.filter(({ fate }) => fate === "removed").map(({ id }) => id)),
      };
    });
}
