import { DefaultTokenResolver, StringConcat, Token, Tokenization } from "cdktf";
import type { IConstruct } from "constructs";

/** A policy with a place in its application's order. */
export interface OrderedPolicy extends IConstruct {
  readonly count?: unknown;
  readonly forEach?: unknown;
}

interface Place {
  readonly policy: OrderedPolicy;
  readonly appId: string;
  readonly precedence: number;
}

/** The policies of each construct tree, so that looking for equals needs no walk through the tree for each policy. */
const TREES = new WeakMap<IConstruct, Place[]>();

/**
 * Enters a policy into its application's order, which is judged at synth: within an application no precedence may
 * come twice. A policy whose precedence is left out or a token, or that is made many times (`count`, `forEach`), is
 * left to the API.
 */
export function enterOrder(policy: OrderedPolicy, appId: string, precedence: number | undefined): void {
  if (precedence === undefined || precedence === null || Token.isUnresolved(precedence)) return;
  const place = { policy, appId, precedence };
  const root = policy.node.root;
  const places = TREES.get(root) ?? [];
  TREES.set(root, places);
  places.push(place);
  policy.node.addValidation({ validate: () => collisions(place, places) });
}

function collisions(place: Place, places: readonly Place[]): string[] {
  if (isManifold(place.policy)) return [];
  const application = applicationOf(place);
  // Only the ones before: each pair is told once, at the later policy.
  const earlier = places.slice(0, places.indexOf(place));
  const rival = earlier.find(
    (other) =>
      other.precedence === place.precedence &&
      !isManifold(other.policy) &&
      isAttached(other.policy) &&
      applicationOf(other) === application,
  );
  if (!rival) return [];
  const taken = places
    .filter((other) => applicationOf(other) === application)
    .map((other) => other.precedence);
  return [
    `precedence ${place.precedence} is taken by ${rival.policy.node.path} of the same application: ` +
      `each policy of an application needs its own. ${firstFree(taken)} is the next free one.`,
  ];
}

/** Tokens for the same attribute are different texts until they are resolved. */
function applicationOf({ policy, appId }: Place): string {
  if (!Token.isUnresolved(appId)) return appId.toLowerCase();
  const resolver = new DefaultTokenResolver(new StringConcat());
  return JSON.stringify(Tokenization.resolve(appId, { scope: policy, resolver, preparing: false }));
}

function isManifold(policy: OrderedPolicy): boolean {
  return policy.count !== undefined || policy.forEach !== undefined;
}

/** A child can be taken out of the tree again. */
function isAttached(policy: OrderedPolicy): boolean {
  return policy.node.scopes.every((construct, index, path) =>
    index === 0 ? true : path[index - 1]!.node.tryFindChild(construct.node.id) === construct,
  );
}

function firstFree(taken: readonly number[]): number {
  let free = 1;
  while (taken.includes(free)) free += 1;
  return free;
}
