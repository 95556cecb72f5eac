import { Annotations, type IResolvable, propertyAccess, Token } from "cdktf";
import { Construct } from "constructs";
import {
  adviseOnApplicationType,
  POLICY_TYPES,
  type PolicyKind,
  validateAcceptedWarnings,
} from "../../model";
import { adviceText, issueText } from "../issue-text";
import { withTextTokens } from "../number-tokens";
import type { IAccessPolicy, WarningProps } from "../policy/access-policy";
import type { AccessPolicyProps } from "../policy/gen/policy-props";
import { policyForJudgement, policyForTerraform } from "../policy/parsed-policy";
import { propMistakes } from "../policy/prop-errors";
import { templateWarnings } from "../policy/template-warnings";
import { PolicyError } from "../policy-error";
import { deferTokens } from "../tokens";

/** Props of an entry that are not fields of its policy. */
const BESIDES = ["acceptedWarnings"];

/** The resource that a listed policy is an element of. */
interface ListResource extends Construct {
  readonly fqn: string;
  interpolationForAttribute(terraformAttribute: string): IResolvable;
}

/**
 * One policy of an `ApplicationPolicies` list, as `.policy(key)` returns it: references to the attributes of the element in
 * the list's resource. It is not a resource of its own.
 */
export class ListedAccessPolicy extends Construct implements IAccessPolicy {
  readonly policyKind: PolicyKind = "application";
  /** The policy as the model judges it: tokens are deferred. @internal */
  readonly judged: Record<string, unknown>;
  /** The element as Terraform's configuration has it. @internal */
  readonly configured: Readonly<Record<string, unknown>>;

  /**
   * @param applicationType the application's type, where it is known at synth
   * @throws PolicyError that lists every mistake in the props
   */
  constructor(
    private readonly list: ListResource,
    readonly key: string,
    props: AccessPolicyProps & WarningProps,
    applicationType: string | undefined,
  ) {
    const given = withTextTokens(props as unknown as Readonly<Record<string, unknown>>);
    const policy = policyForJudgement(POLICY_TYPES.application, given, BESIDES);
    const accepted = deferTokens(given.acceptedWarnings);
    const issues = [
      ...propMistakes(POLICY_TYPES.application, given, BESIDES),
      ...POLICY_TYPES.application.validateWire(policy),
      ...validateAcceptedWarnings(accepted),
    ];
    if (issues.length > 0)
      throw new PolicyError(`${list.node.path}/${key}`, "ApplicationPolicies", issues, new.target);

    super(list, key);
    // The place in the list is its precedence, which is not part of what the policy itself means.
    Object.defineProperty(this, "placedBy", { value: list });
    this.judged = policy;
    this.configured = {
      ...policyForTerraform(POLICY_TYPES.application, given),
      ...(props.acceptedWarnings?.length ? { accepted_warnings: props.acceptedWarnings } : {}),
    };
    const ofType =
      applicationType === undefined ? [] : adviseOnApplicationType(policy, applicationType, accepted);
    for (const advice of [...POLICY_TYPES.application.lint(policy, accepted), ...ofType])
      Annotations.of(this).addWarning(adviceText(advice));
    for (const warning of templateWarnings(policy)) Annotations.of(this).addWarning(issueText(warning));
  }

  /** What others depend on: the whole list. */
  get fqn(): string {
    return this.list.fqn;
  }

  /** ID of the policy, given by the API. */
  get policyId(): string {
    return this.text("id");
  }

  /** The same as `policyId`, under the name every Terraform resource has. */
  get id(): string {
    return this.text("id");
  }

  get name(): string {
    return this.text("name");
  }

  get decision(): string {
    return this.text("decision");
  }

  /** What the policy does, in one line. */
  get summary(): string {
    return this.text("summary");
  }

  /** When the policy was made, RFC 3339. */
  get createdAt(): string {
    return this.text("created_at");
  }

  /** How long a login through this policy stays valid, as configured or as the server decided. */
  get sessionDuration(): string {
    return this.text("session_duration");
  }

  /** The policy's number in the application's order, which follows from its place in the list. */
  get precedence(): number {
    return Token.asNumber(this.interpolationForAttribute("precedence"));
  }

  /** Returns a reference to one attribute of the element, by its Terraform name. */
  interpolationForAttribute(terraformAttribute: string): IResolvable {
    return propertyAccess(this.list.interpolationForAttribute("policies"), [this.key, terraformAttribute]);
  }

  private text(attribute: string): string {
    return Token.asString(this.interpolationForAttribute(attribute));
  }
}
