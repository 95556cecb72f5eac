import type { PolicyAnswer, PolicyEndpoint, RequestOptions } from "../../client";
import type { WirePolicy } from "../../model";
import type { ObjectValue } from "../framework";

/**
 * The body of an update with the place that the policy has at the server, where the configuration gives it none. The
 * state's number may be an old one: an order was changed in the dashboard since, or earlier in this run. Left out of the
 * body, it would be the API's to decide.
 */
export async function atPresentPlace(
  endpoint: PolicyEndpoint,
  id: string,
  wire: WirePolicy,
  config: ObjectValue,
  options: RequestOptions,
): Promise<WirePolicy> {
  if (wire.precedence === undefined || (config.precedence ?? null) !== null) return wire;
  const present = await endpoint.read(id, options);
  return typeof present?.precedence === "number" ? { ...wire, precedence: present.precedence } : wire;
}

/** An answer with the place that was planned: what was nobody's wish is no difference, and the next read brings it. */
export function asPlanned(answer: PolicyAnswer, planned: WirePolicy, sent: WirePolicy): PolicyAnswer {
  return planned === sent ? answer : { ...answer, precedence: planned.precedence };
}
