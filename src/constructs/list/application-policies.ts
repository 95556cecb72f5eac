import {
  Annotations,
  Fn,
  type TerraformMetaArguments,
  type TerraformProvider,
  TerraformResource,
} from "cdktf";
import type { Construct } from "constructs";
import { type AdviceCode, adviseOnPolicyList, validateAcceptedWarnings, validateTimeouts } from "../../model";
import { pathOfNew, propsOf } from "../constructor-arguments";
import { attributesForHcl } from "../hcl-attributes";
import { adviceText, issueText } from "../issue-text";
import { withTextTokens } from "../number-tokens";
import type { WarningProps } from "../policy/access-policy";
import type { AccessPolicyProps } from "../policy/gen/policy-props";
import { type PolicyTimeouts, timeoutsForTerraform } from "../policy/policy-timeouts";
import { type IAccessReference, idOfReference, locationIssues } from "../reference/access-reference";
import type { IAccessApplication } from "../reference/gen/lookups";
import { checkListImportId } from "../reference/location";
import { deferTokens } from "../tokens";
import { registerList } from "../tree/list-checks";
import { requireProvider } from "../tree/provider-checks";
import { checkDependents, refuseForeignDependencies } from "../tree/stack-dependencies";
import { refuseUnknownNames } from "../unknown-names";
import { mistake } from "../usage-error";
import { ListedAccessPolicy } from "./listed-access-policy";
import { entryMistakes } from "./listed-entries";

const PROPS: ReadonlySet<string> = new Set([
  "appId",
  "policies",
  "accountId",
  "exclusive",
  "allowTransitionalAccess",
  "timeouts",
  "acceptedWarnings",
  "provider",
  "dependsOn",
  "lifecycle",
] satisfies (keyof ApplicationPoliciesProps)[]);

const APPLICATION_POLICIES = Symbol.for("cdktf-cloudflare-access.ApplicationPolicies");

/** One policy of an ordered list. Its place in the list is its precedence. */
export interface OrderedPolicyProps extends AccessPolicyProps, WarningProps {
  /**
   * Identifies the policy in the stack and in plans: the key of its element. It stays when the policy is moved or gets
   * another name. A policy under a new key with the same content is the same policy.
   */
  readonly key: string;
}

/** An application's policies, in the order of judgment. */
export interface ApplicationPoliciesProps
  extends Pick<TerraformMetaArguments, "provider" | "dependsOn" | "lifecycle"> {
  /** ID of the Access application, or an AccessApplication. Another one replaces the policies. */
  readonly appId: string | IAccessApplication;
  /** At least one; the first is judged first. */
  readonly policies: readonly OrderedPolicyProps[];
  /**
   * ID of the Cloudflare account. Another one replaces the policies.
   * @default - the provider's `accountId`
   */
  readonly accountId?: string;
  /**
   * Whether policies of the application that are not in the list are deleted. The plan shows each of them.
   * @default false - they keep their numbers, and a plan warns where they undo the list
   */
  readonly exclusive?: boolean;
  /**
   * Accepts a change for which no safe sequence of requests exists: for a moment somebody may get in who is kept out by
   * the old list and by the new one. Without it the plan fails and names the policies.
   * @default false
   */
  readonly allowTransitionalAccess?: boolean;
  /**
   * How long operations on the whole list may take.
   * @default - 20 minutes each
   */
  readonly timeouts?: PolicyTimeouts;
  /**
   * Warnings about the list that are not shown, since what they are about is meant: `["unlisted-allow"]`, for example, where
   * another policy of the application stands before the list on purpose.
   * @default - every warning is shown
   */
  readonly acceptedWarnings?: readonly AdviceCode[];
}

/**
 * The policies of one application as an ordered list, changed as one: the place in the list is the precedence. A plan shows
 * a move as one line that goes and one that comes. While the list changes, no request is let in that both the old and the
 * new list deny; a change for which that is impossible fails in the plan.
 *
 * Policies of the application that are not in the list keep their numbers, unless `exclusive` is set. Two lists of one
 * application are an error at synth; a policy with a `precedence` of its own beside the list is a warning.
 *
 * Throws for a list that is empty, for keys that are missing or come twice, and a `PolicyError` for a policy's mistakes.
 *
 * Terraform resource `cfaccess_application_policies`; import ID `<account_id>/<app_id>`.
 *
 * @example
 * new ApplicationPolicies(stack, "wiki", {
 *   appId: wiki,
 *   policies: [
 *     { key: "visitors", name: "No visitors", decision: "deny", include: [AccessRule.ip("203.0.113.7")] },
 *     { key: "staff", name: "Staff", decision: "allow", include: [AccessRule.emailDomain("example.com")] },
 *   ],
 * });
 */
