import {
  Annotations,
  Fn,
  type TerraformMetaArguments,
  type TerraformProvider,
  TerraformResource,
} from "cdktf";
import type { Construct } from "constructs";
import {
  type LintCode,
  lintPolicyList,
  POLICY_TYPES,
  validateAcceptedWarnings,
  validateTimeouts,
} from "../../model";
import { childPath, propsObject, refuseUnknownNames } from "../constructor-arguments";
import { attributesForHcl } from "../hcl-attributes";
import { type PolicyTimeouts, timeoutsForTerraform, type WarningProps } from "../policy/common-props";
import type { AccessPolicyProps } from "../policy/gen/policy-props";
import { ParsedPolicy } from "../policy/parsed-policy";
import type { IAccessReference } from "../reference/access-reference";
import type { IAccessApplication } from "../reference/gen/lookups";
import { applicationId, checkImportId, LIST_IMPORT_ID, locationIssues } from "../reference/location";
import { deferTokens, isToken, withTextTokens } from "../tokens";
import { registerList } from "../tree/application-checks";
import { refuseForeignDependencies, registerProviderUser } from "../tree/stack-checks";
import { issueText, PolicyError, shown, usageError, warningText } from "../usage-error";
import { ListedAccessPolicy } from "./listed-access-policy";

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

/** One policy of an ordered list. Its index in the list decides its precedence. */
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
  /** The policies in the order of judgment, at least one. */
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
   * Accepts a change for which no safe sequence of requests exists: for a moment a request may be allowed that both the old
   * and the new list deny. Without it the plan fails and names the policies.
   * @default false
   */
  readonly allowTransitionalAccess?: boolean;
  /**
   * How long operations on the whole list may take, with all their waiting and retries.
   * @default - 20 minutes each
   */
  readonly timeouts?: PolicyTimeouts;
  /**
   * Warnings about the list that are not shown, since what they are about is meant: `["unlisted-allow"]`, for example, where
   * another policy of the application is judged before the list on purpose.
   * @default - every warning is shown
   */
  readonly acceptedWarnings?: readonly LintCode[];
}

/**
 * The policies of one application as an ordered list, changed as one: the index in the list decides the precedence. A
 * plan shows a move as one line removed and one added. While the list changes, no request is allowed that both the old and the
 * new list deny; a change for which that is impossible fails in the plan.
 *
 * Policies of the application that are not in the list keep their numbers, unless `exclusive` is set. Two lists of one
 * application are an error at synth; a policy with a `precedence` of its own beside the list is a warning.
 *
 * Throws for a list that is empty, for keys that are missing or come twice, and a `PolicyError` for the errors of a policy.
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
  /** @internal */
  private readonly configured: Readonly<Record<string, unknown>>;

  constructor(scope: Construct, id: string, props: ApplicationPoliciesProps) {
    const path = childPath("ApplicationPolicies", scope, id);
    const owner = `ApplicationPolicies "${path}"`;
    const given = withTextTokens(propsObject(owner, props));
    refuseUnknownNames(owner, given, PROPS);
    const errors = listErrors(given);
    if (errors.length > 0) throw usageError(`${owner}: ${errors.join("\n  ")}`);
    refuseForeignDependencies(owner, scope, given.dependsOn);
    const { appId, accountId, exclusive, allowTransitionalAccess, timeouts, acceptedWarnings } = given;
    const { knownType: applicationType } = appId as Partial<IAccessReference>;
    const entries = given.policies!.map(({ key, ...content }) => {
      const policy = new ParsedPolicy(POLICY_TYPES.application, content, { applicationType });
      if (policy.errors.length > 0)
        throw new PolicyError(`${path}/${key}`, "ApplicationPolicies", policy.errors, new.target);
      return { key, policy };
    });

    const { provider, dependsOn, lifecycle } = given;
    super(scope, id, {
      terraformResourceType: ApplicationPolicies.tfResourceType,
      provider,
      dependsOn,
      lifecycle,
    });
    Object.defineProperty(this, APPLICATION_POLICIES, { value: true });
    this.policies = entries.map(({ key, policy }) => new ListedAccessPolicy(this, key, policy.warnings));
    const judged = entries.map(({ key, policy }) => ({ key, policy: policy.judged }));
    for (const warning of lintPolicyList(judged, deferTokens(acceptedWarnings)))
      Annotations.of(this).addWarning(warningText({ ...warning, path: [] }));
    const application = String(applicationId(appId));
    const setTimeouts = timeoutsForTerraform(timeouts);
    this.configured = {
      ...(accountId === undefined ? {} : { account_id: accountId }),
      app_id: application,
      order: entries.map(({ key }) => key),
      policies: Object.fromEntries(entries.map(({ key, policy }) => [key, policy.attributes])),
      ...(exclusive === undefined ? {} : { exclusive }),
      ...(allowTransitionalAccess === undefined
        ? {}
        : { allow_transitional_access: allowTransitionalAccess }),
      ...(acceptedWarnings?.length ? { accepted_warnings: acceptedWarnings } : {}),
      ...(setTimeouts === undefined ? {} : { timeouts: setTimeouts }),
    };
    registerList(this, application, "ordered");
    registerProviderUser(this);
  }

  /**
   * Returns the policy of an entry, with references to its attributes.
   * @throws Error for a key that no entry has
   */
  policy(key: string): ListedAccessPolicy {
    const policy = this.policies.find((listed) => listed.key === key);
    if (policy) return policy;
    const keys = this.policies.map((listed) => shown(listed.key)).join(", ");
    throw usageError(`ApplicationPolicies "${this.node.path}" has no policy ${shown(key)}. It has ${keys}.`);
  }

  /** ID of the Access application. */
  get appId(): string {
    return this.getStringAttribute("app_id");
  }

  /** ID of the Cloudflare account the application is in. */
  get accountId(): string {
    return this.getStringAttribute("account_id");
  }

  /** The keys in the order that is in force, as a text, for a PolicyGate. @internal */
  get orderInForce(): string {
    return Fn.join(" ", Fn.lookup(this.fqn, "order") as string[]);
  }

  /**
   * Imports the policies that the application has, as a list.
   * @param id `<account_id>/<app_id>`
   * @throws Error for another form
   */
  override importFrom(id: string, provider?: TerraformProvider): void {
    checkImportId(`ApplicationPolicies "${this.node.path}"`, "importFrom", LIST_IMPORT_ID, id);
    super.importFrom(id, provider);
  }

  protected override synthesizeAttributes(): { [name: string]: unknown } {
    return { ...this.configured };
  }

  protected override synthesizeHclAttributes(): { [name: string]: unknown } {
    return attributesForHcl(this.configured);
  }
}

