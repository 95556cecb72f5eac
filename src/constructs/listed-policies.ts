import { type TerraformResource, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import type { WantedList } from "../model";
import { isAttached, isWrittenOut, mayDeny } from "./application-order";
import { isToken } from "./deferred-tokens";
import { sharedRecord } from "./shared-record";

/** A policy of an application, and what it is known by there. Both texts may be tokens. */
interface Named {
  readonly policy: TerraformResource;
  readonly name: string;
  readonly decision: string;
}

interface Listed {
  readonly list: IConstruct;
  readonly appId: string;
  readonly policies: readonly IConstruct[];
}

interface Tree {
  readonly policies: Map<IConstruct, Named>;
  readonly lists: Listed[];
}

function treeOf({ node: { root } }: IConstruct): Tree {
  return sharedRecord(root, "listed-policies", () => ({ policies: new Map(), lists: [] }));
}

/** Enters a policy of an application, whether it is in a list or not. */
export function enterName(
  policy: TerraformResource,
  { name, decision }: { name: string; decision: string },
): void {
  treeOf(policy).policies.set(policy, { policy, name, decision });
}

/** Enters the policies of an ordered list. */
export function enterListed(list: IConstruct, appId: string, policies: readonly IConstruct[]): void {
  treeOf(list).lists.push({ list, appId, policies });
}

/**
 * The ordered lists of a stack. One with a name that is a token, that Terraform would still fill in, or that comes twice
 * is left out as a whole: its order could not be told. So is a list of an application whose id is not known yet, where a
 * policy outside of lists has one of its names.
 */
export function listsIn(stack: TerraformStack): WantedList[] {
  const { lists, policies } = treeOf(stack);
  const own = lists.filter(({ list }) => TerraformStack.of(list) === stack && isAttached(list));
  if (own.length === 0) return [];
  const listed = new Set(own.flatMap((list) => list.policies));
  const outside = new Set([...policies.values()].flatMap((it) => (listed.has(it.policy) ? [] : it.name)));
  return own.flatMap(({ appId, policies: entries }) => {
    const named = entries.map((policy) => policies.get(policy)!);
    const names = named.map(({ name }) => name);
    if (!names.every(isWrittenOut) || new Set(names).size < names.length) return [];
    const order = named.map((policy) => ({ name: policy.name, denies: mayDeny(policy) }));
    if (!isToken(appId)) return [{ appId, policies: order }];
    return names.some((name) => outside.has(name)) ? [] : [{ policies: order }];
  });
}
