import type { Emulator } from "../../../src/emulator";
import { ACCOUNT_ID, APPLICATION_ID } from "./every-field";

/** A policy of an order, by name. */
export interface Standing {
  readonly name: string;
  readonly decision: string;
  readonly precedence: number;
}

/** An application's policies in the order in which they are judged. */
export function standing(emulator: Emulator, appId = APPLICATION_ID): Standing[] {
  return emulator.order(ACCOUNT_ID, appId).map(({ policy, precedence }) => ({
    name: String(policy.body.name),
    decision: String(policy.body.decision),
    precedence,
  }));
}

/** Every order that applications had while something happened, after each single change. */
export async function ordersDuring(
  emulator: Emulator,
  appIds: readonly string[],
  act: () => Promise<unknown>,
): Promise<ReadonlyMap<string, readonly Standing[][]>> {
  const orders = new Map(appIds.map((appId) => [appId, [] as Standing[][]]));
  const stop = emulator.onCommit(() => {
    for (const [appId, seen] of orders) seen.push(standing(emulator, appId));
  });
  try {
    await act();
  } finally {
    stop();
  }
  return orders;
}

/** The allow policies that let someone in by `order` whom neither `before` nor `after` surely lets in. */
export function openings(
  order: readonly Standing[],
  before: readonly Standing[],
  after: readonly Standing[],
): string[] {
  return order
    .filter(({ decision }) => decision === "allow")
    .filter(({ name }) => {
      const blocked = new Set(blocksBefore(order, name));
      return [before, after].every((other) => {
        const needed = blocksBefore(other, name);
        return needed === undefined || needed.some((block) => !blocked.has(block));
      });
    })
    .map(({ name }) => `${name} in ${order.map((policy) => policy.name).join(", ")}`);
}

function blocksBefore(order: readonly Standing[], allow: string): string[] | undefined {
  const at = order.findIndex(({ name }) => name === allow);
  if (at < 0) return undefined;
  return order
    .slice(0, at)
    .filter(({ decision }) => decision === "deny")
    .map(({ name }) => name);
}
