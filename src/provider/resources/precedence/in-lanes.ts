import type { ObjectValue, Resource } from "../../framework";
import type { AccessMeta } from "../access-meta";
import { ordersOf } from "./run-orders";

/** The same resource, whose operations are counted while they run. */
export function inLanes(resource: Resource<AccessMeta>): Resource<AccessMeta> {
  return {
    ...resource,
    plan(request) {
      if (request.meta) ordersOf(request.meta).lanes.glimpse(subjectOf(request.prior ?? request.planned));
      return resource.plan!(request);
    },
    create: (context, request) =>
      ordersOf(context.meta).lanes.during(subjectOf(request.planned), () =>
        resource.create(context, request),
      ),
    read: (context, request) =>
      ordersOf(context.meta).lanes.during(subjectOf(request.state), () => resource.read(context, request)),
    update: (context, request) =>
      ordersOf(context.meta).lanes.during(subjectOf(request.prior), () => resource.update(context, request)),
    delete: (context, request) =>
      ordersOf(context.meta).lanes.during(subjectOf(request.state), () => resource.delete(context, request)),
  };
}

/** The same for all calls about one policy. */
function subjectOf({ id, app_id: app, name }: ObjectValue): string {
  return typeof id === "string" ? id : `${String(app)}/${String(name)}`;
}
