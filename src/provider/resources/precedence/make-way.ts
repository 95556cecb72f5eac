import { setTimeout as pause } from "node:timers/promises";
import type { PolicyEndpoint, RequestOptions } from "../../../client";
import { AccessDecision, mark, NoSafeMovesError, planMoves } from "../../../model";
import { quoted, shownId } from "../../../text";
import type { Diagnostic } from "../../framework";
import type { ApplicationOrder } from "./application-order";
import { findWay, firstInTurn, keepingGuards, type Moving, makeRoom, type Situation } from "./find-way";
import { bodyAt, type PlacedPolicy, placedPolicies } from "./placed-policy";
import { held, movingFailed, named, noSafeWay } from "./refusal";
import type { Wish } from "./wish";

/** How long the operations that belong together may take to come, where nothing tells which they are. */
const GATHERING_MS = 50;

interface Undertaking {
  readonly order: ApplicationOrder;
  readonly wish: Wish;
  readonly endpoint: PolicyEndpoint;
  readonly options: RequestOptions | undefined;
  /** For errors, e.g. "update application policy". */
  readonly operation: string;
}

/**
 * Frees the place that a policy is to have, and brings all policies that are known to move to their places with it. A
 * policy that moves alone is left to its own write. Whatever is moved keeps its content as the server has it now.
 *
 * @throws ApiError when the place stays taken, or a move failed
 */
export async function makeWay(undertaking: Undertaking): Promise<void> {
  const { order, options } = undertaking;
  if (order.stack === undefined) await pause(GATHERING_MS);
  for (;;) {
    const { revision } = order;
    const { steps } = order.lanes;
    const holder = await order.lock.alone(() => attempt(undertaking));
    if (holder === undefined) return;
    const changed = await order.changed(revision, order.lanes.wait, options?.signal);
    const busy = order.lanes.steps !== steps;
    if (changed || busy || (holder !== "unsafe" && order.leaving.has(holder.id))) continue;
    if ((await order.lock.alone(() => attempt(undertaking, true))) === undefined) return;
  }
}

/**
 * Answers who is in the way, or that there is no safe way with what is known so far. The last attempt moves that policy
 * aside, or fails; where another policy had to go first, it answers that there is still no way.
 */
async function attempt(undertaking: Undertaking, last = false): Promise<PlacedPolicy | "unsafe" | undefined> {
  const { order, wish, endpoint, options } = undertaking;
  if (wish.id !== undefined && order.moved.get(wish.id)?.precedence === wish.precedence) return undefined;
  const policies = placedPolicies(await endpoint.list(options));
  const situation = situationOf(undertaking, policies, last);
  const way = safely(() => findWay(situation));
  if (way !== "unsafe" && "moves" in way) {
    await carryOut(undertaking, policies, way);
    return undefined;
  }
  if (!last) return way === "unsafe" ? way : way.holder;
  // Without a word of the stack a policy that stays where it is may be what no safe way leads around.
  const allowed =
    way === "unsafe" ? order.stack === undefined && order.lanes.full : mayMove(order, wish, way.holder);
  const first = way === "unsafe" ? firstInTurn(policies, wish, order.wishes) : wish;
  const targets = allowed ? makeRoom(policies, first) : undefined;
  if (targets === undefined)
    throw way === "unsafe" ? noSafeWay(subjectOf(undertaking)) : held(subjectOf(undertaking), way.holder);
  const moves = safely(() => planMoves(policies, targets, keepingGuards(situation)));
  if (moves === "unsafe") throw noSafeWay(subjectOf(undertaking));
  for (const { id, precedence } of policies)
    if (id !== first.id && targets.has(id) && !order.displaced.has(id)) order.displaced.set(id, precedence);
  await carryOut({ ...undertaking, wish: first }, policies, { moves, aside: order.aside });
  order.warn(madeRoom(order, first, policies, targets));
  return first === wish ? undefined : "unsafe";
}

