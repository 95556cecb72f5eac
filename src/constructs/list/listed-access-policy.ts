import { Annotations, type IResolvable, propertyAccess, Token } from "cdktf";
import { Construct } from "constructs";
import type { PolicyKind } from "../../model";
import type { IAccessPolicy } from "../policy/access-policy";

/** The resource that a listed policy is an element of. @internal */
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

  /** @internal */
  constructor(
    private readonly list: ListResource,
    readonly key: string,
    warnings: readonly string[],
  ) {
    super(list, key);
    // Its precedence follows from its index in the list, and is not part of the policy itself.
    Object.defineProperty(this, "listedIn", { value: list });
    for (const warning of warnings) Annotations.of(this).addWarning(warning);
  }

  /** Address that others depend on: that of the whole list. */
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

  /** Name of the policy, as the dashboard shows it. */
  get name(): string {
    return this.text("name");
  }

  /** `allow`, `deny`, `non_identity` or `bypass`. */
  get decision(): string {
    return this.text("decision");
  }

  /** What the policy does, in one line. */
  get summary(): string {
    return this.text("summary");
  }

  /** When the policy was created, RFC 3339. */
  get createdAt(): string {
    return this.text("created_at");
  }

  /** How long a login through this policy stays valid, as configured or as the server decided. */
  get sessionDuration(): string {
    return this.text("session_duration");
  }

  /** The policy's number in the application's order, which follows from its index in the list. */
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
