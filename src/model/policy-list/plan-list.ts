import { assignPrecedences } from "./assign-precedences";
import { BLOCKED, type Item, ListSearch, NEW, OLD, type SearchResult, type SearchStep } from "./list-search";
import { judgeOpaque } from "./opaque-transition";
import type { JudgeTransition, ListEntry, PolicyContent, TransitionJudge } from "./policy-list";

/** A policy that the application has, managed here or not. */
export interface PresentPolicy {
  readonly id: string;
  readonly precedence: number;
  readonly content: PolicyContent;
}

/** A policy that the list is to have. */
export interface WantedPolicy {
  readonly key: string;
  /** The present policy that it is; undefined: a new one. */
  readonly id?: string;
  readonly content: PolicyContent;
  /** Something that does not matter to the order changes too, such as the name. @default false */
  readonly rewritten?: boolean;
}

export interface ListChange {
  /** All policies of the application. */
  readonly present: readonly PresentPolicy[];
  /** Those of the list, in the order of judgment. */
  readonly wanted: readonly WantedPolicy[];
  /** Ids of the policies that are deleted. All that are neither deleted nor wanted are never written. */
  readonly removed: ReadonlySet<string>;
}

/** Identifies the policy that a step writes. */
export type PlannedPolicy =
  | { readonly id: string; readonly key?: string }
  | { readonly id?: undefined; readonly key: string }
  /** A block policy that exists during the change only. */
  | { readonly temporary: number; readonly like: PolicyContent };

/** One request. `content` says what the policy has afterwards; "blocked": its own rules, with the decision deny. */
export type ListStep =
  | { readonly action: "create"; readonly policy: PlannedPolicy; readonly precedence: number }
  | {
      readonly action: "write";
      readonly policy: PlannedPolicy;
      readonly precedence: number;
      readonly content: "present" | "wanted" | "blocked";
    }
  | { readonly action: "delete"; readonly policy: PlannedPolicy };

/** An allow policy that lets in requests on the way which both lists deny. */
export interface TransitionalAccess {
  readonly allow: PlannedPolicy;
  /** Block policies of the old list, and of the new one, that stand before it there and not yet, or no more, on the way. */
  readonly without: readonly PlannedPolicy[];
}

export interface ListPlan {
  readonly steps: readonly ListStep[];
  /** The precedence of each wanted policy afterwards, by key. */
  readonly precedences: ReadonlyMap<string, number>;
  /** Lists on the way that may deny a request which both the old and the new list let in. */
  readonly denials: number;
  /** Present where no safe order of the steps was found; they are the least unsafe ones then. */
  readonly transitionalAccess?: TransitionalAccess;
}

/** Lists judged before a search gives up, times the policies of the list: some tenths of a second. */
const EFFORT = 60_000;
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
 * 3. Some request is denied for a moment: an allow policy becomes a block policy with the same rules until its last write.
 *    That works for any list whose allow policies are all managed: with all of them turned to block, every order of the other
 *    writes is safe, and in the end each allow policy comes back when all block policies of the new list are there.
 */
export function planList(change: ListChange, judgeTransition: JudgeTransition = judgeOpaque): ListPlan {
  const numberings = numberingsOf(change);
  const problems = numberings.map((numbers) => new ListProblem(change, numbers, judgeTransition));
  const direct = best(problems, (problem) => problem.search.run({ ...MODES.direct, limit: problem.limit }));
  if (direct !== undefined) return direct;
  const first = problems[0]!;
  for (const mode of [MODES.detours, MODES.hasty, MODES.denying, MODES.blocking]) {
    const result = first.search.run({ ...mode, limit: first.limit });
    if (result !== undefined) return first.plan(result);
  }
  const blocked =
    first.throughBlocks(rewrites) ?? first.throughBlocks(changes) ?? first.throughBlocks(() => true);
  return blocked === undefined ? first.unsafe() : first.plan(blocked);
}

const MODES = {
  direct: { detours: false, blocks: false, access: "keep" },
  detours: { detours: true, blocks: false, access: "keep" },
  hasty: { detours: true, blocks: false, access: "keep", haste: 4 },
  denying: { detours: false, blocks: false, access: "cost", haste: 2 },
  blocking: { detours: true, blocks: true, access: "cost", haste: 4 },
} as const;

