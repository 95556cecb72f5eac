import {
  idOf,
  type ListChange,
  type ListPlan,
  type ListStep,
  type PlannedPolicy,
  sameContent,
} from "./list-change";
import {
  BLOCKED,
  type Item,
  ListSearch,
  NEW,
  OLD,
  type SearchOptions,
  type SearchResult,
  type SearchStep,
} from "./list-search";
import type { JudgeTransition, ListEntry, PolicyContent, TransitionJudge } from "./policy-list";

/** Lists judged before a search gives up, times the policies of the list: some tenths of a second. */
const EFFORT = 60_000;

/** A change of a list with the precedences that the wanted policies get. */
export class ListProblem {
  private readonly search: ListSearch;
  private readonly limit: number;
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

  /** The plan of the first mode that finds one. */
  attempt(...modes: readonly Omit<SearchOptions, "limit">[]): ListPlan | undefined {
    for (const mode of modes) {
      const result = this.search.run({ ...mode, limit: this.limit });
      if (result !== undefined) return this.plan(result);
    }
    return undefined;
  }

  /** The plan that denies some request for a moment and works for every list whose allow policies are all managed. */
  planThroughBlocks(): ListPlan | undefined {
    const result =
      this.throughBlocks(rewrites) ?? this.throughBlocks(changes) ?? this.throughBlocks(() => true);
    return result && this.plan(result);
  }

  /**
   * The plan that first makes a temporary block policy for each new content of a block policy, beside it. Then both the
   * old and the new block policies are there, so that each allow policy may have its old or its new content.
   */
  planThroughTemporaries(): ListPlan | undefined {
    const made: SearchStep[] = [];
    const taken = new Set(this.#items.flatMap(({ start, target }) => [start, target]));
    const next = new Set(
      this.#items.flatMap((item) => (item.target > 0 ? [item.contents[item.endVersion]] : [])),
    );
    for (const [item, { near, contents }] of this.#items.entries()) {
      if (near === undefined || !next.has(contents[NEW])) continue;
      const precedence = [near - 1, near + 1].find((spot) => spot > 0 && !taken.has(spot));
      if (precedence === undefined) return undefined;
      taken.add(precedence);
      made.push({ item, precedence, version: NEW });
    }
    if (made.length === 0 || !this.#isSafeAlong(made)) return undefined;
    const precedences = new Map(made.map(({ item, precedence }) => [item, precedence]));
    const between = this.#items.map((item, index) => {
      const precedence = precedences.get(index);
      return precedence === undefined
        ? item
        : { ...item, start: precedence, target: precedence, fixed: true };
    });
    const middle = new ListSearch(between, this.#judge).run({
      detours: "none",
      blocks: false,
      access: "cost",
      limit: this.limit,
      haste: 2,
    });
    if (middle === undefined) return undefined;
    const deleted = made.map(({ item }): SearchStep => ({ item, precedence: 0, version: NEW }));
    const steps = [...made, ...middle.steps, ...deleted];
    return this.#isSafeAlong(steps) ? this.plan({ steps, denials: this.#denialsAlong(steps) }) : undefined;
  }

  private plan({ steps, denials }: SearchResult): ListPlan {
    const precedences = new Map(this.change.wanted.map((it) => [it.key, this.numbers.get(idOf(it))!]));
    return { steps: this.#steps(steps), precedences, denials };
  }

  /** Turns allow policies into block policies, makes all other writes, and writes the allow policies last, in their order. */
  private throughBlocks(which: (item: Item) => boolean): SearchResult | undefined {
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
      detours: "all",
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
    const options = { detours: "none", blocks: false, access: "ignore", unsafe: true } as const;
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
    const differs = rewritten || !sameContent(content, before.content);
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
    new Map(
      list.flatMap((entry) => (entry.content.decision === "deny" ? [[entry.content.rules, entry]] : [])),
    );
  const [before, afterwards] = [denies(old), denies(next)];
  const some = [...before, ...afterwards].filter(([rules]) => before.has(rules) !== afterwards.has(rules));
  return some.map(([, { content, precedence }], temporary) => ({
    ...NEW_ITEM,
    contents: [undefined, content],
    target: 0,
    near: precedence,
    policy: { temporary, like: content },
  }));
}
