import type { Node } from "./diagram";
import type { EncodedDimension, EncodedFact, Encoding } from "./encoding";

/** Requests that lie in some cells of each dimension and have, or lack, some facts. What is not named may be anything. */
export interface Product {
  readonly cells: ReadonlyMap<EncodedDimension, ReadonlySet<number>>;
  readonly facts: ReadonlyMap<EncodedFact, boolean>;
}

export interface Cover {
  readonly products: readonly Product[];
  /** False: there are more products than a reader could use, and some are left out. */
  readonly complete: boolean;
}

const MOST_PRODUCTS = 24;

const ANYTHING: Product = { cells: new Map(), facts: new Map() };

interface Part {
  readonly products: readonly Product[];
  readonly node: Node;
}

/**
 * Writes a set as few products: all of `needed` is covered, and nothing outside of `allowed` (Minato and Morreale's
 * irredundant cover, with dimensions of several values).
 */
export function coverOf(encoding: Encoding, needed: Node, allowed: Node): Cover {
  const { diagrams } = encoding;
  const known = new Map<string, Part>();
  let made = 0;

  const walk = (lower: Node, upper: Node): Part => {
    if (lower === diagrams.no || made > MOST_PRODUCTS) return { products: [], node: diagrams.no };
    if (upper === diagrams.yes) {
      made += 1;
      return { products: [ANYTHING], node: diagrams.yes };
    }
    const key = `${lower} ${upper}`;
    let part = known.get(key);
    if (part === undefined) {
      part = divide(lower, upper);
      known.set(key, part);
    }
    return part;
  };

  const divide = (lower: Node, upper: Node): Part => {
    const layer = layerAt(encoding, Math.min(diagrams.levelOf(lower), diagrams.levelOf(upper)));
    const lowers = split(encoding, layer, lower);
    const uppers = split(encoding, layer, upper);
    const allowedAlways = uppers.reduce((node, one) => diagrams.and(node, one), diagrams.yes);
    const neededSomewhere = lowers.reduce((node, one) => diagrams.or(node, one), diagrams.no);
    const always = walk(diagrams.and(neededSomewhere, allowedAlways), allowedAlways);
    const products = [...always.products];
    let node = always.node;
    // Cells with the same rest are one set.
    const groups = new Map<string, { needed: Node; allowed: Node; cells: Set<number> }>();
    for (const [cell, one] of lowers.entries()) {
      const rest = diagrams.without(one, always.node);
      if (rest === diagrams.no) continue;
      const key = `${rest} ${uppers[cell]}`;
      const group = groups.get(key) ?? { needed: rest, allowed: uppers[cell]!, cells: new Set<number>() };
      groups.set(key, group);
      group.cells.add(cell);
    }
    for (const group of merged(groups, uppers, diagrams)) {
      const inner = walk(group.needed, group.allowed);
      const here = setOf(encoding, layer, group.cells);
      node = diagrams.or(node, diagrams.and(here, inner.node));
      products.push(...inner.products.map((product) => narrowed(product, layer, group.cells)));
    }
    return { products, node };
  };

  const { products } = walk(needed, allowed);
  return { products, complete: made <= MOST_PRODUCTS };
}

/** Groups whose parts are interchangeable become one: fewer, wider products. */
function merged(
  groups: ReadonlyMap<string, { needed: Node; allowed: Node; cells: Set<number> }>,
  uppers: readonly Node[],
  diagrams: Encoding["diagrams"],
) {
  const result: { needed: Node; allowed: Node; cells: Set<number> }[] = [];
  for (const group of groups.values()) {
    const host = result.find(
      ({ allowed, needed }) =>
        diagrams.without(group.needed, allowed) === diagrams.no &&
        diagrams.without(needed, group.allowed) === diagrams.no,
    );
    if (host === undefined) result.push({ ...group, cells: new Set(group.cells) });
    else {
      host.needed = diagrams.or(host.needed, group.needed);
      host.allowed = diagrams.and(host.allowed, group.allowed);
      for (const cell of group.cells) host.cells.add(cell);
    }
  }
  // Cells that need nothing more but allow it make a set easier to say.
  for (const host of result)
    for (const [cell, upper] of uppers.entries())
      if (diagrams.without(host.allowed, upper) === diagrams.no) host.cells.add(cell);
  return result;
}

type Layer = EncodedDimension | EncodedFact;

function isFact(layer: Layer): layer is EncodedFact {
  return "fact" in layer;
}

function layerAt({ dimensions, facts }: Encoding, level: number): Layer {
  const fact = facts.find((one) => one.level === level);
  if (fact !== undefined) return fact;
  return [...dimensions].reverse().find(({ firstLevel }) => firstLevel <= level)!;
}

function split(encoding: Encoding, layer: Layer, node: Node): Node[] {
  if (!isFact(layer)) return encoding.split(node, layer);
  return [false, true].map((value) => encoding.diagrams.at(node, layer.level, value));
}

function setOf(encoding: Encoding, layer: Layer, cells: ReadonlySet<number>): Node {
  if (!isFact(layer)) return encoding.cells(layer, cells);
  const { diagrams } = encoding;
  if (cells.size === 2) return diagrams.yes;
  return cells.has(1) ? diagrams.variable(layer.level) : diagrams.not(diagrams.variable(layer.level));
}

function narrowed(product: Product, layer: Layer, cells: ReadonlySet<number>): Product {
  const count = isFact(layer) ? 2 : layer.cells.length;
  if (cells.size === count) return product;
  if (isFact(layer)) return { ...product, facts: new Map([[layer, cells.has(1)], ...product.facts]) };
  return { ...product, cells: new Map([[layer, cells], ...product.cells]) };
}
