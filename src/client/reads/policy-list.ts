import { listAll } from "../pages";
import { type PolicyAnswer, policiesIn } from "../policy-answer";
import type { ApiRequest, Send } from "../request";

/** The policies of one collection, as one list showed them. */
export interface PolicyList {
  /** In the API's order. */
  readonly all: readonly PolicyAnswer[];
  readonly byId: ReadonlyMap<string, PolicyAnswer>;
}

export async function readPolicies(send: Send, request: ApiRequest): Promise<PolicyList> {
  return policyList(await listAll(send, request, policiesIn));
}

export function policyList(all: readonly PolicyAnswer[]): PolicyList {
  return { all, byId: new Map(all.map((policy) => [policy.id, policy])) };
}
