import type { AccessMeta } from "../access-meta";
import { ApplicationOrder } from "./application-order";
import { Lanes } from "./lanes";
import { PlannedPlaces } from "./planned-places";
import type { StackOrders } from "./stack-orders";

/** Everything about orders in one run of Terraform, which is one configured provider. */
class RunOrders {
  readonly lanes = new Lanes();
  readonly planned = new PlannedPlaces();
  /** What the stack says of all its orders, as last told: a deletion is told nothing itself. */
  stack: StackOrders | undefined;
  /** Whether that was waited for in vain: what only deletes has no operation that is told. */
  silent = false;
  readonly #applications = new Map<string, ApplicationOrder>();

  application(accountId: string, appId: string): ApplicationOrder {
    const key = applicationKey(accountId, appId);
    const known = this.#applications.get(key) ?? new ApplicationOrder(appId, this.lanes, this);
    this.#applications.set(key, known);
    return known;
  }
}

const RUNS = new WeakMap<AccessMeta["client"], RunOrders>();

export function ordersOf({ client }: AccessMeta): RunOrders {
  const known = RUNS.get(client) ?? new RunOrders();
  RUNS.set(client, known);
  return known;
}

function applicationKey(accountId: string, appId: string): string {
  return `${accountId}/${appId}`.toLowerCase();
}
