import { type TerraformMetaArguments, type TerraformProvider, TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { type Issue, issue } from "../../model";
import { childPath, META_ARGUMENTS, nameErrors, propsObject } from "../constructor-arguments";
import { attributesForHcl } from "../hcl-attributes";
import type { IAccessPolicy } from "../policy/access-policy";
import { type PolicyTimeouts, timeoutIssues, timeoutsForTerraform } from "../policy/common-props";
import type { IAccessApplication } from "../reference/gen/lookups";
import {
  applicationId,
  checkImportId,
  LIST_IMPORT_ID,
  locationIdIssues,
  locationIssues,
} from "../reference/location";
import { isToken, withTextTokens } from "../tokens";
import { registerList } from "../tree/application-checks";
import { refuseForeignDependencies, registerProviderUser } from "../tree/stack-checks";
import { issueText, shown, usageError } from "../usage-error";

const ATTACHED_POLICIES = Symbol.for("cdktf-cloudflare-access.AttachedPolicies");

/** The reusable policies of one application, in the order of judgment. */
export interface AttachedPoliciesProps extends TerraformMetaArguments {
  /** ID of the Access application, or an AccessApplication. Another one replaces the resource. */
  readonly appId: string | IAccessApplication;
  /**
   * The reusable policies in the order of judgment: made here, looked up, or by their IDs. The application's other attached
   * policies are detached. An empty list detaches all, and no request is allowed.
   */
  readonly policies: readonly (IAccessPolicy | string)[];
  /**
   * ID of the Cloudflare account. Another one replaces the resource.
   * @default - the provider's `accountId`
   */
  readonly accountId?: string;
  /**
   * How long operations may take, with all their waiting and retries.
   * @default - 20 minutes each
   */
  readonly timeouts?: PolicyTimeouts;
}

const PROPS = ["appId", "policies", "accountId", "timeouts"];

/**
 * Attaches reusable policies to an application, which is how they take effect. The whole list changes in one request, so
 * there is no state between the old list and the new one.
 *
 * The application keeps everything else. It is refused where it has policies of its own, or settings that the API does not
 * return (the client secret of an OIDC SaaS application, SCIM credentials): a write would lose them.
 *
 * Each `ReusableAccessPolicy` in the list gets `lifecycle.createBeforeDestroy`, so that a policy that leaves the stack is
 * detached before it is deleted.
 *
 * Throws for errors in the props. Two lists of one application are an error at synth.
 *
 * Terraform resource `cfaccess_application_attached_policies`; import ID `<account_id>/<app_id>`.
 * Source: https://developers.cloudflare.com/api/resources/zero_trust/subresources/access/subresources/applications/methods/update/
 *
 * @example
 * new AttachedPolicies(stack, "crm", { appId: crm, policies: [blockAbusers, staff] });
 */
export class AttachedPolicies extends TerraformResource {
  static readonly tfResourceType = "cfaccess_application_attached_policies";

  /** Returns whether a value is a list of attached policies of this package, also of another copy of it. */
  static isAttachedPolicies(value: unknown): value is AttachedPolicies {
    return typeof value === "object" && value !== null && ATTACHED_POLICIES in value;
  }

  /** @internal */
  private readonly configured: Readonly<Record<string, unknown>>;

  constructor(scope: Construct, id: string, props: AttachedPoliciesProps) {
    const owner = `AttachedPolicies "${childPath("AttachedPolicies", scope, id)}"`;
    const errors = propErrors(propsObject(owner, props) as Readonly<Record<string, unknown>>);
    if (errors.length > 0) throw usageError(`${owner}: ${errors.map(issueText).join("\n  ")}`);
    refuseForeignDependencies(owner, scope, props.dependsOn);
    super(scope, id, { ...props, terraformResourceType: AttachedPolicies.tfResourceType });
    Object.defineProperty(this, ATTACHED_POLICIES, { value: true });
    const { accountId, policies, timeouts, appId } = withTextTokens(props);
    const setTimeouts = timeoutsForTerraform(timeouts);
    const application = String(applicationId(appId));
    this.configured = {
      ...(accountId === undefined ? {} : { account_id: accountId }),
      app_id: application,
      policies: policies.map((policy) => (typeof policy === "string" ? policy : policy.policyId)),
      ...(setTimeouts === undefined ? {} : { timeouts: setTimeouts }),
    };
    for (const policy of policies) detachBeforeDelete(policy);
    registerProviderUser(this);
    registerList(this, application, "attached");
  }

  /** ID of the Access application. */
  get appId(): string {
    return this.getStringAttribute("app_id");
  }

  /** ID of the Cloudflare account the application is in. */
  get accountId(): string {
    return this.getStringAttribute("account_id");
  }

  /** IDs of the attached policies, in the order of judgment. */
  get policyIds(): string[] {
    return this.getListAttribute("policies");
  }

  /**
   * Imports the list of policies that the application has.
   * @param id `<account_id>/<app_id>`
   * @throws Error for another form
   */
  override importFrom(id: string, provider?: TerraformProvider): void {
    checkImportId(`AttachedPolicies "${this.node.path}"`, "importFrom", LIST_IMPORT_ID, id);
    super.importFrom(id, provider);
  }

  protected override synthesizeAttributes(): { [name: string]: unknown } {
    return { ...this.configured };
  }

  protected override synthesizeHclAttributes(): { [name: string]: unknown } {
    return attributesForHcl(this.configured);
  }
}

function propErrors(given: Readonly<Record<string, unknown>>): Issue[] {
  const isKnown = (name: string) => PROPS.includes(name) || META_ARGUMENTS.includes(name);
  return [
    ...nameErrors(given, isKnown, () => PROPS).issues,
    ...locationIssues(given),
    ...policyErrors(given.policies),
    ...timeoutIssues(given.timeouts),
  ];
}

function policyErrors(policies: unknown): Issue[] {
  const allowed = "an array of reusable policies";
  if (policies === undefined || policies === null)
    return [issue("missing", ["policies"], { name: "policies", allowed })];
  if (!Array.isArray(policies))
    return [issue("type", ["policies"], { name: "policies", got: policies, allowed })];
  return policies.flatMap((policy: unknown, index) => [
    ...entryErrors(policy, ["policies", index]),
    ...(policies.indexOf(policy) < index ? [listedTwice(policies.indexOf(policy), index)] : []),
  ]);
}

function entryErrors(policy: unknown, path: Issue["path"]): Issue[] {
  if (typeof policy === "string")
    return isToken(policy) ? [] : locationIdIssues("policies", policy).map((one) => ({ ...one, path }));
  const kind = Construct.isConstruct(policy) ? (policy as Partial<IAccessPolicy>).policyKind : undefined;
  if (kind === "reusable") return [];
  const got = Construct.isConstruct(policy) ? policy.node.path : shown(policy, "undefined");
  return [
    {
      code: "type",
      severity: "error",
      path,
      what:
        kind === "application"
          ? "A policy of one application where a reusable one is needed"
          : "Not a policy",
      got,
      allowed: "a ReusableAccessPolicy, one that ReusableAccessPolicy.fromName or fromId returns, or an ID",
      ...(kind === "application"
        ? { fix: "Make it a ReusableAccessPolicy, or use ApplicationPolicies." }
        : {}),
    },
  ];
}

function listedTwice(first: number, index: number): Issue {
  return {
    code: "type",
    severity: "error",
    path: ["policies", index],
    what: "The same policy twice",
    got: `policies[${index}] is policies[${first}]`,
    fix: "List each policy once.",
  };
}

/** Terraform deletes a policy before it changes a list without it, unless the policy has createBeforeDestroy. */
function detachBeforeDelete(policy: IAccessPolicy | string): void {
  if (typeof policy === "string" || !TerraformResource.isTerraformResource(policy)) return;
  policy.lifecycle = { createBeforeDestroy: true, ...policy.lifecycle };
}
