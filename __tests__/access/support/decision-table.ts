import { type AccessAccount, decide, type Identity } from "../../../src/access";

/** A case: the decision for an identity at the application "wiki", and the policy where it matters. */
export type Row = readonly [
  title: string,
  account: AccessAccount,
  identity: Identity,
  decision: string,
  policy?: string | null,
];

/** When the requests of the tables are made. */
export const AT = new Date("2026-11-01T00:00:00Z");

export function decisionTable(rows: readonly Row[]): void {
  for (const [title, account, identity, decision, policy] of rows) {
    test(title, () => {
      const result = decide(account, "wiki", identity, { at: AT });
      expect(result.decision).toBe(decision);
      if (policy !== undefined) expect(result.policy?.name ?? null).toBe(policy);
      // A decision that is certain needs nothing, one that is not says what it needs.
      expect(result.needs.length > 0).toBe(decision === "undecided");
    });
  }
}
