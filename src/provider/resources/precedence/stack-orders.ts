import { appMark, type MarkedOrder, mark, readWantedOrders } from "../../../model";
import type { ObjectValue, Schema } from "../../framework";

/** What a stack tells every call in `provider_meta "cfaccess"`. */
export const STACK_META: Schema = {
  description:
    "What a stack wants of all its policies at once. Written at synth, since no call shows more than one policy.",
  attributes: {
    orders: {
      type: "string",
      optional: true,
      description:
        "The precedences of each application's policies, with marks for names. Without it policies that change places " +
        "in one apply find each other only where Terraform changes them at the same time.",
    },
  },
};

/** The precedences that a stack configures, application by application. */
export class StackOrders {
  readonly #byApp = new Map<string, MarkedOrder>();
  /** Those of applications not known at synth, by each of their policies and its place. */
  readonly #byPlace = new Map<string, MarkedOrder[]>();

  private constructor(orders: readonly MarkedOrder[]) {
    for (const order of orders) {
      if (order.app !== undefined) this.#byApp.set(order.app, order);
      else for (const [name, precedence] of order.places) this.#enter(`${name}:${precedence}`, order);
    }
  }

  #enter(place: string, order: MarkedOrder): void {
    const same = this.#byPlace.get(place);
    if (same) same.push(order);
    else this.#byPlace.set(place, [order]);
  }

  static #last: { readonly text: string; readonly orders: StackOrders } | undefined;

  /** Undefined where the stack says nothing. The same text, which every call carries, is read once. */
  static of(providerMeta: ObjectValue | null | undefined): StackOrders | undefined {
    const text = providerMeta?.orders;
    // Ordered lists have no precedences.
    if (typeof text !== "string" || !text.includes("=")) return undefined;
    if (StackOrders.#last?.text !== text)
      StackOrders.#last = { text, orders: new StackOrders(readWantedOrders(text)) };
    return StackOrders.#last.orders;
  }

  /**
   * The precedences by mark of the application that a policy belongs to. An application whose id was not known at synth
   * is found by the policy, and told from others that have such a policy in the same place by the names given.
   */
  of(
    appId: string,
    policy: { name: string; precedence: number },
    names: readonly string[],
  ): MarkedOrder | undefined {
    const literal = this.#byApp.size === 0 ? undefined : this.#byApp.get(appMark(appId));
    if (literal) return literal;
    const own = mark(policy.name);
    const possible = this.#byPlace.get(`${own}:${policy.precedence}`) ?? [];
    if (possible.length <= 1) return possible[0];
    const marks = new Set(names.map(mark));
    const strangers = ({ places }: MarkedOrder) =>
      [...places.keys()].filter((name) => name !== own && !marks.has(name)).length;
    const ranked = possible.map((order) => [strangers(order), order] as const).sort(([a], [b]) => a - b);
    const [best, second] = ranked;
    const clear = second === undefined || best![0] < second[0] || samePlaces(best![1], second[1]);
    return clear ? best?.[1] : undefined;
  }

  /** The same by the names alone that an application has, where the policy in question is not in the text any more. */
  ofNames(appId: string, names: readonly string[]): MarkedOrder | undefined {
    const literal = this.#byApp.get(appMark(appId));
    if (literal) return literal;
    const marks = new Set(names.map(mark));
    const possible = new Set([...this.#byPlace.values()].flat());
    const fitting = [...possible].filter(({ places }) => [...places.keys()].some((name) => marks.has(name)));
    return fitting.length === 1 ? fitting[0] : undefined;
  }
}

function samePlaces(a: MarkedOrder, b: MarkedOrder): boolean {
  return (
    a.places.size === b.places.size &&
    [...a.places].every(([name, precedence]) => b.places.get(name) === precedence)
  );
}
