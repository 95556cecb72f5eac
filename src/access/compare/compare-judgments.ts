/**
 * What differs between two judgments of the same requests, exactly: sets of requests, each with the outcomes before and
 * after.
 *
 * The two diagrams of outcomes are combined to one of pairs. Assumptions are its last variables: what the pairs have in
 * common for every assignment of them is certain, the rest is undecided. A node that both diagrams share is a part without
 * a difference, so that only requests are looked at that some changed policy matches.
 */
import type { Assumption } from "../fact";
import { isAssumption } from "../fact";
import type { Judgment, Outcome } from "../outcome";
import { Diagrams, type Node } from "./diagram";
import { Encoding } from "./encoding";
import { type OutcomeChange, outcomeChange } from "./outcome-change";
import { conditionsIn, Outcomes, outcomeDiagram } from "./outcome-diagram";

export const CHANGE_KINDS = ["gain", "loss", "weaker", "stricter"] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** A set of requests for which the same changes. */
export interface ChangedSet {
  readonly kind: ChangeKind;
  /** Over all variables; where the change is certain, it asks for no assumption. */
  readonly set: Node;
  readonly before: Outcome;
  readonly after: Outcome;
  /** In words, for weaker and stricter. */
  readonly how: readonly string[];
  readonly certain: boolean;
}

/** Requests for which it is not known what changes. */
export interface UndecidedSet {
  readonly set: Node;
  readonly may: readonly ChangeKind[];
  readonly because: readonly string[];
}

export interface ComparedJudgments {
  readonly encoding: Encoding;
  readonly changed: readonly ChangedSet[];
  readonly undecided: readonly UndecidedSet[];
  /** The requests that are let in. */
  readonly letIn: { readonly before: Node; readonly after: Node };
}

interface Pair {
  readonly before: Outcome;
  readonly after: Outcome;
  readonly change: OutcomeChange;
  readonly kinds: ReadonlySet<ChangeKind>;
}

/** @throws BudgetExceeded */
export function compareJudgments(before: Judgment, after: Judgment, budget: number): ComparedJudgments {
  const diagrams = new Diagrams(budget);
  const encoding = new Encoding(diagrams, [...conditionsIn(before), ...conditionsIn(after)]);
  const outcomes = new Outcomes();
  const pairs = new Pairs(outcomes);
  const same = diagrams.end(0);
  const [old, next] = [before, after].map((one) => outcomeDiagram(encoding, one, outcomes)) as [Node, Node];
  const combined = diagrams.combine(old, next, (b, a) => pairs.numberOf(b, a), same);
  const differences = diagrams.choose(encoding.possible, combined, same);
  const isIn = (number: number) => (outcomes.at(number).decision === "deny" ? 0 : 1);
  const letIn = { before: diagrams.mapEnds(old, isIn), after: diagrams.mapEnds(next, isIn) };
  if (differences === same) return { encoding, changed: [], undecided: [], letIn };
  return { ...new Classes(encoding, pairs, differences).result(), encoding, letIn };
}

/** Pairs of outcomes by number; 0 for all that are the same to everybody. */
class Pairs {
  readonly #list: Pair[] = [];
  readonly #numbers = new Map<string, number>();

  constructor(private readonly outcomes: Outcomes) {}

  numberOf(b: number, a: number): number {
    if (a === b) return 0;
    const key = `${b} ${a}`;
    let number = this.#numbers.get(key);
    if (number === undefined) {
      const [before, after] = [this.outcomes.at(b), this.outcomes.at(a)];
      const change = outcomeChange(before, after);
      number =
        change.kind === "same" ? 0 : this.#list.push({ before, after, change, kinds: kindsOf(change) });
      this.#numbers.set(key, number);
    }
    return number;
  }

  at(number: number): Pair | undefined {
    return this.#list[number - 1];
  }
}

function kindsOf({ kind, weaker, stricter, unknown }: OutcomeChange): ReadonlySet<ChangeKind> {
  if (kind === "gain" || kind === "loss") return new Set([kind]);
  const kinds = new Set<ChangeKind>();
  if (weaker.length + unknown.length > 0) kinds.add("weaker");
  if (stricter.length + unknown.length > 0) kinds.add("stricter");
  return kinds;
}

/** Sorts the differences by what is certain of them. */
class Classes {
  readonly #diagrams: Diagrams;
  /** The sets of pairs that a request may have, by the assumptions. */
  readonly #sets: (readonly number[])[] = [[0]];
  /** A diagram without assumptions: its ends are numbers of sets. */
  readonly #byRequest: Node;

