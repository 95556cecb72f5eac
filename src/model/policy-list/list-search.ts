import type { ListEntry, PolicyContent, PolicyList, TransitionJudge } from "./policy-list";

/** The contents that a policy can have on the way. */
export const OLD = 0;
export const NEW = 1;
/** What it matched, turned into a block: that lets in fewer requests than any list with an allow policy there. */
export const BLOCKED = 2;
export type Version = typeof OLD | typeof NEW | typeof BLOCKED;

/** A policy of the application during the change. */
export interface Item {
  readonly contents: readonly (PolicyContent | undefined)[];
  /** Its precedence before and afterwards; 0 where it does not exist. */
  readonly start: number;
  readonly target: number;
  readonly startVersion: Version;
  readonly endVersion: Version;
  /** Not managed here: never written. */
  readonly fixed: boolean;
  /** Of a temporary item: the precedence of the policy that it is like. */
  readonly near?: number;
}

/** Where each item is, and which content it has. */
export interface ListState {
  readonly precedences: readonly number[];
  readonly versions: readonly Version[];
}

/** One write: the item afterwards. */
export interface SearchStep {
  readonly item: number;
  readonly precedence: number;
  readonly version: Version;
}

export interface SearchOptions {
  /** What helps besides the writes that are needed: temporary items, and moves of policies that do not change too. */
  readonly detours: "none" | "temporary" | "all";
  /** Also turns allow policies into block policies until their last write. */
  readonly blocks: boolean;
  /** "keep": no list may deny what both old and new let in. "cost": each that does counts like a write. "ignore" */
  readonly access: "keep" | "cost" | "ignore";
  /** Accepts unsafe lists; each counts like ten writes. @default false */
  readonly unsafe?: boolean;
  /** How many lists are judged before the search gives up. */
  readonly limit: number;
  /** More than 1: finds a longer plan sooner. @default 1 */
  readonly haste?: number;
}

export interface SearchResult {
  readonly steps: readonly SearchStep[];
  /** Lists on the way that may deny what both the old and the new list let in. */
  readonly denials: number;
}

interface Node {
  /** Writes and what counts like them, up to here. */
  readonly cost: number;
  readonly left: number;
  readonly denials: number;
  /** Absent until the node is looked at, as most never are. */
  readonly state?: ListState;
  readonly step?: SearchStep;
  readonly from?: Node;
  /** What is left to try of this node: the steps that do not finish an item. */
  readonly others?: boolean;
}

const UNSAFE_COST = 10;

/** Looks for the cheapest writes, one item each, that lead from the items' starts to their ends over lists the judge accepts (A*). */
export class ListSearch {
  readonly #above: number;
  readonly #targets: ReadonlySet<number>;

  constructor(
    private readonly items: readonly Item[],
    private readonly judge: TransitionJudge,
  ) {
    this.#targets = new Set(items.map(({ target }) => target));
    this.#above = Math.max(0, ...items.flatMap(({ start, target }) => [start, target])) + 1;
  }

  start(): ListState {
    return {
      precedences: this.items.map(({ start }) => start),
      versions: this.items.map(({ startVersion }) => startVersion),
    };
  }

