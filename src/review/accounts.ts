import type { AccessAccount } from "../access";
import { DEFERRED } from "../model";
import { AccountPart, type OwnPolicy } from "./account-part";
import { OFFICIAL_RESOURCES } from "./official-resources";
import { overlay } from "./overlay";
import { OWN_RESOURCES } from "./own-resources";
import { type PlanResources, resourcesOfDrift, resourcesOfPlan } from "./plan-json";
import type { ResourceValues } from "./resource-values";
import { resourcesOfStack } from "./stack-json";

export interface PlanAccounts {
  readonly before: AccessAccount;
  readonly after: AccessAccount;
  /** What could not be read, and what is not known without a snapshot, in sentences. */
  readonly remarks: readonly string[];
  /** Texts that the plans mark as sensitive: no output shows them. */
  readonly sensitive: ReadonlySet<string>;
}

/**
 * Returns the account before and after a plan, or several plans of one account. Before is what the refresh of the plan
 * found. The snapshot says what the plans do not: the other policies of an application, the applications that use a policy,
 * the content of groups and lists.
 *
 * Reads the resources of this package and those of the official Cloudflare provider, versions 4 and 5.
 *
 * @param plans one parsed output of `terraform show -json`, or several
 * @throws ReviewError for anything else than a plan, and for a plan that failed
 */
export function accountFromPlan(plans: unknown, snapshot?: AccessAccount): PlanAccounts {
  const given: readonly unknown[] = Array.isArray(plans) ? plans : [plans];
  return accountsOf(given.map(resourcesOfPlan), snapshot);
}

function accountsOf(read: readonly PlanResources[], snapshot: AccessAccount | undefined): PlanAccounts {
  const before = partOf(read.flatMap((resources) => resources.before));
  const after = partOf(read.flatMap((resources) => resources.after));
  return {
    before: overlay(snapshot, { part: before, other: after }),
    after: overlay(snapshot, { part: after, other: before }),
    remarks: [...new Set([...before.remarks, ...after.remarks])],
    sensitive: new Set(read.flatMap(({ sensitive }) => [...sensitive])),
  };
}

/**
 * Returns the account as the state has it and as the refresh of a plan found it. What no state manages is the same on both
 * sides.
 *
 * @param plans one parsed output of `terraform show -json`, or several; of `terraform plan -refresh-only`
 * @throws ReviewError for anything else than a plan, and for a plan that failed
 */
export function accountFromDrift(plans: unknown, snapshot?: AccessAccount): PlanAccounts {
  const given: readonly unknown[] = Array.isArray(plans) ? plans : [plans];
  return accountsOf(given.map(resourcesOfDrift), snapshot);
}

export interface StackAccount {
  readonly account: AccessAccount;
  /** What could not be read, in sentences. */
  readonly remarks: readonly string[];
}

/**
 * Returns the account as a synthesized stack describes it, laid over a snapshot where there is one. Objects of the stack are
 * those of the same name in the snapshot; the stack does not know their ids.
 *
 * @param stacks parsed `cdk.tf.json` files
 * @throws ReviewError for anything else than a synthesized stack
 */
export function accountFromStack(stacks: unknown, snapshot?: AccessAccount): StackAccount {
  const given: readonly unknown[] = Array.isArray(stacks) ? stacks : [stacks];
  const part = partOf(given.flatMap((stack) => resourcesOfStack(stack, snapshot)));
  return { account: overlay(snapshot, { part: identifiedByName(part, snapshot) }), remarks: part.remarks };
}

function partOf(resources: readonly ResourceValues[]): AccountPart {
  const part = new AccountPart();
  for (const resource of resources) {
    const read = OWN_RESOURCES[resource.type] ?? OFFICIAL_RESOURCES[resource.type];
    read?.(resource, part);
  }
  return part;
}

/**
 * An application's own policies have no id in a stack: they are those of the same name in the snapshot. A list keeps the
 * numbers of its policies, in its own order.
 */
function identifiedByName(part: AccountPart, snapshot: AccessAccount | undefined): AccountPart {
  for (const application of snapshot?.applications ?? []) {
    const said = part.applications.get(application.id);
    if (said === undefined || application.policies === DEFERRED || application.policies === undefined)
      continue;
    const present = application.policies.flatMap((policy) => (policy === DEFERRED ? [] : [policy]));
    const byName = new Map(present.map((policy) => [policy.name, policy]));
    const found = said.own.map(({ name }) => byName.get(name));
    const numbers = found.flatMap((policy) =>
      typeof policy?.precedence === "number" ? [policy.precedence] : [],
    );
    const precedences = ascending(said.own.length, numbers);
    const own = said.own.map(
      (policy, index): OwnPolicy => ({
        ...policy,
        id: found[index]?.id ?? policy.id,
        precedence: policy.precedence ?? precedences[index],
      }),
    );
    said.own.splice(0, said.own.length, ...own);
  }
  return part;
}

/** As many ascending numbers: the given ones, then some between the last of them and the next whole one. */
function ascending(count: number, given: readonly number[]): (number | undefined)[] {
  if (given.length === 0) return Array.from({ length: count }, () => undefined);
  const sorted = [...given].sort((a, b) => a - b);
  const last = sorted.at(-1)!;
  return Array.from({ length: count }, (_, index) => sorted[index] ?? last + (index + 1) / (count + 2));
}
