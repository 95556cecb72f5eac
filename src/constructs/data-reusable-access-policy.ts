import { type IResolvable, TerraformDataSource, type TerraformMetaArguments } from "cdktf";
import type { Construct } from "constructs";
import type { PolicyKind } from "../model";
import type { IAccessPolicy } from "./access-policy";
import { attributesForHcl } from "./hcl-attributes";
import { requireProvider } from "./provider-presence";

/** Which policy is meant: give `policyId` or `name`. */
export interface DataReusableAccessPolicyProps
  extends Omit<TerraformMetaArguments, "provisioners" | "connection"> {
  /**
   * ID of the policy.
   * @default - looked up by `name`
   */
  readonly policyId?: string;
  /**
   * Exact name of the policy. None or several of that name are an error when Terraform reads it.
   * @default - looked up by `policyId`
   */
  readonly name?: string;
  /**
   * ID of the Cloudflare account.
   * @default - the provider's `accountId`
   */
  readonly accountId?: string;
}

/**
 * A reusable Access policy that is managed elsewhere, looked up whenever Terraform runs.
 *
 * Throws when neither or both of `policyId` and `name` are given.
 *
 * Terraform data source `cfaccess_policy`.
 */
export class DataReusableAccessPolicy extends TerraformDataSource implements IAccessPolicy {
  static readonly tfResourceType = "cfaccess_policy";
  readonly policyKind: PolicyKind = "reusable";
  private readonly configured: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, props: DataReusableAccessPolicyProps) {
    if ((props.policyId === undefined) === (props.name === undefined)) {
      const path = [scope.node.path, id].filter((part) => part !== "").join("/");
      const given = props.name === undefined ? "Neither" : "Both";
      throw new Error(
        `DataReusableAccessPolicy "${path}": give policyId or name, one of the two. ${given} are given.`,
      );
    }
    super(scope, id, { ...props, terraformResourceType: DataReusableAccessPolicy.tfResourceType });
    const { policyId, name, accountId } = props;
    const given = Object.entries({ id: policyId, name, account_id: accountId });
    this.configured = Object.fromEntries(
      given.filter((entry): entry is [string, string] => entry[1] !== undefined),
    );
    requireProvider(this);
  }

  /** ID of the policy. */
  get policyId(): string {
    return this.getStringAttribute("id");
  }

  /** The same as `policyId`. */
  get id(): string {
    return this.getStringAttribute("id");
  }

  get accountId(): string {
    return this.getStringAttribute("account_id");
  }

  get name(): string {
    return this.getStringAttribute("name");
  }

  get decision(): string {
    return this.getStringAttribute("decision");
  }

  /** The rules as Terraform has them: an object keyed by selector. */
  get include(): IResolvable {
    return this.interpolationForAttribute("include");
  }

  /** The rules as Terraform has them: an object keyed by selector. */
  get exclude(): IResolvable {
    return this.interpolationForAttribute("exclude");
  }

  /** The rules as Terraform has them: an object keyed by selector. */
  get require(): IResolvable {
    return this.interpolationForAttribute("require");
  }

  get sessionDuration(): string {
    return this.getStringAttribute("session_duration");
  }

  /** When the policy was made, RFC 3339. */
  get createdAt(): string {
    return this.getStringAttribute("created_at");
  }

  /** What the policy does, in one line. */
  get summary(): string {
    return this.getStringAttribute("summary");
  }

  protected override synthesizeAttributes(): { [name: string]: unknown } {
    return { ...this.configured };
  }

  protected override synthesizeHclAttributes(): { [name: string]: unknown } {
    return attributesForHcl(this.configured);
  }
}
