import {
  DefaultTokenResolver,
  StringConcat,
  type TerraformResource,
  TerraformStack,
  Tokenization,
} from "cdktf";
import type { IConstruct } from "constructs";
import { AccessDecision } from "../model";
import { isToken } from "./deferred-tokens";
import { isManifold } from "./manifold";
import { sharedRecord } from "./shared-record";

/** A policy with a precedence that is written out. */
export interface Place {
  readonly policy: TerraformResource;
  /** The policy's name, which may be a token. */
  readonly name: string;
  readonly appId: string;
  readonly precedence: number;
  /** May be a token. */
  readonly decision: string;
}

/**
 * The policies of each construct tree, so that looking for equals needs no walk through the tree for each policy, and
 * the applications of their tokens: many policies have the same few places in many applications.
 */
interface Tree {
  readonly places: Place[];
  readonly byPrecedence: Map<number, Place[]>;
  readonly applications: Map<string, string>;
}

/**
 * Enters a policy into its application's order, which is judged at synth: within an application no precedence may
 * come twice. A policy whose precedence is left out or a token, or that is made many times (`count`, `forEach`), is
 * left to the API.
 */
export function enterOrder(
  policy: TerraformResource,
  appId: string,
  {
    name,
    precedence,
    decision,
  }: { readonly name: string; readonly precedence?: number; readonly decision: string },
): void {
  if (precedence === undefined || precedence === null || isToken(precedence)) return;
  const place = { policy, name, appId, precedence, decision };
  const tree = treeOf(policy);
  tree.places.push(place);
  const equals = tree.byPrecedence.get(precedence) ?? [];
  tree.byPrecedence.set(precedence, equals);
  equals.push(place);
  policy.node.addValidation({ validate: () => collisions(place, equals, tree) });
}

function treeOf({ node: { root } }: IConstruct): Tree {
  return sharedRecord(root, "places", () => ({
    places: [],
    byPrecedence: new Map(),
    applications: new Map(),
  }));
}

/** The policies of an application in all of a construct's tree, but for those that are made many times. */
export function placesOf(construct: IConstruct, appId: string): Place[] {
  const application = applicationOf(construct, appId);
  return treeOf(construct).places.filter(
    ({ policy, appId: other }) =>
      applicationOf(policy, other) === application && !isManifold(policy) && isAttached(policy),
  );
}

/** Policies of one application in a stack, and where they are to stand. */
export interface StackOrder {
  /** Absent where it is a token. */
  readonly appId?: string;
  readonly places: readonly Place[];
}

/**
 * The orders of a stack's applications, as far as they are written out: what is a token, or made many times, is left
 * out, and so is a name that Terraform would still fill in.
 */
export function ordersIn(stack: TerraformStack): StackOrder[] {
  const tree = treeOf(stack);
  const orders = new Map<string, { appId?: string; places: Place[] }>();
  for (const place of tree.places) {
    const { policy, name, appId } = place;
    if (TerraformStack.of(policy) !== stack || isManifold(policy) || !isAttached(policy)) continue;
    if (!isWrittenOut(name)) continue;
    const application = applicationOf(policy, appId);
    const order = orders.get(application) ?? {
      ...(isToken(appId) ? {} : { appId }),
      places: [],
    };
    orders.set(application, order);
    order.places.push(place);
  }
  return [...orders.values()];
}

/** Whether it is a block policy, or may be one. */
export function mayDeny({ decision }: Pick<Place, "decision">): boolean {
  return decision === AccessDecision.DENY || isToken(decision);
}

/** Whether a name is the one that the policy gets: no token, and nothing that Terraform would still fill in. */
export function isWrittenOut(name: string): boolean {
  return !isToken(name) && !/[$%]\{/.test(name);
}

function collisions(place: Place, equals: readonly Place[], tree: Tree): string[] {
  if (equals.length === 1 || isManifold(place.policy)) return [];
  const application = applicationOf(place.policy, place.appId);
  const isRival = (other: Place) =>
    applicationOf(other.policy, other.appId) === application &&
    !isManifold(other.policy) &&
    isAttached(other.policy);
  // Only the ones before: each pair is told once, at the later policy.
  const rival = equals.slice(0, equals.indexOf(place)).find(isRival);
  if (!rival) return [];
  const taken = tree.places
    .filter((other) => applicationOf(other.policy, other.appId) === application)
    .map((other) => other.precedence);
  return [
    `precedence ${place.precedence} is taken by ${rival.policy.node.path} of the same application: ` +
      `each policy of an application needs its own. ${firstFree(taken)} is the next free one.`,
  ];
}

/** Tokens for the same attribute are different texts until they are resolved; each is resolved once. */
export function applicationOf(construct: IConstruct, appId: string): string {
  if (!isToken(appId)) return appId.toLowerCase();
  const { applications } = treeOf(construct);
  const stack = TerraformStack.of(construct).node.path;
  const key = `${stack} ${appId}`;
  let application = applications.get(key);
  if (application === undefined) {
    const resolver = new DefaultTokenResolver(new StringConcat());
    application = JSON.stringify(
      Tokenization.resolve(appId, { scope: construct, resolver, preparing: false }),
    );
    applications.set(key, application);
  }
  return application;
}

/** A child can be taken out of the tree again. */
export function isAttached(policy: IConstruct): boolean {
  return policy.node.scopes.every((construct, index, path) =>
    index === 0 ? true : path[index - 1]!.node.tryFindChild(construct.node.id) === construct,
  );
}

function firstFree(taken: readonly number[]): number {
  let free = 1;
  while (taken.includes(free)) free += 1;
  return free;
}