/** The plan with the fewest writes over several numberings; later ones have no fewer changes, so few are searched at all. */
function best(
  problems: readonly ListProblem[],
  attempt: (problem: ListProblem) => SearchResult | undefined,
): ListPlan | undefined {
  let found: ListPlan | undefined;
  for (const problem of problems) {
    if (found !== undefined && found.steps.length <= problem.changes) continue;
    const result = attempt(problem);
    if (result !== undefined && (found === undefined || result.steps.length < found.steps.length))
      found = problem.plan(result);
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

/** New policies have no id yet; their key may be the id of another one. */
function idOf({ id, key }: WantedPolicy): string {
  return id ?? `new ${key}`;
}

/** A change of a list with the precedences that the wanted policies get. */
class ListProblem {
  readonly search: ListSearch;
  readonly limit: number;
  /** At least so many writes. */
  readonly changes: number;
  readonly #items: readonly (Item & { readonly policy: PlannedPolicy })[];
  readonly #judge: TransitionJudge;

  constructor(
    private readonly change: ListChange,
    private readonly numbers: ReadonlyMap<string, number>,
    judgeTransition: JudgeTransition,
  ) {
    const policies = itemsOf(change, numbers);
    const old = entries(policies, "start");
    const next = entries(policies, "target");
    this.#items = [...policies, ...temporaryItems(old, next)];
    this.#judge = judgeTransition(old, next);
    this.search = new ListSearch(this.#items, this.#judge);
    this.changes = this.#items.filter(changes).length;
    this.limit = Math.ceil(EFFORT / (this.#items.length + 1)) + 2 * this.changes;
  }

  plan({ steps, denials }: SearchResult): ListPlan {
    const precedences = new Map(this.change.wanted.map((it) => [it.key, this.numbers.get(idOf(it))!]));
    return { steps: this.#steps(steps), precedences, denials };
  }

  /** Turns allow policies into block policies, makes all other writes, and writes the allow policies last, in their order. */
  throughBlocks(which: (item: Item) => boolean): SearchResult | undefined {
    const isBlocked = (item: Item) =>
      !item.fixed &&
      item.start > 0 &&
      item.target > 0 &&
      item.contents[item.startVersion]!.decision === "allow" &&
      which(item);
    const lets = (item: Item) => item.target > 0 && item.contents[item.endVersion]!.decision === "allow";
    const highest = Math.max(0, ...this.#items.flatMap(({ start, target }) => [start, target]));
    const first: SearchStep[] = [];
    const removals = this.#items.flatMap((item, index) =>
      item.start > 0 && item.target === 0 && !item.fixed ? [index] : [],
    );
    const isDeny = (index: number) => this.#items[index]!.contents[OLD]!.decision === "deny";
    for (const item of removals.filter((index) => !isDeny(index)))
      first.push({ item, precedence: 0, version: OLD });
    // Each goes behind the targets, so that it stands in no other's way.
    for (const [item, definition] of this.#items.entries())
      if (isBlocked(definition))
        first.push({ item, precedence: highest + first.length + 1, version: BLOCKED });
    const between = this.#items.map((item, index) => {
      const step = first.find((one) => one.item === index);
      if (step === undefined)
        return lets(item) && item.start === 0 ? { ...item, target: 0, fixed: true } : item;
      const { precedence, version } = step;
      const stays = { start: precedence, startVersion: version, target: precedence, endVersion: version };
      return { ...item, ...stays, fixed: true };
    });
    if (!this.#isSafeAlong(first)) return undefined;
    const middle = new ListSearch(between, this.#judge).run({
      detours: true,
      blocks: false,
      access: "ignore",
      limit: this.limit,
      haste: 4,
    });
    if (middle === undefined) return undefined;
    const last = this.#items.flatMap((item, index) =>
      between[index]!.target !== item.target || between[index]!.endVersion !== item.endVersion
        ? [{ item: index, precedence: item.target, version: item.endVersion }]
        : [],
    );
    last.sort((a, b) => a.precedence - b.precedence);
    const steps = [...first, ...middle.steps, ...last];
    return this.#isSafeAlong(steps) ? { steps, denials: this.#denialsAlong(steps) } : undefined;
  }

  /** The plan with the fewest unsafe lists that is found, and who can slip in first. */
  unsafe(): ListPlan {
    const options = { detours: false, blocks: false, access: "ignore", unsafe: true } as const;
    const result =
      this.search.run({ ...options, limit: this.limit }) ??
      this.search.run({ ...options, limit: Number.POSITIVE_INFINITY, haste: 100 });
    if (result === undefined) throw new Error("no order of the writes reaches the wanted list");
    const plan = this.plan(result);
    for (const state of this.#along(result.steps)) {
      const found = this.#judge.findUnsafe(this.search.list(state));
      if (found === undefined) continue;
      const { entry, missingOld = [], missingNew = [] } = found;
      const without = [...missingOld, ...missingNew].flatMap((content) => this.#withContent(content));
      const [allow] = this.#withContent(entry.content);
      return { ...plan, transitionalAccess: { allow: allow!, without: [...new Set(without)] } };
    }
    return { ...plan, denials: this.#denialsAlong(result.steps) };
  }

  /** The lists after each step. */
  *#along(steps: readonly SearchStep[]) {
    let state = this.search.start();
    for (const { item, precedence, version } of steps) {
      state = {
        precedences: state.precedences.with(item, precedence),
        versions: state.versions.with(item, version),
      };
      yield state;
    }
  }

  #isSafeAlong(steps: readonly SearchStep[]): boolean {
    for (const state of this.#along(steps)) {
      const taken = state.precedences.filter((precedence) => precedence > 0);
      if (new Set(taken).size < taken.length) return false;
      if (this.#judge.findUnsafe(this.search.list(state)) !== undefined) return false;
    }
    return true;
  }

  #denialsAlong(steps: readonly SearchStep[]): number {
    return [...this.#along(steps)].filter((state) => this.#judge.mayDeny(this.search.list(state))).length;
  }

  #withContent({ decision, rules }: PolicyContent): PlannedPolicy[] {
    return this.#items.flatMap(({ contents, policy }) =>
      contents.slice(0, BLOCKED).some((one) => one?.decision === decision && one.rules === rules) &&
      !("temporary" in policy)
        ? [policy]
        : [],
    );
  }

  #steps(steps: readonly SearchStep[]): ListStep[] {
    const exists = this.#items.map(({ start }) => start > 0);
    return steps.map(({ item, precedence, version }): ListStep => {
      const { policy } = this.#items[item]!;
      if (precedence === 0) {
        exists[item] = false;
        return { action: "delete", policy };
      }
      if (!exists[item]) {
        exists[item] = true;
        return { action: "create", policy, precedence };
      }
      return { action: "write", policy, precedence, content: CONTENTS[version] };
    });
  }
}

const CONTENTS = { [OLD]: "present", [NEW]: "wanted", [BLOCKED]: "blocked" } as const;

function changes(item: Item): boolean {
  return item.start !== item.target || (item.target > 0 && item.startVersion !== item.endVersion);
}

function rewrites(item: Item): boolean {
  return item.startVersion !== item.endVersion;
}

type PolicyItem = Item & { readonly policy: PlannedPolicy };

function itemsOf(
  { present, wanted, removed }: ListChange,
  numbers: ReadonlyMap<string, number>,
): PolicyItem[] {
  const byId = new Map(present.map((policy) => [policy.id, policy]));
  const kept = new Set(wanted.map(({ id }) => id));
  const listed = wanted.map((policy): PolicyItem => {
    const { key, id, content, rewritten } = policy;
    const target = numbers.get(idOf(policy))!;
    const before = id === undefined ? undefined : byId.get(id);
    if (id === undefined || before === undefined)
      return { ...NEW_ITEM, contents: [undefined, content], target, policy: { key } };
    const differs =
      rewritten || content.rules !== before.content.rules || content.decision !== before.content.decision;
    return {
      contents: [before.content, content, blocked(before.content)],
      start: before.precedence,
      target,
      startVersion: OLD,
      endVersion: differs ? NEW : OLD,
      fixed: false,
      policy: { id, key },
    };
  });
  const others = present
    .filter(({ id }) => !kept.has(id))
    .map(({ id, precedence, content }): PolicyItem => {
      const fixed = !removed.has(id);
      return {
        contents: [content],
        start: precedence,
        target: fixed ? precedence : 0,
        startVersion: OLD,
        endVersion: OLD,
        fixed,
        policy: { id },
      };
    });
  return [...listed, ...others];
}

const NEW_ITEM = { start: 0, startVersion: NEW, endVersion: NEW, fixed: false } as const;

function blocked({ rules }: PolicyContent): PolicyContent {
  return { decision: "deny", rules: `blocked ${rules}` };
}

function entries(items: readonly PolicyItem[], when: "start" | "target"): ListEntry[] {
  return items.flatMap((item) => {
    const precedence = item[when];
    const version = when === "start" ? item.startVersion : item.endVersion;
    return precedence === 0 ? [] : [{ precedence, content: item.contents[version]! }];
  });
}

/** A temporary block policy for each deny content that only one of the two lists has. */
function temporaryItems(old: readonly ListEntry[], next: readonly ListEntry[]): PolicyItem[] {
  const denies = (list: readonly ListEntry[]) =>
    new Map(list.flatMap(({ content }) => (content.decision === "deny" ? [[content.rules, content]] : [])));
  const [before, afterwards] = [denies(old), denies(next)];
  const some = [...before, ...afterwards].filter(([rules]) => before.has(rules) !== afterwards.has(rules));
  return some.map(([, like], temporary) => ({
    ...NEW_ITEM,
    contents: [undefined, like],
    target: 0,
    policy: { temporary, like },
  }));
}
