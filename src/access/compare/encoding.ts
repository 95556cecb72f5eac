/**
 * Conditions as diagrams. Elements that no condition distinguishes are one cell; the number of a cell is written in bits, so
 * that every assignment of the bits is a cell. Dimensions come first, then facts by first use, assumptions last.
 */
import { type Condition, DIMENSIONS, type Dimension, visit } from "../condition";
import { type Fact, isAssumption } from "../fact";
import type { Diagrams, Node } from "./diagram";
import { ALIAS, type Element, elementsOf } from "./elements";

/** Elements that no condition distinguishes. */
export type Cell = readonly Element[];

export interface EncodedDimension {
  readonly dimension: Dimension;
  readonly cells: readonly Cell[];
  readonly firstLevel: number;
  /** Of every value that a leaf asks for, the cells that satisfy it. */
  readonly cellsOf: ReadonlyMap<string, ReadonlySet<number>>;
  /** The sets of values that leaves ask for. */
  readonly sets: readonly (readonly string[])[];
}

export interface EncodedFact {
  readonly fact: Fact;
  readonly level: number;
}

export class Encoding {
  readonly dimensions: readonly EncodedDimension[];
  readonly facts: readonly EncodedFact[];
  /** The level from which on there are assumptions only. */
  readonly firstAssumption: number;
  /** The combinations that requests can have. */
  readonly possible: Node;
  readonly #byDimension: ReadonlyMap<Dimension, EncodedDimension>;
  readonly #levelOfFact: ReadonlyMap<string, number>;
  readonly #built = new Map<Condition, Node>();

