import type { TerraformResource } from "cdktf";
import type { IConstruct } from "constructs";

/** A policy of one application that is a resource of its own. */
export interface RegisteredPolicy {
  readonly policy: TerraformResource;
  /** May be a token. */
  readonly appId: string;
  /** Absent where it is left out or a token. */
  readonly precedence?: number;
}

/** `ordered`: the application's own policies. `attached`: the reusable policies that are attached to it. */
export type ListKind = "ordered" | "attached";

/** A list of the policies of one application. */
export interface RegisteredList {
  readonly construct: IConstruct;
  /** May be a token. */
  readonly appId: string;
  readonly kind: ListKind;
}

/**
 * What the constructs of a tree know of each other. It is kept at the root of the tree, since two copies of this package
 * work on one tree where the projects of a workspace have each their own: no module-level variable knows of both.
 */
export interface TreeRegistry {
  readonly policies: RegisteredPolicy[];
  /** The same policies by their number, so that equal ones are found without a walk through the tree for each. */
  readonly byPrecedence: Map<number, RegisteredPolicy[]>;
  readonly lists: RegisteredList[];
  /** Resolved tokens of applications: many policies belong to the same few applications. */
  readonly applications: Map<string, string>;
  /** Constructs that no resource of another stack can depend on. */
  readonly dependable: Set<IConstruct>;
  /** What was done once for a construct, such as a check that it got. */
  readonly done: Map<IConstruct, Set<string>>;
}

/** The registry's shape is part of its name: a copy of this package with another shape has a registry of its own. */
const REGISTRY = Symbol.for("cdktf-cloudflare-access.tree-registry.1");

/** Returns the registry of a construct's tree. */
export function registryOf({ node: { root } }: IConstruct): TreeRegistry {
  const holder = root as IConstruct & { [REGISTRY]?: TreeRegistry };
  const known = holder[REGISTRY];
  if (known !== undefined) return known;
  const registry: TreeRegistry = {
    policies: [],
    byPrecedence: new Map(),
    lists: [],
    applications: new Map(),
    dependable: new Set(),
    done: new Map(),
  };
  Object.defineProperty(root, REGISTRY, { value: registry });
  return registry;
}

/** Reports whether something is done for a construct for the first time, in all copies of this package. */
export function isFirstTime(construct: IConstruct, what: string): boolean {
  const { done } = registryOf(construct);
  const before = done.get(construct);
  if (before?.has(what)) return false;
  if (before) before.add(what);
  else done.set(construct, new Set([what]));
  return true;
}

/** Reports whether a construct is still in the tree: a child can be taken out again. */
export function isInTree(construct: IConstruct): boolean {
  return construct.node.scopes.every((scope, index, path) =>
    index === 0 ? true : path[index - 1]!.node.tryFindChild(scope.node.id) === scope,
  );
}

/** Reports whether a resource is made several times, by `count` or `forEach`. */
export function usesCountOrForEach(resource: object): boolean {
  const { count, forEach } = resource as { readonly count?: unknown; readonly forEach?: unknown };
  return count !== undefined || forEach !== undefined;
}
