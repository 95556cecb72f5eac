import { TerraformResource, type TerraformResourceConfig } from "cdktf";
import type { Construct } from "constructs";
import { attributesForHcl } from "./hcl-attributes";

/** The resource behind an ordered list of policies: the policies by key, and the keys in order. */
export class PolicyOrder extends TerraformResource {
  static readonly tfResourceType = "cfaccess_application_policy_order";
  private readonly attributes: Readonly<Record<string, unknown>>;

  constructor(
    scope: Construct,
    id: string,
    attributes: Readonly<Record<string, unknown>>,
    config: Pick<TerraformResourceConfig, "provider">,
  ) {
    super(scope, id, { ...config, terraformResourceType: PolicyOrder.tfResourceType });
    this.attributes = attributes;
  }

  protected override synthesizeAttributes(): { [name: string]: unknown } {
    return { ...this.attributes };
  }

  protected override synthesizeHclAttributes(): { [name: string]: unknown } {
    return attributesForHcl(this.attributes);
  }
}
