import {
  type ImportableResource,
  type IResolvable,
  ref,
  type TerraformProvider,
  TerraformStack,
  Token,
} from "cdktf";
import type { Construct } from "constructs";
import { POLICY_TYPES, type PolicyKind } from "../../model";
import {
  AccessDataSource,
  AccessLookup,
  type LookupKeys,
  type LookupOptions,
} from "../reference/access-lookup";
import { AccessPolicy, type IAccessPolicy, importableResource } from "./access-policy";
import type { AccountProps, TimeoutProps, WarningProps } from "./common-props";
import type { AccessPolicyProps } from "./gen/policy-props";

const REUSABLE_ACCESS_POLICY = Symbol.for("cdktf-cloudflare-access.ReusableAccessPolicy");

const CONFIG = {
  type: POLICY_TYPES.reusable,
  terraformResourceType: "cfaccess_policy",
  subject: "ReusableAccessPolicy",
  location: { accountId: { attribute: "account_id", required: false } },
} as const;

/** Props of a reusable policy: its fields, its account, and the meta-arguments of any Terraform resource. */
export interface ReusableAccessPolicyProps
  extends AccessPolicyProps,
    AccountProps,
    WarningProps,
    TimeoutProps {}

/**
 * A reusable Access policy: kept once in the account, attached to any number of applications by its `policyId`.
 *
 * Throws a `PolicyError` that lists all errors in the props. What works and is probably not meant, such as an allow policy
 * for everyone, becomes a warning that the cdktf CLI prints.
 *
 * Terraform resource `cfaccess_policy`; import ID `<account_id>/<policy_id>`.
 * Source: https://developers.cloudflare.com/api/resources/zero_trust/subresources/access/subresources/policies/
 *
 * @example
 * const staff = new ReusableAccessPolicy(stack, "staff", {
 *   name: "Staff",
 *   decision: "allow",
 *   include: [AccessRule.emailDomain("example.com")],
 * });
 * new AttachedPolicies(stack, "crm", { appId: crm, policies: [staff] });
 */
export class ReusableAccessPolicy extends AccessPolicy {
  static readonly tfResourceType = CONFIG.terraformResourceType;

  static {
    Object.defineProperty(ReusableAccessPolicy.prototype, REUSABLE_ACCESS_POLICY, { value: true });
  }

  /** Returns whether a value is a reusable policy of this package, also of another copy of it. */
  static isReusableAccessPolicy(value: unknown): value is ReusableAccessPolicy {
    return typeof value === "object" && value !== null && REUSABLE_ACCESS_POLICY in value;
  }

  /**
   * A reusable policy that is managed elsewhere, looked up by its exact name whenever Terraform runs. None or several
   * of that name are an error then.
   */
  static fromName(scope: Construct, id: string, name: string, options?: LookupOptions): LookedUpAccessPolicy {
    return new LookedUpAccessPolicy(scope, id, { name }, options);
  }

  /** A reusable policy that is managed elsewhere. It is read whenever Terraform runs, for its rules and summary. */
  static fromId(
    scope: Construct,
    id: string,
    policyId: string,
    options?: LookupOptions,
  ): LookedUpAccessPolicy {
    return new LookedUpAccessPolicy(scope, id, { id: policyId }, options);
  }

  /**
   * Has the next plan write the configuration of a policy that exists in the account (`plan -generate-config-out`).
   * @param importToId name that the resource gets
   * @param importFromId `<account_id>/<policy_id>`
   * @throws Error for another form
   */
  static generateConfigForImport(
    scope: Construct,
    importToId: string,
    importFromId: string,
    provider?: TerraformProvider,
  ): ImportableResource {
    return importableResource(CONFIG, scope, importToId, importFromId, provider);
  }

  constructor(scope: Construct, id: string, props: ReusableAccessPolicyProps) {
    super(scope, id, props, CONFIG);
  }
}

const LOOKED_UP = {
  dataSource: "cfaccess_policy",
  construct: "ReusableAccessPolicy",
  noun: "reusable policy",
} as const;

/**
 * A reusable Access policy that is managed elsewhere, read whenever Terraform runs: what
 * `ReusableAccessPolicy.fromName` and `fromId` give.
 *
 * Terraform data source `cfaccess_policy`.
 */
export class LookedUpAccessPolicy extends AccessLookup implements IAccessPolicy {
  static readonly tfResourceType = LOOKED_UP.dataSource;
  readonly policyKind: PolicyKind = "reusable";

  /** @internal */
  constructor(scope: Construct, id: string, keys: LookupKeys, options?: LookupOptions) {
    super(scope, id, LOOKED_UP, keys, options);
  }

  /** ID of the policy. */
  get policyId(): string {
    return this.getStringAttribute("id");
  }

  /** `allow`, `deny`, `non_identity` or `bypass`. */
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

  /** How long a login through this policy stays valid. */
  get sessionDuration(): string {
    return this.getStringAttribute("session_duration");
  }

  /** When the policy was created, RFC 3339. */
  get createdAt(): string {
    return this.getStringAttribute("created_at");
  }

  /** What the policy does, in one line. */
  get summary(): string {
    return this.getStringAttribute("summary");
  }
}

const ALL = {
  dataSource: "cfaccess_policies",
  construct: "AccessPolicies",
  noun: "reusable policies",
} as const;

/**
 * All reusable Access policies of an account, each in short, read whenever Terraform runs:
 * `new AccessPolicies(stack, "all")`.
 *
 * Terraform data source `cfaccess_policies`.
 */
export class AccessPolicies extends AccessDataSource {
  static readonly tfResourceType = ALL.dataSource;

  constructor(scope: Construct, id: string, options?: LookupOptions) {
    super(scope, id, ALL, {}, options);
  }

  /** The policies by name: a list of objects with `id`, `name`, `decision` and `summary`. */
  get policies(): IResolvable {
    return this.interpolationForAttribute("policies");
  }

  /** IDs of the policies, in the order of their names. */
  get policyIds(): string[] {
    return Token.asList(ref(`${this.fqn}.policies[*].id`, TerraformStack.of(this)));
  }
}
