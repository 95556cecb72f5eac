import { POLICY_TYPES } from "../../model";
import type { Diagnostic, ObjectValue } from "../../plugin";
import { quoted, shownId } from "../../text";
import { singlePolicyDiagnostics } from "./application-lint";
import { IMPORT_TARGETS, importCommand } from "./policy-import";
import { policyResource } from "./policy-resource";
import { policyAttributes } from "./policy-schema";
import { isImported } from "./policy-values";

/** `cfaccess_application_policy`: one policy of one application; its `precedence` is sent as it is configured. */
export const applicationPolicy = policyResource({
  ...IMPORT_TARGETS.application,
  type: POLICY_TYPES.application,
  description: "A Cloudflare Access policy of one application alone, judged in the order of `precedence`.",
  attributes: {
    ...policyAttributes(POLICY_TYPES.application),
    app_id: {
      type: "string",
      required: true,
      requiresReplace: true,
      description: "ID of the Access application the policy belongs to. Another one replaces the policy.",
    },
  },
  endpoint(meta, values) {
    const [account, app] = [String(values.account_id), String(values.app_id)];
    return meta.writes.of(account, app).resolving(meta.client.applicationPolicies(account, app));
  },
  planDiagnostics: singlePolicyDiagnostics,
  refineRead({ answer, prior, outcome }) {
    if (answer.reusable !== true) return outcome;
    const diagnostic = reusableDiagnostic(outcome.state, isImported(prior));
    return { ...outcome, diagnostics: [...(outcome.diagnostics ?? []), diagnostic] };
  },
});

/** Reports that a policy of an application is reusable by now, and how to manage it: an error for an import. */
function reusableDiagnostic(state: ObjectValue, isImport: boolean): Diagnostic {
  const { command, construct } = importCommand(IMPORT_TARGETS.reusable, state, String(state.id));
  return {
    severity: isImport ? "error" : "warning",
    summary: `Policy ${quoted(state.name)} of application ${shownId(state.app_id)} is reusable: it is managed as a cfaccess_policy`,
    detail: [
      isImport
        ? "A cfaccess_application_policy is of one application alone. Import it as what it is:"
        : "Somebody made it reusable, in the dashboard or through the API. Updates through the application are refused. " +
          "Manage it as a cfaccess_policy (ReusableAccessPolicy in TypeScript), with a moved block from this address " +
          "(moveFromId), or take it out of the state (terraform state rm) and import it:",
      `  ${command}\n  ${construct}`,
    ].join("\n\n"),
    path: ["app_id"],
  };
}
