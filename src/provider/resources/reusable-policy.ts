import { IMPORT_ID } from "../../model";
import type { Attributes } from "../framework";
import { policyResource } from "./policy-resource";
import { policyAttributes } from "./policy-schema";
import { inLanes } from "./precedence";
import { releasedEndpoint } from "./release";

export const REUSABLE_POLICY_ATTRIBUTES: Attributes = policyAttributes("reusable");

const policy = policyResource({
  kind: "reusable",
  typeName: "cfaccess_policy",
  description: "A reusable Cloudflare Access policy: applications refer to it by its id.",
  attributes: REUSABLE_POLICY_ATTRIBUTES,
  importId: IMPORT_ID.reusable,
  endpoint(meta, values) {
    const account = String(values.account_id);
    return releasedEndpoint(meta.client.reusablePolicies(account), (id, options) =>
      meta.client.applicationsWith(account, id, options),
    );
  },
});

/** `cfaccess_policy`: a policy of the account that any number of applications can refer to. */
export const reusablePolicy = inLanes(policy);