  run(options: SearchOptions, from: ListState = this.start()): SearchResult | undefined {
    const haste = options.haste ?? 1;
    const open: Node[][] = [];
    const seen = new Set<string>();
    const enter = (node: Node) => {
      const estimate = Math.ceil(node.cost + haste * node.left);
      open[estimate] ??= [];
      open[estimate].push(node);
    };
    enter({ state: from, cost: 0, left: this.#writesLeft(from), denials: 0 });
    let budget = options.limit;
    for (let lowest = 0; lowest < open.length && budget > 0; ) {
      const node = open[lowest]?.pop();
      if (node === undefined) {
        lowest += 1;
        continue;
      }
      lowest = 0;
      if (node.others) {
        budget -= this.#enterOthers(node, options, enter, seen, budget);
        continue;
      }
      const state = node.state ?? after(node.from!.state!, node.step!);
      const key = stateKey(state);
      if (seen.has(key)) continue;
      let reached = node;
      if (node.state === undefined) {
        budget -= 1;
        const judged = this.#judged(node, state, options);
        if (judged !== undefined && judged.cost > node.cost) {
          enter(judged);
          continue;
        }
        if (judged === undefined) {
          seen.add(key);
          continue;
        }
        reached = judged;
      }
      seen.add(key);
      const pending = this.#pending(state);
      if (pending.length === 0) return { steps: stepsTo(reached), denials: reached.denials };
      enter({ ...reached, others: true });
      for (const item of pending.reverse()) {
        const { target, endVersion } = this.items[item]!;
        if (target === 0 || this.#isFree(state, target, item))
          enter(this.#child(reached, { item, precedence: target, version: endVersion }, reached.left - 1));
      }
    }
    return undefined;
  }

  list({ precedences, versions }: ListState): PolicyList {
    const list: ListEntry[] = [];
    for (const [index, precedence] of precedences.entries())
      if (precedence > 0) list.push({ precedence, content: this.items[index]!.contents[versions[index]!]! });
    return list;
  }

  #judged(node: Node, state: ListState, { access, unsafe }: SearchOptions): Node | undefined {
    const list = this.list(state);
    let { cost, denials } = node;
    if (this.judge.findUnsafe(list) !== undefined) {
      if (!unsafe) return undefined;
      cost += UNSAFE_COST;
    }
    if (access !== "ignore" && this.judge.mayDeny(list)) {
      if (access === "keep") return undefined;
      cost += 1;
      denials += 1;
    }
    return { ...node, state, cost, denials };
  }

  #pending({ precedences, versions }: ListState): number[] {
    const pending: number[] = [];
    for (const [index, item] of this.items.entries())
      if (precedences[index] !== item.target || (item.target > 0 && versions[index] !== item.endVersion))
        pending.push(index);
    return pending;
  }

  /** A lower bound: one write for each item that is not at its end, and one for each ring that wait for each other's precedence. */
  #writesLeft(state: ListState): number {
    const pending = this.#pending(state);
    const holders = new Map<number, number>();
    for (const index of pending)
      if (state.precedences[index]! > 0) holders.set(state.precedences[index]!, index);
    const visited = new Map<number, number>();
    let rings = 0;
    for (const first of pending) {
      let index: number | undefined = first;
      while (index !== undefined && !visited.has(index)) {
        visited.set(index, first);
        const target: number = this.items[index]!.target;
        const holder: number | undefined = target === 0 ? undefined : holders.get(target);
        index = holder === index ? undefined : holder;
      }
      if (index !== undefined && visited.get(index) === first) rings += 1;
    }
    return pending.length + rings;
  }

  #child(from: Node, step: SearchStep, left: number): Node {
    return { cost: from.cost + 1, left, denials: from.denials, step, from };
  }