/** Props of a policy that an entry does not take, each with the reason. */
const NOT_IN_ENTRIES: Readonly<Record<string, string>> = {
  precedence: "the index in the list is the precedence",
  appId: "all policies of the list belong to its application",
  accountId: "it is a prop of the list",
  count: "an entry is one policy: make the entries in a loop",
  forEach: "an entry is one policy: make the entries in a loop",
  provider: "it is a prop of the list",
  timeouts: "it is a prop of the list",
  dependsOn: "it is a prop of the list",
  lifecycle: "it is a prop of the list",
};

/** The errors in the props of the list; each policy is judged by itself. */
function listErrors(given: Partial<ApplicationPoliciesProps>): string[] {
  const issues = [
    ...locationIssues(given),
    ...validateTimeouts(deferTokens(given.timeouts)),
    ...validateAcceptedWarnings(deferTokens(given.acceptedWarnings)),
  ];
  return [...entryErrors(given.policies), ...issues.map(issueText)];
}

function entryErrors(policies: unknown): string[] {
  if (!Array.isArray(policies)) return ["policies is not a list. Give the policies in their order."];
  if (policies.length === 0) return ["policies is empty. Give at least one policy."];
  const seen = new Map<string, number>();
  return policies.flatMap((entry: unknown, index) => {
    const at = `policies[${index}]`;
    if (typeof entry !== "object" || entry === null) return [`${at} is not a policy: ${shown(entry)}.`];
    const given = entry as Readonly<Record<string, unknown>>;
    const misplaced = Object.entries(NOT_IN_ENTRIES).flatMap(([name, why]) =>
      given[name] === undefined ? [] : [`${at}.${name} is not a prop of an entry: ${why}.`],
    );
    return [...keyErrors(at, given.key, seen, index), ...misplaced];
  });
}

/** What cannot stand in the path of a construct, or in an expression that refers to the element. */
const NOT_IN_KEYS = /[/"\\{}\p{Cc}]/u;

function keyErrors(at: string, key: unknown, seen: Map<string, number>, index: number): string[] {
  if (typeof key !== "string" || key === "" || isToken(key) || NOT_IN_KEYS.test(key))
    return [
      `${at}.key is ${isToken(key) ? "a token" : shown(key)}. ` +
        'Give a text without slashes, quotes, backslashes and braces that is this policy\'s alone, such as "staff".',
    ];
  const first = seen.get(key);
  if (first !== undefined)
    return [`${at}.key ${shown(key)} is that of policies[${first}] too. Give each its own.`];
  seen.set(key, index);
  return [];
}
