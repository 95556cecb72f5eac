import { TerraformProvider, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { PROVIDER_ADDRESS } from "../delivery";

const ASKED = new WeakSet<TerraformStack>();

/** Has the stack of a policy checked at synth, once, for our provider. */
export function requireProvider(user: IConstruct): void {
  const stack = TerraformStack.of(user);
  if (ASKED.has(stack)) return;
  ASKED.add(stack);
  stack.node.addValidation({ validate: () => missingProvider(stack, user) });
}

function missingProvider(stack: TerraformStack, user: IConstruct): string[] {
  const isThere = stack.node
    .findAll()
    .some(
      (node) =>
        TerraformProvider.isTerraformProvider(node) && node.terraformResourceType === PROVIDER_ADDRESS.type,
    );
  if (isThere) return [];
  return [
    `${user.node.path} needs a CloudflareAccessProvider, and this stack has none. ` +
      'Add one: new CloudflareAccessProvider(stack, "cloudflare", { accountId: "…" })',
  ];
}
