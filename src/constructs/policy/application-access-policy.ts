import type { ImportableResource, TerraformProvider } from "cdktf";
import type { Construct } from "constructs";
import { POLICY_TYPES } from "../../model";
import type { IAccessApplication } from "../reference/gen/lookups";
import { registerPolicy } from "../tree/application-checks";
import { AccessPolicy, importableResource } from "./access-policy";
import type { AccountProps, TimeoutProps, WarningProps } from "./common-props";
import type { ApplicationPolicyProps } from "./gen/policy-props";

const APPLICATION_ACCESS_POLICY = Symbol.for("cdktf-cloudflare-access.ApplicationAccessPolicy");

const CONFIG = {
  type: POLICY_TYPES.application,
  terraformResourceType: "cfaccess_application_policy",
  subject: "ApplicationAccessPolicy",
  location: {
    accountId: { attribute: "account_id", required: false },
    appId: { attribute: "app_id", required: true, refersTo: { kind: "application" } },
  },
} as const;

/** Props of a policy of one application: its fields, its location, and the meta-arguments of any Terraform resource. */
export interface ApplicationAccessPolicyProps
  extends ApplicationPolicyProps,
    AccountProps,
    WarningProps,
    TimeoutProps {
  /** ID of the Access application the policy belongs to, or an AccessApplication. Another one replaces the policy. */
  readonly appId: string | IAccessApplication;
}

/**
 * An Access policy that belongs to one application. Policies are judged in the order of their `precedence`, 1 first. For
 * all policies of an application as one list see {@link ApplicationPolicies}.
 *
 * Throws a `PolicyError` that lists all errors in the props. Two policies of one application with the same precedence are
 * an error at synth.
 *
 * Terraform resource `cfaccess_application_policy`; import ID `<account_id>/<app_id>/<policy_id>`.
 * Source: https://developers.cloudflare.com/api/resources/zero_trust/subresources/access/subresources/applications/subresources/policies/
 *
 * @example
 * new ApplicationAccessPolicy(stack, "office", {
 *   appId: wiki,
 *   name: "Office",
 *   decision: "allow",
 *   precedence: 1,
 *   include: [AccessRule.ip("192.0.2.0/24")],
 * });
 */
export class ApplicationAccessPolicy extends AccessPolicy {
  static readonly tfResourceType = CONFIG.terraformResourceType;

  static {
    Object.defineProperty(ApplicationAccessPolicy.prototype, APPLICATION_ACCESS_POLICY, { value: true });
  }

  /** Returns whether a value is an application's policy of this package, also of another copy of it. */
  static isApplicationAccessPolicy(value: unknown): value is ApplicationAccessPolicy {
    return typeof value === "object" && value !== null && APPLICATION_ACCESS_POLICY in value;
  }

  /**
   * Has the next plan write the configuration of a policy that exists in the account (`plan -generate-config-out`).
   * @param importToId name that the resource gets
   * @param importFromId `<account_id>/<app_id>/<policy_id>`
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

  constructor(scope: Construct, id: string, props: ApplicationAccessPolicyProps) {
    super(scope, id, props, CONFIG);
    const { app_id: appId, precedence } = this.configured;
    registerPolicy(this, appId as string, precedence);
  }

  /** ID of the Access application the policy belongs to. */
  get appId(): string {
    return this.getStringAttribute("app_id");
  }

  /** The policy's number in the application's order, as configured or as the server decided. */
  get precedence(): number {
    return this.getNumberAttribute("precedence");
  }
}
