import type { PolicyEndpoint, RequestOptions } from "../../../client";
import { assignPrecedences, type Move, NoSafeMovesError, planMoves } from "../../../model";
import { quoted } from "../../../text";
import { type Diagnostic, errorDiagnostic } from "../../framework";
import { apiDiagnostic } from "../api-diagnostic";
import { bodyAt, type PlacedPolicy, placedPolicies, untilPlaced } from "../precedence";

/** A key of the configuration and the policy it stands for. */
export type Keyed = readonly [key: string, id: string];

/** What is to be done to an application's order. */
export interface Reordering {
  /** The policies in the order wanted. */
  readonly order: readonly Keyed[];
  /** Policies that are about to be deleted, the last one first. */
  readonly leaving: readonly string[];
}

/** Brings an application's policies into an order, one write at a time; returns what went wrong. */
export async function reorder(
  endpoint: PolicyEndpoint,
  reordering: Reordering,
  options: RequestOptions,
): Promise<Diagnostic[]> {
  try {
    return await untilPlaced(() => attemptReorder(endpoint, reordering, options));
  } catch (error) {
    return [apiDiagnostic(error)];
  }
}

async function attemptReorder(
  endpoint: PolicyEndpoint,
  { order, leaving }: Reordering,
  options: RequestOptions,
): Promise<Diagnostic[]> {
  const present = placedPolicies(await endpoint.list(options));
  const byId = new Map(present.map((policy) => [policy.id, policy]));
  const problems = order.flatMap(([key, id]) => absence(key, id, byId.get(id)));
  if (problems.length > 0) return problems;

  const ids = order.map(([, id]) => id);
  const targets = assignPrecedences(ids, present);
  const goers = new Set(leaving.filter((id) => byId.has(id)));
  let moves: readonly Move[];
  try {
    moves = planMoves(present, targets, goers);
  } catch (error) {
    if (!(error instanceof NoSafeMovesError)) throw error;
    return [blocked(present, new Set([...targets.keys(), ...goers]))];
  }
  for (const { id, precedence } of moves)
    await endpoint.replace(id, bodyAt(byId.get(id)!.answer, precedence), options);
  return [];
}

function absence(key: string, id: string, found: PlacedPolicy | undefined): Diagnostic[] {
  const path = ["policies", { key }];
  if (found === undefined)
    return [
      errorDiagnostic(
        `The application has no policy ${quoted(id)}`,
        `It is given under the key ${quoted(key)}. It may have been deleted, or belong to another application.`,
        path,
      ),
    ];
  if (!found.linked) return [];
  return [
    errorDiagnostic(
      `${quoted(found.name)} is a reusable policy`,
      "Its place is kept by the application that it is attached to. Order the application's own policies here.",
      path,
    ),
  ];
}

function blocked(present: readonly PlacedPolicy[], managed: ReadonlySet<string>): Diagnostic {
  const lines = [...present]
    .sort((a, b) => a.precedence - b.precedence)
    .map(({ id, precedence, name, decision }) => {
      const whose = managed.has(id) ? "" : ", not managed here";
      return `  ${precedence}  ${quoted(name)} (${decision}${whose})`;
    });
  return errorDiagnostic(
    "The policies cannot be brought into this order safely",
    "Whatever is moved first, somebody would get in for a moment whom neither the present order nor the new one lets in: " +
      `policies that are not managed here stand between, and leave no number free before them. The present order is\n\n${lines.join("\n")}\n\n` +
      "Give those policies higher numbers in the dashboard, or manage them here too. Nothing was changed.",
    ["order"],
  );
}
