import {
  Fn,
  FOR_EXPRESSION_KEY,
  FOR_EXPRESSION_VALUE,
  forExpression,
  type IResolvable,
  propertyAccess,
  type TerraformMetaArguments,
  TerraformStack,
} from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { POLICY_TYPES } from "../../model";
import { childPath, META_ARGUMENTS, propsObject, refuseUnknownNames } from "../constructor-arguments";
import { ApplicationPolicies } from "../list/application-policies";
import type { IAccessPolicy } from "../policy/access-policy";
import { refuseForeignDependencies, registerDependable } from "../tree/stack-checks";
import { usesCountOrForEach } from "../tree/tree-registry";
import { shown, usageError } from "../usage-error";
import { NullResource } from "./null-resource";

const PROPS: ReadonlySet<string> = new Set(["policies", ...META_ARGUMENTS]);

const POLICY_GATE = Symbol.for("cdktf-cloudflare-access.PolicyGate");

/** Props of a gate: the policies, and the meta-arguments of any Terraform resource. */
export interface PolicyGateProps extends TerraformMetaArguments {
  /** The policies that have to be in force: of this package, made here or looked up, or ordered lists. At least one. */
  readonly policies: readonly (IAccessPolicy | ApplicationPolicies)[];
}

/**
 * Stands for "these policies are in force". A resource that must only go live behind them depends on the gate:
 * `new Tunnel(stack, "site", { dependsOn: [gate] })`.
 *
 * It is a `null_resource` with one trigger for each policy: its ID and a digest of its fields. A plan replaces the gate
 * exactly when a policy is replaced or changed; a semantically equal value, or a newer version of this package, changes
 * nothing. To have a resource replaced together with the gate, name the gate in that resource's
 * `lifecycle.replaceTriggeredBy`.
 *
 * Policies with `count` or `forEach` are one trigger together. The stack's own null provider is used, and one is made
 * where the stack has none.
 *
 * Throws when no policy is given, and for everything that is not a policy.
 *
 * @example
 * const gate = new PolicyGate(stack, "in-force", { policies: [staff, wiki], dependsOn: [attached] });
 */
export class PolicyGate extends NullResource {
  /** Returns whether a value is a gate of this package, also of another copy of it. */
  static isPolicyGate(value: unknown): value is PolicyGate {
    return typeof value === "object" && value !== null && POLICY_GATE in value;
  }

  /** @internal */
  private readonly policies: readonly (IAccessPolicy | ApplicationPolicies)[];
  /**
   * References between stacks are the objects that were there when the framework prepared the stacks, so they are kept.
   * @internal
   */
  private readonly digests = new Map<string, string>();

  constructor(scope: Construct, id: string, props: PolicyGateProps) {
    const owner = `PolicyGate "${childPath("PolicyGate", scope, id)}"`;
    const { policies, ...metaArguments } = propsObject(owner, props);
    refuseUnknownNames(owner, { policies, ...metaArguments }, PROPS);
    checkPolicies(owner, policies);
    refuseForeignDependencies(owner, scope, metaArguments.dependsOn);
    super(scope, id, metaArguments);
    this.policies = policies!;
    Object.defineProperty(this, POLICY_GATE, { value: true });
    registerDependable(this);
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

  /** @internal */
  private digest(policy: IAccessPolicy): string {
    const key = `${policy.node.path} ${usesCountOrForEach(policy)}`;
    const digest = this.digests.get(key) ?? policyDigest(policy);
    this.digests.set(key, digest);
    return digest;
  }
}

/** @throws Error for everything that is not a list of policies and lists of them */
function checkPolicies(owner: string, policies: unknown): void {
  if (!Array.isArray(policies)) {
    const got = policies === undefined ? "is missing" : "is not a list";
    throw usageError(`${owner}: policies ${got}. Give a list of the policies the gate is to stand for.`);
  }
  if (policies.length === 0) {
    throw usageError(`${owner}: policies is empty. Give the policies the gate is to stand for.`);
  }
  const stranger = policies.findIndex(
    (policy) =>
      !ApplicationPolicies.isApplicationPolicies(policy) &&
      (!Construct.isConstruct(policy) || !("policyKind" in policy)),
  );
  if (stranger === -1) return;
  const given: unknown = policies[stranger];
  const got = Construct.isConstruct(given) ? given.node.path : shown(given, "undefined");
  throw usageError(
    `${owner}: policies[${stranger}] is not a policy: ${got}. Give one that this package made, or one that ` +
      "ReusableAccessPolicy.fromName or fromId gives.",
  );
}

/** Digits of the digest: enough to tell contents apart, short enough to read in a plan. */
const DIGITS = 16;

/**
 * Returns an expression for a policy as it is: its ID and a digest of its fields, computed by Terraform from the planned
 * values. It changes with every change that a plan shows, and with no other: the provider preserves the prior value in
 * the plan where the new one is semantically equal.
 *
 * Empty members (null, false, an empty list) are left out of the digested text, so that a version of the provider
 * with more selectors or fields gives the same digest.
 */
function policyDigest(policy: IAccessPolicy): string {
  if (usesCountOrForEach(policy)) return digestOf(everyInstance(policy));
  const content = attributes(policy, (name) => policy.interpolationForAttribute(name));
  return `${policy.policyId} ${digestOf(content)}`;
}

/** With `count` or `forEach` an attribute is one of each instance; the IDs are in the digested text. */
function everyInstance(policy: IAccessPolicy): IResolvable {
  const content = attributes(policy, (name) => propertyAccess(FOR_EXPRESSION_VALUE, [name]));
  const instance = { id: propertyAccess(FOR_EXPRESSION_VALUE, ["id"]), ...content };
  return forExpression(policy.fqn, instance, Fn.tostring(FOR_EXPRESSION_KEY));
}

function attributes(
  policy: IAccessPolicy,
  attribute: (name: string) => IResolvable,
): Record<string, IResolvable> {
  const names = Object.keys(POLICY_TYPES[policy.policyKind].fields);
  // In a list, a number that changes with other entries, and is known only after they are written.
  const own = "listedIn" in policy ? names.filter((name) => name !== "precedence") : names;
  return Object.fromEntries(own.map((name) => [name, attribute(name)]));
}

function digestOf(content: unknown): string {
  return Fn.substr(Fn.sha256(withoutEmptyMembers(Fn.jsonencode(content))), 0, DIGITS);
}

/**
 * Removes empty members from JSON text: first those after another member, then those that come first. In
 * a text within the JSON a quote has a backslash before it, so neither pattern can match there.
 */
function withoutEmptyMembers(json: string): string {
  const nothing = '"[a-z0-9_]+":(null|false|[[][]])';
  const afterAnother = Fn.replace(json, pattern(`,${nothing}`), "");
  return Fn.replace(afterAnother, pattern(`[{]${nothing},?`), "{");
}

/** A regular expression as Terraform's `replace` wants it, with its quotes escaped for the expression. */
function pattern(expression: string): string {
  return Fn.rawString(`/${expression}/`);
}
