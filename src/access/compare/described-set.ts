/** A set of requests for people: words, and one concrete request. */
import type { AccountIndex } from "../account-index";
import type { Dimension } from "../condition";
import type { Identity } from "../identity";
import { coverOf } from "./cover";
import type { Node } from "./diagram";
import { INVALID, NONE, OTHER } from "./elements";
import type { Encoding } from "./encoding";
import { setInWords } from "./set-words";
import { identityOf, namedValues, sampleOf } from "./witness";

export interface DescribedSet {
  readonly who: string;
  readonly witness: Identity;
}

/**
 * @param known requests that a reader knows already, such as the ones that were let in before. Where a set has requests
 * without a login, its words may cover the known ones with a login: "the public internet" for all but the staff
 */
export function describeSet(
  encoding: Encoding,
  set: Node,
  indexes: readonly AccountIndex[],
  {
    anyone = "anyone",
    known = encoding.diagrams.no,
  }: { readonly anyone?: string; readonly known?: Node } = {},
): DescribedSet {
  const { diagrams } = encoding;
  const inside = diagrams.and(set, encoding.possible);
  // Words are about plain requests where there are some: what a user with a token may do besides is left open.
  const plain = plainRequests(encoding);
  const plainPart = diagrams.and(inside, plain);
  const [needed, free] = plainPart === diagrams.no ? [inside, diagrams.no] : [plainPart, diagrams.not(plain)];
  const isForAnyone = diagrams.and(needed, anonymous(encoding)) !== diagrams.no;
  const loggedIn = diagrams.without(known, anonymous(encoding));
  const covered = [free, diagrams.not(encoding.possible), isForAnyone ? loggedIn : diagrams.no];
  const allowed = covered.reduce((node, one) => diagrams.or(node, one), inside);
  const { products, complete } = coverOf(encoding, needed, allowed);
  return {
    who: setInWords(products, complete, { indexes, anyone }),
    witness: identityOf(sampleOf(encoding, needed), namedValues(encoding)),
  };
}

const PRINCIPALS = ["user", "token", "linked", "certificate"] as const;

/** Requests without a user, a token or a certificate. */
function anonymous(encoding: Encoding): Node {
  return PRINCIPALS.reduce(
    (node, dimension) => encoding.diagrams.and(node, having(encoding, dimension, NONE)),
    encoding.diagrams.yes,
  );
}

/** One principal at most, an ordinary login and method, a path that no override names, no token that is invalid. */
function plainRequests(encoding: Encoding): Node {
  const { diagrams } = encoding;
  const without = PRINCIPALS.map((dimension) => having(encoding, dimension, NONE));
  const atMostOne = without.reduce((node, _one, index) => {
    const others = without.filter((_, position) => position !== index);
    return diagrams.or(
      node,
      others.reduce((a, b) => diagrams.and(a, b), diagrams.yes),
    );
  }, diagrams.no);
  const device = encoding.facts.find(({ fact }) => fact.kind === "device_identity");
  return [
    atMostOne,
    validToken(encoding),
    having(encoding, "method", OTHER),
    having(encoding, "path", OTHER),
    device === undefined ? diagrams.yes : diagrams.not(diagrams.variable(device.level)),
  ].reduce((a, b) => diagrams.and(a, b));
}

/** Requests with an element in a dimension; all where nothing asks for the dimension. */
function having(encoding: Encoding, dimension: Dimension, wanted: string): Node {
  const encoded = encoding.dimension(dimension);
  if (encoded === undefined) return encoding.diagrams.yes;
  const cells = encoded.cells.flatMap((cell, number) =>
    cell.some(({ value }) => value === wanted) ? [number] : [],
  );
  return encoding.cells(encoded, new Set(cells));
}

function validToken(encoding: Encoding): Node {
  const token = encoding.dimension("token");
  if (token === undefined) return encoding.diagrams.yes;
  const valid = token.cells.flatMap((cell, number) =>
    cell.some(({ value }) => value !== INVALID) ? [number] : [],
  );
  return encoding.cells(token, new Set(valid));
}
