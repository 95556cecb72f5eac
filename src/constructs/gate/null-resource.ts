import { type TerraformMetaArguments, TerraformProvider, TerraformResource, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { attributesForHcl } from "../hcl-attributes";

const TYPE = "null";
const BINDINGS = {
  providerName: TYPE,
  providerVersion: "3.2.4",
  providerVersionConstraint: "~> 3.0",
} as const;
const PROVIDER_ID = "policy-gate-null-provider";

/**
 * A `null_resource` without the bindings in `@cdktf/provider-null`, which would bring cdktf into every project. Its
 * provider is the stack's own, and one is made where the stack has none.
 */
export abstract class NullResource extends TerraformResource {
  static readonly tfResourceType = "null_resource";

  protected constructor(scope: Construct, id: string, metaArguments: TerraformMetaArguments) {
    super(scope, id, {
      ...metaArguments,
      terraformResourceType: NullResource.tfResourceType,
      terraformGeneratorMetadata: BINDINGS,
    });
    const stack = TerraformStack.of(this);
    const needsProvider = metaArguments.provider === undefined && !stack.node.tryFindChild(PROVIDER_ID);
    if (needsProvider) new DefaultNullProvider(stack, PROVIDER_ID);
  }

  /** What it is replaced for when it changes; asked for at each synth. */
  protected abstract triggersNow(): Record<string, string>;

  get id(): string {
    return this.getStringAttribute("id");
  }

  protected override synthesizeAttributes(): { [name: string]: unknown } {
    return { triggers: this.triggersNow() };
  }

  protected override synthesizeHclAttributes(): { [name: string]: unknown } {
    const { triggers } = attributesForHcl(this.synthesizeAttributes());
    return { triggers: { ...(triggers as object), type: "map", storageClassType: "stringMap" } };
  }
}

/** The null provider of a stack that has none of its own; whether it has is known when the stack is written. */
class DefaultNullProvider extends TerraformProvider {
  constructor(stack: TerraformStack, id: string) {
    super(stack, id, {
      terraformResourceType: TYPE,
      terraformGeneratorMetadata: BINDINGS,
      terraformProviderSource: TYPE,
    });
  }

  override toTerraform(): object {
    return this.hasOther() ? {} : super.toTerraform();
  }

  override toHclTerraform(): object {
    return this.hasOther() ? {} : super.toHclTerraform();
  }

  private hasOther(): boolean {
    const isOther = (provider: TerraformProvider) =>
      provider !== this && provider.terraformResourceType === TYPE && provider.alias === undefined;
    return TerraformStack.of(this).allProviders().some(isOther);
  }
}
