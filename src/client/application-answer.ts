import { isLosslessNumber } from "lossless-json";

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
  /** In the order of judgment: by precedence. */
  readonly policies: readonly ApplicationPolicyEntry[];
  readonly updatedAt?: string;
}

export type Members = Readonly<Record<string, unknown>>;

export function isMembers(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** As much of an application, of a list or of a GET, as its policies need. */
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
  const { id, name, reusable, precedence } = policy;
  const place = Number(isLosslessNumber(precedence) ? precedence.toString() : precedence);
  return {
    id: String(id),
    name: typeof name === "string" ? name : "",
    reusable: reusable === true,
    precedence: Number.isFinite(place) ? place : index + 1,
  };
}
