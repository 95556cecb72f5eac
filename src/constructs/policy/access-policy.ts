import {
  Annotations,
  ImportableResource,
  type IResolvable,
  type ITerraformDependable,
  type TerraformProvider,
  TerraformResource,
} from "cdktf";
import type { Construct, IConstruct } from "constructs";
import { POLICY_TYPES, type PolicyKind, type PolicyType } from "../../model";
import { childPath, propsObject } from "../constructor-arguments";
import { attributesForHcl } from "../hcl-attributes";
import { checkAddress, checkImportId } from "../reference/location";
import { dependencyIssues, registerProviderUser } from "../tree/stack-checks";
import { PolicyError } from "../usage-error";
import type { AccountProps, TimeoutProps, WarningProps } from "./common-props";
import type { AccessPolicyProps } from "./gen/policy-props";
import { type LocationProp, ParsedPolicy } from "./parsed-policy";

/** A policy that others can refer to: one of this stack, or one that was looked up. */
export interface IAccessPolicy extends IConstruct, ITerraformDependable {
  /** ID of the policy, given by the API. */
  readonly policyId: string;
  /** Kind of the policy, which decides its attributes: a reusable policy has no precedence. */
  readonly policyKind: PolicyKind;
  /** Returns a reference to one attribute, by its Terraform name. */
  interpolationForAttribute(terraformAttribute: string): IResolvable;
}

/**
 * What distinguishes the kinds of policy.
 * @internal
 */
export interface AccessPolicyConfig {
  readonly type: PolicyType;
  readonly terraformResourceType: string;
  /** Name of the class, for errors. */
  readonly subject: string;
  /** Props that locate the policy, by name. */
  readonly location: Readonly<Record<string, LocationProp>>;
}

/**
 * Registers the import of a policy whose configuration the next plan writes.
 * @throws Error for an import ID of another form
 * @internal
 */
export function importableResource(
  { type, terraformResourceType, subject }: AccessPolicyConfig,
  scope: Construct,
  id: string,
  importId: string,
  provider?: TerraformProvider,
): ImportableResource {
  const owner = `${subject} "${childPath(subject, scope, id)}"`;
  checkImportId(owner, "generateConfigForImport", type.importId, importId);
  return new ImportableResource(scope, id, { terraformResourceType, importId, provider });
}

/** What reusable policies and those of an application have in common. */
export abstract class AccessPolicy extends TerraformResource implements IAccessPolicy {
  readonly policyKind: PolicyKind;
  /** The attributes in Terraform's configuration. @internal */
  protected readonly configured: Readonly<Record<string, unknown>>;

  /**
   * @throws PolicyError that lists all errors in the props; the tree stays as it was
   * @internal
   */
  protected constructor(
    scope: Construct,
    id: string,
    props: AccessPolicyProps & AccountProps & WarningProps & TimeoutProps,
    { type, terraformResourceType, subject, location }: AccessPolicyConfig,
  ) {
    const path = childPath(subject, scope, id);
    const given = propsObject(`${subject} "${path}"`, props);
    const policy = new ParsedPolicy(type, given, { location, hasTimeouts: true });
    const errors = [...dependencyIssues(scope, given.dependsOn), ...policy.errors];
    if (errors.length > 0) throw new PolicyError(path, subject, errors, new.target);

    super(scope, id, { ...given, terraformResourceType });
    this.policyKind = type.kind;
    this.configured = policy.attributes;
    for (const warning of policy.warnings) Annotations.of(this).addWarning(warning);
    registerProviderUser(this);
  }

  /** ID of the policy, given by the API. */
  get policyId(): string {
    return this.getStringAttribute("id");
  }

  /** The same as `policyId`, under the name every Terraform resource has. */
  get id(): string {
    return this.getStringAttribute("id");
  }

  /** ID of the Cloudflare account the policy is in. */
  get accountId(): string {
    return this.getStringAttribute("account_id");
  }

  /** When the policy was created, RFC 3339. */
  get createdAt(): string {
    return this.getStringAttribute("created_at");
  }

  /** What the policy does, in one line. */
  get summary(): string {
    return this.getStringAttribute("summary");
  }

  /** Name of the policy, as the dashboard shows it. */
  get name(): string {
    return this.getStringAttribute("name");
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

  /** How long a login through this policy stays valid, as configured or as the server decided. */
  get sessionDuration(): string {
    return this.getStringAttribute("session_duration");
  }

  /** Whether a user has to ask an administrator for access. */
  get approvalRequired(): IResolvable {
    return this.getBooleanAttribute("approval_required");
  }

  /** Who may approve such a request: a set of objects. */
  get approvalGroups(): IResolvable {
    return this.interpolationForAttribute("approval_groups");
  }

  /** Whether a user has to give a reason when logging in. */
  get purposeJustificationRequired(): IResolvable {
    return this.getBooleanAttribute("purpose_justification_required");
  }

  /** Text that asks for the reason. */
  get purposeJustificationPrompt(): string {
    return this.getStringAttribute("purpose_justification_prompt");
  }

  /** Whether the application is served in an isolated browser. */
  get isolationRequired(): IResolvable {
    return this.getBooleanAttribute("isolation_required");
  }

  /** The settings of multi-factor authentication that Access asks for: an object. */
  get mfaConfig(): IResolvable {
    return this.interpolationForAttribute("mfa_config");
  }

  /** The rules for RDP and SSH connections: an object. */
  get connectionRules(): IResolvable {
    return this.interpolationForAttribute("connection_rules");
  }

  /**
   * Imports a policy that exists in the account.
   * @param id `<account_id>/<policy_id>`; of an application's policy `<account_id>/<app_id>/<policy_id>`
   * @throws Error for another form
   */
  override importFrom(id: string, provider?: TerraformProvider): void {
    checkImportId(this.displayName, "importFrom", POLICY_TYPES[this.policyKind].importId, id);
    super.importFrom(id, provider);
  }

  /**
   * Continues the state of a resource that is no longer configured, such as one of another provider.
   * @param id its address as `terraform state list` shows it
   * @throws Error for another form
   */
  override moveFromId(id: string): void {
    checkAddress(this.displayName, "moveFromId", id);
    super.moveFromId(id);
  }

  /** What errors call it. @internal */
  private get displayName(): string {
    return `${this.constructor.name} "${this.node.path}"`;
  }

  protected override synthesizeAttributes(): { [name: string]: unknown } {
    return { ...this.configured };
  }

  protected override synthesizeHclAttributes(): { [name: string]: unknown } {
    return attributesForHcl(this.configured);
  }
}
