import type { PolicyEndpoint, RequestOptions } from "../../../client";
import { planMoves } from "../../../model";
import { shownId } from "../../../text";
import { log } from "../../framework";
import type { ApplicationOrder } from "./application-order";
import { bodyAt, placedPolicies } from "./placed-policy";

/**
 * Brings policies that had to go one further back to their places, as far as those are free by now: Terraform need not
 * have anything to do with them any more. What cannot be brought back shows in the next plan.
 */
export async function restore(
  order: ApplicationOrder,
  endpoint: PolicyEndpoint,
  options: RequestOptions | undefined,
): Promise<void> {
  if (order.displaced.size === 0) return;
  try {
    await order.lock.alone(async () => {
      while (order.displaced.size > 0 && (await restoreOne(order, endpoint, options))) order.tell();
    });
  } catch (error) {
    log.warn(
      `policies of application ${shownId(order.appId)} are not back in their places: ${String(error)}`,
    );
  }
}

async function restoreOne(
  order: ApplicationOrder,
  endpoint: PolicyEndpoint,
  options: RequestOptions | undefined,
): Promise<boolean> {
  const policies = placedPolicies(await endpoint.list(options));
  const taken = new Set([
    ...policies.map(({ precedence }) => precedence),
    ...[...order.wishes].map(({ precedence }) => precedence),
  ]);
  const policy = policies.find(({ id }) => {
    const place = order.displaced.get(id);
    // What is planned for another place gets there by its own operation.
    return place !== undefined && !taken.has(place) && (order.planned.get(id)?.precedence ?? place) === place;
  });
  if (policy === undefined) return false;
  const place = order.displaced.get(policy.id)!;
  order.displaced.delete(policy.id);
  for (const { precedence } of planMoves(policies, new Map([[policy.id, place]])))
    order.moved.set(policy.id, await endpoint.replace(policy.id, bodyAt(policy.answer, precedence), options));
  return true;
}
