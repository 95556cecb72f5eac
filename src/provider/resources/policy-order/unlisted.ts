import type { InSight } from "../../../client";
import { adviseOnOrder, assignPrecedences, type OrderAdvice, type StandingPolicy } from "../../../model";
import { shownId } from "../../../text";
import type { CtyValue, Diagnostic, ObjectValue } from "../../framework";
import { APPLICATION_POLICY } from "../application-policy";
import { acceptedWarnings, howToAccept, sentence } from "../policy-advice";
import { takeOver } from "../policy-import-id";
import { isObject } from "../policy-wire";
import { type PlacedPolicy, placedPolicies } from "../precedence";

/** The warnings for what an application's policies that are not in the list do to a planned order. */
export function unlistedDiagnostics(
  prior: ObjectValue | null,
  planned: ObjectValue,
  { policies, isManaged }: InSight,
): Diagnostic[] {
  const present = placedPolicies(policies);
  const order = orderOf(planned);
  const places = assignPrecedences(order, present);
  const listed = present.filter(({ id }) => order.includes(id));
  // What leaves the list is deleted, as a rule, as soon as the order is in force.
  const known = new Set([...order, ...orderOf(prior ?? {})]);
  const others = present.filter(({ id, linked }) => !linked && !known.has(id));
  const advice = adviseOnOrder(
    listed.map((policy) => standing(policy, places.get(policy.id))),
    others.map((policy) => standing(policy)),
    (id) => !isManaged(id),
    acceptedWarnings(planned),
  );
  return advice.map((found) => diagnosticOf(planned, found));
}

/** The ids in their order; a policy that is still to be made has its key. */
function orderOf({ policies, order }: ObjectValue): string[] {
  if (!isObject(policies) || !Array.isArray(order)) return [];
  return order.map((key: CtyValue) => {
    const id = policies[String(key)];
    return typeof id === "string" ? id : `new ${String(key)}`;
  });
}

function standing({ id, precedence, answer }: PlacedPolicy, place = precedence): StandingPolicy {
  return { id, precedence: place, wire: answer };
}

function diagnosticOf(planned: ObjectValue, advice: OrderAdvice): Diagnostic {
  const { command, construct } = takeOver(APPLICATION_POLICY, planned, advice.id);
  return {
    severity: "warning",
    summary: `Order of application ${shownId(planned.app_id)}: ${sentence(advice)} [${advice.code}]`,
    detail: `To import it:\n\n  ${command}\n  ${construct}\n\n${howToAccept(advice)}`,
    path: ["app_id"],
  };
}
