import { Annotations, Fn, type ITerraformDependable, type TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { type AdviceCode, adviseOnPolicyList, validateAcceptedWarnings, validateTimeouts } from "../model";
import type { TimeoutProps, WarningProps } from "./access-policy";
import { idOfReference } from "./access-reference";
import { ApplicationAccessPolicy } from "./application-access-policy";
import { enterList } from "./application-lists";
import { deferTokens } from "./deferred-tokens";
import type { IAccessApplication } from "./gen/lookups";
import type { AccessPolicyProps } from "./gen/policy-props";
import { adviceText, issueText } from "./issue-text";
import { enterListed } from "./listed-policies";
import { mistake } from "./mistake";
import { pathOfNew, propsOf } from "./new-path";
import { withTextTokens } from "./number-tokens";
import { entryMistakes, ORDER_KEY } from "./ordered-entries";
import { PolicyOrder } from "./policy-order";
import { policyForJudgement } from "./policy-shape";
import { type PolicyTimeouts, timeoutsForTerraform } from "./policy-timeouts";
import { checkDependents } from "./stack-dependencies";
import { refuseUnknownNames } from "./unknown-names";

const PROPS: ReadonlySet<string> = new Set([
  "appId",
  "policies",
  "accountId",
  "timeouts",
  "acceptedWarnings",
  "provider",
] satisfies (keyof ApplicationPoliciesProps)[]);

/** Props of an entry that are no field of its policy. */
const BESIDES = ["acceptedWarnings", "timeouts"];

const APPLICATION_POLICIES = Symbol.for("cdktf-cloudflare-access.ApplicationPolicies");

/** One policy of an ordered list. Its precedence is its place in the list. */
export interface OrderedPolicyProps extends AccessPolicyProps, WarningProps, TimeoutProps {
  /**
   * What the policy is known by in the stack: the construct's id and its line in a plan. It stays when the policy is
   * moved or renamed; another one makes another policy.
   */
  readonly key: string;
}

/** An application's policies, in the order in which they are judged. */
export interface ApplicationPoliciesProps {
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
   * How long operations may take, on the order and on each policy of the list that has no `timeouts` of its own.
   * @default - 20 minutes each
   */
  readonly timeouts?: PolicyTimeouts;
  /**
   * Warnings that are not to be given for the order, since what they are about is meant: `["unlisted-allow"]`, say, where
   * another policy of the application stands before the list on purpose.
   * @default - every warning is given
   */
  readonly acceptedWarnings?: readonly AdviceCode[];
  /** @default - the stack's provider without an alias */
  readonly provider?: TerraformProvider;
}

/**
 * The policies of one application as an ordered list: the place in the list is the precedence. A policy that is put in
 * between, moved or taken out is one line of the plan, and as few of the others are written as can be. While an order is
 * being changed nobody gets in whom neither the old nor the new one lets in.
 *
 * Each entry is an `ApplicationAccessPolicy` below this construct; `.policy(key)` gives it. Policies of the application
 * that are not in the list (made elsewhere, or reusable ones that are linked to it) keep their numbers.
 *
 * A resource that depends on this construct waits until the policies are there and in order. The policies are made before
 * others are deleted (`create_before_destroy`), so that a deleted one is in force until the new order is; Terraform hands
 * that on to the resources of the stack that they refer to.
 *
 * Two lists of one application are an error at synth; a policy of the application that stands beside the list with a
 * `precedence` of its own is warned of.
 *
 * Throws for a list that is empty, for keys that are missing or come twice, and a `PolicyError` for a policy's mistakes.
 *
 * Terraform resources `cfaccess_application_policy` and `cfaccess_application_policy_order`.
 */
export class ApplicationPolicies extends Construct implements ITerraformDependable {
  /** Whether a value is an ordered list of policies of this package, also of another copy of it. */
  static isApplicationPolicies(value: unknown): value is ApplicationPolicies {
    return typeof value === "object" && value !== null && APPLICATION_POLICIES in value;
  }

  /** The policies in their order. */
  readonly policies: readonly ApplicationAccessPolicy[];
  private readonly byKey: ReadonlyMap<string, ApplicationAccessPolicy>;
  private readonly order: PolicyOrder;

  constructor(scope: Construct, id: string, props: ApplicationPoliciesProps) {
    const owner = `ApplicationPolicies "${pathOfNew("ApplicationPolicies", scope, id)}"`;
    const given = withTextTokens(propsOf(owner, props));
    refuseUnknownNames(owner, given, PROPS);
    super(scope, id);
    Object.defineProperty(this, APPLICATION_POLICIES, { value: true });
    const { appId, accountId, provider, policies, timeouts, acceptedWarnings } = given;
    const issues = [
      ...validateTimeouts(deferTokens(timeouts)),
      ...validateAcceptedWarnings(deferTokens(acceptedWarnings)),
    ];
    const mistakes = [...entryMistakes(policies), ...issues.map(issueText)];
    if (mistakes.length > 0) throw mistake(`${owner}: ${mistakes.join("\n  ")}`);

    const made: ApplicationAccessPolicy[] = [];
    for (const { key, ...content } of policies!) {
      // One after the other: the API puts each behind those before it, so a new list needs no further write, and a
      // block policy is there before the allow policies behind it.
      const before = made.at(-1);
      const policy = new ApplicationAccessPolicy(this, key, {
        ...content,
        appId: appId!,
        accountId,
        provider,
        timeouts: content.timeouts ?? timeouts,
        dependsOn: before && [before],
        lifecycle: { createBeforeDestroy: true },
      });
      policy.leaveOrderTo(this);
      made.push(policy);
    }
    const keys = policies!.map(({ key }) => key);
    const listed = policies!.map(({ key, ...content }) => ({
      key,
      policy: policyForJudgement("application", { ...content }, BESIDES),
    }));
    for (const advice of adviseOnPolicyList(listed, deferTokens(acceptedWarnings))) {
      Annotations.of(this).addWarning(adviceText({ ...advice, path: [] }));
    }
    const patience = timeoutsForTerraform(timeouts);
    const application = idOfReference(appId, { kind: "application" });
    enterList(this, String(application));
    enterListed(this, String(application), made);
    this.policies = made;
    checkDependents(this);
    this.byKey = new Map(made.map((policy, index) => [keys[index]!, policy]));
    this.order = new PolicyOrder(
      this,
      ORDER_KEY,
      {
        ...(accountId === undefined ? {} : { account_id: accountId }),
        app_id: application,
        policies: Object.fromEntries(made.map((policy, index) => [keys[index]!, policy.policyId])),
        order: keys,
        ...(acceptedWarnings?.length ? { accepted_warnings: acceptedWarnings } : {}),
        ...(patience === undefined ? {} : { timeouts: patience }),
      },
      { provider },
    );
  }

  /**
   * The policy of an entry.
   * @throws Error for a key that no entry has
   */
  policy(key: string): ApplicationAccessPolicy {
    const policy = this.byKey.get(key);
    if (policy) return policy;
    const keys = [...this.byKey.keys()].map((known) => JSON.stringify(known)).join(", ");
    throw mistake(
      `ApplicationPolicies "${this.node.path}" has no policy ${JSON.stringify(key)}. It has ${keys}.`,
    );
  }

  /** What others depend on: the policies in their order. */
  get fqn(): string {
    return this.order.fqn;
  }

  /** The keys in the order that is in force, as a text. @internal */
  get orderInForce(): string {
    return Fn.join(" ", Fn.lookup(this.order.fqn, "order") as string[]);
  }
}
