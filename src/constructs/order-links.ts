import type { TerraformResource, TerraformStack } from "cdktf";
import { mayDeny, type Place, type StackOrder } from "./application-order";
import { addressOf, StackReferences } from "./stack-references";

/** `depends_on` of resources, by type and name, as Terraform has them. */
type Links = Readonly<Record<string, Readonly<Record<string, { readonly depends_on: readonly string[] }>>>>;

/**
 * Has allow policies wait for the block policies before them, so that these are there and in their places first, whatever
 * else Terraform does when. A block policy waits for nobody: it is never a mistake that it is there.
 *
 * A link that would close a circle is left out, and one that would have Terraform make a block policy's successor before
 * it deletes the policy, which is for the user to choose.
 *
 * @returns undefined where there are none
 */
export function orderLinks(stack: TerraformStack, orders: readonly StackOrder[]): Links | undefined {
  const links: Record<string, Record<string, { depends_on: string[] }>> = {};
  let references: StackReferences | undefined;
  for (const { policy, before } of orders.flatMap(({ places }) => wantedLinks(places))) {
    references ??= new StackReferences(stack);
    for (const { policy: other } of before) {
      if (!references.link(policy, other)) continue;
      links[policy.terraformResourceType] ??= {};
      const ofType = links[policy.terraformResourceType]!;
      ofType[policy.friendlyUniqueId] ??= { depends_on: [] };
      ofType[policy.friendlyUniqueId]!.depends_on.push(addressOf(other)!);
    }
  }
  return references === undefined ? undefined : links;
}

/** For each allow policy the block policies before it. */
function wantedLinks(places: readonly Place[]): { policy: TerraformResource; before: Place[] }[] {
  const inOrder = [...places].sort((a, b) => a.precedence - b.precedence);
  const denies: Place[] = [];
  return inOrder.flatMap((place) => {
    if (mayDeny(place)) denies.push(place);
    return place.decision === "allow" && denies.length > 0
      ? [{ policy: place.policy, before: [...denies] }]
      : [];
  });
}
