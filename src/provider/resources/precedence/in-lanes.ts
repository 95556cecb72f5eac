import { AccessDecision } from "../../../model";
import type { ObjectValue, OperationContext, Resource } from "../../framework";
import type { AccessMeta } from "../access-meta";
import { ordersOf } from "./run-orders";

/** The same resource, whose operations are counted while they run. */
export function inLanes(resource: Resource<AccessMeta>): Resource<AccessMeta> {
  const lanes = (meta: AccessMeta) => ordersOf(meta).lanes;
  return {
    ...resource,
    plan(request) {
      if (request.meta) lanes(request.meta).glimpse();
      return resource.plan!(request);
    },
    create: (context, request) =>
      lanes(context.meta).during(
        () => resource.create(context, request),
        mayHaveWaited(context, request.planned),
      ),
    read: (context, request) => lanes(context.meta).during(() => resource.read(context, request)),
    update: (context, request) =>
      lanes(context.meta).during(
        () => resource.update(context, request),
        mayHaveWaited(context, request.planned),
      ),
    delete: (context, request) => lanes(context.meta).during(() => resource.delete(context, request)),
  };
}

/** A stack has allow policies wait for the block policies before them. */
function mayHaveWaited({ providerMeta }: OperationContext<AccessMeta>, { decision }: ObjectValue): boolean {
  return decision === AccessDecision.ALLOW && typeof providerMeta?.orders === "string";
}
