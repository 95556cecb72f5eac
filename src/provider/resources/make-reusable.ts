/*
 * A policy of one application that a `moved` block brings to cfaccess_policy is that application's until an apply makes it
 * reusable. Until then its private state names the application, and its summary says so, so that the plan shows a change.
 */
import { type AccessClient, ApiError, type PolicyAnswer, type PolicyEndpoint } from "../../client";
import { POLICY_TYPES, type WirePolicy } from "../../model";
import {
  type Attributes,
  type CtyValue,
  type Diagnostic,
  errorDiagnostic,
  type MoveSource,
  type ObjectValue,
  type PrivateState,
  type StateResponse,
} from "../../plugin";
import { quoted, shownId } from "../../text";
import type { MoveTarget } from "./move-policy";
import { policyIn, summaryOf } from "./policy-values";
import type { AccessMeta } from "./request-options";

/** The application that a policy is still one of, in the resource's private state. */
const OWNER = "owner";

export function ownerState(appId: string): PrivateState {
  return { [OWNER]: appId };
}

/** Returns the application that a policy is still one of. */
export function ownerIn(privateState: PrivateState | undefined): string | undefined {
  return privateState?.[OWNER] || undefined;
}

/**
 * The account's reusable policies, but for one that is still an application's: it is read and deleted there, and its
 * replacement makes it reusable first.
 */
export function ownedEndpoint(client: AccessClient, accountId: string, appId: string): PolicyEndpoint {
  const reusable = client.reusablePolicies(accountId);
  const owned = client.applicationPolicies(accountId, appId);
  return {
    ...reusable,
    // Somebody else may have made it reusable, and unlinked it, since.
    read: async (id, options) => (await owned.read(id, options)) ?? reusable.read(id, options),
    delete: owned.delete,
    async replace(id, body, options) {
      const made = await client.makeReusable(accountId, appId, id, options).catch(async (error: unknown) => {
        const isRefused =
          error instanceof ApiError && (error.kind === "refused" || error.kind === "not-found");
        const there = isRefused ? await reusable.read(id, options) : undefined;
        if (there === undefined) throw error;
        return there;
      });
      return isSame(made, body, accountId) ? made : reusable.replace(id, body, options);
    },
  };
}

function isSame(made: PolicyAnswer, body: WirePolicy, accountId: string): boolean {
  const { wire } = POLICY_TYPES.reusable.splitUnmanaged(made, { accountId, prior: () => body });
  return POLICY_TYPES.reusable.semanticEquals(
    POLICY_TYPES.reusable.fromWire(wire),
    POLICY_TYPES.reusable.fromWire(body),
  );
}

/** The summary in the state of a policy that is still one of an application. */
export function ownedSummary(state: ObjectValue, appId: string, meta: AccessMeta): CtyValue {
  const summary = summaryOf(policyIn(POLICY_TYPES.reusable, state), meta);
  return typeof summary === "string"
    ? `NOT REUSABLE YET, of application ${shownId(appId)} alone: ${summary}`
    : summary;
}

export function conversionDiagnostic({ name, id }: ObjectValue, appId: string): Diagnostic {
  return {
    severity: "warning",
    summary: `Policy ${quoted(name)} of application ${shownId(appId)} becomes reusable with this apply`,
    detail:
      `The API converts the policy ${shownId(id)}; it keeps its id and its place in the application, and nothing is ` +
      "deleted or made. The API has no way back: a reusable policy cannot become one of an application alone.",
    path: ["name"],
  };
}

/** Says that a policy of an application is reusable by now, and how to manage it. */
export function reusableElsewhere(
  values: ObjectValue,
  severity: Diagnostic["severity"],
  { command, construct }: { readonly command: string; readonly construct: string },
): Diagnostic {
  const { name, app_id: appId } = values;
  const isImport = severity === "error";
  return {
    severity,
    summary: `Policy ${quoted(name)} of application ${shownId(appId)} is reusable: it is managed as a cfaccess_policy`,
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

const SOURCE = "cfaccess_application_policy";
const TARGET = "cfaccess_policy";

/**
 * The state of a policy of one application as that of a reusable one, which it becomes with the next apply.
 *
 * @returns undefined for a source of any other type
 */
export function moveOwnPolicy(
  { typeName }: MoveTarget,
  attributes: Attributes,
  { typeName: from, schemaVersion, state, privateState }: MoveSource,
): StateResponse | undefined {
  if (from !== SOURCE || typeName !== TARGET) return undefined;
  if (schemaVersion !== 0 || typeof state.app_id !== "string" || typeof state.id !== "string") {
    return {
      state: null,
      diagnostics: [
        errorDiagnostic(
          `${SOURCE} cannot become ${TARGET}`,
          "Its state is not one of this version. Take the moved block out, apply once, and put it back.",
        ),
      ],
    };
  }
  const values: ObjectValue = Object.fromEntries(
    Object.keys(attributes).map((name) => [name, (state[name] ?? null) as CtyValue]),
  );
  return { state: values, privateState: { ...privateState, ...ownerState(state.app_id) } };
}
