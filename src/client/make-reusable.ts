import { listPath } from "./account-objects";
import { pathSegment } from "./base-url";
import type { OwnWrites } from "./own-writes";
import { checkId, listIn, malformed, type PolicyAnswer, policiesIn } from "./policy-answer";
import type { RequestOptions } from "./policy-endpoint";
import type { Send } from "./request";

const OPERATION = "make application policy reusable";

/**
 * PUT of a policy's `make_reusable`: it becomes a reusable policy under the same id, linked to its application in the same
 * place. The body is empty, the answer a list of one policy.
 *
 * @param account the account's id as a segment of a path
 */
export async function makeReusable(
  { send, own }: { readonly send: Send; readonly own: OwnWrites },
  account: string,
  { appId, policyId }: { readonly appId: string; readonly policyId: string },
  options?: RequestOptions,
): Promise<PolicyAnswer> {
  const policies = `${listPath(account, "application")}/${pathSegment(OPERATION, "application id", appId)}/policies`;
  const path = `${policies}/${pathSegment(OPERATION, "policy id", policyId)}/make_reusable`;
  const request = { operation: OPERATION, method: "PUT", path, ...options } as const;
  const reply = await send(request);
  const [made] = Array.isArray(listIn(reply)) ? policiesIn(request, reply) : [];
  if (made === undefined) throw malformed(request, reply, "a list with the policy in its result");
  checkId(request, reply, made.id, policyId);
  own.wrote(policies, policyId, undefined);
  own.wrote(listPath(account, "reusable_policy"), policyId, made);
  return made;
}
