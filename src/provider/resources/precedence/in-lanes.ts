import type { Resource } from "../../framework";
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
    create: (context, request) => lanes(context.meta).during(() => resource.create(context, request)),
    read: (context, request) => lanes(context.meta).during(() => resource.read(context, request)),
    update: (context, request) => lanes(context.meta).during(() => resource.update(context, request)),
    delete: (context, request) => lanes(context.meta).during(() => resource.delete(context, request)),
  };
}
