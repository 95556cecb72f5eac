import { type TerraformMetaArguments, TerraformStack } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { pathOfNew, propsOf } from "../constructor-arguments";
import { requireFramework } from "../framework";
import { ApplicationPolicies } from "../list/application-policies";
import { isManifold } from "../manifold";
import { META_ARGUMENTS } from "../meta-arguments";
import type { IAccessPolicy } from "../policy/access-policy";
import { checkDependents, refuseForeignDependencies } from "../tree/stack-dependencies";
import { refuseUnknownNames } from "../unknown-names";
import { mistake } from "../usage-error";
import { NullResource } from "./null-resource";
import { policyDigest } from "./policy-digest";

const PROPS: ReadonlySet<string> = new Set(["policies", ...META_ARGUMENTS]);

const POLICY_GATE = Symbol.for("cdktf-cloudflare-access.PolicyGate");

/** What a gate stands for. */
export interface PolicyGateProps extends TerraformMetaArguments {
  /** The policies that have to be in force: of this package, made here or looked up, or ordered lists. At least one. */
  readonly policies: readonly (IAccessPolicy | ApplicationPolicies)[];
}

/**
 * Stands for "these policies are in force". What must only go live behind them depends on the gate:
 * `new Tunnel(stack, "site", { dependsOn: [gate] })`.
 *
 * It is a `null_resource` with one trigger for each policy, its ID and a digest of what it means. A plan shows the gate
 * being replaced exactly when a policy is, or comes to mean something else; another spelling of the same, or a newer
 * version of this package, leaves it alone. To have something replaced along with it, name the gate in that
 * resource's `lifecycle.replaceTriggeredBy`.
 *
 * Policies with `count` or `forEach` are one trigger together. The stack's own null provider is used, and one is made when
 * the stack has none. Throws when no policy is given, or what is none.
 */
export class PolicyGate extends NullResource {
  /** Whether a value is a gate of this package, also of another copy of it. */
  static isPolicyGate(value: unknown): value is PolicyGate {
    return typeof value === "object" && value !== null && POLICY_GATE in value;
  }

  private readonly policies: readonly (IAccessPolicy | ApplicationPolicies)[];
  /** References between stacks are the objects that were there when the framework prepared the stacks, so they are kept. */
  private readonly digests = new Map<string, string>();

  constructor(scope: Construct, id: string, props: PolicyGateProps) {
    const owner = `PolicyGate "${pathOfNew("PolicyGate", scope, id)}"`;
    const { policies, ...metaArguments } = propsOf(owner, props);
    refuseUnknownNames(owner, { policies, ...metaArguments }, PROPS);
    checkPolicies(owner, policies);
    refuseForeignDependencies(owner, scope, metaArguments.dependsOn);
    super(scope, id, metaArguments);
    this.policies = policies!;
    Object.defineProperty(this, POLICY_GATE, { value: true });
    requireFramework(this);
    checkDependents(this);
  }

  protected override triggersNow(): Record<string, string> {
    const stack = TerraformStack.of(this);
    const pathOf = (it: IConstruct) =>
      TerraformStack.of(it) === stack ? it.node.path.slice(stack.node.path.length + 1) : it.node.path;
    return Object.fromEntries(
      this.policies.flatMap((given) => {
        if (!ApplicationPolicies.isApplicationPolicies(given)) return [[pathOf(given), this.digest(given)]];
        const each = given.policies.map((policy) => [pathOf(policy), this.digest(policy)]);
        return [[pathOf(given), given.orderInForce], ...each];
      }),
    );
  }

  private digest(policy: IAccessPolicy): string {
    const key = `${policy.node.path} ${isManifold(policy)}`;
    const digest = this.digests.get(key) ?? policyDigest(policy);
    this.digests.set(key, digest);
    return digest;
  }
}

/** @throws Error for what no gate can stand for */
function checkPolicies(owner: string, policies: unknown): void {
  if (!Array.isArray(policies)) {
    const got = policies === undefined ? "is missing" : "is no list";
    throw mistake(`${owner}: policies ${got}. Give a list of the policies the gate is to stand for.`);
  }
  if (policies.length === 0) {
    throw mistake(`${owner}: policies is empty. Give the policies the gate is to stand for.`);
  }
  const stranger = policies.findIndex(
    (policy) =>
      !ApplicationPolicies.isApplicationPolicies(policy) &&
      (!Construct.isConstruct(policy) || !("policyKind" in policy)),
  );
  if (stranger === -1) return;
  const given: unknown = policies[stranger];
  const got = Construct.isConstruct(given) ? given.node.path : JSON.stringify(given);
  throw mistake(
    `${owner}: policies[${stranger}] is no policy: ${got}. Give one that this package made, or one that ` +
      "ReusableAccessPolicy.fromName or fromId gives.",
  );
}
