import {
  Annotations,
  type IResolvable,
  type ITerraformDependable,
  type TerraformMetaArguments,
  type TerraformProvider,
  TerraformResource,
} from "cdktf";
import type { Construct, IConstruct } from "constructs";
import {
  type AdviceCode,
  adviseOnApplicationType,
  camelCase,
  type Issue,
  issue,
  notAccepted,
  POLICY_TYPES,
  type PolicyKind,
  type PolicyType,
  type Reference,
  validateAcceptedWarnings,
} from "../../model";
import { pathOfNew, propsOf } from "../constructor-arguments";
import { attributesForHcl } from "../hcl-attributes";
import { adviceText, issueText } from "../issue-text";
import { tokenForText } from "../list-tokens";
import { META_ARGUMENTS } from "../meta-arguments";
import { withTextTokens } from "../number-tokens";
import { PolicyError } from "../policy-error";
import {
  type IAccessReference,
  idOfReference,
  nameWarnings,
  placeMistakes,
  referenceMistakes,
} from "../reference/access-reference";
import { checkAddress, checkImportId } from "../reference/location";
import { deferTokens, isToken } from "../tokens";
import { requireProvider } from "../tree/provider-checks";
import { checkDependents, dependencyIssues } from "../tree/stack-dependencies";
import { meantNames } from "../unknown-names";
import type { AccessPolicyProps } from "./gen/policy-props";
import { policyForJudgement, policyForTerraform } from "./parsed-policy";
import { type PolicyTimeouts, timeoutIssues, timeoutsForTerraform } from "./policy-timeouts";
import { propMistakes } from "./prop-errors";
import { templateWarnings } from "./template-warnings";

/** A policy that others can refer to: one of this stack, or one that was looked up. */
export interface IAccessPolicy extends IConstruct, ITerraformDependable {
  /** The policy's ID, given by the API. */
  readonly policyId: string;
  /** Which attributes say what the policy means. */
  readonly policyKind: PolicyKind;
  /** A reference to one attribute, by its Terraform name. */
  interpolationForAttribute(terraformAttribute: string): IResolvable;
}

/** Where a policy is kept, besides what it says. */
export interface AccountProps extends TerraformMetaArguments {
  /**
   * ID of the Cloudflare account. Another one replaces the policy.
   * @default - the provider's `accountId`
   */
  readonly accountId?: string;
}

/** What is between the user and the plan: the API never sees it. */
export interface WarningProps {
  /**
   * Warnings that are not to be given for this policy, since what they are about is meant: `["allow-everyone"]`. A
   * warning names its code.
   * @default - every warning is given
   */
  readonly acceptedWarnings?: readonly AdviceCode[];
}

/** How patient Terraform is with the policy: the API never sees it. */
export interface TimeoutProps {
  /**
   * How long operations may take, with all their waiting and trying again: `{ create: "1h" }`.
   * @default - 20 minutes each
   */
  readonly timeouts?: PolicyTimeouts;
}

/** A prop beside the policy's fields that holds an ID. */
interface Place {
  readonly attribute: string;
  readonly required: boolean;
  readonly refersTo?: Reference;
}

/** What a kind of policy is made of: one for all of them. */
export interface AccessPolicyConfig {
  readonly type: PolicyType;
  readonly terraformResourceType: string;
  /** The class, for errors. */
  readonly subject: string;
  /** Where the policy is kept, by the names of the props. */
  readonly placement: Readonly<Record<string, Place>>;
}

const BESIDES = ["acceptedWarnings", "timeouts"];

/** What both kinds of policy have in common. */
export abstract class AccessPolicy extends TerraformResource implements IAccessPolicy {
  /** @internal */
  readonly policyKind: PolicyKind;
  private readonly configured: Readonly<Record<string, unknown>>;

