/**
 * Reduced ordered decision diagrams over boolean variables, with numbers at their ends. A set of requests is a diagram of
 * the ends 0 and 1; what happens to every request is one whose ends are outcomes. Equal functions are the same node.
 */

/** The work would pass the budget. */
export class BudgetExceeded extends Error {}

/** A node, by its number. */
export type Node = number;

const END_LEVEL = 0x7fffffff;
const FIRST_CAPACITY = 1 << 10;
const PAIR = 0x4000000;

export class Diagrams {
  /** The ends 0 and 1. */
  readonly no: Node;
  readonly yes: Node;
  #levels = new Int32Array(FIRST_CAPACITY);
  #lows = new Int32Array(FIRST_CAPACITY);
  #highs = new Int32Array(FIRST_CAPACITY);
  #next = new Int32Array(FIRST_CAPACITY);
  #buckets = new Int32Array(FIRST_CAPACITY).fill(-1);
  #count = 0;
  readonly #ends = new Map<number, Node>();
  #cacheSize = FIRST_CAPACITY;
  /** Four numbers an entry: the three operands and the result. */
  #cache = new Int32Array(FIRST_CAPACITY * 4).fill(-1);

  /** @param budget nodes that may be made */
  constructor(private readonly budget: number) {
    this.no = this.end(0);
    this.yes = this.end(1);
  }

  get size(): number {
    return this.#count;
  }

  end(value: number): Node {
    let node = this.#ends.get(value);
    if (node === undefined) {
      node = this.#append(END_LEVEL, value, 0);
      this.#ends.set(value, node);
    }
    return node;
  }

  isEnd(node: Node): boolean {
    return this.#levels[node] === END_LEVEL;
  }

  /** The number at an end. */
  valueOf(node: Node): number {
    return this.#lows[node]!;
  }

  levelOf(node: Node): number {
    return this.#levels[node]!;
  }

  low(node: Node): Node {
    return this.#lows[node]!;
  }

  high(node: Node): Node {
    return this.#highs[node]!;
  }

