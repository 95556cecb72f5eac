import {
  DefaultTokenResolver,
  StringConcat,
  type TerraformResource,
  TerraformStack,
  Tokenization,
} from "cdktf";
import type { IConstruct } from "constructs";
import { isManifold } from "../manifold";
import { isToken } from "../tokens";
import { sharedRecord } from "./tree-registry";

/** A policy of an application that is a resource of its own. */
export interface OwnPolicy {
  readonly policy: TerraformResource;
  /** May be a token. */
  readonly appId: string;
  /** Absent where it is left out or a token. */
  readonly precedence?: number;
}

/**
 * The policies of each construct tree, so that looking for equals needs no walk through the tree for each policy, and
 * the applications of their tokens: many policies are in the same few applications.
 */
interface Tree {
  readonly policies: OwnPolicy[];
  readonly byPrecedence: Map<number, OwnPolicy[]>;
  readonly applications: Map<string, string>;
}

/**
 * Registers a policy of an application. Within an application no precedence may come twice, which is checked at synth. A
 * policy whose precedence is left out or a token, or that is made many times (`count`, `forEach`), is left to the API.
 */
export function registerOwnPolicy(policy: TerraformResource, appId: string, precedence: unknown): void {
  const tree = treeOf(policy);
  if (typeof precedence !== "number" || isToken(precedence)) {
    tree.policies.push({ policy, appId });
    return;
  }
  const own = { policy, appId, precedence };
  tree.policies.push(own);
  const equals = tree.byPrecedence.get(precedence) ?? [];
  tree.byPrecedence.set(precedence, equals);
  equals.push(own);
  policy.node.addValidation({ validate: () => collisions(own, equals, tree) });
}

function treeOf({ node: { root } }: IConstruct): Tree {
  return sharedRecord(root, "own-policies", () => ({
    policies: [],
    byPrecedence: new Map(),
    applications: new Map(),
  }));
}

/** Returns the policies of an application in all of a construct's tree, except those that are made many times. */
export function ownPoliciesOf(construct: IConstruct, appId: string): OwnPolicy[] {
  const application = applicationOf(construct, appId);
  return treeOf(construct).policies.filter(
    ({ policy, appId: other }) =>
      applicationOf(policy, other) === application && !isManifold(policy) && isAttached(policy),
  );
}

function collisions(own: OwnPolicy, equals: readonly OwnPolicy[], tree: Tree): string[] {
  if (equals.length === 1 || isManifold(own.policy)) return [];
  const application = applicationOf(own.policy, own.appId);
  const isRival = (other: OwnPolicy) =>
    applicationOf(other.policy, other.appId) === application &&
    !isManifold(other.policy) &&
    isAttached(other.policy);
  // Only the ones before: each pair is reported once, at the later policy.
  const rival = equals.slice(0, equals.indexOf(own)).find(isRival);
  if (!rival) return [];
  const taken = tree.policies
    .filter((other) => applicationOf(other.policy, other.appId) === application)
    .flatMap((other) => other.precedence ?? []);
  return [
    `precedence ${own.precedence} is taken by ${rival.policy.node.path} of the same application: ` +
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
