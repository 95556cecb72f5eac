import { POLICY_TYPES } from "../../model";
import type { Attributes } from "../../plugin";
import { singlePolicyDiagnostics } from "./application-lint";
import { reusableElsewhere } from "./make-reusable";
import { IMPORTED, type Imported, takeOver } from "./policy-import";
import { policyResource } from "./policy-resource";
import { policyAttributes } from "./policy-schema";

const ATTRIBUTES: Attributes = {
  ...policyAttributes(POLICY_TYPES.application),
  app_id: {
    type: "string",
    required: true,
    requiresReplace: true,
    description: "ID of the Access application the policy belongs to. Another one replaces the policy.",
  },
};

/** By what a policy of an application is imported. */
export const APPLICATION_POLICY: Imported = IMPORTED.application;

/** `cfaccess_application_policy`: one policy of one application; its `precedence` is sent as it is configured. */
export const applicationPolicy = policyResource({
  ...APPLICATION_POLICY,
  type: POLICY_TYPES.application,
  description: "A Cloudflare Access policy of one application alone, judged in the order of `precedence`.",
  attributes: ATTRIBUTES,
  endpoint(meta, values) {
    const [account, app] = [String(values.account_id), String(values.app_id)];
    return meta.writes.of(account, app).resolving(meta.client.applicationPolicies(account, app));
  },
  planDiagnostics: singlePolicyDiagnostics,
  refineRead({ answer, prior, outcome }) {
    if (answer.reusable !== true) return outcome;
    const severity = (prior.decision ?? null) === null ? "error" : "warning";
    const imported = takeOver(IMPORTED.reusable, prior, answer.id);
    const diagnostic = reusableElsewhere(outcome.state, severity, imported);
    return { ...outcome, diagnostics: [...(outcome.diagnostics ?? []), diagnostic] };
  },
});