function situationOf(
  { order, wish }: Undertaking,
  policies: readonly PlacedPolicy[],
  last: boolean,
): Situation {
  const known = order.stack?.of(
    order.appId,
    wish,
    policies.map(({ name }) => name),
  );
  const blocks = wish.id === undefined && wish.content?.decision === AccessDecision.DENY;
  const evicts = (holder: PlacedPolicy) =>
    // Until the one is made the other is not to be deleted.
    (blocks && guards(holder, policies)) || (last && (order.lanes.single || isSucceeded(holder, wish)));
  return { ...order.known, policies, wish, order: known, evicts, last };
}

function safely<Result>(plan: () => Result): Result | "unsafe" {
  try {
    return plan();
  } catch (error) {
    if (error instanceof NoSafeMovesError) return "unsafe";
    throw error;
  }
}

function subjectOf({ operation, wish }: Undertaking) {
  return { operation, precedence: wish.precedence };
}

/**
 * Whether the policy in the way belongs to this configuration as far as one can tell, and its own operation cannot come
 * since it has to wait for this one: it had its place from the stack before, or its successor is being made under the
 * same name, or Terraform runs one operation after the other.
 */
function mayMove(
  { stack, past, lanes, displaced }: ApplicationOrder,
  wish: Wish,
  holder: PlacedPolicy,
): boolean {
  if (displaced.has(holder.id)) return true;
  if (stack === undefined) return lanes.full;
  // A policy that is new knows nothing of those before it.
  const unknown = wish.id === undefined && past.size === 0;
  return isSucceeded(holder, wish) || past.has(mark(holder.name)) || lanes.single || (unknown && lanes.full);
}

function isSucceeded(holder: PlacedPolicy, wish: Wish): boolean {
  return wish.id === undefined && wish.name === holder.name;
}

/** Whether it is a block policy before an allow policy. */
function guards(policy: PlacedPolicy, policies: readonly PlacedPolicy[]): boolean {
  return (
    policy.decision === AccessDecision.DENY &&
    policies.some(
      ({ decision, precedence }) => decision === AccessDecision.ALLOW && precedence > policy.precedence,
    )
  );
}

export async function carryOut(
  { order, wish, endpoint, options }: Omit<Undertaking, "wish" | "operation"> & { readonly wish?: Wish },
  policies: readonly PlacedPolicy[],
  { moves, contents, aside }: Moving,
): Promise<void> {
  // A policy that moves alone gets there by its own write.
  const others = moves.every(({ id }) => id === wish?.id) ? [] : moves;
  const content = new Map(policies.map((policy) => [policy.id, policy]));
  for (const { id, precedence } of others) {
    const policy = content.get(id)!;
    // A move that is not the last one of a policy whose content changes is to another place.
    const changed = contents?.get(id)?.precedence === precedence ? contents.get(id) : undefined;
    if (!order.origins.has(id)) order.origins.set(id, policy.precedence);
    try {
      const answer = await endpoint.replace(id, changed ?? bodyAt(policy.answer, precedence), options);
      content.set(id, { ...policy, answer });
      order.moved.set(id, answer);
    } catch (error) {
      throw changed !== undefined && id === wish?.id ? error : movingFailed(error, policy, precedence);
    }
  }
  order.aside = aside;
  if (others.length > 0) order.tell();
}

function madeRoom(
  order: ApplicationOrder,
  wish: Wish,
  policies: readonly PlacedPolicy[],
  targets: ReadonlyMap<string, number>,
): Diagnostic {
  const moved = policies
    .filter(({ id }) => id !== wish.id && targets.has(id))
    .map((policy) => `${named(policy)} from ${policy.precedence} to ${targets.get(policy.id)}`);
  return {
    severity: "warning",
    summary: `Application ${shownId(order.appId)}: to give ${quoted(wish.name)} precedence ${wish.precedence}, others went one further: ${moved.join(", ")}`,
    detail:
      "Their order among each other is what it was. Those that this configuration moves or deletes are still to have " +
      "their turn; any other was made elsewhere: give it a place of its own there, or import it.",
    path: ["precedence"],
  };
}
