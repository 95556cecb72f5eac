import { isLosslessNumber } from "lossless-json";
import { type ApplicationEntry, applicationIn, entriesIn } from "./account-objects";
import { listAll } from "./list-pages";
import { type PolicyAnswer, type PolicyList, policyList, shapeProblem } from "./policy-answer";
import type { ApplicationSnapshot } from "./policy-endpoint";
import type { ApiRequest, Sender } from "./request";

/** A policy as an application shows it: its own, or a reusable one that is attached to it. */
export interface ApplicationPolicyEntry {
  readonly id: string;
  readonly name: string;
  readonly reusable: boolean;
}

/** An application, as far as its policies are concerned. */
export interface ApplicationAnswer {
  readonly id: string;
  readonly name: string;
  /** In the order of evaluation: by precedence. */
  readonly policies: readonly ApplicationPolicyEntry[];
  readonly updatedAt?: string;
}

/** The members of a JSON object. */
export type Members = Readonly<Record<string, unknown>>;

export function isMembers(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** An account's applications, which their list shows with their policies in full. */
export interface ApplicationList {
  readonly entries: readonly ApplicationEntry[];
  /** The policies that each application owns, by its id; an application whose policies the list does not show is missing. */
  readonly policies: ReadonlyMap<string, PolicyList>;
  /** Which policies each of these applications has. */
  readonly answers: ReadonlyMap<string, ApplicationAnswer>;
  /** What each of these applications is, and what all its policies decide. */
  readonly snapshots: ReadonlyMap<string, ApplicationSnapshot>;
}

/** Reads all pages of an account's list of applications. */
export async function readApplications(send: Sender, request: ApiRequest): Promise<ApplicationList> {
  const policies = new Map<string, PolicyList>();
  const answers = new Map<string, ApplicationAnswer>();
  const snapshots = new Map<string, ApplicationSnapshot>();
  const entries = await listAll(send, request, (asked, reply) =>
    entriesIn(asked, reply).map((entry) => {
      const application = applicationIn(entry);
      if (Array.isArray(entry.policies)) {
        const { id, type } = application;
        policies.set(id, ownedPolicies(entry.policies));
        answers.set(id, applicationAnswer(entry));
        snapshots.set(id, { type, decisions: decisionsIn(entry.policies) });
      }
      return application;
    }),
  );
  return { entries, policies, answers, snapshots };
}

/** Reads which applications use a policy. They show it in full, or by its id alone where an answer is short. */
export async function readApplicationsWith(
  send: Sender,
  request: ApiRequest,
  policyId: string,
): Promise<readonly ApplicationEntry[]> {
  const users = new Map<string, ApplicationEntry>();
  await listAll(send, request, (asked, reply) =>
    entriesIn(asked, reply).map((entry) => {
      const application = applicationIn(entry);
      const shown: readonly unknown[] = Array.isArray(entry.policies) ? entry.policies : [];
      if (shown.some((policy) => idOf(policy) === policyId)) users.set(application.id, application);
      return application;
    }),
  );
  return [...users.values()];
}

/** Keeps of an application, of a list or of a GET, what its policies need. */
export function applicationAnswer(entry: Members): ApplicationAnswer {
  const shown = (Array.isArray(entry.policies) ? entry.policies : []).map(policyEntry);
  const ordered = [...shown].sort((a, b) => a.precedence - b.precedence);
  return {
    id: String(entry.id),
    name: typeof entry.name === "string" ? entry.name : "",
    policies: ordered.map(({ precedence: _, ...policy }) => policy),
    ...(typeof entry.updated_at === "string" ? { updatedAt: entry.updated_at } : {}),
  };
}

/** The API shows a policy in full; where an answer is short, an id alone stands for a reusable one. */
function policyEntry(policy: unknown, index: number): ApplicationPolicyEntry & { precedence: number } {
  if (!isMembers(policy)) return { id: String(policy), name: "", reusable: true, precedence: index + 1 };
  const { name, reusable } = policy;
  const precedence = Number(
    isLosslessNumber(policy.precedence) ? policy.precedence.toString() : policy.precedence,
  );
  return {
    id: idOf(policy),
    name: typeof name === "string" ? name : "",
    reusable: reusable === true,
    precedence: Number.isFinite(precedence) ? precedence : index + 1,
  };
}

/**
 * The policies that an application owns: many applications may embed the same reusable one. One in a form that the API does
 * not have is left out: its GET reports what is wrong.
 */
function ownedPolicies(embedded: readonly unknown[]): PolicyList {
  return policyList(embedded.filter(isOwned));
}

function isOwned(policy: unknown): policy is PolicyAnswer {
  const { id, reusable } = (policy ?? {}) as { readonly id?: unknown; readonly reusable?: unknown };
  return typeof id === "string" && reusable !== true && shapeProblem(policy as PolicyAnswer) === undefined;
}

function decisionsIn(embedded: readonly unknown[]): ReadonlyMap<string, unknown> {
  return new Map(embedded.map((policy) => [idOf(policy), isMembers(policy) ? policy.decision : undefined]));
}

function idOf(policy: unknown): string {
  return String(isMembers(policy) ? policy.id : policy);
}