  protected constructor(
    scope: Construct,
    id: string,
    props: AccessPolicyProps & AccountProps & WarningProps & TimeoutProps,
    { type, terraformResourceType, subject, placement }: AccessPolicyConfig,
  ) {
    const path = pathOfNew(subject, scope, id);
    const given = withTextTokens(propsOf(`${subject} "${path}"`, props) as Readonly<Record<string, unknown>>);
    const besides = [...Object.keys(placement), ...BESIDES];
    const policy = policyForJudgement(type, given, besides);
    const accepted = deferTokens(given.acceptedWarnings);
    const issues = [
      ...propMistakes(type, given, besides),
      ...placementIssues(given, placement, [...Object.keys(type.fields).map(camelCase), ...BESIDES]),
      ...dependencyIssues(scope, given.dependsOn),
      ...type.validateWire(policy),
      ...validateAcceptedWarnings(accepted),
      ...timeoutIssues(given.timeouts),
    ];
    if (issues.length > 0) throw new PolicyError(path, subject, issues, new.target);

    super(scope, id, { ...props, terraformResourceType });
    this.policyKind = type.kind;
    const configured: Record<string, unknown> = {};
    for (const [name, { attribute, refersTo }] of Object.entries(placement)) {
      const value = idOfReference(given[name], refersTo);
      if (value !== undefined && value !== null) configured[attribute] = value;
    }
    Object.assign(configured, policyForTerraform(type, given));
    if (props.acceptedWarnings?.length) configured.accepted_warnings = props.acceptedWarnings;
    const timeouts = timeoutsForTerraform(given.timeouts);
    if (timeouts !== undefined) configured.timeouts = timeouts;
    this.configured = configured;
    const { knownType } = (given.appId ?? {}) as Partial<IAccessReference>;
    const ofType = knownType === undefined ? [] : adviseOnApplicationType(policy, knownType, accepted);
    const ofPlace = notAccepted(placementWarnings(given, placement), accepted);
    for (const advice of [...type.lint(policy, accepted), ...ofType, ...ofPlace])
      Annotations.of(this).addWarning(adviceText(advice));
    for (const warning of templateWarnings(policy)) Annotations.of(this).addWarning(issueText(warning));
    requireProvider(this);
    checkDependents(this);
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

  /** When the policy was made, RFC 3339. */
  get createdAt(): string {
    return this.getStringAttribute("created_at");
  }

  /** What the policy does, in one line. */
  get summary(): string {
    return this.getStringAttribute("summary");
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

  /** How long a login through this policy stays valid, as configured or as the server decided. */
  get sessionDuration(): string {
    return this.getStringAttribute("session_duration");
  }

  get approvalRequired(): IResolvable {
    return this.getBooleanAttribute("approval_required");
  }

  get approvalGroups(): IResolvable {
    return this.interpolationForAttribute("approval_groups");
  }

  get purposeJustificationRequired(): IResolvable {
    return this.getBooleanAttribute("purpose_justification_required");
  }

  get purposeJustificationPrompt(): string {
    return this.getStringAttribute("purpose_justification_prompt");
  }

  get isolationRequired(): IResolvable {
    return this.getBooleanAttribute("isolation_required");
  }

  get mfaConfig(): IResolvable {
    return this.interpolationForAttribute("mfa_config");
  }

  get connectionRules(): IResolvable {
    return this.interpolationForAttribute("connection_rules");
  }

  /**
   * Takes a policy over that exists already.
   * @param id `<account_id>/<policy_id>`; of an application's policy `<account_id>/<app_id>/<policy_id>`
   * @throws Error for another form
   */
  override importFrom(id: string, provider?: TerraformProvider): void {
    checkImportId(this.named, "importFrom", POLICY_TYPES[this.policyKind], id);
    super.importFrom(id, provider);
  }

  /**
   * Takes over what the state has of a resource that is no longer configured.
   * @param id its address as `terraform state list` shows it
   * @throws Error for another form
   */
  override moveFromId(id: string): void {
    checkAddress(this.named, "moveFromId", id);
    super.moveFromId(id);
  }

  /** What errors call it. */
  private get named(): string {
    return `${this.constructor.name} "${this.node.path}"`;
  }

  protected override synthesizeAttributes(): { [name: string]: unknown } {
    return { ...this.configured };
  }

  protected override synthesizeHclAttributes(): { [name: string]: unknown } {
    return attributesForHcl(this.configured);
  }
}

/** The Terraform attributes that say what a policy of this kind means, `precedence` among them. */
export function meaningfulAttributes(type: PolicyType): string[] {
  return Object.keys(type.fields);
}

function placementIssues(
  props: Readonly<Record<string, unknown>>,
  placement: AccessPolicyConfig["placement"],
  besides: readonly string[],
): Issue[] {
  const has = (name: string) => name in placement || besides.includes(name) || META_ARGUMENTS.includes(name);
  const meant = meantNames(props, { has }, Object.keys(placement));
  return Object.entries(placement).flatMap(([name, { attribute, required, refersTo }]): Issue[] => {
    const value = props[name];
    if (value === undefined || value === null) {
      return required && !meant.has(name)
        ? [{ ...issue("error", "missing", [name], { name }), allowed: ID }]
        : [];
    }
    const misplaced = referenceMistakes([name], value, refersTo);
    if (misplaced.length > 0) return misplaced;
    const list = tokenForText([name], value);
    if (list) return [list];
    const id = idOfReference(value, refersTo);
    return isToken(id) ? [] : placeMistakes(attribute, id);
  });
}

function placementWarnings(
  props: Readonly<Record<string, unknown>>,
  placement: AccessPolicyConfig["placement"],
): Issue[] {
  return Object.entries(placement).flatMap(([name, { refersTo }]) =>
    nameWarnings([name], props[name], refersTo),
  );
}

const ID = "the ID as a text, or a token for it";
