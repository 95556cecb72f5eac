import type { Node } from "./diagram";
import type { EncodedDimension, EncodedFact, Encoding } from "./encoding";

/**
 * Writes a set of requests as one text: another set has another text. Words for people may leave details out, this does
 * not. The same set has the same text while the same values are distinguished in the dimensions that it reads.
 */
export function canonicalSet(encoding: Encoding, set: Node): string {
  const { diagrams } = encoding;
  const facts = new Map(encoding.facts.map((one) => [one.level, factName(one)]));
  const numbers = new Map<Node, number>();
  const asked = new Map<string, string>();
  const nodes: string[] = [];
  /** Names a variable of the diagrams, and records which values its dimension distinguishes. */
  const variable = (level: number): string => {
    const fact = facts.get(level);
    if (fact !== undefined) return fact;
    const found = encoding.dimensions.findLast(({ firstLevel }) => firstLevel <= level)!;
    asked.set(found.dimension, valuesOf(found));
    return `${found.dimension}.${level - found.firstLevel}`;
  };
  const walk = (node: Node): number => {
    const known = numbers.get(node);
    if (known !== undefined) return known;
    const text = diagrams.isEnd(node)
      ? `end ${diagrams.valueOf(node)}`
      : `${variable(diagrams.levelOf(node))} ${walk(diagrams.low(node))} ${walk(diagrams.high(node))}`;
    numbers.set(node, nodes.length);
    return nodes.push(text) - 1;
  };
  walk(diagrams.and(set, encoding.possible));
  return JSON.stringify([[...asked.values()], nodes]);
}

function factName({ fact }: EncodedFact): string {
  return JSON.stringify([fact.kind, fact.key]);
}

/** The cells of a dimension by their values. */
function valuesOf({ dimension, cells }: EncodedDimension): string {
  return JSON.stringify([dimension, cells.map((cell) => cell.map(({ value }) => value).sort())]);
}