  constructor(
    private readonly encoding: Encoding,
    private readonly pairs: Pairs,
    private readonly differences: Node,
  ) {
    this.#diagrams = encoding.diagrams;
    const numbers = new Map<string, number>([["0", 0]]);
    this.#byRequest = this.#diagrams.replaceFrom(differences, encoding.firstAssumption, (part) => {
      const ends = this.#diagrams.endsOf(part);
      const key = ends.join(" ");
      let number = numbers.get(key);
      if (number === undefined) {
        number = this.#sets.push(ends) - 1;
        numbers.set(key, number);
      }
      return this.#diagrams.end(number);
    });
  }

  result(): Pick<ComparedJudgments, "changed" | "undecided"> {
    const changed: ChangedSet[] = [];
    const doubtful = new Map<number, Set<ChangeKind>>();
    const numbers = this.#diagrams.endsOf(this.#byRequest).filter((number) => number !== 0);
    for (const number of numbers) {
      const pairs = this.#sets[number]!.map((pair) => this.pairs.at(pair));
      for (const kind of CHANGE_KINDS) {
        const having = pairs.filter((pair) => pair?.kinds.has(kind));
        if (having.length === 0) continue;
        const isCertain = having.length === pairs.length && having.every((pair) => isKnown(pair!));
        if (isCertain) changed.push(this.#certain(kind, number, having as Pair[]));
        else doubtful.set(number, (doubtful.get(number) ?? new Set()).add(kind));
      }
    }
    return {
      changed: [...joined(changed, this.#diagrams), ...this.#uncertain(doubtful)],
      undecided: this.#undecided(doubtful),
    };
  }

  #certain(kind: ChangeKind, number: number, pairs: readonly Pair[]): ChangedSet {
    const [{ before, after, change }] = pairs as readonly [Pair, ...Pair[]];
    const set = this.#diagrams.mapEnds(this.#byRequest, (end) => (end === number ? 1 : 0));
    return { kind, set, before, after, how: how(kind, change), certain: true };
  }

  /** The requests that may change in a way, each with the assumptions under which they do. */
  #uncertain(doubtful: ReadonlyMap<number, ReadonlySet<ChangeKind>>): ChangedSet[] {
    const changed: ChangedSet[] = [];
    for (const kind of CHANGE_KINDS) {
      const numbers = new Set([...doubtful].filter(([, kinds]) => kinds.has(kind)).map(([number]) => number));
      if (numbers.size === 0) continue;
      const zone = this.#diagrams.mapEnds(this.#byRequest, (end) => (numbers.has(end) ? 1 : 0));
      const within = this.#diagrams.choose(zone, this.differences, this.#diagrams.end(0));
      for (const end of this.#diagrams.endsOf(within)) {
        const pair = this.pairs.at(end);
        if (pair === undefined || !pair.kinds.has(kind)) continue;
        const { before, after, change } = pair;
        const set = this.#diagrams.mapEnds(within, (one) => (one === end ? 1 : 0));
        changed.push({ kind, set, before, after, how: how(kind, change), certain: false });
      }
    }
    return joined(changed, this.#diagrams);
  }

  #undecided(doubtful: ReadonlyMap<number, ReadonlySet<ChangeKind>>): UndecidedSet[] {
    const byKinds = new Map<string, { numbers: Set<number>; may: ChangeKind[] }>();
    for (const [number, kinds] of doubtful) {
      const may = CHANGE_KINDS.filter((kind) => kinds.has(kind));
      const group = byKinds.get(may.join(" ")) ?? { numbers: new Set(), may };
      byKinds.set(may.join(" "), group);
      group.numbers.add(number);
    }
    return [...byKinds.values()].map(({ numbers, may }) => {
      const set = this.#diagrams.mapEnds(this.#byRequest, (end) => (numbers.has(end) ? 1 : 0));
      const part = this.#diagrams.choose(set, this.differences, this.#diagrams.end(0));
      const terms = this.#diagrams.endsOf(part).flatMap((end) => this.pairs.at(end)?.change.unknown ?? []);
      const because = [
        ...this.#assumptionsIn(part).map((one) => one.because),
        ...terms.map((term) => `${term} is not known`),
      ];
      return { set, may, because: [...new Set(because)] };
    });
  }

  #assumptionsIn(node: Node): Assumption[] {
    const levels = new Set<number>();
    const seen = new Set<Node>();
    const walk = (one: Node): void => {
      if (seen.has(one) || this.#diagrams.isEnd(one)) return;
      seen.add(one);
      levels.add(this.#diagrams.levelOf(one));
      walk(this.#diagrams.low(one));
      walk(this.#diagrams.high(one));
    };
    walk(node);
    return this.encoding.facts.flatMap(({ fact, level }) =>
      levels.has(level) && isAssumption(fact) ? [fact] : [],
    );
  }
}

function isKnown({ change }: Pair): boolean {
  return change.unknown.length === 0;
}

function how(kind: ChangeKind, change: OutcomeChange): readonly string[] {
  if (kind === "weaker") return change.weaker;
  return kind === "stricter" ? change.stricter : [];
}

/** Sets of the same change by the same policies become one. */
function joined(changed: readonly ChangedSet[], diagrams: Diagrams): ChangedSet[] {
  const byKey = new Map<string, ChangedSet>();
  for (const one of changed) {
    const side = ({ decision, policy }: Outcome) => `${decision} ${policy?.id} ${policy?.name}`;
    const key = [one.kind, side(one.before), side(one.after), ...one.how].join("|");
    const found = byKey.get(key);
    byKey.set(key, found === undefined ? one : { ...found, set: diagrams.or(found.set, one.set) });
  }
  return [...byKey.values()];
}
