import type { ApplicationRecord, PolicyRecord, Store } from "./store";

/** A policy of an application, and its precedence there. */
export interface PolicyWithPrecedence {
  readonly policy: PolicyRecord;
  readonly precedence: number;
}

/** The application's own policies and the reusable ones linked to it, in order of precedence. */
export function policiesOf(store: Store, app: ApplicationRecord): readonly PolicyWithPrecedence[] {
  const own = store
    .policiesOwnedBy(app.accountId, app.id)
    .map((policy) => ({ policy, precedence: policy.precedence ?? 0 }));
  const linked = app.links.flatMap(({ policyId, precedence }) => {
    const policy = store.policy(policyId);
    return policy ? [{ policy, precedence }] : [];
  });
  return [...own, ...linked].sort((a, b) => a.precedence - b.precedence);
}

/** One more than the highest in use; 1 in an application without policies. */
export function nextPrecedence(attached: readonly PolicyWithPrecedence[]): number {
  return Math.max(0, ...attached.map(({ precedence }) => precedence)) + 1;
}
