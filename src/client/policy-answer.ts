import type { WirePolicy } from "../model";
import { ApiError } from "./api-error";
import { requestIdOf } from "./foreign-text";
import { type ApiReply, type ApiRequest, outcomeOf } from "./request";

/** A policy as the API answers it: the wire's fields, and its id (at most 36 characters). */
export type PolicyAnswer = WirePolicy & { readonly id: string };

/** The policy in an answer. Only the id is checked here; the fields are the model's. */
export function policyIn(request: ApiRequest, reply: ApiReply): PolicyAnswer {
  if (!isPolicy(reply.result)) throw malformed(request, reply, "a policy in its result");
  return reply.result;
}

/** The policies in one page of a list. */
export function policiesIn(request: ApiRequest, reply: ApiReply): readonly PolicyAnswer[] {
  const policies = listIn(reply);
  if (!policies?.every(isPolicy)) throw malformed(request, reply, "a list of policies in its result");
  return policies;
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
