import { ApiError, type PolicyAnswer, type PolicyEndpoint, type RequestOptions } from "../../../client";
import {
  type AccessDecision,
  assignPrecedences,
  type Move,
  NoSafeMovesError,
  type Placed,
  planMoves,
} from "../../../model";
import { type Diagnostic, errorDiagnostic } from "../../framework";
import { apiDiagnostic } from "../api-diagnostic";
import { movedBody } from "./moved-body";

/** A key of the configuration and the policy it stands for. */
export type Keyed = readonly [key: string, id: string];

/** The API's code for "policy precedences must be unique". */
const PRECEDENCE_TAKEN = 12130;
/** Somebody else may be at it at the same time; then the present order is looked at again. */
const ATTEMPTS = 3;

/** Brings an application's policies into an order, one write at a time; returns what went wrong. */
export async function reorder(
  endpoint: PolicyEndpoint,
  order: readonly Keyed[],
  options: RequestOptions,
): Promise<Diagnostic[]> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await attemptReorder(endpoint, order, options);
    } catch (error) {
      const overtaken = error instanceof ApiError && error.code === PRECEDENCE_TAKEN;
      if (!overtaken || attempt === ATTEMPTS) return [apiDiagnostic(error)];
    }
  }
}

async function attemptReorder(
  endpoint: PolicyEndpoint,
  order: readonly Keyed[],
  options: RequestOptions,
): Promise<Diagnostic[]> {
  const present = await endpoint.list(options);
  const own = new Map(present.map((policy) => [policy.id, policy]));
  const problems = order.flatMap(([key, id]) => absence(key, id, own.get(id)));
  if (problems.length > 0) return problems;

  const current = present.flatMap(placed);
  const numbers = assignPrecedences(
    order.map(([, id]) => id),
    current,
  );
  let moves: readonly Move[];
  try {
    moves = planMoves(current, numbers);
  } catch (error) {
    if (!(error instanceof NoSafeMovesError)) throw error;
    return [blocked(present, new Map(order.map(([key, id]) => [id, key])))];
  }
  for (const { id, precedence } of moves)
    await endpoint.replace(id, movedBody(own.get(id)!, precedence), options);
  return [];
}

/** What stands in the application's order. */
function placed({ id, precedence, decision }: PolicyAnswer): Placed[] {
  return typeof precedence === "number" ? [{ id, precedence, decision: decision as AccessDecision }] : [];
}

function absence(key: string, id: string, found: PolicyAnswer | undefined): Diagnostic[] {
  const path = ["policies", { key }];
  if (found === undefined)
    return [
      errorDiagnostic(
        `The application has no policy ${JSON.stringify(id)}`,
        `It is given under the key ${JSON.stringify(key)}. It may have been deleted, or belong to another application.`,
        path,
      ),
    ];
  if (found.reusable !== true) return [];
  return [
    errorDiagnostic(
      `${JSON.stringify(found.name)} is a reusable policy`,
      "Its place is kept by the application that it is attached to. Order the application's own policies here.",
      path,
    ),
  ];
}

function blocked(present: readonly PolicyAnswer[], keys: ReadonlyMap<string, string>): Diagnostic {
  const lines = [...present]
    .sort((a, b) => Number(a.precedence) - Number(b.precedence))
    .map(({ id, precedence, name, decision }) => {
      const whose = keys.has(id) ? "" : ", not managed here";
      return `  ${precedence}  ${JSON.stringify(name)} (${decision}${whose})`;
    });
  return errorDiagnostic(
    "The policies cannot be brought into this order safely",
    "Whatever is moved first, somebody would get in for a moment whom neither the present order nor the new one lets in: " +
      `policies that are not managed here stand between, and leave no number free before them. The present order is\n\n${lines.join("\n")}\n\n` +
      "Give those policies higher numbers in the dashboard, or manage them here too. Nothing was changed.",
    ["order"],
  );
}
