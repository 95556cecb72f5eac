import { Annotations } from "cdktf";
import type { IConstruct } from "constructs";
import { applicationOf, isAttached, type Place, placesOf } from "./application-order";
import { sharedRecord } from "./shared-record";

interface List {
  readonly construct: IConstruct;
  /** May be a token. */
  readonly appId: string;
}

/**
 * Enters an ordered list. A second one of the same application is an error at synth: each would put its own policies
 * in order and know nothing of the other's. A policy beside the list that has a precedence of its own is warned of.
 */
export function enterList(construct: IConstruct, appId: string): void {
  const list = { construct, appId };
  const all = sharedRecord(construct.node.root, "lists", (): List[] => []);
  all.push(list);
  const told = new Set<IConstruct>();
  // Not here and now: the policy may come after the list. A validation runs in any copy of the framework, before the
  // annotations are gathered; an aspect only runs in the copy that has added it.
  construct.node.addValidation({
    validate: () => {
      for (const place of placesOf(construct, appId).filter(({ policy }) => !told.has(policy))) {
        told.add(place.policy);
        Annotations.of(place.policy).addWarning(besideList(place, construct));
      }
      return otherLists(list, all);
    },
  });
}

function otherLists(list: List, all: readonly List[]): string[] {
  const application = applicationOf(list.construct, list.appId);
  // Only the ones before: each pair is told once, at the later list.
  const other = all
    .slice(0, all.indexOf(list))
    .find(({ construct, appId }) => isAttached(construct) && applicationOf(construct, appId) === application);
  if (!other) return [];
  return [
    `${other.construct.node.path} and ${list.construct.node.path} are two ordered lists of one application, and which ` +
      "policies come first would be up to chance: each list orders its own. Put all of the application's policies into " +
      "one ApplicationPolicies.",
  ];
}

function besideList({ precedence }: Place, list: IConstruct): string {
  return (
    `precedence ${precedence} is a number beside the ordered list ${list.node.path} of the same application, which ` +
    "takes the numbers it finds free: whether this policy comes before or after those of the list is not said. Put " +
    "it into the list, at its place."
  );
}
