import {
  type IResolvable,
  type IResolveContext,
  Lazy,
  TerraformElement,
  type TerraformProvider,
  TerraformStack,
} from "cdktf";
import { PROVIDER_ADDRESS } from "../delivery";
import { writeWantedLists, writeWantedOrders } from "../model";
import { mayDeny, ordersIn, type StackOrder } from "./application-order";
import { listsIn } from "./listed-policies";
import { orderLinks } from "./order-links";

const ID = "cfaccess-orders";

/**
 * Writes what the stack wants of all its policies with a place: their precedences and lists into `provider_meta` of the
 * `terraform` block, which the provider gets with every call, and what is to be there before a policy into its
 * `depends_on`. Once a stack, however many providers it has.
 *
 * cdktf's HCL output cannot hold such a block; there the provider does without.
 */
export function tellOrders(provider: TerraformProvider): void {
  const stack = TerraformStack.of(provider);
  if (!stack.node.tryFindChild(ID)) new StackOrders(stack, ID);
}

class StackOrders extends TerraformElement {
  override toTerraform(): object {
    const orders = ordersIn(this.cdktfStack);
    const told = [written(orders), writeWantedLists(listsIn(this.cdktfStack))].filter(Boolean).join(";");
    if (told === "") return {};
    return {
      terraform: { provider_meta: { [PROVIDER_ADDRESS.type]: { orders: told } } },
      resource: this.links(orders),
    };
  }

  override toHclTerraform(): object {
    return {};
  }

  /** Found when all references of the stack can be resolved. */
  private links(orders: readonly StackOrder[]): IResolvable {
    return Lazy.anyValue({
      produce: ({ preparing }: IResolveContext) =>
        preparing ? undefined : orderLinks(this.cdktfStack, orders),
    });
  }
}

function written(orders: readonly StackOrder[]): string {
  return writeWantedOrders(
    orders.map(({ places, ...order }) => ({
      ...order,
      places: places.map((place) => ({ ...place, denies: mayDeny(place) })),
    })),
  );
}