  /** Enters the steps that bring no item to its end; returns how many. */
  #enterOthers(
    node: Node,
    options: SearchOptions,
    enter: (node: Node) => void,
    seen: Set<string>,
    most: number,
  ): number {
    const { detours, blocks } = options;
    const base = node.state!;
    const spots = this.#spots(base);
    let entered = 0;
    const add = (step: SearchStep) => {
      const state = after(base, step);
      if (seen.has(stateKey(state))) return;
      enter(this.#child(node, step, this.#writesLeft(state)));
      entered += 1;
    };
    const pending = new Set(this.#pending(base));
    for (let item = this.items.length - 1; item >= 0 && entered < most; item -= 1) {
      const { fixed, contents, start, target, endVersion, near = 0 } = this.items[item]!;
      const temporary = start === 0 && target === 0;
      if (fixed || (!pending.has(item) && !temporary && detours !== "all")) continue;
      const precedence = base.precedences[item]!;
      const version = base.versions[item]!;
      if (precedence === 0) {
        if (temporary && detours !== "none")
          for (const spot of freeAround(base, near)) add({ item, precedence: spot, version: NEW });
        if (target > 0)
          for (const spot of this.#spotsFor(contents[NEW], spots))
            add({ item, precedence: spot, version: NEW });
        continue;
      }
      if (temporary) continue;
      if (precedence < this.#above || !pending.has(item))
        for (const spot of this.#spotsFor(contents[version], spots))
          if (spot !== target || version !== endVersion) add({ item, precedence: spot, version });
      if (version === OLD && endVersion === NEW && target > 0) {
        for (const spot of this.#spotsFor(contents[NEW], spots))
          if (spot !== target) add({ item, precedence: spot, version: NEW });
        if (precedence !== target) add({ item, precedence, version: NEW });
      }
      const canBlock = blocks && target > 0 && version !== BLOCKED && contents[BLOCKED] !== undefined;
      if (canBlock && contents[version]!.decision === "allow") add({ item, precedence, version: BLOCKED });
    }
    return entered;
  }

  /** Free precedences, one of each stretch that means another order to an allow or to a deny policy. */
  #spots(state: ListState): { forAllow: readonly number[]; forDeny: readonly number[] } {
    const taken = this.list(state).toSorted((a, b) => a.precedence - b.precedence);
    const forAllow = new Map<number, number>();
    const forDeny = new Map<number, number>();
    let allows = 0;
    let denies = 0;
    let previous = 0;
    for (const { precedence, content } of taken) {
      const spot = this.#between(previous, precedence);
      if (spot !== undefined) {
        if (!forDeny.has(allows)) forDeny.set(allows, spot);
        if (!forAllow.has(denies)) forAllow.set(denies, spot);
      }
      if (content.decision === "allow") allows += 1;
      if (content.decision === "deny") denies += 1;
      previous = precedence;
    }
    let last = Math.max(this.#above, previous + 1);
    while (this.#targets.has(last)) last += 1;
    // The steps entered last are tried first: an allow policy is safest behind the others, a deny policy before them.
    return {
      forAllow: [...[...forAllow.values()].filter((spot) => spot < last), last],
      forDeny: [last, ...[...forDeny.values()].reverse()],
    };
  }

  /** A free number between two; one that is nobody's target if there is one. */
  #between(after: number, before: number): number | undefined {
    for (let number = after + 1; number < before; number += 1) if (!this.#targets.has(number)) return number;
    return after + 1 < before ? after + 1 : undefined;
  }

  #spotsFor(
    content: PolicyContent | undefined,
    spots: { forAllow: readonly number[]; forDeny: readonly number[] },
  ): readonly number[] {
    if (content?.decision === "deny") return spots.forDeny;
    return content?.decision === "allow" ? spots.forAllow : spots.forAllow.slice(-1);
  }

  #isFree({ precedences }: ListState, precedence: number, item: number): boolean {
    const holder = precedences.indexOf(precedence);
    return holder < 0 || holder === item;
  }
}

/** The free precedences closest to a number: behind it and, tried first, before it. */
function freeAround({ precedences }: ListState, near: number): number[] {
  const taken = new Set(precedences);
  let before = near - 1;
  while (before > 0 && taken.has(before)) before -= 1;
  let behind = near + 1;
  while (taken.has(behind)) behind += 1;
  return before > 0 ? [behind, before] : [behind];
}

function after({ precedences, versions }: ListState, { item, precedence, version }: SearchStep): ListState {
  return { precedences: precedences.with(item, precedence), versions: versions.with(item, version) };
}

function stateKey({ precedences, versions }: ListState): string {
  return `${precedences.join()}/${versions.join("")}`;
}

function stepsTo(node: Node): SearchStep[] {
  const steps: SearchStep[] = [];
  for (let at: Node | undefined = node; at?.step; at = at.from) steps.unshift(at.step);
  return steps;
}
