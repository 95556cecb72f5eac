import type { PolicyAnswer, PolicyEndpoint, RequestOptions } from "../../../client";
import {
  type AccessDecision,
  type MarkedList,
  type Move,
  mark,
  NoSafeMovesError,
  planContentChange,
  type WirePolicy,
} from "../../../model";
import { quoted, shownId } from "../../../text";
import type { Diagnostic } from "../../framework";
import type { ApplicationOrder } from "./application-order";
import { means } from "./changing-content";
import { bodyAt, type PlacedPolicy, placedPolicies } from "./placed-policy";
import { movingFailed } from "./refusal";
import { untilPlaced } from "./until-placed";

/** What may change without anybody getting in who did not before, or being kept out. */
const HARMLESS = ["name", "session_duration", "purpose_justification_prompt"];

interface Update {
  readonly order: ApplicationOrder;
  readonly endpoint: PolicyEndpoint;
  readonly id: string;
  /** The whole policy; its number is whatever the state had. */
  readonly body: WirePolicy;
  readonly options: RequestOptions | undefined;
}

/**
 * Writes the new content of a policy that is in an ordered list. The order is changed by a resource that comes later, so
 * where somebody could slip in between the two, the list is brought into its order here, and the new content goes along
 * with the policy's own last move. Where there is no safe way, the content is changed where the policy stands, and a
 * warning says so.
 *
 * @returns undefined for a policy that is in no list, or not among the application's: nothing was written
 */
export async function replaceListed(update: Update): Promise<PolicyAnswer | undefined> {
  const { order, endpoint, body } = update;
  if (!order.lists?.mayHave(order.appId, String(body.name))) return undefined;
  return order.reordering(endpoint, (endpoint) => untilPlaced(() => attempt({ ...update, endpoint })));
}

async function attempt(update: Update): Promise<PolicyAnswer | undefined> {
  const { order, endpoint, id, body, options } = update;
  const policies = placedPolicies(await endpoint.list(options));
  const own = policies.find((policy) => policy.id === id);
  const names = policies.map(({ name }) => name);
  const list = order.lists!.of(order.appId, String(body.name), names);
  if (own === undefined) return undefined;
  const moves = list === undefined ? [own] : movesOf(update, policies, own, list);
  if (moves === undefined) order.warn(contentFirst(order, body));
  return carryOut(update, policies, moves ?? [own]);
}

/** Undefined where nothing is known to be safe. */
function movesOf(
  { order, id, body }: Update,
  policies: readonly PlacedPolicy[],
  own: PlacedPolicy,
  list: MarkedList,
): readonly Move[] | undefined {
  if (means({ ...own.answer, ...harmlessOf(body), precedence: body.precedence }, body)) return [own];
  // By now the policy has the name that the list has for it.
  const marked = policies.map(
    (policy) => [policy.id === id ? mark(String(body.name)) : mark(policy.name), policy] as const,
  );
  const byMark = new Map(marked);
  // A name that two policies have tells nothing of either.
  if (list.names.some((name) => marked.filter(([other]) => other === name).length > 1)) return [own];
  const leaving = marked.filter(
    ([name, policy]) => policy.id !== id && order.past.has(name) && !list.names.includes(name),
  );
  const decision = body.decision as AccessDecision;
  const missing = list.names.findIndex((name) => list.denies.has(name) && !byMark.has(name));
  const decisionOf = (policy: PlacedPolicy) => (policy.id === id ? decision : policy.decision);
  const inFront = new Set(list.names.slice(0, missing < 0 ? list.names.length : missing));
  const early = marked.filter(([name, policy]) => !inFront.has(name) && decisionOf(policy) === "allow");
  const ids = (some: typeof marked) => new Set(some.map(([, policy]) => policy.id));
  const listed = list.names.flatMap((name) => byMark.get(name)?.id ?? []);
  const known = new Set([...listed, ...ids(leaving)]);
  const change = { current: policies, order: listed, id, decision, leaving: ids(leaving) };
  try {
    if (missing < 0) return planContentChange(change);
    const moves = planContentChange({ ...change, early: ids(early) });
    return moves.every(({ id }) => known.has(id)) ? moves : undefined;
  } catch (error) {
    if (error instanceof NoSafeMovesError) return undefined;
    throw error;
  }
}

function harmlessOf(body: WirePolicy): WirePolicy {
  return Object.fromEntries(HARMLESS.map((name) => [name, body[name]]));
}

/** Answers with what became of the policy. */
async function carryOut(
  { endpoint, id, body, options }: Update,
  policies: readonly PlacedPolicy[],
  moves: readonly Move[],
): Promise<PolicyAnswer> {
  const last = moves.findLastIndex((move) => move.id === id);
  let result: PolicyAnswer | undefined;
  for (const [index, { id: moved, precedence }] of moves.entries()) {
    const policy = policies.find((it) => it.id === moved)!;
    if (index === last) {
      result = await endpoint.replace(id, { ...body, precedence }, options);
      continue;
    }
    try {
      await endpoint.replace(moved, bodyAt(policy.answer, precedence), options);
    } catch (error) {
      throw movingFailed(error, policy, precedence);
    }
  }
  return result!;
}

function contentFirst({ appId }: ApplicationOrder, { name }: WirePolicy): Diagnostic {
  return {
    severity: "warning",
    summary: `Application ${shownId(appId)}: policy ${quoted(name)} got its new content before its list was in order`,
    detail:
      "No sequence of writes was known on which nobody gets in whom both the old and the new list keep out: other policies " +
      "of the list are still to be made, or to be deleted, and what a policy decided until now is what others relied on. " +
      "Until the order is in force somebody may have got in. Where that matters, change what policies say in one apply, " +
      "and which policies there are, and in which order, in another.",
  };
}
