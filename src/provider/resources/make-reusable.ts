/*
 * A `moved` block brings a policy of one application to cfaccess_policy. The application owns it until an apply makes it
 * reusable. Until then the private state names the application, and the summary says so, so that the plan shows a change.
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
import { policyIn, summaryOf } from "./policy-values";
import type { AccessMeta } from "./request-options";

/** Member of the private state: the application that still owns the policy. */
const OWNER = "owner";

/** Makes the private state of a policy that an application owns; `""` for none. */
export function ownerState(appId: string): PrivateState {
  return { [OWNER]: appId };
}

/** Returns the id of the application that still owns a policy. */
export function ownerIn(privateState: PrivateState | undefined): string | undefined {
  return privateState?.[OWNER] || undefined;
}

/**
 * Returns the account's reusable policies for a policy that an application still owns: it is read and deleted there, and a
 * replacement makes it reusable first.
 */
export function ownedEndpoint(client: AccessClient, accountId: string, appId: string): PolicyEndpoint {
  const reusable = client.reusablePolicies(accountId);
  const owned = client.applicationPolicies(accountId, appId);
  return {
    ...reusable,
    // Somebody else may have made it reusable and detached it since.
    read: async (id, options) => (await owned.read(id, options)) ?? reusable.read(id, options),
    delete: owned.delete,
    async replace(id, body, options) {
      const made = await client.makeReusable(accountId, appId, id, options).catch(async (error: unknown) => {
        const isRefused =
          error instanceof ApiError && (error.kind === "refused" || error.kind === "not-found");
        const reread = isRefused ? await reusable.read(id, options) : undefined;
        if (reread === undefined) throw error;
        return reread;
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

/** Describes a policy that an application still owns. */
export function ownedSummary(state: ObjectValue, appId: string, meta: AccessMeta): CtyValue {
  const summary = summaryOf(policyIn(POLICY_TYPES.reusable, state), meta);
  return typeof summary === "string"
    ? `NOT REUSABLE YET, of application ${shownId(appId)} alone: ${summary}`
    : summary;
}

/** Warns that an apply makes a policy reusable for good. */
export function conversionDiagnostic({ name, id }: ObjectValue, appId: string): Diagnostic {
  return {
    severity: "warning",
    summary: `Policy ${quoted(name)} of application ${shownId(appId)} becomes reusable with this apply`,
    detail:
      `The API converts the policy ${shownId(id)}; it keeps its id and its precedence in the application, and nothing is ` +
      "deleted or made. The API has no way back: a reusable policy cannot become one of an application alone.",
    path: ["name"],
  };
}

const SOURCE = "cfaccess_application_policy";
const TARGET = "cfaccess_policy";

/**
 * Converts the state of a policy of one application to that of a reusable one, which it becomes with the next apply.
 *
 * @returns undefined for a source of any other type
 */
export function moveApplicationPolicy(
  typeName: string,
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
