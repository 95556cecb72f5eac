import { AccessDecision } from "../../../model";
import { quoted, shownId } from "../../../text";
import type {
  Diagnostic,
  Notes,
  ObjectValue,
  OperationContext,
  Resource,
  StateResponse,
} from "../../framework";
import type { AccessMeta } from "../access-meta";
import type { ApplicationOrder } from "./application-order";
import { namesOnly, notedNames, noteNames } from "./past-names";
import { ordersOf } from "./run-orders";
import { StackLists } from "./stack-lists";
import { StackOrders } from "./stack-orders";

type Context = OperationContext<AccessMeta>;

/**
 * The same resource, of policies with a place in their application's order. What it adds is what only all operations of a
 * run together can tell: two policies planned for one place, and which policies are to move.
 */
export function inOrder(resource: Resource<AccessMeta>): Resource<AccessMeta> {
  return {
    ...resource,

    plan(request) {
      const response = resource.plan!(request);
      const { meta, prior, config } = request;
      // A number that nobody configured is what was read, and may be from before others moved.
      const configured = (config.precedence ?? null) !== null;
      const doubled = meta === undefined || !configured ? [] : doubledPlace(meta, prior, response.planned);
      return { ...response, diagnostics: [...(response.diagnostics ?? []), ...doubled] };
    },

    async create(context, request) {
      const order = enter(context, request.planned);
      return finished(context, order, request.planned, {}, await resource.create(context, request));
    },

    async read(context, request) {
      const outcome = await resource.read(context, request);
      return noted(context, outcome.state, request.notes ?? {}, outcome);
    },

    async update(context, request) {
      const { prior, planned, notes = {} } = request;
      const order = enter(context, planned);
      for (const name of notedNames(notes)) order.past.add(name);
      const { precedence } = planned;
      const update = () => resource.update(context, request);
      const outcome =
        typeof precedence === "number" && precedence !== prior.precedence
          ? await order.wishing({ id: String(prior.id), name: String(planned.name), precedence }, update)
          : await update();
      return finished(context, order, planned, notes, outcome);
    },

    async delete(context, request) {
      const order = enter(context, request.state);
      const { id, name, decision } = request.state;
      order.planned.delete(String(id));
      const stacked = notedNames(request.notes ?? {}).length > 0;
      if (decision === AccessDecision.DENY && stacked) order.blocksLeaving.set(String(id), String(name));
      return [...(await resource.delete(context, request)), ...order.takeWarnings()];
    },
  };
}

/** The order that an operation is about to take part in. */
function enter({ meta, providerMeta }: Context, values: ObjectValue): ApplicationOrder {
  const orders = ordersOf(meta);
  orders.planned.clear();
  const order = orders.application(String(values.account_id), String(values.app_id));
  const stack = StackOrders.of(providerMeta);
  orders.stack = stack ?? orders.stack;
  order.stack = stack ?? order.stack;
  order.lists = StackLists.of(providerMeta) ?? order.lists;
  return order;
}

function finished(
  context: Context,
  order: ApplicationOrder,
  planned: ObjectValue,
  notes: Notes,
  outcome: StateResponse,
): StateResponse {
  // What is noted of names stays, whatever else is noted anew.
  const kept = outcome.notes ? { ...namesOnly(notes), ...outcome.notes } : notes;
  const { notes: fresh } = noted(context, planned, kept, { ...outcome, notes: kept });
  const diagnostics: Diagnostic[] = [...(outcome.diagnostics ?? []), ...order.takeWarnings()];
  return { ...outcome, notes: fresh, diagnostics };
}

/** The outcome with a note of the names that the stack has in this application. */
function noted(
  { providerMeta }: Context,
  values: ObjectValue | null,
  notes: Notes,
  outcome: StateResponse,
): StateResponse {
  const { app_id: appId, name, precedence } = values ?? {};
  if (typeof appId !== "string" || typeof name !== "string" || typeof precedence !== "number") return outcome;
  const names =
    StackLists.of(providerMeta)?.of(appId, name, [])?.names ??
    StackOrders.of(providerMeta)?.of(appId, { name, precedence }, [name])?.places.keys();
  const fresh = names && noteNames({ ...notes, ...outcome.notes }, names);
  return fresh === undefined ? outcome : { ...outcome, notes: fresh };
}

function doubledPlace(meta: AccessMeta, prior: ObjectValue | null, planned: ObjectValue): Diagnostic[] {
  const { account_id: account, app_id: app, name, precedence } = planned;
  if (typeof app !== "string" || typeof name !== "string" || typeof precedence !== "number") return [];
  const application = `${String(account)}/${app}`.toLowerCase();
  const id = typeof prior?.id === "string" ? prior.id : undefined;
  const orders = ordersOf(meta);
  if (id !== undefined) orders.application(String(account), app).expect({ id, name, precedence });
  const other = orders.planned.enter(application, precedence, { id, name });
  if (other === undefined) return [];
  const [first, second] = [other.name, name].map((text) => quoted(text));
  return [
    {
      severity: "error",
      summary: `${first} and ${second} are both to have precedence ${precedence} in application ${shownId(app)}`,
      detail:
        "Each policy of an application needs its own: set another one on either. (A policy whose precedence is not " +
        "configured keeps the one it has.)",
      path: ["precedence"],
    },
  ];
}