  /** The half of a node's function with a variable; the node itself where it does not ask for it. */
  at(node: Node, level: number, value: boolean): Node {
    if (this.#levels[node] !== level) return node;
    return value ? this.#highs[node]! : this.#lows[node]!;
  }

  node(level: number, low: Node, high: Node): Node {
    if (low === high) return low;
    const bucket = this.#bucket(level, low, high);
    for (let found = this.#buckets[bucket]!; found >= 0; found = this.#next[found]!) {
      if (this.#levels[found] === level && this.#lows[found] === low && this.#highs[found] === high)
        return found;
    }
    const made = this.#append(level, low, high);
    const own = this.#bucket(level, low, high);
    this.#next[made] = this.#buckets[own]!;
    this.#buckets[own] = made;
    return made;
  }

  variable(level: number): Node {
    return this.node(level, this.no, this.yes);
  }

  /** `then` where the condition holds, `otherwise` where it does not. */
  choose(condition: Node, then: Node, otherwise: Node): Node {
    if (condition === this.yes) return then;
    if (condition === this.no) return otherwise;
    if (then === otherwise) return then;
    if (then === this.yes && otherwise === this.no) return condition;
    const slot = (this.#hash(condition, then, otherwise) & (this.#cacheSize - 1)) * 4;
    const cache = this.#cache;
    if (cache[slot] === condition && cache[slot + 1] === then && cache[slot + 2] === otherwise)
      return cache[slot + 3]!;
    const level = Math.min(this.#levels[condition]!, this.#levels[then]!, this.#levels[otherwise]!);
    const half = (value: boolean) =>
      this.choose(
        this.at(condition, level, value),
        this.at(then, level, value),
        this.at(otherwise, level, value),
      );
    const result = this.node(level, half(false), half(true));
    this.#remember(condition, then, otherwise, result);
    return result;
  }

  and(a: Node, b: Node): Node {
    return a < b ? this.choose(a, b, this.no) : this.choose(b, a, this.no);
  }

  or(a: Node, b: Node): Node {
    return a < b ? this.choose(a, this.yes, b) : this.choose(b, this.yes, a);
  }

  not(a: Node): Node {
    return this.choose(a, this.no, this.yes);
  }

  /** What is in the first set and not in the second. */
  without(a: Node, b: Node): Node {
    return this.choose(b, this.no, a);
  }

  /** The diagram whose ends are what `merge` makes of the ends of two; `same` where both are the same node. */
  combine(a: Node, b: Node, merge: (a: number, b: number) => number, same?: Node): Node {
    const done = new Map<number, Node>();
    const walk = (left: Node, right: Node): Node => {
      if (left === right && same !== undefined) return same;
      if (this.isEnd(left) && this.isEnd(right))
        return this.end(merge(this.valueOf(left), this.valueOf(right)));
      const key = left * PAIR + right;
      const known = done.get(key);
      if (known !== undefined) return known;
      const level = Math.min(this.#levels[left]!, this.#levels[right]!);
      const made = this.node(
        level,
        walk(this.at(left, level, false), this.at(right, level, false)),
        walk(this.at(left, level, true), this.at(right, level, true)),
      );
      done.set(key, made);
      return made;
    };
    return walk(a, b);
  }

  /** The same diagram with other ends. */
  mapEnds(node: Node, change: (value: number) => number): Node {
    return this.replaceFrom(node, END_LEVEL, (end) => this.end(change(this.valueOf(end))));
  }

  /** Replaces every part of a diagram that begins at a level or behind it. */
  replaceFrom(node: Node, level: number, replace: (part: Node) => Node): Node {
    const done = new Map<Node, Node>();
    const walk = (one: Node): Node => {
      let made = done.get(one);
      if (made === undefined) {
        made =
          this.#levels[one]! >= level
            ? replace(one)
            : this.node(this.#levels[one]!, walk(this.#lows[one]!), walk(this.#highs[one]!));
        done.set(one, made);
      }
      return made;
    };
    return walk(node);
  }

  /** The numbers at the ends of a diagram, ascending. */
  endsOf(node: Node): number[] {
    const seen = new Set<Node>();
    const values = new Set<number>();
    const walk = (one: Node): void => {
      if (seen.has(one)) return;
      seen.add(one);
      if (this.isEnd(one)) values.add(this.valueOf(one));
      else {
        walk(this.#lows[one]!);
        walk(this.#highs[one]!);
      }
    };
    walk(node);
    return [...values].sort((a, b) => a - b);
  }

  #hash(a: number, b: number, c: number): number {
    let hash = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b) ^ Math.imul(c, 0xc2b2ae35);
    hash ^= hash >>> 15;
    return (Math.imul(hash, 0x27d4eb2f) ^ (hash >>> 13)) >>> 0;
  }

  #bucket(level: number, low: Node, high: Node): number {
    return this.#hash(level, low, high) & (this.#buckets.length - 1);
  }

  #remember(condition: Node, then: Node, otherwise: Node, result: Node): void {
    const slot = (this.#hash(condition, then, otherwise) & (this.#cacheSize - 1)) * 4;
    const cache = this.#cache;
    cache[slot] = condition;
    cache[slot + 1] = then;
    cache[slot + 2] = otherwise;
    cache[slot + 3] = result;
  }

  #append(level: number, low: number, high: number): Node {
    if (this.#count >= this.budget) throw new BudgetExceeded("too many nodes");
    if (this.#count === this.#levels.length) this.#grow();
    const made = this.#count++;
    this.#levels[made] = level;
    this.#lows[made] = low;
    this.#highs[made] = high;
    return made;
  }

  #grow(): void {
    const capacity = this.#levels.length * 2;
    const larger = (old: Int32Array): Int32Array<ArrayBuffer> => {
      const grown = new Int32Array(capacity);
      grown.set(old);
      return grown;
    };
    this.#levels = larger(this.#levels);
    this.#lows = larger(this.#lows);
    this.#highs = larger(this.#highs);
    this.#next = larger(this.#next);
    this.#buckets = new Int32Array(capacity).fill(-1);
    for (let node = 0; node < this.#count; node++) {
      if (this.#levels[node] === END_LEVEL) continue;
      const bucket = this.#bucket(this.#levels[node]!, this.#lows[node]!, this.#highs[node]!);
      this.#next[node] = this.#buckets[bucket]!;
      this.#buckets[bucket] = node;
    }
    this.#cacheSize = capacity;
    this.#cache = new Int32Array(capacity * 4).fill(-1);
  }
}
