import { POLICY_TYPES } from "../../model";
import type { Attributes } from "../../plugin";
import { deletingAfterDetach } from "./delete-after-detach";
import { ownedEndpoint, ownedSummary, ownerIn, ownerState } from "./make-reusable";
import { IMPORT_TARGETS } from "./policy-import";
import { policyResource } from "./policy-resource";
import { policyAttributes } from "./policy-schema";
import { policyIn, summaryOf } from "./policy-values";

export const REUSABLE_POLICY_ATTRIBUTES: Attributes = policyAttributes(POLICY_TYPES.reusable);

/** `cfaccess_policy`: a policy of the account that any number of applications can refer to. */
export const reusablePolicy = policyResource({
  ...IMPORT_TARGETS.reusable,
  type: POLICY_TYPES.reusable,
  description: "A reusable Cloudflare Access policy: applications refer to it by its id.",
  attributes: REUSABLE_POLICY_ATTRIBUTES,
  endpoint({ client }, values, privateState) {
    const account = String(values.account_id);
    const owner = ownerIn(privateState);
    if (owner !== undefined) return ownedEndpoint(client, account, owner);
    return deletingAfterDetach(client.reusablePolicies(account), (id, options) =>
      client.applicationsWith(account, id, options),
    );
  },
  refineRead({ meta, answer, privateState, outcome }) {
    const owner = ownerIn(privateState);
    if (owner === undefined) return outcome;
    const { state } = outcome;
    if (answer.reusable !== true)
      return { ...outcome, state: { ...state, summary: ownedSummary(state, owner, meta) } };
    // Somebody else has made it reusable.
    return {
      ...outcome,
      state: { ...state, summary: summaryOf(policyIn(POLICY_TYPES.reusable, state), meta) },
      privateState: { ...privateState, ...outcome.privateState, ...ownerState("") },
    };
  },
});
