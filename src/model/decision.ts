/**
 * What Access does with a request that a policy matches.
 * Source: the `decision` field of the Access policies API. The dashboard calls `deny` "Block" and `non_identity`
 * "Service Auth".
 */
export const AccessDecision = {
  /** Lets the user in after logging in. The only decision infrastructure applications take. */
  ALLOW: "allow",
  /** Refuses the user ("Block" in the dashboard). */
  DENY: "deny",
  /** Lets a request in without a login, by a service token or a certificate ("Service Auth" in the dashboard). */
  NON_IDENTITY: "non_identity",
  /** Switches Access off for what matches: no login, no log. */
  BYPASS: "bypass",
} as const;
export type AccessDecision = (typeof AccessDecision)[keyof typeof AccessDecision];

export const ACCESS_DECISIONS: readonly AccessDecision[] = Object.values(AccessDecision);

/** Account-wide and attached to applications by id, or owned by one application. */
export type PolicyKind = "reusable" | "application";
