import { Annotations } from "cdktf";
import type { IConstruct } from "constructs";
import { applicationOf, isAttached, type OwnPolicy, ownPoliciesOf } from "./application-checks";
import { sharedRecord } from "./tree-registry";

/** `ordered`: the application's own policies. `attached`: the reusable policies that are attached to it. */
type ListKind = "ordered" | "attached";

interface List {
  readonly construct: IConstruct;
  /** May be a token. */
  readonly appId: string;
  readonly kind: ListKind;
}

/**
 * Registers a list of an application's policies. A second list of the same application is an error at synth, of either kind:
 * each would undo the other. So is a policy of the application beside a list of attached policies; beside an ordered list, a
 * policy with a precedence of its own is a warning.
 */
export function registerList(construct: IConstruct, appId: string, kind: ListKind): void {
  const list = { construct, appId, kind };
  const all = sharedRecord(construct.node.root, "policy-lists", (): List[] => []);
  all.push(list);
  const warned = new Set<IConstruct>();
  // Not here and now: the policy may come after the list. A validation runs in any copy of the framework, before the
  // annotations are gathered; an aspect only runs in the copy that has added it.
  construct.node.addValidation({
    validate: () => {
      const beside = ownPoliciesOf(construct, appId);
      if (kind === "attached")
        return [...otherLists(list, all), ...beside.map((own) => ownPolicyBeside(own, list))];
      for (const own of beside.filter(
        ({ policy, precedence }) => precedence !== undefined && !warned.has(policy),
      )) {
        warned.add(own.policy);
        Annotations.of(own.policy).addWarning(numberBeside(own, construct));
      }
      return otherLists(list, all);
    },
  });
}

function otherLists(list: List, all: readonly List[]): string[] {
  const application = applicationOf(list.construct, list.appId);
  // Only the ones before: each pair is reported once, at the later list.
  const other = all
    .slice(0, all.indexOf(list))
    .find(({ construct, appId }) => isAttached(construct) && applicationOf(construct, appId) === application);
  if (!other) return [];
  const both = `${other.construct.node.path} and ${list.construct.node.path}`;
  if (other.kind !== list.kind) {
    return [
      `${both} are a list of an application's own policies and one of attached policies: the API has one or the other on ` +
        "an application. Make the policies reusable and put them into one AttachedPolicies, or use ApplicationPolicies alone.",
    ];
  }
  return [
    list.kind === "ordered"
      ? `${both} are two ordered lists of one application, and which policies come first would be up to chance: each list ` +
        "orders its own. Put all of the application's policies into one ApplicationPolicies."
      : `${both} both attach policies to one application, and each would detach the policies of the other. Put the policies ` +
        "into one AttachedPolicies.",
  ];
}

function ownPolicyBeside({ policy }: OwnPolicy, list: List): string {
  return (
    `${policy.node.path} is a policy of the application that ${list.construct.node.path} attaches reusable policies to: ` +
    "the API has one or the other on an application. Make it a ReusableAccessPolicy and put it into the list."
  );
}

function numberBeside({ precedence }: OwnPolicy, list: IConstruct): string {
  return (
    `precedence ${precedence} is a number beside the ordered list ${list.node.path} of the same application, which ` +
    "takes the numbers it finds free: whether this policy comes before or after those of the list is not said. Put " +
    "it into the list, at its place."
  );
}