export class ApplicationPolicies extends TerraformResource {
  static readonly tfResourceType = "cfaccess_application_policies";

  /** Returns whether a value is an ordered list of policies of this package, also of another copy of it. */
  static isApplicationPolicies(value: unknown): value is ApplicationPolicies {
    return typeof value === "object" && value !== null && APPLICATION_POLICIES in value;
  }

  /** The policies in their order. */
  readonly policies: readonly ListedAccessPolicy[];
  private readonly configured: Readonly<Record<string, unknown>>;

  constructor(scope: Construct, id: string, props: ApplicationPoliciesProps) {
    const owner = `ApplicationPolicies "${pathOfNew("ApplicationPolicies", scope, id)}"`;
    const given = withTextTokens(propsOf(owner, props));
    refuseUnknownNames(owner, given, PROPS);
    const { appId, accountId, policies, exclusive, allowTransitionalAccess, timeouts, acceptedWarnings } =
      given;
    const issues = [
      ...locationIssues(given),
      ...validateTimeouts(deferTokens(timeouts)),
      ...validateAcceptedWarnings(deferTokens(acceptedWarnings)),
    ];
    const mistakes = [...entryMistakes(policies), ...issues.map(issueText)];
    if (mistakes.length > 0) throw mistake(`${owner}: ${mistakes.join("\n  ")}`);
    refuseForeignDependencies(owner, scope, given.dependsOn);

    const { provider, dependsOn, lifecycle } = given;
    super(scope, id, {
      terraformResourceType: ApplicationPolicies.tfResourceType,
      provider,
      dependsOn,
      lifecycle,
    });
    Object.defineProperty(this, APPLICATION_POLICIES, { value: true });
    const { knownType } = appId as Partial<IAccessReference>;
    this.policies = policies!.map(
      ({ key, ...content }) => new ListedAccessPolicy(this, key, content, knownType),
    );
    const listed = this.policies.map(({ key, judged }) => ({ key, policy: judged }));
    for (const advice of adviseOnPolicyList(listed, deferTokens(acceptedWarnings)))
      Annotations.of(this).addWarning(adviceText({ ...advice, path: [] }));
    const patience = timeoutsForTerraform(timeouts);
    const application = String(idOfReference(appId, { kind: "application" }));
    this.configured = {
      ...(accountId === undefined ? {} : { account_id: accountId }),
      app_id: application,
      order: this.policies.map(({ key }) => key),
      policies: Object.fromEntries(this.policies.map(({ key, configured }) => [key, configured])),
      ...(exclusive === undefined ? {} : { exclusive }),
      ...(allowTransitionalAccess === undefined
        ? {}
        : { allow_transitional_access: allowTransitionalAccess }),
      ...(acceptedWarnings?.length ? { accepted_warnings: acceptedWarnings } : {}),
      ...(patience === undefined ? {} : { timeouts: patience }),
    };
    registerList(this, application, "ordered");
    requireProvider(this);
    checkDependents(this);
  }

  /**
   * Returns the policy of an entry, with references to its attributes.
   * @throws Error for a key that no entry has
   */
  policy(key: string): ListedAccessPolicy {
    const policy = this.policies.find((listed) => listed.key === key);
    if (policy) return policy;
    const keys = this.policies.map((listed) => JSON.stringify(listed.key)).join(", ");
    throw mistake(
      `ApplicationPolicies "${this.node.path}" has no policy ${JSON.stringify(key)}. It has ${keys}.`,
    );
  }

  /** ID of the Access application. */
  get appId(): string {
    return this.getStringAttribute("app_id");
  }

  /** ID of the Cloudflare account the application is in. */
  get accountId(): string {
    return this.getStringAttribute("account_id");
  }

  /** The keys in the order that is in force, as a text. @internal */
  get orderInForce(): string {
    return Fn.join(" ", Fn.lookup(this.fqn, "order") as string[]);
  }

  /**
   * Imports the policies that the application has, as a list.
   * @param id `<account_id>/<app_id>`
   * @throws Error for another form
   */
  override importFrom(id: string, provider?: TerraformProvider): void {
    checkListImportId(`ApplicationPolicies "${this.node.path}"`, id);
    super.importFrom(id, provider);
  }

  protected override synthesizeAttributes(): { [name: string]: unknown } {
    return { ...this.configured };
  }

  protected override synthesizeHclAttributes(): { [name: string]: unknown } {
    return attributesForHcl(this.configured);
  }
}
