import { ApiError, type PolicyEndpoint, type RequestOptions } from "../../../client";
import {
  type CtyValue,
  type Diagnostic,
  type ObjectValue,
  type OperationContext,
  type Resource,
  type StateResponse,
  UNKNOWN,
} from "../../framework";
import type { AccessMeta } from "../access-meta";
import { apiDiagnostic } from "../api-diagnostic";
import { acceptedWarningsErrors } from "../policy-advice";
import { parseImportId } from "../policy-import-id";
import { planAccount } from "../policy-plan";
import { timeoutsErrors } from "../policy-timeouts";
import { fromDocument } from "../policy-values";
import { inLanes, ordersOf } from "../precedence";
import { requestTerms } from "../request-terms";
import { POLICY_ORDER_ATTRIBUTES } from "./attributes";
import { orderErrors } from "./order-config";
import { importedOrder, presentOrder } from "./present-order";
import { type Reordering, reorder } from "./reorder";
import { unlistedDiagnostics } from "./unlisted";

const TYPE_NAME = "cfaccess_application_policy_order";

type Context = OperationContext<AccessMeta>;

const policyOrder: Resource<AccessMeta> = {
  typeName: TYPE_NAME,
  schema: {
    description: "The order in which an application's own policies are judged.",
    attributes: POLICY_ORDER_ATTRIBUTES,
  },

  validate: (config) => [
    ...orderErrors(config),
    ...acceptedWarningsErrors(config),
    ...timeoutsErrors(config),
  ],

  plan(request) {
    const account = planAccount(request);
    return { planned: { ...request.planned, account_id: account.value }, diagnostics: account.diagnostics };
  },

  async foresee({ meta }, { prior, planned }) {
    const somewhere = [planned.account_id, planned.app_id].every((id) => id !== UNKNOWN);
    const seen = somewhere ? await endpointOf(meta, planned).inSight() : undefined;
    return seen === undefined ? [] : unlistedDiagnostics(prior, planned, seen);
  },

  create: (context, { planned }) => bring(context, planned, null),

  update: (context, { prior, planned }) =>
    sameOrder(prior, planned) ? Promise.resolve({ state: planned }) : bring(context, planned, prior),

  async read(context, { state }) {
    const { options, warnings } = requestTerms(context, state, "read");
    try {
      const fresh = await readOrder(endpointOf(context.meta, state), state, options);
      return { state: fresh, diagnostics: warnings() };
    } catch (error) {
      if (error instanceof ApiError && error.kind === "not-found") return { state: null };
      return { state, diagnostics: [apiDiagnostic(error)] };
    }
  },

  /** There is always an order: nothing is undone. */
  async delete() {
    return [];
  },

  async importState(_context, id) {
    const { parts, diagnostics } = parseImportId(TYPE_NAME, ["account_id", "app_id"], id);
    return { state: parts === undefined ? null : fromDocument(POLICY_ORDER_ATTRIBUTES, parts), diagnostics };
  },
};

/**
 * `cfaccess_application_policy_order`: in which order an application's own policies are judged. It writes nothing but
 * their precedences; policies it does not name keep theirs. Deleting it leaves the order as it is.
 */
export const applicationPolicyOrder = inLanes(policyOrder);

async function bring(
  context: Context,
  planned: ObjectValue,
  prior: ObjectValue | null,
): Promise<StateResponse> {
  // The configuration is judged again: what was unknown then is known now.
  const errors: readonly Diagnostic[] = orderErrors(planned);
  if (errors.length > 0) return { state: prior, diagnostics: errors };
  const { options, warnings } = requestTerms(context, planned, prior === null ? "create" : "update");
  const { meta } = context;
  const application = ordersOf(meta).application(String(planned.account_id), String(planned.app_id));
  const failures = await application.reordering(endpointOf(meta, planned), (endpoint) =>
    reorder(endpoint, reordering(planned, prior), options),
  );
  return failures.length > 0
    ? { state: prior, diagnostics: failures }
    : { state: planned, diagnostics: warnings() };
}

/** What differs is between the user and the plan. */
function sameOrder(prior: ObjectValue, planned: ObjectValue): boolean {
  const [before, after] = [prior, planned].map(({ order, policies }) =>
    JSON.stringify([order, Object.entries(policies as ObjectValue).sort()]),
  );
  return before === after;
}

function readOrder(
  endpoint: PolicyEndpoint,
  state: ObjectValue,
  options: RequestOptions,
): Promise<ObjectValue> {
  const imported = (state.policies ?? null) === null;
  return imported ? importedOrder(endpoint, state, options) : presentOrder(endpoint, state, options);
}

function reordering(planned: ObjectValue, prior: ObjectValue | null): Reordering {
  const ids = idsOf(planned);
  const wanted = new Set(Object.values(ids));
  return {
    order: (planned.order as readonly string[]).map((key) => [key, ids[key]!]),
    leaving: prior === null ? [] : Object.values(idsOf(prior)).filter((id) => !wanted.has(id)),
  };
}

function idsOf({ policies }: ObjectValue): Readonly<Record<string, string>> {
  return policies as Readonly<Record<string, string>>;
}

function endpointOf({ client }: AccessMeta, values: Readonly<Record<string, CtyValue>>): PolicyEndpoint {
  return client.applicationPolicies(String(values.account_id), String(values.app_id));
}
