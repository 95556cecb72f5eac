import { TerraformProvider, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { PROVIDER_ADDRESS } from "../../delivery";
import { requireFramework } from "../framework";
import { isFirstTime } from "./tree-registry";

/**
 * Has the stack of a policy checked at synth, once, for our provider.
 * @throws Error in a stack of the other framework
 */
export function requireProvider(user: IConstruct): void {
  requireFramework(user);
  const stack = TerraformStack.of(user);
  if (!isFirstTime(stack, "provider-presence")) return;
  stack.node.addValidation({ validate: () => missingProvider(stack, user) });
}

/**
 * Has a provider checked at synth for another one of ours that the stack's resources could not tell from it.
 * @throws Error in a stack of the other framework
 */
export function requireOwnAlias(provider: TerraformProvider): void {
  requireFramework(provider);
  provider.node.addValidation({ validate: () => sameAlias(provider) });
}

/** Told once for a pair, at the later one. */
function sameAlias(provider: TerraformProvider): string[] {
  const all = ourProviders(TerraformStack.of(provider));
  const earlier = all.slice(0, all.indexOf(provider)).find(({ alias }) => alias === provider.alias);
  if (!earlier) return [];
  const both = provider.alias === undefined ? "have no alias" : `have the alias ${provider.alias}`;
  return [
    `${earlier.node.path} and ${provider.node.path} ${both}, and a stack's providers need one each but for one of ` +
      'them: new CloudflareAccessProvider(stack, "other", { alias: "other", … }). A resource chooses one by its ' +
      "prop provider.",
  ];
}

function ourProviders(stack: TerraformStack): TerraformProvider[] {
  return stack.node
    .findAll()
    .filter(TerraformProvider.isTerraformProvider)
    .filter(({ terraformResourceType }) => terraformResourceType === PROVIDER_ADDRESS.type);
}

function missingProvider(stack: TerraformStack, user: IConstruct): string[] {
  if (ourProviders(stack).length > 0) return [];
  return [
    `${user.node.path} needs a CloudflareAccessProvider, and this stack has none. ` +
      'Add one: new CloudflareAccessProvider(stack, "cloudflare", { accountId: "…" })',
  ];
}
