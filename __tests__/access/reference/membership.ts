/** Whether a request is in a set that a comparison found. */

import type { Identity } from "../../../src/access";
import { answersOf } from "../../../src/access/answers";
import type { Node } from "../../../src/access/compare/diagram";
import { ALIAS } from "../../../src/access/compare/elements";
import type { EncodedDimension, Encoding } from "../../../src/access/compare/encoding";
import { isAssumption } from "../../../src/access/fact";

/** "some": only under some of the assumptions. */
export function membership(encoding: Encoding, set: Node, identity: Identity): "all" | "some" | "none" {
  const { diagrams } = encoding;
  const answers = answersOf(identity);
  let node = set;
  for (const encoded of encoding.dimensions) {
    const cell = cellOf(encoded, identity);
    node = encoding.split(node, encoded)[cell]!;
  }
  for (const { fact, level } of encoding.facts)
    if (!isAssumption(fact)) node = diagrams.at(node, level, answers.fact(fact) === "yes");
  const ends = diagrams.endsOf(node);
  if (ends.length === 2) return "some";
  return ends[0] === 1 ? "all" : "none";
}

function cellOf({ dimension, cells, sets }: EncodedDimension, identity: Identity): number {
  const answers = answersOf(identity);
  if (dimension === "ssh") {
    const name = identity.ssh_username;
    const named = cells.findIndex((cell) => cell.some(({ value }) => value === `n:${name}`));
    if (named >= 0) return named;
    const email = identity.user?.email ?? "";
    const isAlias = name !== null && email.slice(0, email.lastIndexOf("@")) === name;
    const alias = cells.findIndex((cell) => cell.some(({ value }) => value === ALIAS));
    if (isAlias && alias >= 0) return alias;
    return cells.findIndex((cell) => cell.some(({ value }) => value === (name === null ? "none" : "other")));
  }
  const named = dimension === "user" ? `e:${identity.user?.email}` : "";
  const exact = cells.findIndex((cell) => cell.some(({ value }) => value === named));
  if (exact >= 0) return exact;
  const wanted = sets.map((values) => answers.leaf(dimension, values) === "yes");
  const found = cells.findIndex((cell) =>
    sets.every(
      (values, index) => cell[0]!.satisfies.some((value) => values.includes(value)) === wanted[index],
    ),
  );
  // Without a user nothing asks for a risk level or a provider.
  if (found < 0 && identity.user === null && (dimension === "risk" || dimension === "provider")) return 0;
  if (found < 0) throw new Error(`no cell of ${dimension} for ${JSON.stringify(identity)}`);
  return found;
}
