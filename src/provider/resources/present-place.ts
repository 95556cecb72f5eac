import type { PolicyAnswer, PolicyEndpoint, RequestOptions } from "../../client";
import type { WirePolicy } from "../../model";
import type { ObjectValue } from "../../plugin";

/** A collection whose policies have places. */
export interface PlacingEndpoint extends PolicyEndpoint {
  /** A replacement that leaves the policy's place to the server, or to the list that the policy is in. */
  readonly replaceUnplaced?: PolicyEndpoint["replace"];
}

/**
 * Writes an update. Where the configuration gives no place, the state's number may be an old one: an order was changed in
 * the dashboard since, or earlier in this run. The answer has it all the same: what was nobody's wish is no difference,
 * and the next read brings it.
 */
export async function replaceAsConfigured(
  endpoint: PlacingEndpoint,
  id: string,
  wire: WirePolicy,
  config: ObjectValue,
  options: RequestOptions,
): Promise<PolicyAnswer> {
  const unplaced = wire.precedence !== undefined && (config.precedence ?? null) === null;
  if (!unplaced || endpoint.replaceUnplaced === undefined) return endpoint.replace(id, wire, options);
  const answer = await endpoint.replaceUnplaced(id, wire, options);
  return { ...answer, precedence: wire.precedence };
}
