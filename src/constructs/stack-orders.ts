import { TerraformElement, type TerraformProvider, TerraformStack } from "cdktf";
import { PROVIDER_ADDRESS } from "../delivery";
import { writeWantedOrders } from "../model";
import { ordersIn } from "./application-order";

const ID = "cfaccess-orders";

/**
 * Writes `provider_meta` into the stack's `terraform` block: the precedences that the stack wants, which the provider
 * gets with every call. Once a stack, however many providers it has.
 *
 * cdktf's HCL output cannot hold such a block; there the provider does without.
 */
export function tellOrders(provider: TerraformProvider): void {
  const stack = TerraformStack.of(provider);
  if (!stack.node.tryFindChild(ID)) new StackOrders(stack, ID);
}

class StackOrders extends TerraformElement {
  override toTerraform(): object {
    const orders = writeWantedOrders(ordersIn(this.cdktfStack));
    if (orders === "") return {};
    return { terraform: { provider_meta: { [PROVIDER_ADDRESS.type]: { orders } } } };
  }

  override toHclTerraform(): object {
    return {};
  }
}
