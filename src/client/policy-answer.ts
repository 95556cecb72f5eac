import type { WirePolicy } from "../model";
import { quoted, shownId } from "../text";
import { malformedAnswer } from "./answer-limits";
import { ApiError } from "./api-error";
import { shapeProblem } from "./policy-shape";
import { type ApiReply, type ApiRequest, outcomeOf } from "./request";
import { requestIdOf } from "./request-id";

/** A policy as the API answers it: the wire's fields, and its id (at most 36 characters). */
export type PolicyAnswer = WirePolicy & { readonly id: string };

/** What is known of the policy that an answer must be about. */
export interface Expected {
  /** Absent where the answer gives it: after a POST. */
  readonly id?: string;
  /** The body of a write. */
  readonly sent?: WirePolicy;
}

/**
 * The policy in an answer. Which one it is is checked here, so that an answer to another request (a cache on the way may mix
 * them up) reaches no state; the fields are the model's.
 */
export function policyIn(request: ApiRequest, reply: ApiReply, expected: Expected): PolicyAnswer {
  const { result } = reply;
  if (!isPolicy(result)) throw malformed(request, reply, "a policy in its result");
  checkShape(request, reply, result);
  checkId(request, reply, result.id, expected.id);
  for (const field of ["name", "decision"] as const) {
    const [sent, answered] = [expected.sent?.[field], result[field]];
    if (typeof sent !== "string" || typeof answered !== "string" || comparable(sent) === comparable(answered))
      continue;
    throw malformedAnswer(
      request,
      reply,
      `the answer is about a policy with the ${field} ${quoted(answered, 80)} (id ${shownId(result.id)}), not about the one that was sent, with ${quoted(sent, 80)}`,
    );
  }
  return result;
}

/** Checks the id in the answer to a DELETE; an answer without one has said all with its status. */
export function checkDeleted(request: ApiRequest, reply: ApiReply, id: string): void {
  if (isPolicy(reply.result)) checkId(request, reply, reply.result.id, id);
}

/**
 * Compares the id in an answer with the one that was asked for.
 *
 * @param asked absent where the answer gives it
 * @throws ApiError of kind "malformed" that names both
 */
export function checkId(request: ApiRequest, reply: ApiReply, answered: string, asked = answered): void {
  if (answered === asked) return;
  throw malformedAnswer(
    request,
    reply,
    `the answer is about the id ${shownId(answered)}, not about ${shownId(asked)}, which was asked for`,
  );
}

/** A server may trim a text, or compose its letters; what is left is the same text. */
function comparable(text: string): string {
  return text.normalize("NFC").trim();
}

/** The policies in one page of a list. */
export function policiesIn(request: ApiRequest, reply: ApiReply): readonly PolicyAnswer[] {
  const policies = listIn(reply);
  if (!policies?.every(isPolicy)) throw malformed(request, reply, "a list of policies in its result");
  for (const policy of policies) checkShape(request, reply, policy);
  return policies;
}

function checkShape(request: ApiRequest, reply: ApiReply, policy: PolicyAnswer): void {
  const problem = shapeProblem(policy);
  if (problem === undefined) return;
  throw malformedAnswer(
    request,
    reply,
    `the answer has policy ${shownId(policy.id)} in a form that the API does not have: ${problem}`,
  );
}

/** What a list's answer holds; no list at all (`null`) is an empty one. Undefined for anything else. */
export function listIn({ result }: ApiReply): readonly unknown[] | undefined {
  const list: unknown = result === null ? [] : result;
  return Array.isArray(list) ? list : undefined;
}

function isPolicy(value: unknown): value is PolicyAnswer {
  const id = (value as { readonly id?: unknown } | null | undefined)?.id;
  return typeof id === "string" && id !== "";
}

export function malformed(request: ApiRequest, reply: ApiReply, wanted: string): ApiError {
  return new ApiError({
    operation: request.operation,
    kind: "not-json",
    status: reply.status,
    requestId: requestIdOf(reply.headers),
    outcome: outcomeOf(request),
    reason: `the API answered ${reply.status} without ${wanted}`,
    fix: "Check that base_url leads to the Cloudflare API.",
  });
}
