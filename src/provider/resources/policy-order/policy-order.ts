import { ApiError, type PolicyEndpoint, type RequestOptions } from "../../../client";
import type {
  CtyValue,
  Diagnostic,
  ObjectValue,
  OperationContext,
  Resource,
  StateResponse,
} from "../../framework";
import type { AccessMeta } from "../access-meta";
import { apiDiagnostic } from "../api-diagnostic";
import { parseImportId } from "../policy-import-id";
import { planAccount } from "../policy-plan";
import { POLICY_ORDER_ATTRIBUTES } from "./attributes";
import { orderErrors } from "./order-config";
import { importedOrder, presentOrder } from "./present-order";
import { type Reordering, reorder } from "./reorder";

const TYPE_NAME = "cfaccess_application_policy_order";

type Context = OperationContext<AccessMeta>;

/**
 * `cfaccess_application_policy_order`: in which order an application's own policies are judged. It writes nothing but
 * their precedences; policies it does not name keep theirs. Deleting it leaves the order as it is.
 */
export const applicationPolicyOrder: Resource<AccessMeta> = {
  typeName: TYPE_NAME,
  schema: {
    description: "The order in which an application's own policies are judged.",
    attributes: POLICY_ORDER_ATTRIBUTES,
  },

  validate: orderErrors,

  plan(request) {
    const account = planAccount(request);
    return { planned: { ...request.planned, account_id: account.value }, diagnostics: account.diagnostics };
  },

  create: (context, { planned }) => bring(context, planned, null),

  update: (context, { prior, planned }) => bring(context, planned, prior),

  async read({ meta, signal }, { state }) {
    const endpoint = endpointOf(meta, state);
    try {
      return { state: await readOrder(endpoint, state, { signal }) };
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
    return { state: parts === undefined ? null : { ...parts, policies: null, order: null }, diagnostics };
  },
};

async function bring(
  { meta, signal }: Context,
  planned: ObjectValue,
  prior: ObjectValue | null,
): Promise<StateResponse> {
  // The configuration is judged again: what was unknown then is known now.
  const errors: readonly Diagnostic[] = orderErrors(planned);
  const diagnostics =
    errors.length > 0
      ? errors
      : await reorder(endpointOf(meta, planned), reordering(planned, prior), { signal });
  return diagnostics.length > 0 ? { state: prior, diagnostics } : { state: planned };
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
