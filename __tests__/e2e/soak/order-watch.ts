import type { Emulator } from "../../../src/emulator";
import { ACCOUNT_ID } from "../support/every-field";
import { APPS } from "./world";

interface Placed {
  readonly id: string;
  readonly decision: unknown;
}

type Order = readonly Placed[];

/** Looks at the order of some applications' policies at every single change. */
export class OrderWatch {
  private readonly seen = new Map<string, Order[]>();

  constructor(private readonly emulator: Emulator) {
    this.begin();
    emulator.onCommit(() => this.look());
  }

  /** The orders as they are now are the old ones. */
  begin(): void {
    this.seen.clear();
    this.look();
  }

  /**
   * Where somebody could have got in that both the old orders and those of now deny: where an allow stood before a
   * deny that comes before it in both, or in each of them another. Of the policies that were there all the time, with the
   * same decision.
   */
  faults(): string[] {
    const watched = APPS.filter(({ ordering }) => ordering === "by list");
    return watched.flatMap(({ id: app }) => {
      const orders = this.seen.get(app) ?? [];
      const [old, now] = [orders[0]!, orders.at(-1)!];
      const stays = now.filter((it) =>
        old.some(({ id, decision }) => id === it.id && decision === it.decision),
      );
      const allows = stays.filter(({ decision }) => decision === "allow");
      return orders.flatMap((order, at) =>
        allows
          .filter(({ id }) => {
            const lacks = (other: Order) =>
              [...deniesBefore(id, other, stays)].some((deny) => !deniesBefore(id, order, stays).has(deny));
            return lacks(old) && lacks(now);
          })
          .map(({ id }) => `application ${app}, change ${at}: ${id} is judged too early`),
      );
    });
  }

  private look(): void {
    for (const { id: app, ordering } of APPS) {
      if (ordering !== "by list") continue;
      const order = this.emulator.order(ACCOUNT_ID, app).map(({ policy }) => ({
        id: policy.id,
        decision: policy.body.decision,
      }));
      this.seen.set(app, [...(this.seen.get(app) ?? []), order]);
    }
  }
}

function deniesBefore(allow: string, order: Order, of: Order): Set<string> {
  const before = order.slice(
    0,
    order.findIndex(({ id }) => id === allow),
  );
  const denies = before.filter(({ decision }) => decision === "deny").map(({ id }) => id);
  return new Set(denies.filter((id) => of.some((it) => it.id === id)));
}
