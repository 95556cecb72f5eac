import { TerraformDataSource, type TerraformMetaArguments } from "cdktf";
import type { Construct } from "constructs";
import { pathOfNew, propsOf } from "../constructor-arguments";
import { attributesForHcl } from "../hcl-attributes";
import { META_ARGUMENTS } from "../meta-arguments";
import { withTextTokens } from "../number-tokens";
import { requireProvider } from "../tree/provider-checks";
import { checkDependents, refuseForeignDependencies } from "../tree/stack-dependencies";
import { refuseUnknownNames } from "../unknown-names";
import { checkPlaceId, checkText } from "./access-reference";

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
  /** What types there are, where it has types. */
  readonly types?: string;
}

/** What one is looked up by, by attribute. */
export type LookupKeys = Readonly<Record<string, string>>;

const OPTIONS: ReadonlySet<string> = new Set(["accountId", ...META_ARGUMENTS]);

/** Something of the account that is read whenever Terraform runs. */
export abstract class AccessDataSource extends TerraformDataSource {
  private readonly configured: Readonly<Record<string, string>>;

  protected constructor(
    scope: Construct,
    id: string,
    subject: LookupSubject,
    keys: LookupKeys,
    options?: LookupOptions,
  ) {
    const owner = `${subject.construct} "${pathOfNew(subject.construct, scope, id)}"`;
    const { accountId, ...metaArguments } = propsOf(owner, options);
    for (const [key, value] of Object.entries(keys)) checkText(owner, subject, key, value);
    checkPlaceId(owner, "accountId", accountId);
    refuseUnknownNames(owner, metaArguments, OPTIONS);
    refuseForeignDependencies(owner, scope, metaArguments.dependsOn);
    super(scope, id, { ...metaArguments, terraformResourceType: subject.dataSource });
    this.configured = withTextTokens({
      ...keys,
      ...(accountId === undefined ? {} : { account_id: accountId }),
    });
    requireProvider(this);
    checkDependents(this);
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
