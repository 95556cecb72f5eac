import {
  Fn,
  FOR_EXPRESSION_KEY,
  FOR_EXPRESSION_VALUE,
  forExpression,
  type IResolvable,
  propertyAccess,
} from "cdktf";
import { POLICY_TYPES } from "../../model";
import { isManifold } from "../manifold";
import { type IAccessPolicy, meaningfulAttributes } from "../policy/access-policy";

/** Digits of the digest: enough to tell contents apart, short enough to read in a plan. */
const DIGITS = 16;

/**
 * An expression for "this policy, as it now is": its ID and a digest of the attributes that carry meaning, worked out
 * by Terraform from the planned values. That is why it knows of every change a plan knows of, and of no other: the
 * provider keeps the prior spelling in the plan where the meaning is the same.
 *
 * What says nothing (null, false, an empty list) is taken out of the digested text, so that a version of the provider
 * with more selectors or fields gives the same digest.
 */
export function policyDigest(policy: IAccessPolicy): string {
  if (isManifold(policy)) return digestOf(everyInstance(policy));
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
  const names = meaningfulAttributes(POLICY_TYPES[policy.policyKind]);
  // A number that changes with the places of others, and is known only after they are written.
  const meant = "placedBy" in policy ? names.filter((name) => name !== "precedence") : names;
  return Object.fromEntries(meant.map((name) => [name, attribute(name)]));
}

function digestOf(content: unknown): string {
  return Fn.substr(Fn.sha256(withoutNothings(Fn.jsonencode(content))), 0, DIGITS);
}

/**
 * Members that say nothing, taken out of JSON text: first those after another member, then those that come first. In
 * a text within the JSON a quote has a backslash before it, so neither pattern can match there.
 */
function withoutNothings(json: string): string {
  const nothing = '"[a-z0-9_]+":(null|false|[[][]])';
  const afterAnother = Fn.replace(json, pattern(`,${nothing}`), "");
  return Fn.replace(afterAnother, pattern(`[{]${nothing},?`), "{");
}

/** A regular expression as Terraform's `replace` wants it, with its quotes escaped for the expression. */
function pattern(expression: string): string {
  return Fn.rawString(`/${expression}/`);
}
