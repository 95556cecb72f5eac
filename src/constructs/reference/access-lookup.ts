import { TerraformDataSource, type TerraformMetaArguments } from "cdktf";
import type { Construct } from "constructs";
import { childPath, META_ARGUMENTS, propsObject, refuseUnknownNames } from "../constructor-arguments";
import { attributesForHcl } from "../hcl-attributes";
import { isToken, withTextTokens } from "../tokens";
import { refuseForeignDependencies, registerProviderUser } from "../tree/stack-checks";
import { checkText } from "./access-reference";
import { checkLocationId } from "./location";

/** Options of a look-up: which account is searched, and the meta-arguments of any data source. */
export interface LookupOptions extends Omit<TerraformMetaArguments, "provisioners" | "connection"> {
  /**
   * ID of the Cloudflare account to look in, 32 hexadecimal digits.
   * @default - the provider's `accountId`
   */
  readonly accountId?: string;
}

/** Options of a look-up of a kind that has types. */
export interface TypedLookupOptions extends LookupOptions {
  /**
   * Type as the API spells it, to tell objects of the same name apart.
   * @default - any type
   */
  readonly type?: string;
}

/**
 * What is looked up: the data source, and what a sentence calls it.
 * @internal
 */
export interface LookupSubject {
  readonly dataSource: string;
  readonly construct: string;
  readonly noun: string;
  /** What types there are, where it has types. */
  readonly types?: string;
}

/**
 * What an object is looked up by, by attribute.
 * @internal
 */
export type LookupKeys = Readonly<Record<string, string>>;

const OPTIONS: ReadonlySet<string> = new Set(["accountId", ...META_ARGUMENTS]);

/** An object of the account, or a list of objects, that is read whenever Terraform runs. */
export abstract class AccessDataSource extends TerraformDataSource {
  /** @internal */
  private readonly configured: Readonly<Record<string, string>>;

  /** @internal */
  protected constructor(
    scope: Construct,
    id: string,
    subject: LookupSubject,
    keys: LookupKeys,
    options?: LookupOptions,
  ) {
    const owner = `${subject.construct} "${childPath(subject.construct, scope, id)}"`;
    const { accountId, ...metaArguments } = propsObject(owner, options);
    for (const [key, value] of Object.entries(keys)) checkText(owner, subject, key, value);
    checkLocationId(owner, "accountId", accountId);
    refuseUnknownNames(owner, metaArguments, OPTIONS);
    refuseForeignDependencies(owner, scope, metaArguments.dependsOn);
    super(scope, id, { ...metaArguments, terraformResourceType: subject.dataSource });
    this.configured = withTextTokens({
      ...keys,
      ...(accountId === undefined ? {} : { account_id: accountId }),
    });
    registerProviderUser(this);
  }

  /** ID of the Cloudflare account that was searched. */
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

/**
 * The one object of the account that has what is asked for. None, or several, are an error when Terraform runs, which
 * lists what the account has; all look-ups of a kind share one request.
 */
export abstract class AccessLookup extends AccessDataSource {
  /** Type that it is looked up with. */
  readonly knownType?: string;

  /** @internal */
  protected constructor(
    scope: Construct,
    id: string,
    subject: LookupSubject,
    keys: LookupKeys,
    given?: TypedLookupOptions,
  ) {
    const { type, ...options } = propsObject(subject.construct, given);
    const isTyped = subject.types !== undefined;
    const isAsked = isTyped && (type !== undefined || Object.keys(keys).length === 0);
    const asked = isAsked ? ({ ...keys, type } as LookupKeys) : keys;
    super(scope, id, subject, asked, isTyped ? options : given);
    if (type !== undefined && !isToken(type)) this.knownType = type;
  }

  /** ID, as the API gives it. */
  get id(): string {
    return this.getStringAttribute("id");
  }

  /** Name, as the dashboard shows it. */
  get name(): string {
    return this.getStringAttribute("name");
  }
}
