import type { ApplicationAnswer, ApplicationEndpoint } from "../../../client";
import {
  type Attributes,
  type CtyValue,
  type Diagnostic,
  errorDiagnostic,
  hasErrors,
  isWhollyKnown,
  type ObjectValue,
  type OperationContext,
  type Resource,
  type StateResponse,
  UNKNOWN,
} from "../../../plugin";
import { quoted } from "../../../text";
import { apiDiagnostic, locationErrors } from "../diagnostics";
import { applicationNotFound, importRefused, parseImportId } from "../policy-import";
import { ACCOUNT_ID } from "../policy-schema";
import { planAccount } from "../policy-state";
import { fromDocument } from "../policy-values";
import { mayNameMissingId, missingIds, REUSABLE_POLICY } from "../references";
import { type AccessMeta, POLICY_TIMEOUTS, requestOptions, timeoutsErrors } from "../request-options";
import {
  attachedIds,
  changedOutside,
  idsOf,
  noApplication,
  otherPoliciesAttached,
  ownPoliciesBeside,
  ownPoliciesRefused,
  sameIds,
  unknownPolicy,
} from "./attached-diagnostics";
import { replaceAttached } from "./replace-attached";

const TYPE_NAME = "cfaccess_application_attached_policies";

const ATTRIBUTES: Attributes = {
  account_id: ACCOUNT_ID,
  app_id: {
    type: "string",
    required: true,
    requiresReplace: true,
    description: "ID of the Access application. Another one replaces the resource.",
  },
  policies: {
    type: { list: "string" },
    required: true,
    description:
      "IDs of the reusable policies attached to the application, in the order of judgment. Policies that are not in the " +
      "list are detached.",
  },
  ...POLICY_TIMEOUTS,
};

type Context = OperationContext<AccessMeta>;

/** The application's `updated_at` after our last write: a list that shows it older is stale. */
const UPDATED_AT = "updated_at";

/**
 * `cfaccess_application_attached_policies`: the reusable policies of one application, in the order of judgment. The whole
 * list changes in one request, so no request meets a list in between.
 *
 * @see https://developers.cloudflare.com/api/resources/zero_trust/subresources/access/subresources/applications/methods/update/
 */
export const attachedPolicies: Resource<AccessMeta> = {
  typeName: TYPE_NAME,
  schema: {
    description: "The reusable policies attached to one Access application, in the order of judgment.",
    attributes: ATTRIBUTES,
  },

  validate: (config) => [
    ...locationErrors(config, ["account_id", "app_id"]),
    ...listErrors(config),
    ...timeoutsErrors(config),
  ],

  plan(request) {
    const account = planAccount(request);
    return { planned: { ...request.planned, account_id: account.value }, diagnostics: account.diagnostics };
  },

  /** Reports at plan time what the apply would refuse, as far as a list of applications shows it. */
  async planDiagnostics({ meta, signal }, { prior, planned }) {
    if (planned.account_id === UNKNOWN || planned.app_id === UNKNOWN) return [];
    if (prior !== null && isWhollyKnown(planned.policies!) && sameIds(idsOf(prior), idsOf(planned)))
      return [];
    const application = await endpointOf(meta, planned).read({ signal });
    if (application === undefined)
      return prior === null ? [await unknownApplication(meta, planned, signal)] : [];
    const own = ownPoliciesRefused(application);
    if (own.length > 0 || prior !== null || !isWhollyKnown(planned.policies!)) return own;
    return otherPoliciesAttached(TYPE_NAME, planned, application);
  },

  create: (context, { planned }) => write(context, planned, null),

  update: (context, { prior, planned }) =>
    // `timeouts` are in the state only.
    sameIds(idsOf(prior), idsOf(planned))
      ? Promise.resolve({ state: planned })
      : write(context, planned, prior),

  async read(context, { state, privateState }) {
    const { options, warnings } = requestOptions(context, state, "read");
    const isImport = (state.policies ?? null) === null;
    try {
      const notOlderThan = privateState?.[UPDATED_AT];
      const application = await endpointOf(context.meta, state).read({ ...options, notOlderThan });
      if (application === undefined && isImport)
        return { state, diagnostics: [await applicationNotFound(context.meta, state, context.signal)] };
      if (application === undefined) return { state: null };
      return {
        state: refreshed(state, application),
        diagnostics: [...warnings(), ...drift(state, application)],
      };
    } catch (error) {
      const diagnostic = isImport ? importRefused(error, context.meta, state) : apiDiagnostic(error);
      return { state, diagnostics: [diagnostic] };
    }
  },

  /** Detaches what is in the list; a policy that somebody else attached stays. */
  async delete(context, { state }) {
    const { options, warnings } = requestOptions(context, state, "delete");
    const listed = new Set(idsOf(state));
    try {
      const { diagnostics } = await replaceAttached(
        endpointOf(context.meta, state),
        options,
        (application) => {
          const expected = attachedIds(application);
          return { expected, wanted: expected.filter((id) => !listed.has(id)) };
        },
      );
      return [...diagnostics, ...warnings()];
    } catch (error) {
      return [apiDiagnostic(error)];
    }
  },

  async importState(_context, id) {
    const { parts, diagnostics } = parseImportId(TYPE_NAME, ["account_id", "app_id"], id);
    return { state: parts === undefined ? null : fromDocument(ATTRIBUTES, parts), diagnostics };
  },
};

