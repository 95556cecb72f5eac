import { POLICY_TYPES, type PolicyField, type PolicyFields, type WirePolicy } from "../model";
import { quoted, shownId } from "../text";
import { malformedAnswer } from "./answer-limits";
import { ApiError } from "./api-error";
import { listAll } from "./list-pages";
import { type ApiReply, type ApiRequest, outcomeOf, requestIdOf, type Sender } from "./request";

/** A policy as the API answers it: the wire's fields, and its id (at most 36 characters). */
export type PolicyAnswer = WirePolicy & { readonly id: string };

/** What is known of the policy that an answer must have. */
export interface Expected {
  /** Absent where the answer gives it: after a POST. */
  readonly id?: string;
  /** The body of a write. */
  readonly sent?: WirePolicy;
}

/**
 * Returns the policy in an answer, and checks that it is the requested one, so that an answer to another request (a cache may
 * mix them up) does not reach a state. Its fields are the model's to judge.
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

/** The policies of one collection, as one list showed them. */
export interface PolicyList {
  /** In the API's order. */
  readonly all: readonly PolicyAnswer[];
  readonly byId: ReadonlyMap<string, PolicyAnswer>;
}

/** Reads all pages of a list of policies. */
export async function readPolicies(send: Sender, request: ApiRequest): Promise<PolicyList> {
  return policyList(await listAll(send, request, policiesIn));
}

export function policyList(all: readonly PolicyAnswer[]): PolicyList {
  return { all, byId: new Map(all.map((policy) => [policy.id, policy])) };
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

/** Returns the list in an answer; `null` is an empty one. Undefined for anything else. */
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

/**
 * Describes the first known field of an answer's policy that does not have the API's type; undefined where all have it. Values
 * are not judged, a field may be missing, and what this version does not know passes.
 */
export function shapeProblem(policy: Readonly<Record<string, unknown>>): string | undefined {
  for (const name of ["created_at", "updated_at"]) {
    if (isPresent(policy[name]) && typeof policy[name] !== "string") return `${name} is not a string`;
  }
  return problemIn(FIELDS, policy, "");
}

/** Those of a policy of an application; a reusable one has no others. */
const FIELDS = POLICY_TYPES.application.fields;

function problemIn(
  fields: PolicyFields,
  object: Readonly<Record<string, unknown>>,
  path: string,
): string | undefined {
  for (const [name, { type }] of Object.entries(fields)) {
    const value = object[name];
    const problem = isPresent(value) ? valueProblem(type, value, path + name) : undefined;
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function valueProblem(type: PolicyField["type"], value: unknown, path: string): string | undefined {
  switch (type) {
    case "string":
      return typeof value === "string" ? undefined : `${path} is not a string`;
    case "bool":
      return typeof value === "boolean" ? undefined : `${path} is not a boolean`;
    case "integer":
      return Number.isSafeInteger(value) ? undefined : `${path} is not a whole number`;
    case "strings":
      return isListOf(value, (element) => typeof element === "string")
        ? undefined
        : `${path} is not a list of strings`;
    case "rules":
      return isListOf(value, isObject) ? undefined : `${path} is not a list of rules`;
  }
  if ("object" in type)
    return isObject(value) ? problemIn(type.object, value, `${path}.`) : `${path} is not an object`;
  if (!isListOf(value, isObject)) return `${path} is not a list of objects`;
  return value
    .map((element, index) => problemIn(type.objects, element, `${path}[${index}].`))
    .find((problem) => problem !== undefined);
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isListOf<Element>(
  value: unknown,
  isElement: ((element: unknown) => element is Element) | ((element: unknown) => boolean),
): value is readonly Element[] {
  return Array.isArray(value) && value.every(isElement);
}
