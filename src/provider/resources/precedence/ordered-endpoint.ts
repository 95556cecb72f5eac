import type { PolicyEndpoint } from "../../../client";
import type { WirePolicy } from "../../../model";
import type { PlacingEndpoint } from "../present-place";
import type { ApplicationOrder } from "./application-order";
import { means } from "./changing-content";
import { replaceListed } from "./listed-content";
import { makeWay } from "./make-way";
import { restore } from "./restore";
import { letGo, settle } from "./settle";
import { untilPlaced } from "./until-placed";
import type { Wish } from "./wish";

/**
 * The same collection, of one application, whose writes find their places: a create or a replacement that moves is made
 * way for, and nobody writes while policies change places. One whose place is not configured stays where it is at the
 * server, or is brought into the order of its list where that cannot wait.
 */
export function orderedEndpoint(endpoint: PolicyEndpoint, order: ApplicationOrder): PlacingEndpoint {
  const ordered: PlacingEndpoint = {
    ...endpoint,

    async replaceUnplaced(id, body, options) {
      const listed = await replaceListed({ order, endpoint, id, body, options }).finally(() =>
        restore(order, endpoint, options),
      );
      if (listed !== undefined) return listed;
      const present = await endpoint.read(id, options);
      const { precedence } = present ?? body;
      return ordered.replace(id, { ...body, precedence: precedence ?? body.precedence }, options);
    },

    create(body, options) {
      const wish = wishIn(body);
      const create = () => order.lock.together(() => endpoint.create(body, options));
      if (wish === undefined) return create().finally(() => restore(order, endpoint, options));
      const way = { order, wish, endpoint, options, operation: "create application policy" };
      // A place is free more often than not: asking first would cost every new application a list.
      return order
        .wishing(wish, () => untilPlaced(create, () => makeWay(way)))
        .then((answer) =>
          settle({ order, endpoint, options }).then(() => order.moved.get(answer.id) ?? answer),
        )
        .finally(() => restore(order, endpoint, options));
    },

    replace(id, body, options) {
      const announced = order.wishOf(id);
      if (announced !== undefined) announced.content = body;
      const wish = announced ?? wishIn(body, id);
      const replace = async () => {
        const moved = order.moved.get(id);
        if (moved !== undefined && means(moved, body)) return moved;
        const answer = await order.lock.together(() => endpoint.replace(id, body, options));
        order.moved.delete(id);
        order.displaced.delete(id);
        return answer;
      };
      if (wish === undefined) return replace();
      const way = { order, wish, endpoint, options, operation: "update application policy" };
      const first = announced === undefined ? Promise.resolve() : makeWay(way);
      return first
        .then(() => untilPlaced(replace, () => makeWay(way)))
        .then((answer) => {
          order.finished.add(id);
          return answer;
        })
        .finally(() => restore(order, endpoint, options));
    },

    delete: (id, options) =>
      order
        .removing(id, () => letGo({ order, endpoint, options }, id, () => endpoint.delete(id, options)))
        .finally(() => restore(order, endpoint, options)),
  };
  return ordered;
}

function wishIn(body: WirePolicy, id?: string): Wish | undefined {
  const { name, precedence } = body;
  return typeof precedence === "number" ? { id, name: String(name), precedence, content: body } : undefined;
}
