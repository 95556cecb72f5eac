import { setTimeout as pause } from "node:timers/promises";
import type { PolicyEndpoint, RequestOptions } from "../../../client";
import { AccessDecision, type MarkedOrder, mark } from "../../../model";
import { shownId } from "../../../text";
import { log } from "../../framework";
import type { ApplicationOrder } from "./application-order";
import { findWay, type Situation } from "./find-way";
import { carryOut } from "./make-way";
import { type PlacedPolicy, placedPolicies } from "./placed-policy";
import { absentIn, leaversIn, targetsOf, waitingIn } from "./prospects";

/** How long the first operation that tells of the stack may take to come, and how often that is looked for. */
const TELLING_MS = 400;
const LOOK_MS = 20;

/** How long operations that Terraform begins together may take to come. */
const TOGETHER_MS = 100;

interface Terms {
  readonly order: ApplicationOrder;
  readonly endpoint: PolicyEndpoint;
  readonly options: RequestOptions | undefined;
}

/**
 * Brings policies to their places that stood aside until another was made: Terraform need not have anything to do with
 * them any more. What cannot be brought back shows in the next plan.
 */
export async function settle(terms: Terms): Promise<void> {
  const { order, endpoint, options } = terms;
  if (order.aside.size === 0) return;
  try {
    await order.lock.alone(async () => {
      const policies = placedPolicies(await endpoint.list(options));
      await bringAbout(terms, situationOf(order, policies));
    });
  } catch (error) {
    log.warn(`policies of application ${shownId(order.appId)} are not in their places: ${String(error)}`);
  }
}

/**
 * Deletes a block policy when nobody gets in by that whom the new order keeps out: after those that are to stand before
 * allow policies from now on are there and in their places, as far as their operations come.
 */
export async function letGo<Result>(
  terms: Terms,
  id: string,
  remove: () => Promise<Result>,
): Promise<Result> {
  const { order, endpoint, options } = terms;
  const name = order.blocksLeaving.get(id);
  if (name === undefined || !(await isTold(order))) return order.lock.together(remove);
  let looked = false;
  for (let last = false; ; ) {
    const { revision } = order;
    const outcome = await order.lock.alone(async () => {
      const policies = placedPolicies(await endpoint.list(options));
      const known = order.told?.ofNames(
        order.appId,
        policies.map((policy) => policy.name),
      );
      // With the whole stack it goes at once, and where it is made again under its name by what waits for its deletion.
      const again = known?.places.has(mark(name)) === true && !order.isMaking(name);
      if (known === undefined || (again && looked)) return { result: await remove() };
      if (again) return undefined;
      const situation = situationOf(order, policies, known);
      const relied = reliance(situation, id);
      if (relied === "on what is to come" && !last) return undefined;
      if (relied === "on moves") await bringAbout(terms, situation);
      return { result: await remove() };
    });
    if (outcome !== undefined) return outcome.result;
    last =
      !(await order.changed(revision, looked ? order.lanes.wait : TOGETHER_MS, options?.signal)) && looked;
    looked = true;
  }
}

/** Whether this run is one of a stack. A deletion is not told so itself. */
async function isTold(order: ApplicationOrder): Promise<boolean> {
  for (let waited = 0; waited < TELLING_MS; waited += LOOK_MS) {
    if (order.told !== undefined || order.run.silent) break;
    await pause(LOOK_MS);
  }
  order.run.silent = order.told === undefined;
  return !order.run.silent;
}

async function bringAbout(terms: Terms, situation: Situation): Promise<void> {
  const way = findWay(situation);
  if ("moves" in way) await carryOut(terms, situation.policies as readonly PlacedPolicy[], way);
}

function situationOf(
  order: ApplicationOrder,
  policies: readonly PlacedPolicy[],
  known?: MarkedOrder,
): Situation & { wishes: Situation["wishes"] } {
  const names = policies.map(({ name }) => name);
  return {
    ...order.known,
    policies,
    order: known ?? order.told?.ofNames(order.appId, names),
    evicts: () => true,
  };
}

/** What has to happen before a block policy may go. */
function reliance(situation: Situation, id: string): "on what is to come" | "on moves" | "on nothing" {
  const known = { ...situation, wishes: [...situation.wishes] };
  const { policies } = known;
  const leaving = policies.find((policy) => policy.id === id);
  if (leaving === undefined) return "on nothing";
  const behind = policies.filter(
    ({ decision, precedence }) => decision === AccessDecision.ALLOW && precedence > leaving.precedence,
  );
  const targets = targetsOf(known);
  const leavers = leaversIn(known, targets);
  const waiting = new Set(waitingIn(policies, targets, absentIn(known, leavers).denies));
  if (behind.some((policy) => leavers.has(policy.id) || waiting.has(policy.id))) return "on what is to come";
  const place = (policy: PlacedPolicy) => targets.get(policy.id) ?? policy.precedence;
  const guards = policies.filter(
    (policy) => policy.decision === AccessDecision.DENY && !leavers.has(policy.id),
  );
  const covered = (allow: PlacedPolicy) =>
    guards.every((deny) => place(deny) > place(allow) || deny.precedence < allow.precedence);
  return behind.every(covered) ? "on nothing" : "on moves";
}