async function write(
  context: Context,
  planned: ObjectValue,
  prior: ObjectValue | null,
): Promise<StateResponse> {
  // The list is checked again: what was unknown in the plan is known now.
  const errors = listErrors(planned);
  if (errors.length > 0) return { state: prior, diagnostics: errors };
  const { options, warnings } = requestOptions(context, planned, prior === null ? "create" : "update");
  const began = performance.now();
  const replacement = { expected: idsOf(prior ?? {}), wanted: idsOf(planned) };
  try {
    const { application, diagnostics } = await replaceAttached(
      endpointOf(context.meta, planned),
      options,
      () => replacement,
    );
    if (application === undefined)
      return {
        state: prior,
        diagnostics: [await unknownApplication(context.meta, planned, context.signal)],
      };
    if (hasErrors(diagnostics)) {
      const taken = prior === null ? otherPoliciesAttached(TYPE_NAME, planned, application) : [];
      return { state: prior, diagnostics: taken.length > 0 ? taken : diagnostics };
    }
    const { updatedAt } = application;
    return {
      state: planned,
      diagnostics: [...diagnostics, ...warnings()],
      ...(updatedAt === undefined ? {} : { privateState: { [UPDATED_AT]: updatedAt } }),
    };
  } catch (error) {
    const unknown = await unknownPolicies(context, planned, error, began);
    return { state: prior, diagnostics: unknown.length > 0 ? unknown : [apiDiagnostic(error)] };
  }
}

/** The errors for ids that no reusable policy of the account has, where the API refused the list. */
async function unknownPolicies(
  { meta, signal }: Context,
  planned: ObjectValue,
  error: unknown,
  began: number,
): Promise<Diagnostic[]> {
  if (!mayNameMissingId(error)) return [];
  const account = String(planned.account_id);
  const given = idsOf(planned).map((id, index) => ({ kind: REUSABLE_POLICY, id, path: ["policies", index] }));
  const options = { signal, notBefore: began };
  const missing = await missingIds(meta.client.directory(account), given, options);
  return missing.map((one) => unknownPolicy(one, account));
}

async function unknownApplication(
  { client }: AccessMeta,
  { account_id, app_id }: ObjectValue,
  signal: AbortSignal,
): Promise<Diagnostic> {
  const account = String(account_id);
  const listed = client.directory(account).list("application", { signal });
  return noApplication(String(app_id), account, await listed.catch(() => undefined));
}

function drift(state: ObjectValue, application: ApplicationAnswer): Diagnostic[] {
  return [...changedOutside(state, application), ...ownPoliciesBeside(application)];
}

function refreshed(state: ObjectValue, application: ApplicationAnswer): ObjectValue {
  const attached = attachedIds(application);
  const same = (state.policies ?? null) !== null && sameIds(attached, idsOf(state));
  return same ? state : { ...state, policies: attached };
}

/** What is wrong with the list, as far as it is known. */
function listErrors({ policies }: ObjectValue): Diagnostic[] {
  if (!Array.isArray(policies)) return [];
  const list = policies as readonly CtyValue[];
  return list.flatMap((id, index) => {
    const path = ["policies", index];
    if (id === null || id === "")
      return [
        errorDiagnostic(
          "A policy has no ID",
          "Give the ID of a reusable policy, such as cfaccess_policy.staff.id.",
          path,
        ),
      ];
    if (id === UNKNOWN || list.indexOf(id) === index) return [];
    return [errorDiagnostic(`Policy ${quoted(id)} is listed twice`, "List each policy once.", path)];
  });
}

function endpointOf({ client }: AccessMeta, values: Readonly<Record<string, CtyValue>>): ApplicationEndpoint {
  return client.application(String(values.account_id), String(values.app_id));
}
