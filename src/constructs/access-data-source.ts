import { TerraformDataSource, type TerraformMetaArguments } from "cdktf";
import type { Construct } from "constructs";
import { checkText } from "./access-reference";
import { attributesForHcl } from "./hcl-attributes";
import { requireProvider } from "./provider-presence";

/** Where to look, besides what for. */
export interface LookupOptions extends Omit<TerraformMetaArguments, "provisioners" | "connection"> {
  /**
   * ID of the Cloudflare account to look in.
   * @default - the provider's `accountId`
   */
  readonly accountId?: string;
}

/** What is looked up: the data source, and what a sentence calls it. */
export interface LookupSubject {
  readonly dataSource: string;
  readonly construct: string;
  readonly noun: string;
}

/** What one is looked up by, by attribute. */
export type LookupKeys = Readonly<Record<string, string>>;

/** Something of the account that is read whenever Terraform runs. */
export abstract class AccessDataSource extends TerraformDataSource {
  private readonly configured: Readonly<Record<string, string>>;

  protected constructor(
    scope: Construct,
    id: string,
    subject: LookupSubject,
    keys: LookupKeys,
    { accountId, ...metaArguments }: LookupOptions = {},
  ) {
    super(scope, id, { ...metaArguments, terraformResourceType: subject.dataSource });
    for (const [key, value] of Object.entries(keys)) checkText(this, subject, key, value);
    this.configured = { ...keys, ...(accountId === undefined ? {} : { account_id: accountId }) };
    requireProvider(this);
  }

  /** ID of the Cloudflare account it is in. */
  get accountId(): string {
    return this.getStringAttribute("account_id");
  }

  protected override synthesizeAttributes(): { [name: string]: unknown } {
    return { ...this.configured };
  }

  protected override synthesizeHclAttributes(): { [name: string]: unknown } {
    return attributesForHcl(this.configured);
  }
}
