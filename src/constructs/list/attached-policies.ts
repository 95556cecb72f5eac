import { type TerraformMetaArguments, type TerraformProvider, TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { type Issue, issue } from "../../model";
import { pathOfNew, propsOf } from "../constructor-arguments";
import { attributesForHcl } from "../hcl-attributes";
import { issueText } from "../issue-text";
import { META_ARGUMENTS } from "../meta-arguments";
import { withTextTokens } from "../number-tokens";
import type { IAccessPolicy } from "../policy/access-policy";
import { type PolicyTimeouts, timeoutIssues, timeoutsForTerraform } from "../policy/policy-timeouts";
import { idOfReference, locationIssues, placeMistakes } from "../reference/access-reference";
import type { IAccessApplication } from "../reference/gen/lookups";
import { checkListImportId } from "../reference/location";
import { isToken } from "../tokens";
import { registerList } from "../tree/list-checks";
import { requireProvider } from "../tree/provider-checks";
import { checkDependents, refuseForeignDependencies } from "../tree/stack-dependencies";
import { unknownName, unknownNames } from "../unknown-names";
import { mistake } from "../usage-error";

const ATTACHED_POLICIES = Symbol.for("cdktf-cloudflare-access.AttachedPolicies");

/** The reusable policies of one application, in the order of judgment. */
export interface AttachedPoliciesProps extends TerraformMetaArguments {
  /** ID of the Access application, or an AccessApplication. Another one replaces the resource. */
  readonly appId: string | IAccessApplication;
  /**
   * The reusable policies in the order of judgment: made here, looked up, or by their IDs. The application's other attached
   * policies are detached. An empty list detaches all, and nobody gets in.
   */
  readonly policies: readonly (IAccessPolicy | string)[];
  /**
   * ID of the Cloudflare account. Another one replaces the resource.
   * @default - the provider's `accountId`
   */
  readonly accountId?: string;
  /**
   * How long operations may take, with all their waiting and trying again.
   * @default - 20 minutes each
   */
  readonly timeouts?: PolicyTimeouts;
}

const PROPS = ["appId", "policies", "accountId", "timeouts"];

/**
 * Attaches reusable policies to an application, which is how they take effect. The whole list changes in one request, so
 * nobody is let in, or kept out, by a list in between.
 *
 * The application keeps everything else. It is refused where it has policies of its own, or settings that the API does not
 * return (the client secret of an OIDC SaaS application, SCIM credentials): a write would lose them.
 *
 * Each `ReusableAccessPolicy` in the list gets `lifecycle.createBeforeDestroy`, so that a policy that leaves the stack is
 * detached before it is deleted.
 *
 * Throws for mistakes in the props. Two lists of one application are an error at synth.
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

  private readonly configured: Readonly<Record<string, unknown>>;

  constructor(scope: Construct, id: string, props: AttachedPoliciesProps) {
    const owner = `AttachedPolicies "${pathOfNew("AttachedPolicies", scope, id)}"`;
    const issues = propIssues(propsOf(owner, props) as Readonly<Record<string, unknown>>);
    if (issues.length > 0) throw mistake(`${owner}: ${issues.map(issueText).join("\n  ")}`);
    refuseForeignDependencies(owner, scope, props.dependsOn);
    super(scope, id, { ...props, terraformResourceType: AttachedPolicies.tfResourceType });
    Object.defineProperty(this, ATTACHED_POLICIES, { value: true });
    const { accountId, policies, timeouts, appId } = withTextTokens(props);
    const patience = timeoutsForTerraform(timeouts);
    const application = String(idOfReference(appId, { kind: "application" }));
    this.configured = {
      ...(accountId === undefined ? {} : { account_id: accountId }),
      app_id: application,
      policies: policies.map((policy) => (typeof policy === "string" ? policy : policy.policyId)),
      ...(patience === undefined ? {} : { timeouts: patience }),
    };
    for (const policy of policies) detachBeforeDelete(policy);
    requireProvider(this);
    checkDependents(this);
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
    checkListImportId(`AttachedPolicies "${this.node.path}"`, id);
    super.importFrom(id, provider);
  }

  protected override synthesizeAttributes(): { [name: string]: unknown } {
    return { ...this.configured };
  }

  protected override synthesizeHclAttributes(): { [name: string]: unknown } {
    return attributesForHcl(this.configured);
  }
}

function propIssues(given: Readonly<Record<string, unknown>>): Issue[] {
  const known = new Set([...PROPS, ...META_ARGUMENTS]);
  return [
    ...unknownNames(given, known).map((name) => unknownName([name], PROPS)),
    ...locationIssues(given),
    ...policyIssues(given.policies),
    ...timeoutIssues(given.timeouts),
  ];
}

function policyIssues(policies: unknown): Issue[] {
  const allowed = "an array of reusable policies";
  if (policies === undefined || policies === null)
    return [issue("error", "missing", ["policies"], { name: "policies", allowed })];
  if (!Array.isArray(policies))
    return [issue("error", "type", ["policies"], { name: "policies", got: policies, allowed })];
  return policies.flatMap((policy: unknown, index) => [
    ...entryIssues(policy, ["policies", index]),
    ...(policies.indexOf(policy) < index ? [listedTwice(policies.indexOf(policy), index)] : []),
  ]);
}

function entryIssues(policy: unknown, path: Issue["path"]): Issue[] {
  if (typeof policy === "string")
    return isToken(policy) ? [] : placeMistakes("policies", policy).map((one) => ({ ...one, path }));
  const kind = Construct.isConstruct(policy) ? (policy as Partial<IAccessPolicy>).policyKind : undefined;
  if (kind === "reusable") return [];
  const got = Construct.isConstruct(policy) ? policy.node.path : JSON.stringify(policy);
  return [
    {
      code: "type",
      severity: "error",
      path,
      what:
        kind === "application"
          ? "A policy of one application where a reusable one is needed"
          : "Not a policy",
      got: got ?? "undefined",
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

/** Terraform deletes a policy before it changes a list without it, unless the policy says otherwise. */
function detachBeforeDelete(policy: IAccessPolicy | string): void {
  if (typeof policy === "string" || !TerraformResource.isTerraformResource(policy)) return;
  policy.lifecycle = { createBeforeDestroy: true, ...policy.lifecycle };
}
