import type { Attributes } from "../framework";
import { policyResource } from "./policy-resource";
import { policyAttributes } from "./policy-schema";

export const REUSABLE_POLICY_ATTRIBUTES: Attributes = policyAttributes("reusable");

/** `cfaccess_policy`: a policy of the account that any number of applications can refer to. */
export const reusablePolicy = policyResource({
  kind: "reusable",
  typeName: "cfaccess_policy",
  description: "A reusable Cloudflare Access policy: applications refer to it by its id.",
  attributes: REUSABLE_POLICY_ATTRIBUTES,
  importId: ["account_id", "id"],
  endpoint: (meta, values) => meta.client.reusablePolicies(String(values.account_id)),
});
