/** Checks at synth of the policies and lists of policies that a tree has for one application. */
import {
  Annotations,
  DefaultTokenResolver,
  StringConcat,
  type TerraformResource,
  TerraformStack,
  Tokenization,
} from "cdktf";
import type { IConstruct } from "constructs";
import { isToken } from "../tokens";
import {
  isInTree,
  type ListKind,
  type RegisteredList,
  type RegisteredPolicy,
  registryOf,
  usesCountOrForEach,
} from "./tree-registry";

/**
 * Registers a policy of an application. Two policies of one application with the same precedence are an error at synth.
 * A policy without a known precedence, or with `count` or `forEach`, is left to the API.
 */
export function registerPolicy(policy: TerraformResource, appId: string, precedence: unknown): void {
  const { policies, byPrecedence } = registryOf(policy);
  if (typeof precedence !== "number" || isToken(precedence)) {
    policies.push({ policy, appId });
    return;
  }
  const registered = { policy, appId, precedence };
  policies.push(registered);
  const equals = byPrecedence.get(precedence) ?? [];
  byPrecedence.set(precedence, equals);
  equals.push(registered);
  policy.node.addValidation({ validate: () => samePrecedence(registered, equals) });
}

function samePrecedence(own: RegisteredPolicy, equals: readonly RegisteredPolicy[]): string[] {
  if (equals.length === 1 || usesCountOrForEach(own.policy)) return [];
  const application = applicationOf(own.policy, own.appId);
  const isRival = ({ policy, appId }: RegisteredPolicy) =>
    applicationOf(policy, appId) === application && !usesCountOrForEach(policy) && isInTree(policy);
  // Only the ones before: each pair is reported once, at the later policy.
  const rival = equals.slice(0, equals.indexOf(own)).find(isRival);
  if (!rival) return [];
  const taken = registryOf(own.policy)
    .policies.filter(({ policy, appId }) => applicationOf(policy, appId) === application)
    .flatMap(({ precedence }) => precedence ?? []);
  return [
    `precedence ${own.precedence} is taken by ${rival.policy.node.path} of the same application: ` +
      `each policy of an application needs its own. ${firstFree(taken)} is the next free one.`,
  ];
}

function firstFree(taken: readonly number[]): number {
  let free = 1;
  while (taken.includes(free)) free += 1;
  return free;
}

/**
 * Registers a list of an application's policies. A second list of the same application is an error at synth, of either
 * kind: each would undo the other. So is a policy of the application beside a list of attached policies; beside an ordered
 * list, a policy with a precedence of its own is a warning.
 */
export function registerList(construct: IConstruct, appId: string, kind: ListKind): void {
  const list = { construct, appId, kind };
  const { lists } = registryOf(construct);
  lists.push(list);
  const warned = new Set<IConstruct>();
  // Not at once: the policy may come after the list. A validation runs in any copy of the framework, before the
  // annotations are gathered; an aspect only runs in the copy that has added it.
  construct.node.addValidation({
    validate: () => {
      const policies = policiesOf(list);
      if (kind === "attached")
        return [...otherLists(list, lists), ...policies.map((own) => policyBeside(own, list))];
      for (const { policy, precedence } of policies) {
        if (precedence === undefined || warned.has(policy)) continue;
        warned.add(policy);
        Annotations.of(policy).addWarning(precedenceBeside(precedence, construct));
      }
      return otherLists(list, lists);
    },
  });
}

function policiesOf({ construct, appId }: RegisteredList): RegisteredPolicy[] {
  const application = applicationOf(construct, appId);
  return registryOf(construct).policies.filter(
    ({ policy, appId: other }) =>
      applicationOf(policy, other) === application && !usesCountOrForEach(policy) && isInTree(policy),
  );
}

function otherLists(list: RegisteredList, all: readonly RegisteredList[]): string[] {
  const application = applicationOf(list.construct, list.appId);
  // Only the ones before: each pair is reported once, at the later list.
  const other = all
    .slice(0, all.indexOf(list))
    .find(({ construct, appId }) => isInTree(construct) && applicationOf(construct, appId) === application);
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

function policyBeside({ policy }: RegisteredPolicy, { construct }: RegisteredList): string {
  return (
    `${policy.node.path} is a policy of the application that ${construct.node.path} attaches reusable policies to: ` +
    "the API has one or the other on an application. Make it a ReusableAccessPolicy and put it into the list."
  );
}

function precedenceBeside(precedence: number, list: IConstruct): string {
  return (
    `precedence ${precedence} is a number beside the ordered list ${list.node.path} of the same application, which ` +
    "takes the numbers it finds free: whether this policy comes before or after those of the list is not said. Put " +
    "it into the list, in its position."
  );
}

/**
 * Returns what identifies an application in a tree. Tokens for the same attribute are different texts until they are
 * resolved; each is resolved once.
 */
function applicationOf(construct: IConstruct, appId: string): string {
  if (!isToken(appId)) return appId.toLowerCase();
  const { applications } = registryOf(construct);
  const key = `${TerraformStack.of(construct).node.path} ${appId}`;
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