  constructor(
    readonly diagrams: Diagrams,
    conditions: readonly Condition[],
  ) {
    const { sets, facts, hasAlias } = collect(conditions);
    let level = 0;
    this.dimensions = DIMENSIONS.flatMap((dimension) => {
      const asked = sets.get(dimension);
      if (asked === undefined) return [];
      const encoded = encode(dimension, [...asked.values()], level, hasAlias ? namesIn(sets) : []);
      level += bitsFor(encoded.cells.length);
      return [encoded];
    });
    const ordered = [...facts.values()].sort((a, b) => Number(isAssumption(a)) - Number(isAssumption(b)));
    this.facts = ordered.map((fact, index) => ({ fact, level: level + index }));
    const assumptions = this.facts.filter(({ fact }) => isAssumption(fact)).length;
    this.firstAssumption = level + this.facts.length - assumptions;
    this.#byDimension = new Map(this.dimensions.map((one) => [one.dimension, one]));
    this.#levelOfFact = new Map(this.facts.map(({ fact, level }) => [fact.key, level]));
    this.possible = hasAlias ? diagrams.not(this.#sameName([ALIAS], true)) : diagrams.yes;
  }

  dimension(name: Dimension): EncodedDimension | undefined {
    return this.#byDimension.get(name);
  }

  /** The requests that satisfy a condition. */
  build(condition: Condition): Node {
    let node = this.#built.get(condition);
    if (node === undefined) {
      node = this.#build(condition);
      this.#built.set(condition, node);
    }
    return node;
  }

  #build(condition: Condition): Node {
    const { diagrams } = this;
    switch (condition.kind) {
      case "constant":
        return condition.value ? diagrams.yes : diagrams.no;
      case "fact":
        return diagrams.variable(this.#levelOfFact.get(condition.fact.key)!);
      case "not":
        return diagrams.not(this.build(condition.part));
      case "leaf": {
        const encoded = this.#byDimension.get(condition.dimension)!;
        const cells = new Set<number>();
        for (const value of condition.values)
          for (const cell of encoded.cellsOf.get(value) ?? []) cells.add(cell);
        const set = this.cells(encoded, cells);
        return condition.values.includes("=") ? diagrams.or(set, this.#alias()) : set;
      }
      case "all":
        return condition.parts.reduce((node, part) => diagrams.and(node, this.build(part)), diagrams.yes);
      default:
        return condition.parts.reduce((node, part) => diagrams.or(node, this.build(part)), diagrams.no);
    }
  }

  /** The requests whose value lies in one of some cells. */
  cells({ cells, firstLevel }: EncodedDimension, wanted: ReadonlySet<number>): Node {
    const { diagrams } = this;
    const walk = (low: number, high: number, level: number): Node => {
      let count = 0;
      for (let cell = low; cell < high; cell++) if (wanted.has(cell)) count += 1;
      if (count === 0) return diagrams.no;
      if (count === high - low) return diagrams.yes;
      const middle = (low + high) >> 1;
      return diagrams.node(level, walk(low, middle, level + 1), walk(middle, high, level + 1));
    };
    return walk(0, cells.length, firstLevel);
  }

  /** What remains of a diagram for each cell of a dimension that its root asks for. */
  split(node: Node, { cells, firstLevel }: EncodedDimension): Node[] {
    const parts: Node[] = new Array(cells.length);
    const walk = (one: Node, low: number, high: number, level: number): void => {
      if (high - low === 1 || one === this.diagrams.no) {
        for (let cell = low; cell < high; cell++) parts[cell] = one;
        return;
      }
      const middle = (low + high) >> 1;
      walk(this.diagrams.at(one, level, false), low, middle, level + 1);
      walk(this.diagrams.at(one, level, true), middle, high, level + 1);
    };
    walk(node, 0, cells.length, firstLevel);
    return parts;
  }

  /** A name that the policy does not list and that is the one of the email, or one that it lists for another reason. */
  #alias(): Node {
    const { diagrams } = this;
    const user = this.#byDimension.get("user")!;
    const ssh = this.#byDimension.get("ssh")!;
    const alias = this.cells(ssh, new Set(cellsWith(ssh, (value) => value === ALIAS)));
    const known = this.cells(user, user.cellsOf.get("*") ?? new Set());
    return diagrams.or(diagrams.and(alias, known), this.#sameName(namedIn(ssh), false));
  }

  /** The requests whose SSH user name is one of these, and the name of the email as well. */
  #sameName(names: readonly string[], any: boolean): Node {
    const { diagrams } = this;
    const user = this.#byDimension.get("user");
    const ssh = this.#byDimension.get("ssh");
    if (user === undefined || ssh === undefined) return diagrams.no;
    return names.reduce((node, name) => {
      const here = this.cells(ssh, new Set(cellsWith(ssh, (value) => value === name)));
      const wanted = any ? namedIn(ssh) : [name];
      const emails = cellsWith(user, (value) => wanted.includes(`n:${localPart(value)}`));
      return diagrams.or(node, diagrams.and(here, this.cells(user, new Set(emails))));
    }, diagrams.no);
  }
}

function collect(conditions: readonly Condition[]) {
  const sets = new Map<Dimension, Map<string, readonly string[]>>();
  const facts = new Map<string, Fact>();
  let hasAlias = false;
  const seen = new Set<readonly string[]>();
  for (const condition of conditions)
    visit(condition, (found) => {
      if (found.kind === "fact") {
        facts.set(found.fact.key, found.fact);
        return;
      }
      if (seen.has(found.values)) return;
      seen.add(found.values);
      const asked = sets.get(found.dimension) ?? new Map<string, readonly string[]>();
      sets.set(found.dimension, asked);
      asked.set(found.values.join(" "), found.values);
      if (found.values.includes("=")) hasAlias = true;
    });
  if (hasAlias && !sets.has("user")) sets.set("user", new Map([["*", ["*"]]]));
  return { sets, facts, hasAlias };
}

/** Merges the elements that satisfy the same sets. */
function encode(
  dimension: Dimension,
  sets: readonly (readonly string[])[],
  firstLevel: number,
  apart: readonly string[],
): EncodedDimension {
  const setsOf = new Map<string, number[]>();
  for (const [index, values] of sets.entries())
    for (const value of values) {
      const found = setsOf.get(value);
      if (found) found.push(index);
      else setsOf.set(value, [index]);
    }
  const elements = elementsOf(dimension, new Set(setsOf.keys()));
  const cells: Element[][] = [];
  const numbers = new Map<string, number>();
  const cellsOf = new Map<string, Set<number>>();
  for (const element of dimension === "user" ? withNames(elements, apart) : elements) {
    const key = signature(element, setsOf) + nameKey(dimension, element, apart);
    let number = numbers.get(key);
    if (number === undefined) {
      number = cells.push([]) - 1;
      numbers.set(key, number);
    }
    cells[number]!.push(element);
    for (const value of element.satisfies) {
      if (!setsOf.has(value)) continue;
      const found = cellsOf.get(value);
      if (found) found.add(number);
      else cellsOf.set(value, new Set([number]));
    }
  }
  return { dimension, cells, firstLevel, cellsOf, sets };
}

/** The sets that hold an element, as one text. */
function signature({ satisfies }: Element, setsOf: ReadonlyMap<string, readonly number[]>): string {
  const within: number[] = [];
  for (const value of satisfies) within.push(...(setsOf.get(value) ?? []));
  if (within.length < 2) return within.join();
  within.sort((a, b) => a - b);
  return within.filter((set, index) => index === 0 || set !== within[index - 1]).join();
}

/** An email whose name may be an SSH user name, and an SSH user name, are distinguished by that. */
function nameKey(dimension: Dimension, { value }: Element, apart: readonly string[]): string {
  if (apart.length === 0) return "";
  if (dimension === "ssh") return ` ${value}`;
  const name = localPart(value);
  return apart.includes(name) ? ` ${name}` : "";
}

/** Users with each of the names before the @, in every domain that is named and in one that is not. */
function withNames(elements: readonly Element[], names: readonly string[]): Element[] {
  const domains = elements.filter(({ value }) => value.startsWith("d:")).map(({ value }) => value.slice(2));
  const known = new Set(elements.map(({ value }) => value));
  const added = names.flatMap((name) =>
    [...domains, UNNAMED_DOMAIN].flatMap((domain): Element[] => {
      const value = `e:${name}@${domain}`;
      return known.has(value) ? [] : [{ value, satisfies: [`d:${domain}`, "*"] }];
    }),
  );
  return [...elements, ...added];
}

/** A domain that no rule names. */
export const UNNAMED_DOMAIN = "elsewhere.example";

function namesIn(sets: ReadonlyMap<Dimension, ReadonlyMap<string, readonly string[]>>): string[] {
  const values = [...(sets.get("ssh")?.values() ?? [])].flat();
  return [...new Set(values.filter((value) => value.startsWith("n:")).map((value) => value.slice(2)))];
}

function namedIn({ cells }: EncodedDimension): string[] {
  return cells.flat().flatMap(({ value }) => (value.startsWith("n:") ? [value] : []));
}

function cellsWith({ cells }: EncodedDimension, holds: (value: string) => boolean): number[] {
  return cells.flatMap((cell, number) => (cell.some(({ value }) => holds(value)) ? [number] : []));
}

function localPart(value: string): string {
  return value.startsWith("e:") ? value.slice(2, value.lastIndexOf("@")) : "";
}

function bitsFor(cells: number): number {
  return Math.ceil(Math.log2(Math.max(1, cells)));
}
